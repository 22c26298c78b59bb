"""How methods are called: with whose metadata, for how long, and again where the server is busy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import grpc

from .errors import ArbitreError, Busy, Details, of_call
from .patience import Patience

Q = TypeVar("Q")
A = TypeVar("A")
E = TypeVar("E")


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
        take: Callable[[E], A | None],
        patience: Patience,
    ) -> A:
        """Takes every event until one gives the answer."""

        def once(patience: Patience) -> A:
            with self._events(method, request, patience) as events:
                for event in events:
                    answer = take(event)
                    if answer is not None:
                        return answer
            raise ArbitreError(grpc.StatusCode.UNKNOWN, Details("the answer ended before its end"))

        return patiently(once, patience)

    @contextmanager
    def _events(
        self, method: grpc.UnaryStreamMultiCallable[Q, E], request: Q, patience: Patience
    ) -> Iterator[Iterator[E]]:
        call = method(request, timeout=patience.left(), metadata=self.metadata)
        with patience.over(call):
            yield call


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
