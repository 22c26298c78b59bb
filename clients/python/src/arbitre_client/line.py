"""How methods are called: with whose metadata, for how long, and again where the server is busy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

import grpc
from google.protobuf.message import Message

from .errors import ArbitreError, Busy, Details, of_call
from .patience import Patience

Q = TypeVar("Q")
A = TypeVar("A")
E = TypeVar("E", bound=Message)

# Who hears of which kind of event, by its name; nobody if none.
Told = Mapping[str, Callable[[Any], None] | None]


class Line:
    """A channel to the server, and what is said with every call."""

    def __init__(self, channel: grpc.Channel, metadata: tuple[tuple[str, str], ...]) -> None:
        self.channel = channel
        self.metadata = metadata

    def ask(self, method: grpc.UnaryUnaryMultiCallable[Q, A], request: Q, deadline: float | None) -> A:
        """The answer."""

        def once(patience: Patience) -> A:
            return method(request, timeout=patience.left(), metadata=self.metadata)

        return patiently(once, Patience(deadline, None))

    def listen(
        self,
        method: grpc.UnaryStreamMultiCallable[Q, E],
        request: Q,
        told: Told,
        last: str,
        answer: type[A],
        patience: Patience,
    ) -> A:
        """Tells of every event until the last one, which is the answer."""

        def once(patience: Patience) -> A:
            with self._events(method, request, patience) as events:
                for event in events:
                    name = event.WhichOneof("event")
                    if name is None:
                        continue  # Of a later version of the contract.
                    found = getattr(event, name)
                    if name == last and isinstance(found, answer):
                        return found
                    hears = told.get(name)
                    if hears is not None:
                        hears(found)
            raise ArbitreError(grpc.StatusCode.UNKNOWN, Details("the answer ended before its end"))

        return patiently(once, patience)

    def follow(
        self, method: grpc.UnaryStreamMultiCallable[Q, E], request: Q, hear: Callable[[E], bool], patience: Patience
    ) -> bool:
        """Tells of every event until there is enough, and whether there was before the stream ended."""

        def once(patience: Patience) -> bool:
            with self._events(method, request, patience) as events:
                return any(hear(event) for event in events)

        return patiently(once, patience)

    @contextmanager
    def _events(
        self, method: grpc.UnaryStreamMultiCallable[Q, E], request: Q, patience: Patience
    ) -> Iterator[Iterator[E]]:
        call = method(request, timeout=patience.left(), metadata=self.metadata)
        with patience.over(call):
            yield call


class Caller:
    """What calls methods over a line."""

    def __init__(self, line: Line) -> None:
        self._line = line


def day(given: date | None) -> str:
    """A day as requests say it; empty for none."""
    return given.isoformat() if given else ""


def patiently(once: Callable[[Patience], A], patience: Patience) -> A:
    """Asks, and asks again for as long as the server is busy and there is time."""
    while True:
        patience.check()
        try:
            return once(patience)
        except grpc.RpcError as error:
            patience.check()
            found = of_call(error)
            if not isinstance(found, Busy):
                raise found from error
        patience.wait_out(found)
