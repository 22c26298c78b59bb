"""Clients that have no stubs: by reflection alone, and those that ask for health."""

from __future__ import annotations

import grpc
import pytest
from cases import LONG, SMALL, stream_county
from google.protobuf import json_format, message_factory
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from server import serving

SERVICE = "arbitre.v1.PlanningService"
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def test_a_client_that_has_reflection_alone_plans(channel: grpc.Channel) -> None:
    database = ProtoReflectionDescriptorDatabase(channel)
    assert SERVICE in database.get_services()
    service = DescriptorPool(database).FindServiceByName(SERVICE)
    names = {"Plan", "StreamPlan", "ValidatePortfolio", "ExpandPortfolio", "CheckPlan"}
    assert {method.name for method in service.methods} == names
    method = service.FindMethodByName("Plan")
    request = new(method.input_type)
    json_format.Parse(f'{{"portfolio": {SMALL.read_text()}, "options": {{"seed": "7"}}}}', request)
    call = channel.unary_unary(path(method), type(request).SerializeToString, type(new(method.output_type)).FromString)
    answer = json_format.MessageToDict(call(request))
    assert answer["plan"]["status"] == "PLAN_STATUS_OPTIMAL"


def test_it_streams_by_reflection_too(channel: grpc.Channel) -> None:
    service = DescriptorPool(ProtoReflectionDescriptorDatabase(channel)).FindServiceByName(SERVICE)
    method = service.FindMethodByName("StreamPlan")
    request = new(method.input_type)
    request.ParseFromString(stream_county(max_steps=50).SerializeToString())
    call = channel.unary_stream(path(method), type(request).SerializeToString, type(new(method.output_type)).FromString)
    events = [event.WhichOneof("event") for event in call(request)]
    assert events[0] == "progress"
    assert events[-1] == "plan"


def new(descriptor: object) -> Message:
    return message_factory.GetMessageClass(descriptor)()


def path(method: MethodDescriptor) -> str:
    return f"/{method.containing_service.full_name}/{method.name}"


@pytest.mark.parametrize("service", ["", SERVICE])
def test_health_is_told(channel: grpc.Channel, service: str) -> None:
    stub = health_pb2_grpc.HealthStub(channel)
    assert stub.Check(health_pb2.HealthCheckRequest(service=service)).status == SERVING


def test_the_health_of_an_unknown_service_is_not_known(channel: grpc.Channel) -> None:
    with pytest.raises(grpc.RpcError) as error:
        health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(service="other"))
    assert error.value.code() == grpc.StatusCode.NOT_FOUND


def test_whoever_watches_health_hears_that_the_server_leaves() -> None:
    with serving(server_grace_seconds=1) as server, grpc.insecure_channel(server.address) as channel:
        watched = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(service=SERVICE))
        assert next(watched).status == SERVING
        planning = channel.unary_stream(
            f"/{SERVICE}/StreamPlan", lambda m: m.SerializeToString(), response_deserializer=bytes
        )
        # A search that goes on keeps the server for a while.
        running = planning(stream_county(max_seconds=LONG))
        next(running)
        server.terminate()
        assert next(watched).status == NOT_SERVING
        assert list(running)
        watched.cancel()
        assert server.ended() == 0
