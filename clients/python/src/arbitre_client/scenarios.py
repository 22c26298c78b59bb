"""What a projects office asks before its committee: scenarios side by side, frontiers, workspaces."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date

from arbitre.v1 import (
    comparison_pb2,
    frontier_pb2,
    plan_pb2,
    planning_pb2,
    portfolio_pb2,
    scenario_pb2,
    workspace_pb2,
)
from arbitre.v1.scenario_service_pb2_grpc import ScenarioServiceStub

from .line import Line
from .patience import Patience
from .workspace import Workspace


class Scenarios:
    """The methods of the scenario service."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._scenarios = ScenarioServiceStub(line.channel)

    def compare(
        self,
        portfolio: portfolio_pb2.Portfolio,
        scenarios: Sequence[scenario_pb2.Scenario] = (),
        *,
        with_base: bool = False,
        baseline: plan_pb2.Plan | None = None,
        frozen_until: date | None = None,
        proposals: int = 0,
        options: planning_pb2.PlanOptions | None = None,
        deadline: float | None = None,
        on_progress: Callable[[comparison_pb2.ScenarioProgress], None] | None = None,
        on_plan: Callable[[plan_pb2.Plan], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> comparison_pb2.ComparisonResult:
        """Plans the scenarios together and puts them side by side, and tells on the way how each stands.

        `on_plan` is given each scenario's plan as it stands; better ones of the same scenario may follow. Callbacks,
        `deadline` and `cancel` are as in `Client.plan`. That a scenario cannot be planned is told in the comparison.
        """
        request = comparison_pb2.CompareScenariosRequest(
            portfolio=portfolio,
            scenarios=scenarios,
            with_base=with_base,
            baseline=baseline,
            frozen_until=frozen_until.isoformat() if frozen_until else "",
            options=options,
            proposals=proposals,
        )

        def take(event: comparison_pb2.CompareScenariosResponse) -> comparison_pb2.ComparisonResult | None:
            if event.HasField("progress") and on_progress is not None:
                on_progress(event.progress)
            if event.HasField("plan") and on_plan is not None:
                on_plan(event.plan)
            return event.result if event.HasField("result") else None

        return self._line.listen(self._scenarios.CompareScenarios, request, take, Patience(deadline, cancel))

    def explore_frontier(
        self,
        portfolio: portfolio_pb2.Portfolio,
        axis: frontier_pb2.FrontierAxis,
        *,
        points: int | None = None,
        scenario: scenario_pb2.Scenario | None = None,
        baseline: plan_pb2.Plan | None = None,
        frozen_until: date | None = None,
        options: planning_pb2.PlanOptions | None = None,
        deadline: float | None = None,
        on_point: Callable[[frontier_pb2.FrontierPoint], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> frontier_pb2.Frontier:
        """What value can be had for less and more of a measure, of a fund, or of staff.

        `on_point` is given each point as it stands; better ones for the same limit may follow. Callbacks, `deadline`
        and `cancel` are as in `Client.plan`.
        """
        request = frontier_pb2.ExploreFrontierRequest(
            portfolio=portfolio,
            scenario=scenario,
            baseline=baseline,
            frozen_until=frozen_until.isoformat() if frozen_until else "",
            axis=axis,
            points=points,
            options=options,
        )

        def take(event: frontier_pb2.ExploreFrontierResponse) -> frontier_pb2.Frontier | None:
            if event.HasField("point") and on_point is not None:
                on_point(event.point)
            return event.frontier if event.HasField("frontier") else None

        return self._line.listen(self._scenarios.ExploreFrontier, request, take, Patience(deadline, cancel))

    def open_workspace(
        self,
        portfolio: portfolio_pb2.Portfolio,
        *,
        scenario: scenario_pb2.Scenario | None = None,
        baseline: plan_pb2.Plan | None = None,
        frozen_until: date | None = None,
        hint: plan_pb2.Plan | None = None,
        options: planning_pb2.PlanOptions | None = None,
        deadline: float | None = None,
    ) -> Workspace:
        """Keeps the portfolio on the server, planned, and answers questions about it in a second.

        Use it as a context manager, or close it: with `with`, it ends with the block.
        """
        request = workspace_pb2.OpenWorkspaceRequest(
            portfolio=portfolio,
            scenario=scenario,
            baseline=baseline,
            frozen_until=frozen_until.isoformat() if frozen_until else "",
            hint=hint,
            options=options,
        )
        opened = self._line.ask(self._scenarios.OpenWorkspace, request, deadline)
        return Workspace(self._line, self._scenarios, opened)
