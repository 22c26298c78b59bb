"""What is asked about plans, with the package."""

from __future__ import annotations

from datetime import date

import pytest
from arbitre.v1 import evaluation_pb2, explanation_pb2, plan_pb2
from arbitre_client import Client, InvalidRequest
from cases import options, small

LIMITS = {"max_steps": 500}


def without(plan: plan_pb2.Plan, project: str) -> plan_pb2.Plan:
    """The same plan, one project out."""
    out = plan_pb2.Plan()
    out.CopyFrom(plan)
    for own in out.projects:
        if own.project == project:
            own.selected = False
            del own.phases[:]
    return out


def paths(error: pytest.ExceptionInfo[InvalidRequest]) -> list[str]:
    return [violation.path for violation in error.value.violations]


def test_a_project_that_is_out_is_explained(client: Client, plan: plan_pb2.Plan) -> None:
    told = client.explain_project(small(), plan, "dream", options=options(**LIMITS))
    assert not told.selected
    assert all(reason.text for reason in told.reasons)
    assert told.reasons
    assert not told.HasField("not_by")


def test_what_would_have_a_project_by_a_day_is_a_whole_plan(client: Client, plan: plan_pb2.Plan) -> None:
    told = client.explain_project(small(), plan, "dream", by=date(2021, 6, 30), options=options(**LIMITS))
    assert told.not_by.by == "2021-06-30"
    assert told.not_by.ways
    for way in told.not_by.ways:
        assert way.headline
        assert way.kind != explanation_pb2.WAY_KIND_UNSPECIFIED
        assert any(own.project == "dream" and own.selected for own in way.plan.projects)


def test_candidates_are_scored_and_fail_alone(client: Client, plan: plan_pb2.Plan) -> None:
    delay = evaluation_pb2.DelayProject(project="nobody", periods=1)
    candidates = [
        evaluation_pb2.CandidateChange(id="drop", drop_project="portal"),
        evaluation_pb2.CandidateChange(id="late", delay=delay),
    ]
    scores = client.evaluate_changes(small(), plan, candidates, options=options(**LIMITS))
    dropped, late = scores.candidates
    assert dropped.gain < 0
    assert not dropped.problems
    assert [problem.path for problem in late.problems] == ["candidate.delay.project"]


def test_prices_are_told_with_samples(client: Client, plan: plan_pb2.Plan) -> None:
    prices = client.price_resources(small(), plan=plan, samples=1, options=options(**LIMITS))
    assert prices.bound >= prices.value
    sampled = [price for price in prices.prices if price.samples]
    assert len(sampled) == min(1, len(prices.prices))
    assert client.price_resources(small(), options=options(**LIMITS)).prices


def test_drift_leads_a_move_back(client: Client, plan: plan_pb2.Plan) -> None:
    drift = client.measure_drift(small(), plan, without(plan, "portal"), old_portfolio=small())
    assert [move.change.project for move in drift.moves] == ["portal"]
    assert drift.unmoved == len(small().projects) - 1
    assert not client.measure_drift(small(), plan, plan).moves


def test_fairness_counts_who_gave_way(client: Client, plan: plan_pb2.Plan) -> None:
    plans = [plan, without(plan, "portal")]
    fairness = client.measure_fairness(small(), plans, most_dropped=1)
    assert (fairness.decisions, fairness.all.dropped) == (1, 1)
    assert fairness.HasField("limits")
    assert not client.measure_fairness(small(), plans).HasField("limits")


def test_what_is_wrong_is_told_by_its_path(client: Client, plan: plan_pb2.Plan) -> None:
    with pytest.raises(InvalidRequest) as error:
        client.explain_project(small(), plan, "nobody")
    assert paths(error) == ["project"]
    with pytest.raises(InvalidRequest) as error:
        client.evaluate_changes(small(), plan, [], options=options(max_steps=0))
    assert paths(error) == ["options.maxSteps"]
    wrong = small().__class__()
    wrong.CopyFrom(small())
    wrong.pools[0].day_cost = -1
    with pytest.raises(InvalidRequest) as error:
        client.price_resources(wrong)
    assert paths(error) == ["portfolio.pools[0].dayCost"]
    with pytest.raises(InvalidRequest) as error:
        client.measure_drift(small(), plan, plan, old_portfolio=wrong)
    assert paths(error) == ["oldPortfolio.pools[0].dayCost"]
    with pytest.raises(InvalidRequest) as error:
        client.measure_fairness(small(), [plan])
    assert paths(error) == ["plans"]
