"""Why a plan is as it is, what would change it, and what has changed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from arbitre.v1 import (
    drift_pb2,
    evaluation_pb2,
    explanation_pb2,
    fairness_pb2,
    plan_pb2,
    planning_pb2,
    portfolio_pb2,
    prices_pb2,
    scenario_pb2,
)
from arbitre.v1.explanation_service_pb2_grpc import ExplanationServiceStub

from .line import Caller, Line, day


class Explanations(Caller):
    """The methods of the explanation service. Scenario, baseline and freeze are those that the plan was made with."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self._explanations = ExplanationServiceStub(line.channel)

    def explain_project(
        self,
        portfolio: portfolio_pb2.Portfolio,
        plan: plan_pb2.Plan,
        project: str,
        *,
        by: date | None = None,
        scenario: scenario_pb2.Scenario | None = None,
        baseline: plan_pb2.Plan | None = None,
        frozen_until: date | None = None,
        options: planning_pb2.PlanOptions | None = None,
        deadline: float | None = None,
    ) -> explanation_pb2.ProjectExplanation:
        """Why the project is out, late or bought, and what would have it finished by a day."""
        request = explanation_pb2.ExplainProjectRequest(
            portfolio=portfolio,
            scenario=scenario,
            plan=plan,
            project=project,
            by=day(by),
            baseline=baseline,
            frozen_until=day(frozen_until),
            options=options,
        )
        return self._line.ask(self._explanations.ExplainProject, request, deadline).explanation

    def evaluate_changes(
        self,
        portfolio: portfolio_pb2.Portfolio,
        plan: plan_pb2.Plan,
        candidates: Sequence[evaluation_pb2.CandidateChange],
        *,
        scenario: scenario_pb2.Scenario | None = None,
        baseline: plan_pb2.Plan | None = None,
        frozen_until: date | None = None,
        options: planning_pb2.PlanOptions | None = None,
        deadline: float | None = None,
    ) -> evaluation_pb2.Evaluation:
        """Scores each candidate against the plan. What is wrong with one is told beside the scores of the others."""
        request = evaluation_pb2.EvaluateChangesRequest(
            portfolio=portfolio,
            scenario=scenario,
            plan=plan,
            candidates=candidates,
            baseline=baseline,
            frozen_until=day(frozen_until),
            options=options,
        )
        return self._line.ask(self._explanations.EvaluateChanges, request, deadline).evaluation

    def price_resources(
        self,
        portfolio: portfolio_pb2.Portfolio,
        *,
        plan: plan_pb2.Plan | None = None,
        samples: int | None = None,
        scenario: scenario_pb2.Scenario | None = None,
        baseline: plan_pb2.Plan | None = None,
        frozen_until: date | None = None,
        options: planning_pb2.PlanOptions | None = None,
        deadline: float | None = None,
    ) -> prices_pb2.ResourcePrices:
        """What more of everything limited would bring, the most promising sampled by planning again."""
        request = prices_pb2.PriceResourcesRequest(
            portfolio=portfolio,
            scenario=scenario,
            plan=plan,
            baseline=baseline,
            frozen_until=day(frozen_until),
            options=options,
            samples=samples,
        )
        return self._line.ask(self._explanations.PriceResources, request, deadline).prices

    def measure_drift(
        self,
        portfolio: portfolio_pb2.Portfolio,
        plan: plan_pb2.Plan,
        old_plan: plan_pb2.Plan,
        *,
        old_portfolio: portfolio_pb2.Portfolio | None = None,
        scenario: scenario_pb2.Scenario | None = None,
        baseline: plan_pb2.Plan | None = None,
        frozen_until: date | None = None,
        deadline: float | None = None,
    ) -> drift_pb2.Drift:
        """What has moved from the older plan to the newer, and why. Portfolio and scenario are the newer plan's."""
        request = drift_pb2.MeasureDriftRequest(
            portfolio=portfolio,
            scenario=scenario,
            plan=plan,
            old_plan=old_plan,
            old_portfolio=old_portfolio,
            baseline=baseline,
            frozen_until=day(frozen_until),
        )
        return self._line.ask(self._explanations.MeasureDrift, request, deadline).drift

    def measure_fairness(
        self,
        portfolio: portfolio_pb2.Portfolio,
        plans: Sequence[plan_pb2.Plan],
        *,
        most_dropped: int | None = None,
        deadline: float | None = None,
    ) -> fairness_pb2.Fairness:
        """Who has given way over plans, in the order in which they were decided.

        most_dropped: with rules that let each sponsor lose at most so many of the projects that the last plan decided.
        """
        request = fairness_pb2.MeasureFairnessRequest(portfolio=portfolio, plans=plans, most_dropped=most_dropped)
        return self._line.ask(self._explanations.MeasureFairness, request, deadline).fairness
