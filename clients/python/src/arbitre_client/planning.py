"""Planning, and what is asked of portfolios and plans without a search."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date

from arbitre.v1 import plan_pb2, planning_pb2, portfolio_pb2, scenario_pb2
from arbitre.v1.planning_service_pb2_grpc import PlanningServiceStub

from .line import Caller, Line, day
from .patience import Patience


class Planning(Caller):
    """The methods of the planning service."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self._planning = PlanningServiceStub(line.channel)

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
            frozen_until=day(frozen_until),
            hint=hint,
            options=options,
            incumbents=on_incumbent is not None,
        )
        told = {"progress": on_progress, "incumbent": on_incumbent}
        patience = Patience(deadline, cancel)
        return self._line.listen(self._planning.StreamPlan, request, told, "plan", plan_pb2.Plan, patience)

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
            frozen_until=day(frozen_until),
            ignore_claims=ignore_claims,
        )
        return self._line.ask(self._planning.CheckPlan, request, deadline)
