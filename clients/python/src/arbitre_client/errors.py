"""What can go wrong, as exceptions: made of the google.rpc details that the server sends with its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import grpc
from google.protobuf.any_pb2 import Any
from google.rpc import error_details_pb2
from grpc_status import rpc_status


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong with a request."""

    path: str
    """Where: a path in the request, in the JSON form's names, like `portfolio.pools[0].dayCost`."""
    reason: str
    """What kind of thing, for programs, like `NEGATIVE`."""
    description: str
    """What is wrong and what to do about it, for people."""


@dataclass(frozen=True)
class Details:
    """What an error says beside its code. Empty where the server said nothing, or was not reached."""

    message: str
    """For people, in the language that was asked for."""
    reason: str = ""
    """For programs, and stable: `INVALID_REQUEST`, `QUEUE_FULL` ..."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Facts that belong to the reason."""
    violations: tuple[Violation, ...] = ()
    retry_after: float | None = None
    """Seconds after which it is worth coming again."""


class ArbitreError(Exception):
    """A call that was not answered as it was meant to be."""

    def __init__(self, code: grpc.StatusCode, details: Details) -> None:
        super().__init__(details.message)
        self.code = code
        self.details = details

    @property
    def message(self) -> str:
        """For people, in the language that was asked for."""
        return self.details.message

    @property
    def reason(self) -> str:
        """For programs, and stable; empty if the server was not reached."""
        return self.details.reason


class InvalidRequest(ArbitreError):
    """The request is at fault: `violations` says where."""

    @property
    def violations(self) -> tuple[Violation, ...]:
        """As many as there was room for; `Client.validate` tells all that is wrong with a portfolio."""
        return self.details.violations

    def __str__(self) -> str:
        lines = (f"{v.path}: {v.description} [{v.reason}]" for v in self.violations)
        return "\n".join((self.message, *lines))


class LimitExceeded(InvalidRequest):
    """The request asks for more than the operator allows."""

    @property
    def limit(self) -> str:
        """Its name in the server's configuration, like `limits.max_projects`."""
        return self.details.metadata.get("limit", "")

    @property
    def allowed(self) -> str:
        """What is allowed."""
        return self.details.metadata.get("allowed", "")

    @property
    def given(self) -> str | None:
        """What was asked, where that is known."""
        return self.details.metadata.get("given")


class NotFound(ArbitreError):
    """There is no such workspace, or no longer, or it is another tenant's."""


class Busy(ArbitreError):
    """Too many wait already."""

    @property
    def retry_after(self) -> float:
        """Seconds after which to come again."""
        return self.details.retry_after or 1.0


class Unavailable(ArbitreError):
    """The server is leaving, or was not reached."""


class DeadlineExceeded(ArbitreError):
    """The time was up before there was anything to answer."""


class Cancelled(ArbitreError):
    """The caller no longer wanted an answer."""


class Unauthenticated(ArbitreError):
    """The server does not know who asks."""


class Forbidden(ArbitreError):
    """The caller may not ask this."""


class InternalError(ArbitreError):
    """An error of the engine's own."""

    @property
    def incident(self) -> str | None:
        """The id that stands in the server's log: its operator will ask for it."""
        return self.details.metadata.get("incident")


KINDS: dict[grpc.StatusCode, type[ArbitreError]] = {
    grpc.StatusCode.INVALID_ARGUMENT: InvalidRequest,
    grpc.StatusCode.NOT_FOUND: NotFound,
    grpc.StatusCode.RESOURCE_EXHAUSTED: Busy,
    grpc.StatusCode.UNAVAILABLE: Unavailable,
    grpc.StatusCode.DEADLINE_EXCEEDED: DeadlineExceeded,
    grpc.StatusCode.CANCELLED: Cancelled,
    grpc.StatusCode.UNAUTHENTICATED: Unauthenticated,
    grpc.StatusCode.PERMISSION_DENIED: Forbidden,
    grpc.StatusCode.INTERNAL: InternalError,
}


def of_call(error: grpc.RpcError) -> ArbitreError:
    """The exception for what a call raised."""
    if not isinstance(error, grpc.Call):
        return ArbitreError(grpc.StatusCode.UNKNOWN, Details(str(error)))
    code, details = error.code(), read(error)
    if details.reason == "LIMIT_EXCEEDED":
        return LimitExceeded(code, details)
    return KINDS.get(code, ArbitreError)(code, details)


def read(call: grpc.Call) -> Details:
    """The details of a call that ended in an error."""
    message = call.details() or call.code().name
    try:
        status = rpc_status.from_call(call)
    except ValueError:
        # Something between us and the server answered, and contradicts itself.
        status = None
    return Details(message) if status is None else unpack(message, list(status.details))


def unpack(message: str, found: list[Any]) -> Details:
    """Details of the kinds that the server sends; others are passed over."""
    info = error_details_pb2.ErrorInfo()
    localized = error_details_pb2.LocalizedMessage()
    request = error_details_pb2.BadRequest()
    retry = error_details_pb2.RetryInfo()
    retry_after = None
    for detail in found:
        detail.Unpack(info)
        detail.Unpack(localized)
        detail.Unpack(request)
        if detail.Unpack(retry):
            retry_after = retry.retry_delay.ToTimedelta().total_seconds()
    violations = tuple(Violation(v.field, v.reason, v.description) for v in request.field_violations)
    return Details(localized.message or message, info.reason, dict(info.metadata), violations, retry_after)
