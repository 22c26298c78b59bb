"""Tenants, known by their tokens: none starves another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from arbitre.v1 import planning_pb2
from arbitre.v1.planning_service_pb2_grpc import PlanningServiceStub
from cases import LONG, plan_county, small, stream_county
from errors import Details
from server import PATIENCE, Server, eventually, serving

RIGHTS = {"many": "plan", "few": "plan", "reader": "read"}


def entry(name: str) -> str:
    digest = hashlib.sha256(token(name).encode()).hexdigest()
    return f'[[token]]\nname = "{name}"\ntenant = "{name}"\nrights = ["{RIGHTS[name]}"]\nsha256 = "{digest}"\n'


def token(name: str) -> str:
    return f"arbitre_test_{name}"


def bearer(name: str) -> list[tuple[str, str]]:
    return [("authorization", f"Bearer {token(name)}"), ("accept-language", "en")]


@pytest.fixture
def known(tmp_path: Path) -> Iterator[Server]:
    """One place, so that whoever has it keeps all others waiting."""
    tokens = tmp_path / "tokens.toml"
    tokens.write_text("".join(map(entry, RIGHTS)))
    with serving(solve_concurrent=1, solve_threads=1, solve_queue=8, auth_token_file=tokens) as running:
        yield running


def test_a_tenant_with_many_requests_does_not_starve_another(known: Server) -> None:
    with grpc.insecure_channel(known.address) as channel:
        stub = PlanningServiceStub(channel)
        first = stub.StreamPlan(stream_county(max_seconds=LONG), metadata=bearer("many"))
        next(first)
        queued = [stub.Plan.future(plan_county(max_seconds=LONG), metadata=bearer("many")) for _ in range(8)]
        eventually(lambda: known.metric("arbitre_queue_depth") == 8)
        # The queue is full of the one's requests: one of them gives way, and the other is next.
        other = stub.Plan.future(planning_pb2.PlanRequest(portfolio=small()), metadata=bearer("few"))
        eventually(lambda: any(call.done() for call in queued))
        gone = [call for call in queued if call.done()]
        assert [call.code() for call in gone] == [grpc.StatusCode.RESOURCE_EXHAUSTED]
        assert not other.done()
        first.cancel()
        assert other.result(PATIENCE).plan.projects
        assert sum(call.done() for call in queued) == 1
        for call in queued:
            call.cancel()
        eventually(known.is_idle)


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ([], grpc.StatusCode.UNAUTHENTICATED),
        ([("authorization", "Bearer arbitre_wrong")], grpc.StatusCode.UNAUTHENTICATED),
        (bearer("reader"), grpc.StatusCode.PERMISSION_DENIED),
    ],
)
def test_whoever_may_not_is_refused_with_details(
    known: Server, metadata: list[tuple[str, str]], code: grpc.StatusCode
) -> None:
    with grpc.insecure_channel(known.address) as channel, pytest.raises(grpc.RpcError) as error:
        PlanningServiceStub(channel).Plan(planning_pb2.PlanRequest(portfolio=small()), metadata=metadata)
    assert error.value.code() == code
    assert Details(error.value).info.domain == "arbitre"
    eventually(lambda: any("refused" in line for line in known.log))
    assert not any("arbitre_wrong" in line for line in known.log)
