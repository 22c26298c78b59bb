"""What is answered when a caller's time is up, seen by a caller that does not look at the clock itself."""

from __future__ import annotations

import struct
import time
import urllib.request

import grpc
import pytest
from arbitre.v1 import planning_pb2
from arbitre.v1.planning_service_pb2_grpc import PlanningServiceStub
from cases import LONG, plan_county, stream_county
from google.protobuf.message import Message
from server import PATIENCE, Server, eventually, serving


def by_hand(server: Server, method: str, request: Message, timeout: str) -> str | None:
    """The status of a call over gRPC-Web, by nothing but HTTP/1.1; none if an answer's body follows."""
    body = request.SerializeToString()
    headers = {"content-type": "application/grpc-web+proto", "x-grpc-web": "1", "grpc-timeout": timeout}
    url = f"http://{server.address}/arbitre.v1.PlanningService/{method}"
    call = urllib.request.Request(url, struct.pack(">BI", 0, len(body)) + body, headers)
    with urllib.request.urlopen(call, timeout=PATIENCE) as answer:
        status: str | None = answer.headers["grpc-status"]
        assert status is None or status == "0" or answer.headers["grpc-status-details-bin"]
        return status


@pytest.mark.parametrize("method", ["Plan", "StreamPlan"])
def test_whoever_waits_past_the_deadline_is_told_so_with_details(method: str) -> None:
    request = plan_county() if method == "Plan" else stream_county()
    late = str(grpc.StatusCode.DEADLINE_EXCEEDED.value[0])
    with serving(solve_concurrent=1) as server, grpc.insecure_channel(server.address) as channel:
        stub = PlanningServiceStub(channel)
        running = stub.StreamPlan(stream_county(max_seconds=LONG))
        next(running)
        assert [by_hand(server, method, request, f"{ms}m") for ms in (1, 5, 20, 60, 100, 200)] == [late] * 6
        assert server.metric("arbitre_queue_depth") == 0
        running.cancel()
        eventually(server.is_idle)
        assert server.metric('arbitre_requests_total{code="CANCELLED"') <= 1


def test_a_deadline_that_leaves_none_is_told_as_such(stub: PlanningServiceStub) -> None:
    for _ in range(20):
        with pytest.raises(grpc.RpcError) as error:
            stub.Plan(plan_county(), timeout=0.001)
        assert error.value.code() == grpc.StatusCode.DEADLINE_EXCEEDED


def test_a_deadline_that_leaves_time_gives_the_best_plan_so_far(stub: PlanningServiceStub) -> None:
    for timeout in (2, 4):
        start = time.monotonic()
        plan = stub.Plan(plan_county(), timeout=timeout).plan
        assert plan.goals[0].gap > 0
        assert time.monotonic() - start <= timeout
    *_, last = stub.StreamPlan(stream_county(), timeout=3)
    assert last.plan.goals[0].value > 0


def test_a_limit_of_seconds_comes_before_a_later_deadline(stub: PlanningServiceStub) -> None:
    request = planning_pb2.PlanRequest(portfolio=plan_county().portfolio)
    request.options.max_seconds = 0.2
    plan = stub.Plan(request, timeout=PATIENCE).plan
    assert plan.solve.wall_seconds < PATIENCE / 2
