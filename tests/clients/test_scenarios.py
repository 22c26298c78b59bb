"""Scenarios, frontiers and workspaces, through stubs, through reflection, and with the package."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from arbitre.v1 import comparison_pb2, frontier_pb2, plan_pb2, planning_pb2, portfolio_pb2, scenario_pb2, workspace_pb2
from arbitre.v1.planning_service_pb2_grpc import PlanningServiceStub
from arbitre.v1.scenario_service_pb2_grpc import ScenarioServiceStub
from arbitre_client import Cancelled, Client, InvalidRequest, LimitExceeded, NotFound
from cases import LONG, county, county_bought, options, plan_county, selected, small
from errors import Details
from google.protobuf import json_format, message_factory
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from server import PATIENCE, Server, eventually, serving

FEASIBLE = plan_pb2.PLAN_STATUS_FEASIBLE
SPEND = frontier_pb2.FrontierAxis(measure=portfolio_pb2.MEASURE_EXTERNAL_SPEND)


@pytest.fixture
def scenarios(channel: grpc.Channel) -> ScenarioServiceStub:
    return ScenarioServiceStub(channel)


def comparing(**limits: float) -> comparison_pb2.CompareScenariosRequest:
    """The county with its own people, and with part of the work bought."""
    return comparison_pb2.CompareScenariosRequest(
        portfolio=county(), scenarios=[county_bought()], with_base=True, options=options(**limits)
    )


def exploring(**limits: float) -> frontier_pb2.ExploreFrontierRequest:
    return frontier_pb2.ExploreFrontierRequest(
        portfolio=county(), scenario=county_bought(), axis=SPEND, points=4, options=options(**limits)
    )


def without(project: str) -> scenario_pb2.Change:
    return scenario_pb2.Change(exclude_project=project)


def holds(channel: grpc.Channel, plan: plan_pb2.Plan, scenario: scenario_pb2.Scenario | None) -> bool:
    request = planning_pb2.CheckPlanRequest(portfolio=county(), plan=plan, scenario=scenario)
    return not PlanningServiceStub(channel).CheckPlan(request).violations


def test_scenarios_are_told_as_they_stand_and_then_side_by_side(
    channel: grpc.Channel, scenarios: ScenarioServiceStub
) -> None:
    *told, last = scenarios.CompareScenarios(comparing(max_steps=600))
    kinds = Counter(event.WhichOneof("event") for event in told)
    assert set(kinds) == {"progress", "plan"}
    for id in ("", county_bought().id):
        mine = [
            event.progress.progress for event in told if event.HasField("progress") and event.progress.scenario == id
        ]
        values = [progress.value for progress in mine if progress.HasField("value")]
        bounds = [progress.bound for progress in mine if progress.HasField("bound")]
        assert values == sorted(values)
        assert bounds == sorted(bounds, reverse=True)
        assert mine[-1].measures
        assert any(event.HasField("plan") and event.plan.scenario == id for event in told)
    comparison, plans = last.result.comparison, last.result.plans
    assert [s.scenario for s in comparison.scenarios] == ["", county_bought().id]
    assert [plan.scenario for plan in plans] == ["", county_bought().id]
    for plan, compared in zip(plans, comparison.scenarios, strict=True):
        assert plan.goals == compared.goals
        scenario = county_bought() if plan.scenario else None
        assert holds(channel, plan, scenario)
    assert comparison.backbone.same or comparison.backbone.moves


def test_a_frontier_is_told_point_by_point(channel: grpc.Channel, scenarios: ScenarioServiceStub) -> None:
    *told, last = scenarios.ExploreFrontier(exploring(max_steps=200))
    assert {event.WhichOneof("event") for event in told} == {"point"}
    points = last.frontier.points
    values = [point.value for point in points]
    assert len(points) == 4
    assert values == sorted(values)
    assert all(holds(channel, point.plan, county_bought()) for point in points if point.HasField("plan"))


def test_a_client_that_has_reflection_alone_asks(channel: grpc.Channel) -> None:
    service = DescriptorPool(ProtoReflectionDescriptorDatabase(channel)).FindServiceByName("arbitre.v1.ScenarioService")
    names = {"CompareScenarios", "ExploreFrontier", "OpenWorkspace", "Ask", "CloseWorkspace"}
    assert {method.name for method in service.methods} == names

    def call(name: str, **fields: object) -> dict[str, object]:
        method = service.FindMethodByName(name)
        request = message_factory.GetMessageClass(method.input_type)()
        answer = message_factory.GetMessageClass(method.output_type)
        json_format.ParseDict(fields, request)
        path = f"/arbitre.v1.ScenarioService/{name}"
        return json_format.MessageToDict(channel.unary_unary(path, bytes_of, answer.FromString)(request))

    opened = call("OpenWorkspace", portfolio=json_format.MessageToDict(small()))
    id = opened["workspace"]["id"]
    project = small().projects[0].id
    answer = call("Ask", workspace=id, changes=[{"excludeProject": project}])
    assert answer["answer"]["status"] == "PLAN_STATUS_OPTIMAL"
    call("CloseWorkspace", workspace=id)


def bytes_of(message: object) -> bytes:
    return message.SerializeToString()


@pytest.mark.parametrize("method", ["CompareScenarios", "ExploreFrontier", "OpenWorkspace"])
def test_a_caller_that_goes_away_in_the_middle_leaves_no_search(method: str) -> None:
    requests = {
        "CompareScenarios": comparing(max_seconds=LONG),
        "ExploreFrontier": exploring(max_seconds=LONG),
        "OpenWorkspace": workspace_pb2.OpenWorkspaceRequest(portfolio=county(), options=options(max_seconds=LONG)),
    }
    with serving(solve_concurrent=2) as server, grpc.insecure_channel(server.address) as channel:
        stub = getattr(ScenarioServiceStub(channel), method)
        call = stub.future(requests[method]) if method == "OpenWorkspace" else stub(requests[method])
        eventually(lambda: server.metric("arbitre_first_plan_seconds_count") == 1)
        call.cancel()
        eventually(server.is_idle)
        eventually(lambda: server.metric("arbitre_solves_running") == 0)
        assert server.metric('arbitre_cancellations_total{stage="solve"') == 1
        assert server.metric("arbitre_workspaces") == 0


def test_a_server_that_leaves_in_the_middle_compares_what_there_is() -> None:
    with serving(solve_concurrent=1, server_grace_seconds=0.2) as server, ThreadPoolExecutor(1) as caller:
        with grpc.insecure_channel(server.address, options=[("grpc.max_receive_message_length", -1)]) as channel:
            call = ScenarioServiceStub(channel).CompareScenarios(comparing(max_seconds=LONG))
            running = caller.submit(lambda: list(call)[-1])
            eventually(lambda: server.metric("arbitre_first_plan_seconds_count") == 1)
            server.terminate()
            result = running.result(PATIENCE).result
        assert [s.scenario for s in result.comparison.scenarios] == ["", county_bought().id]
        assert result.plans[0].status == FEASIBLE
        assert server.ended() == 0


def test_a_slow_reader_misses_some_and_never_the_last(scenarios: ScenarioServiceStub, server: Server) -> None:
    call = scenarios.CompareScenarios(comparing(max_steps=3000))
    first = next(call)
    # It reads nothing more until all is over.
    eventually(server.is_idle)
    rest = list(call)
    assert first.WhichOneof("event") == "progress"
    assert rest[-1].WhichOneof("event") == "result"
    assert {event.plan.scenario for event in rest if event.HasField("plan")} == {"", county_bought().id}


def test_a_deadline_gives_the_comparison_so_far(scenarios: ScenarioServiceStub) -> None:
    *_, last = scenarios.CompareScenarios(comparing(), timeout=8)
    assert len(last.result.comparison.scenarios) == 2


def test_a_meeting_with_the_package(client: Client) -> None:
    with client.open_workspace(county(), options=options(max_steps=300)) as room:
        assert room.plan.status == FEASIBLE
        project = min(selected(room.plan) - {p.project for p in room.plan.projects if p.commitment})
        answer = room.ask(without(project), question="without", options=options(max_steps=50))
        assert answer.plan.scenario == "without"
        assert project not in selected(answer.plan)
        assert any(c.change.project == project for c in answer.answer.changes)
        assert not answer.kept
        kept = room.ask_scenario(county_bought(), keep=True, options=options(max_steps=50))
        assert kept.kept
        assert room.state.kept == 1
        further = room.ask(options=options(max_steps=50))
        assert further.plan.goals[0].value >= kept.plan.goals[0].value
        assert room.ask(reset=True, options=options(max_steps=1)).workspace.kept == 0
        with pytest.raises(InvalidRequest) as error:
            room.ask(without("nobody"))
        assert [(v.path, v.reason) for v in error.value.violations] == [("changes[0].excludeProject", "UNKNOWN_ID")]
    with pytest.raises(NotFound):
        room.ask()


def test_a_question_does_not_wait_behind_plans() -> None:
    with serving(solve_concurrent=1, solve_threads=1) as server, Client(server.address) as client:
        room = client.open_workspace(county(), options=options(max_steps=50))
        with grpc.insecure_channel(server.address) as channel:
            busy = PlanningServiceStub(channel).Plan.future(plan_county(max_seconds=LONG))
            eventually(lambda: server.metric("arbitre_solves_running") == 1)
            assert room.ask(options=options(max_steps=10)).plan.status == FEASIBLE
            assert not busy.done()
            busy.cancel()


def test_whoever_leaves_a_question_leaves_the_workspace_as_it_was() -> None:
    with serving() as server, Client(server.address) as client:
        room = client.open_workspace(county(), options=options(max_steps=50))
        with grpc.insecure_channel(server.address) as channel:
            request = workspace_pb2.AskRequest(
                workspace=room.state.id,
                changes=[without(county().projects[0].id)],
                keep=True,
                options=options(max_seconds=50),
            )
            call = ScenarioServiceStub(channel).Ask.future(request)
            eventually(lambda: server.metric("arbitre_solves_running") == 1)
            call.cancel()
            eventually(server.is_idle)
        assert room.ask(options=options(max_steps=1)).workspace.kept == 0


def test_a_workspace_ends_when_nobody_asks_and_gives_its_memory_back() -> None:
    with serving(workspaces_idle_seconds=0.2) as server, Client(server.address) as client:
        with client.open_workspace(small()) as room:
            assert server.metric("arbitre_workspaces") == 1
            assert server.metric("arbitre_workspace_bytes") > 0
            assert room.state.idle_seconds == pytest.approx(0.2)
            # Without anyone asking for it.
            eventually(lambda: server.metric("arbitre_workspaces") == 0, every=0.1)
            with pytest.raises(NotFound):
                room.ask()
        assert server.metric("arbitre_workspace_bytes") == 0


def test_a_workspace_is_its_tenant_s_alone(tmp_path: Path) -> None:
    tokens = tmp_path / "tokens.toml"
    rows = [(name, hashlib.sha256(f"token-{name}".encode()).hexdigest()) for name in ("one", "two")]
    entry = '[[token]]\nname = "{0}"\ntenant = "{0}"\nrights = ["plan"]\nsha256 = "{1}"\n'
    tokens.write_text("".join(entry.format(*row) for row in rows))
    with serving(auth_token_file=tokens) as server:
        with Client(server.address, token="token-one") as one, grpc.insecure_channel(server.address) as channel:
            room = one.open_workspace(small())
            request = workspace_pb2.AskRequest(workspace=room.state.id)
            with pytest.raises(grpc.RpcError) as error:
                ScenarioServiceStub(channel).Ask(request, metadata=[("authorization", "Bearer token-two")])
            assert error.value.code() == grpc.StatusCode.NOT_FOUND
            assert Details(error.value).info.reason == "WORKSPACE_NOT_FOUND"
            assert room.ask().plan.projects


def test_comparing_and_exploring_with_the_package(client: Client) -> None:
    progress: list[comparison_pb2.ScenarioProgress] = []
    plans: list[plan_pb2.Plan] = []
    points: list[frontier_pb2.FrontierPoint] = []
    result = client.compare(
        county(),
        [county_bought()],
        with_base=True,
        options=options(max_steps=200),
        on_progress=progress.append,
        on_plan=plans.append,
    )
    assert {p.scenario for p in progress} == {p.scenario for p in plans} == {"", county_bought().id}
    assert len(result.plans) == 2
    curve = client.explore_frontier(small(), SPEND, points=3, options=options(max_steps=100), on_point=points.append)
    assert points
    assert curve.axis == SPEND
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        client.compare(county(), options=options(max_seconds=LONG), on_progress=lambda _: cancel.set(), cancel=cancel)


def test_limits_are_told_by_name() -> None:
    limits = {"limits_max_scenarios": 1, "limits_max_points": 3, "workspaces_per_tenant": 1}
    with serving(**limits) as server, Client(server.address) as client:
        client.open_workspace(small())
        for limit, over in {
            "limits.max_scenarios": lambda: client.compare(small(), [county_bought()], with_base=True),
            "limits.max_points": lambda: client.explore_frontier(small(), SPEND, points=4),
            "workspaces.per_tenant": lambda: client.open_workspace(small()),
        }.items():
            with pytest.raises(LimitExceeded) as error:
                over()
            assert error.value.limit == limit
