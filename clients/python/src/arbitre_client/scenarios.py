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

from .line import Caller, Line, day
from .patience import Patience
from .workspace import Workspace


class Scenarios(Caller):
    """The methods of the scenario service."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
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
            frozen_until=day(frozen_until),
            options=options,
            proposals=proposals,
        )
        told, patience = {"progress": on_progress, "plan": on_plan}, Patience(deadline, cancel)
        method, answer = self._scenarios.CompareScenarios, comparison_pb2.ComparisonResult
        return self._line.listen(method, request, told, "result", answer, patience)

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
            frozen_until=day(frozen_until),
            axis=axis,
            points=points,
            options=options,
        )
        told, patience = {"point": on_point}, Patience(deadline, cancel)
        method, answer = self._scenarios.ExploreFrontier, frontier_pb2.Frontier
        return self._line.listen(method, request, told, "frontier", answer, patience)

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
            frozen_until=day(frozen_until),
            hint=hint,
            options=options,
        )
        opened = self._line.ask(self._scenarios.OpenWorkspace, request, deadline)
        return Workspace(self._line, self._scenarios, opened)
