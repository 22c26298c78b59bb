"""Every method, through the stubs that grpcio-tools makes of proto/."""

from __future__ import annotations

import grpc
import pytest
from arbitre.v1 import plan_pb2, planning_pb2
from arbitre.v1.planning_service_pb2_grpc import PlanningServiceStub
from cases import county, county_bought, plan_county, selected, small, stream_county
from server import Server, eventually

FEASIBLE = plan_pb2.PLAN_STATUS_FEASIBLE
OPTIMAL = plan_pb2.PLAN_STATUS_OPTIMAL

# The referee adds up values in an order of its own.
ROUNDING = 1e-9


def test_a_small_portfolio_is_planned_to_the_end(stub: PlanningServiceStub) -> None:
    plan = stub.Plan(planning_pb2.PlanRequest(portfolio=small())).plan
    assert plan.status == OPTIMAL
    assert all(goal.gap == 0 for goal in plan.goals)
    answer = stub.CheckPlan(planning_pb2.CheckPlanRequest(portfolio=small(), plan=plan))
    assert not answer.violations
    assert answer.plan.projects


def test_the_county_is_planned_while_its_gap_closes(stub: PlanningServiceStub) -> None:
    events = list(stub.StreamPlan(stream_county(max_steps=3000)))
    assert [event.WhichOneof("event") for event in events[:-1]] == ["progress"] * (len(events) - 1)
    assert events[-1].WhichOneof("event") == "plan"
    told = [event.progress for event in events[:-1]]
    assert told
    assert any(progress.HasField("gap") for progress in told)
    goals = {progress.goal for progress in told}
    for goal in goals:
        closing([progress for progress in told if progress.goal == goal])
    plan = events[-1].plan
    assert plan.status == FEASIBLE
    last = [p.gap for p in told if p.goal == 0][-1]
    assert plan.goals[0].gap <= last + ROUNDING
    assert last < told[0].gap
    checked = stub.CheckPlan(planning_pb2.CheckPlanRequest(portfolio=county(), plan=plan))
    assert not checked.violations


def closing(told: list[planning_pb2.PlanProgress]) -> None:
    """Of one goal, that is to be as high as possible: plans only get better, bounds only tighter, gaps only smaller."""
    values = [p.value for p in told if p.HasField("value")]
    bounds = [p.bound for p in told if p.HasField("bound")]
    gaps = [p.gap for p in told if p.HasField("gap")]
    steps = [p.steps for p in told]
    assert values == sorted(values)
    assert bounds == sorted(bounds, reverse=True)
    assert gaps == sorted(gaps, reverse=True)
    assert steps == sorted(steps)
    assert all(value <= bound for value, bound in zip(values[-1:], bounds[-1:], strict=True))


def test_whole_plans_come_on_the_way_where_they_are_asked_for(stub: PlanningServiceStub) -> None:
    request = stream_county(max_steps=20)
    request.incumbents = True
    events = list(stub.StreamPlan(request))
    kinds = [event.WhichOneof("event") for event in events]
    assert {"progress", "incumbent"} <= set(kinds[:-1])
    assert kinds.count("plan") == 1
    for event in events:
        if event.WhichOneof("event") == "incumbent":
            checked = stub.CheckPlan(planning_pb2.CheckPlanRequest(portfolio=county(), plan=event.incumbent))
            assert not checked.violations


def test_steps_give_the_same_bytes_and_the_other_method_gives_them_too(stub: PlanningServiceStub) -> None:
    first, second = (stub.Plan(plan_county(max_steps=10, seed=3)).plan for _ in range(2))
    *_, last = stub.StreamPlan(stream_county(max_steps=10, seed=3))
    assert first.SerializeToString() == second.SerializeToString() == last.plan.SerializeToString()


def test_a_scenario_changes_what_is_planned(stub: PlanningServiceStub) -> None:
    request = plan_county(max_steps=5)
    request.scenario.CopyFrom(county_bought())
    plan = stub.Plan(request).plan
    assert plan.scenario == county_bought().id
    assert len(selected(plan)) > 0


def test_a_hint_is_taken_up_and_a_baseline_binds(stub: PlanningServiceStub) -> None:
    plan = stub.Plan(plan_county(max_steps=40)).plan
    request = plan_county(max_steps=1)
    request.hint.CopyFrom(plan)
    assert stub.Plan(request).plan.goals[0].value >= plan.goals[0].value
    request = plan_county(max_steps=1)
    request.baseline.CopyFrom(plan)
    request.frozen_until = "2026-07-01"
    bound = stub.Plan(request).plan
    assert bound.status in (FEASIBLE, OPTIMAL)


def test_what_is_expanded_stays_as_it_is(stub: PlanningServiceStub) -> None:
    once = stub.ExpandPortfolio(planning_pb2.ExpandPortfolioRequest(portfolio=small())).portfolio
    twice = stub.ExpandPortfolio(planning_pb2.ExpandPortfolioRequest(portfolio=once)).portfolio
    assert once == twice
    assert modes(once) > modes(small())


def modes(portfolio: object) -> int:
    return sum(len(phase.modes) for project in portfolio.projects for phase in project.phases)


def test_a_portfolio_is_validated_and_a_broken_plan_is_told_apart(stub: PlanningServiceStub) -> None:
    assert not stub.ValidatePortfolio(planning_pb2.ValidatePortfolioRequest(portfolio=county())).problems
    broken = type(county())()
    broken.CopyFrom(small())
    broken.pools[0].day_cost = -1
    english = [("accept-language", "en")]
    found = stub.ValidatePortfolio(planning_pb2.ValidatePortfolioRequest(portfolio=broken), metadata=english).problems
    assert [(p.code, p.path, p.value) for p in found] == [("NEGATIVE", "pools[0].dayCost", "-1")]
    plan = stub.Plan(planning_pb2.PlanRequest(portfolio=small())).plan
    late = plan_pb2.Plan()
    late.CopyFrom(plan)
    done = next(project for project in late.projects if project.selected)
    done.phases[0].start_period = 5
    answer = stub.CheckPlan(planning_pb2.CheckPlanRequest(portfolio=small(), plan=late, ignore_claims=True))
    assert answer.violations
    assert all(violation.code and violation.message for violation in answer.violations)


@pytest.mark.parametrize("packed", [grpc.Compression.Gzip, grpc.Compression.Deflate, grpc.Compression.NoCompression])
def test_compression_goes_both_ways(server: Server, packed: grpc.Compression) -> None:
    request = plan_county(max_steps=5)
    if packed is grpc.Compression.Deflate:
        # What the server does not understand is refused, and it says what it does.
        with grpc.insecure_channel(server.address) as channel:
            with pytest.raises(grpc.RpcError) as error:
                PlanningServiceStub(channel).Plan(request, compression=packed)
            assert error.value.code() == grpc.StatusCode.UNIMPLEMENTED
        return
    sent = server.metric('arbitre_response_bytes_sum{method="arbitre.v1.PlanningService/Plan"')
    received = server.metric('arbitre_request_bytes_sum{method="arbitre.v1.PlanningService/Plan"')
    with grpc.insecure_channel(server.address) as channel:
        plan = PlanningServiceStub(channel).Plan(request, compression=packed).plan
    eventually(lambda: server.metric('arbitre_requests_in_flight{method="arbitre.v1.PlanningService/Plan"') == 0)
    sent = server.metric('arbitre_response_bytes_sum{method="arbitre.v1.PlanningService/Plan"') - sent
    received = server.metric('arbitre_request_bytes_sum{method="arbitre.v1.PlanningService/Plan"') - received
    if packed is grpc.Compression.Gzip:
        assert received < request.ByteSize() / 2
    else:
        assert received >= request.ByteSize()
    # grpcio takes gzip whatever it sends.
    assert 0 < sent < plan.ByteSize() / 2
