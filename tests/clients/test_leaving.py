"""The server is told to leave while it works."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from arbitre.v1 import plan_pb2
from arbitre.v1.planning_service_pb2_grpc import PlanningServiceStub
from cases import LONG, plan_county, stream_county
from errors import Details
from server import PATIENCE, eventually, serving

CALLERS = 10


@pytest.mark.parametrize("places", [CALLERS, 4])
@pytest.mark.parametrize("method", ["Plan", "StreamPlan"])
def test_ten_callers_have_a_plan_or_are_sent_elsewhere(method: str, places: int) -> None:
    with serving(solve_concurrent=places, solve_threads=1, server_grace_seconds=0.5) as server:
        with grpc.insecure_channel(server.address) as channel, ThreadPoolExecutor(CALLERS) as callers:
            stub = PlanningServiceStub(channel)
            calls = [callers.submit(outcome, stub, method) for _ in range(CALLERS)]
            eventually(lambda: server.metric("arbitre_first_plan_seconds_count") == places)
            eventually(lambda: server.metric("arbitre_queue_depth") == CALLERS - places)
            server.terminate()
            ended = Counter(call.result(PATIENCE) for call in calls)
        assert ended == Counter({"a plan": places, "sent elsewhere": CALLERS - places})
        assert server.ended() == 0


def outcome(stub: PlanningServiceStub, method: str) -> str:
    try:
        if method == "Plan":
            plan = stub.Plan(plan_county(max_seconds=LONG)).plan
        else:
            *_, last = stub.StreamPlan(stream_county(max_seconds=LONG))
            plan = last.plan
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.UNAVAILABLE, error
        details = Details(error)
        assert details.info.reason == "SHUTTING_DOWN"
        assert details.retry is not None
        return "sent elsewhere"
    assert plan.status == plan_pb2.PLAN_STATUS_FEASIBLE
    assert plan.goals[0].value > 0
    return "a plan"


def test_a_second_caller_in_the_time_of_grace_is_sent_elsewhere() -> None:
    with serving(solve_concurrent=4, server_grace_seconds=1) as server:
        with grpc.insecure_channel(server.address) as channel, ThreadPoolExecutor(1) as callers:
            stub = PlanningServiceStub(channel)
            running = callers.submit(outcome, stub, "Plan")
            eventually(lambda: server.metric("arbitre_first_plan_seconds_count") == 1)
            server.terminate()
            eventually(lambda: any("leaving" in line for line in server.log))
            with pytest.raises(grpc.RpcError) as error:
                stub.Plan(plan_county(max_steps=1))
            assert error.value.code() == grpc.StatusCode.UNAVAILABLE
            assert running.result(PATIENCE) == "a plan"
