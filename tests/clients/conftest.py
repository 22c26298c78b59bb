"""What the tests share: a server that several of them may use, and a way to call it."""

from __future__ import annotations

from collections.abc import Iterator

import grpc
import pytest
from arbitre.v1 import plan_pb2, planning_service_pb2_grpc
from arbitre_client import Client
from cases import options, small
from server import Server, serving

# The county's plan with its reasons, and what comes with it, is far below this.
ROOMY = [("grpc.max_receive_message_length", 64 << 20)]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Two searches at once, one thread each."""
    with serving(solve_concurrent=2, solve_threads=1) as running:
        yield running


@pytest.fixture
def channel(server: Server) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(server.address, options=ROOMY) as opened:
        yield opened


@pytest.fixture
def stub(channel: grpc.Channel) -> planning_service_pb2_grpc.PlanningServiceStub:
    return planning_service_pb2_grpc.PlanningServiceStub(channel)


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with Client(server.address, language="en") as opened:
        yield opened


@pytest.fixture
def plan(client: Client) -> plan_pb2.Plan:
    """Of the small portfolio."""
    return client.plan(small(), options=options(max_steps=500))
