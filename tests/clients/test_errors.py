"""Errors as a program reads them: google.rpc's details, and sentences in the language that was asked for."""

from __future__ import annotations

from collections.abc import Callable

import grpc
import pytest
from arbitre.v1 import planning_pb2, portfolio_pb2
from arbitre.v1.planning_service_pb2_grpc import PlanningServiceStub
from cases import plan_county, small
from errors import Details
from server import serving

INVALID = grpc.StatusCode.INVALID_ARGUMENT


def refused(call: Callable[[], object]) -> grpc.RpcError:
    with pytest.raises(grpc.RpcError) as error:
        call()
    return error.value


def broken() -> portfolio_pb2.Portfolio:
    """Two mistakes."""
    portfolio = portfolio_pb2.Portfolio()
    portfolio.CopyFrom(small())
    portfolio.pools[0].day_cost = -1
    portfolio.projects[1].phases[0].modes[0].effort[0].pool = "bilders"
    return portfolio


@pytest.mark.parametrize("method", ["Plan", "StreamPlan", "ExpandPortfolio"])
def test_every_problem_of_a_request_is_told_with_its_path(stub: PlanningServiceStub, method: str) -> None:
    request = getattr(planning_pb2, f"{method}Request")(portfolio=broken())
    error = refused(lambda: list_if_stream(getattr(stub, method)(request)))
    assert error.code() == INVALID
    details = Details(error)
    assert (details.info.domain, details.info.reason) == ("arbitre", "INVALID_REQUEST")
    assert details.info.metadata["problems"] == "2"
    effort = "portfolio.projects[1].phases[0].modes[0].effort[0].pool"
    assert details.fields == {"portfolio.pools[0].dayCost": "NEGATIVE", effort: "UNKNOWN_ID"}


def list_if_stream(answer: object) -> object:
    return list(answer) if hasattr(answer, "__next__") else answer


def test_what_is_wrong_with_options_and_dates_is_told_too(stub: PlanningServiceStub) -> None:
    request = planning_pb2.PlanRequest(portfolio=small(), frozen_until="tomorrow")
    request.options.max_seconds = -1
    request.options.max_steps = 0
    details = Details(refused(lambda: stub.Plan(request)))
    assert details.fields == {
        "frozenUntil": "BAD_DATE",
        "options.maxSeconds": "NEGATIVE",
        "options.maxSteps": "OUT_OF_RANGE",
    }
    assert Details(refused(lambda: stub.Plan(planning_pb2.PlanRequest()))).fields == {"portfolio": "MISSING"}


@pytest.mark.parametrize(
    ("asked", "locale", "word"),
    [
        ("fr", "fr-FR", "demande"),
        ("en", "en-GB", "request"),
        (None, "fr-FR", "demande"),
        ("de, en;q=0.8, fr;q=0.5", "en-GB", "request"),
        ("de", "fr-FR", "demande"),
    ],
)
def test_sentences_are_in_the_language_asked_for(
    stub: PlanningServiceStub, asked: str | None, locale: str, word: str
) -> None:
    metadata = [("accept-language", asked)] if asked else []
    request = planning_pb2.PlanRequest(portfolio=broken())
    error = refused(lambda: stub.Plan(request, metadata=metadata))
    details = Details(error)
    assert details.localized.locale == locale
    assert word in details.localized.message
    assert details.localized.message in error.details()


def test_a_field_that_the_contract_does_not_have_is_refused(channel: grpc.Channel) -> None:
    call = channel.unary_unary("/arbitre.v1.PlanningService/Plan", bytes, bytes)
    unknown = planning_pb2.PlanRequest(portfolio=small()).SerializeToString() + bytes([0xF8, 0x07, 1])
    error = refused(lambda: call(unknown))
    assert error.code() == INVALID
    assert Details(error).fields == {"#127": "UNKNOWN_FIELD"}


def test_bytes_that_are_no_message_are_refused(channel: grpc.Channel) -> None:
    call = channel.unary_unary("/arbitre.v1.PlanningService/Plan", bytes, bytes)
    error = refused(lambda: call(b"\x0a\xff\xff"))
    assert error.code() == INVALID
    assert Details(error).info.domain == "arbitre"


def test_a_thousand_problems_fit_into_an_error(stub: PlanningServiceStub) -> None:
    portfolio = portfolio_pb2.Portfolio()
    portfolio.CopyFrom(small())
    for _ in range(1000):
        portfolio.pools.add(id="é" * 200, day_cost=-1)
    details = Details(refused(lambda: stub.Plan(planning_pb2.PlanRequest(portfolio=portfolio))))
    assert int(details.info.metadata["problems"]) >= 1000
    assert details.request.field_violations
    found = stub.ValidatePortfolio(planning_pb2.ValidatePortfolioRequest(portfolio=portfolio)).problems
    assert len(found) == int(details.info.metadata["problems"])


@pytest.mark.parametrize(
    ("setting", "allowed", "given"),
    [
        ("limits_max_projects", "2", "69"),
        ("limits_max_periods", "12", "36"),
        ("limits_max_steps", "99", "100"),
        ("limits_max_message_bytes", "2048", None),
    ],
)
def test_what_is_over_a_limit_is_refused_by_its_name(setting: str, allowed: str, given: str | None) -> None:
    with serving(**{setting: allowed}) as server, grpc.insecure_channel(server.address) as channel:
        error = refused(lambda: PlanningServiceStub(channel).Plan(plan_county(max_steps=100)))
        assert server.metric('arbitre_refusals_total{reason="limit"') >= (given is not None)
    assert error.code() == INVALID
    details = Details(error)
    assert details.info.reason == "LIMIT_EXCEEDED"
    assert details.info.metadata["limit"] == setting.replace("_", ".", 1)
    assert details.info.metadata["allowed"] == allowed
    assert details.info.metadata.get("given") == given
