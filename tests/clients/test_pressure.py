"""Many callers at once, callers that go away, and what is left of them."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from arbitre.v1 import planning_pb2
from arbitre.v1.planning_service_pb2_grpc import PlanningServiceStub
from cases import LONG, county, plan_county, stream_county
from errors import Details
from server import PATIENCE, Server, eventually, serving

CALLERS = 200
RUNS = 100

# Memory is to return to within this much of where it was.
WITHIN = 1.1


def test_two_hundred_callers_are_all_answered() -> None:
    """Two searches at once, sixteen wait; the others are told when to come again. Nobody hangs."""
    with serving(solve_concurrent=2, solve_threads=1, solve_queue=16) as server:
        with grpc.insecure_channel(server.address) as channel, ThreadPoolExecutor(CALLERS) as callers:
            stub = PlanningServiceStub(channel)
            first = all_at_once(stub, callers)
            eventually(server.is_idle)
            # What so many take once, the second time finds it made.
            memory = server.memory()
            second = all_at_once(stub, callers)
        for ended in (first, second):
            assert set(ended) == {"answered", "told to come again"}
            assert ended.total() == CALLERS
            assert ended["answered"] >= 2 + 16
        turned_away = (first + second)["told to come again"]
        assert server.metric('arbitre_refusals_total{reason="queue_full"') == turned_away
        assert server.metric("arbitre_queue_depth") == 0
        eventually(server.is_idle)
        # What they took is given back.
        eventually(lambda: server.memory() <= memory * WITHIN, every=0.1)


def all_at_once(stub: PlanningServiceStub, callers: ThreadPoolExecutor) -> Counter[str]:
    """How the calls of all of them end."""
    together = threading.Barrier(CALLERS, timeout=PATIENCE)

    def call(_: int) -> str:
        together.wait()
        return outcome(stub)

    return Counter(callers.map(call, range(CALLERS), timeout=PATIENCE))


def outcome(stub: PlanningServiceStub) -> str:
    try:
        plan = stub.Plan(plan_county(max_seconds=0.2), timeout=PATIENCE).plan
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED, error
        details = Details(error)
        assert details.info.reason == "QUEUE_FULL"
        assert details.retry is not None
        assert 1 <= details.retry.retry_delay.ToTimedelta().total_seconds() <= 60
        return "told to come again"
    assert plan.projects
    return "answered"


def test_whoever_validates_is_answered_beside_callers_that_wait() -> None:
    """Every search that can go on goes on, the queue is full, and validating is none the worse."""
    with serving(solve_concurrent=2, solve_threads=1, solve_queue=8) as server:
        with grpc.insecure_channel(server.address) as channel:
            stub = PlanningServiceStub(channel)
            waiting = [stub.Plan.future(plan_county(max_seconds=LONG)) for _ in range(10)]
            eventually(lambda: server.metric("arbitre_queue_depth") == 8)
            for _ in range(20):
                answer = stub.ValidatePortfolio(planning_pb2.ValidatePortfolioRequest(portfolio=county()))
                assert not answer.problems
            assert not any(call.done() for call in waiting)
            for call in waiting:
                call.cancel()
        eventually(server.is_idle)
        eventually(lambda: server.metric("arbitre_queue_depth") == 0)


@pytest.mark.parametrize("method", ["Plan", "StreamPlan"])
def test_a_caller_that_goes_away_leaves_the_server_idle(method: str) -> None:
    with serving(solve_concurrent=2) as server, grpc.insecure_channel(server.address) as channel:
        stub = PlanningServiceStub(channel)
        limits = {"max_seconds": LONG}
        call = stub.Plan.future(plan_county(**limits)) if method == "Plan" else stub.StreamPlan(stream_county(**limits))
        eventually(lambda: not server.is_idle())
        call.cancel()
        eventually(server.is_idle)
        eventually(lambda: server.metric("arbitre_solves_running") == 0)
        assert server.metric('arbitre_cancellations_total{stage="solve"') == 1


def test_a_connection_that_breaks_leaves_the_server_idle() -> None:
    with serving(solve_concurrent=2) as server:
        channel = grpc.insecure_channel(server.address)
        calls = [PlanningServiceStub(channel).StreamPlan(stream_county(max_seconds=LONG)) for _ in range(3)]
        eventually(lambda: server.metric("arbitre_solves_running") == 2 and server.metric("arbitre_queue_depth") == 1)
        channel.close()
        assert not any(call.is_active() for call in calls)
        eventually(server.is_idle)
        eventually(lambda: server.metric("arbitre_queue_depth") == 0)


def test_a_hundred_callers_that_went_away_leave_nothing_behind() -> None:
    with serving(solve_concurrent=2) as server, grpc.insecure_channel(server.address) as channel:
        stub = PlanningServiceStub(channel)
        # Where it was: once everything that is made once has been made.
        for _ in range(10):
            cancelled(stub, server)
        threads, memory = server.threads(), server.memory()
        for _ in range(RUNS):
            cancelled(stub, server)
        # The runtime keeps threads that it has lent out for a while.
        eventually(lambda: server.threads() <= threads)
        eventually(lambda: server.memory() <= memory * WITHIN, every=0.1)
        assert server.metric('arbitre_cancellations_total{stage="solve"') == RUNS + 10
        assert server.metric("arbitre_incidents_total") == 0


def cancelled(stub: PlanningServiceStub, server: Server) -> None:
    """A search that was well on its way, and is ended by its caller."""
    call = stub.StreamPlan(stream_county(max_seconds=LONG))
    for event in call:
        if event.progress.HasField("value"):
            break
    call.cancel()
    eventually(server.is_idle)
