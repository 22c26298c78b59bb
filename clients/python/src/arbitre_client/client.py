"""The client."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from types import TracebackType

from arbitre.v1 import plan_pb2, planning_pb2, portfolio_pb2, scenario_pb2
from arbitre.v1.planning_service_pb2_grpc import PlanningServiceStub

from .line import Line
from .patience import Patience
from .scenarios import Scenarios
from .security import Tls, open_channel


class Client(Scenarios):
    """A connection to `arbitre serve`, for as many threads as like. Close it, or use it as a context manager.

    address: host and port, like `localhost:50051`.
    tls: encryption; plain text if absent, which a server allows on loopback alone.
    token: a bearer token, as the operator gave it.
    language: of the sentences for people, `fr` or `en`.
    compress: whether requests travel by gzip; answers do anyway.

    Methods raise an `ArbitreError`, of the kind that fits. `deadline` is in seconds, for the whole of a method; with
    one, a server that is busy is asked again when it says so, as often as there is time.
    """

    def __init__(
        self,
        address: str,
        *,
        tls: Tls | None = None,
        token: str | None = None,
        language: str = "fr",
        compress: bool = True,
    ) -> None:
        channel = open_channel(address, tls, token, compress=compress)
        metadata: tuple[tuple[str, str], ...] = (("accept-language", language),)
        if token is not None:
            metadata += (("authorization", f"Bearer {token}"),)
        super().__init__(Line(channel, metadata))
        self._planning = PlanningServiceStub(channel)

    def close(self) -> None:
        """Ends what still goes on."""
        self._line.channel.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def plan(
        self,
        portfolio: portfolio_pb2.Portfolio,
        *,
        scenario: scenario_pb2.Scenario | None = None,
        baseline: plan_pb2.Plan | None = None,
        frozen_until: date | None = None,
        hint: plan_pb2.Plan | None = None,
        options: planning_pb2.PlanOptions | None = None,
        deadline: float | None = None,
        on_progress: Callable[[planning_pb2.PlanProgress], None] | None = None,
        on_incumbent: Callable[[plan_pb2.Plan], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> plan_pb2.Plan:
        """Plans, and tells on the way of every better plan and bound, from this same thread.

        Without limits in `options`, the deadline is one: the best plan that leaves time to answer is returned. An
        exception from a callback ends the search, as KeyboardInterrupt does; setting `cancel` ends it with `Cancelled`.
        The plan's `status` says whether there is one.
        """
        request = planning_pb2.StreamPlanRequest(
            portfolio=portfolio,
            scenario=scenario,
            baseline=baseline,
            frozen_until=frozen_until.isoformat() if frozen_until else "",
            hint=hint,
            options=options,
            incumbents=on_incumbent is not None,
        )

        def take(event: planning_pb2.StreamPlanResponse) -> plan_pb2.Plan | None:
            if event.HasField("progress") and on_progress is not None:
                on_progress(event.progress)
            if event.HasField("incumbent") and on_incumbent is not None:
                on_incumbent(event.incumbent)
            return event.plan if event.HasField("plan") else None

        return self._line.listen(self._planning.StreamPlan, request, take, Patience(deadline, cancel))

    def validate(
        self,
        portfolio: portfolio_pb2.Portfolio,
        *,
        scenario: scenario_pb2.Scenario | None = None,
        deadline: float | None = None,
    ) -> Sequence[planning_pb2.Problem]:
        """All that is wrong with a portfolio, or with what a scenario makes of it; empty if it can be planned."""
        request = planning_pb2.ValidatePortfolioRequest(portfolio=portfolio, scenario=scenario)
        return self._line.ask(self._planning.ValidatePortfolio, request, deadline).problems

    def expand(
        self,
        portfolio: portfolio_pb2.Portfolio,
        *,
        scenario: scenario_pb2.Scenario | None = None,
        deadline: float | None = None,
    ) -> portfolio_pb2.Portfolio:
        """The portfolio as the engine sees it, with every mode that ratios and sourcing rules add."""
        request = planning_pb2.ExpandPortfolioRequest(portfolio=portfolio, scenario=scenario)
        return self._line.ask(self._planning.ExpandPortfolio, request, deadline).portfolio

    def check(
        self,
        portfolio: portfolio_pb2.Portfolio,
        plan: plan_pb2.Plan,
        *,
        scenario: scenario_pb2.Scenario | None = None,
        baseline: plan_pb2.Plan | None = None,
        frozen_until: date | None = None,
        ignore_claims: bool = False,
        deadline: float | None = None,
    ) -> planning_pb2.CheckPlanResponse:
        """Every constraint that a plan made anywhere breaks, and every figure of it recomputed."""
        request = planning_pb2.CheckPlanRequest(
            portfolio=portfolio,
            plan=plan,
            scenario=scenario,
            baseline=baseline,
            frozen_until=frozen_until.isoformat() if frozen_until else "",
            ignore_claims=ignore_claims,
        )
        return self._line.ask(self._planning.CheckPlan, request, deadline)
