"""How long a caller waits, and how it stops waiting."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import grpc

from .errors import Busy, Cancelled, DeadlineExceeded, Details

# Seconds between two looks at whether the caller still waits.
LOOK = 0.02

# Callers that are told to come again at one time are spread over this much more of it.
SPREAD = 0.25


class Patience:
    """Seconds that a caller waits in all, and an event that ends its waiting."""

    def __init__(self, deadline: float | None, cancel: threading.Event | None) -> None:
        self.end = None if deadline is None else time.monotonic() + deadline
        self.cancel = cancel

    def left(self) -> float | None:
        """Seconds that are left; none if there is no end."""
        return None if self.end is None else max(0.0, self.end - time.monotonic())

    def check(self) -> None:
        """Raises if the caller no longer waits."""
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled(grpc.StatusCode.CANCELLED, Details("cancelled by its caller"))

    def wait_out(self, busy: Busy) -> None:
        """Waits until it is worth coming again. Raises what it was given if that is too late, or where nothing ends."""
        delay = busy.retry_after * (1 + SPREAD * random.random())
        left = self.left()
        if left is None or delay >= left:
            raise busy
        self._sleep(delay)

    def pause(self, seconds: float) -> None:
        """Waits that long, or as long as there is. Raises if there is nothing left."""
        left = self.left()
        if left == 0:
            raise DeadlineExceeded(grpc.StatusCode.DEADLINE_EXCEEDED, Details("not answered in time"))
        self._sleep(seconds if left is None else min(seconds, left))

    def _sleep(self, seconds: float) -> None:
        if self.cancel is None:
            time.sleep(seconds)
        else:
            self.cancel.wait(seconds)
        self.check()

    @contextmanager
    def over(self, call: grpc.Call) -> Iterator[None]:
        """Ends the call with the block, however that is left, and before if the caller no longer waits."""
        done = threading.Event()
        watching = threading.Thread(target=self.watch, args=(call, done), name="arbitre-cancel", daemon=True)
        if self.cancel is not None:
            watching.start()
        try:
            yield
        finally:
            done.set()
            # A KeyboardInterrupt comes through here: the server hears of it.
            call.cancel()

    def watch(self, call: grpc.Call, done: threading.Event) -> None:
        """Cancels the call when the event says so."""
        while self.cancel is not None and not done.is_set():
            if self.cancel.wait(LOOK):
                call.cancel()
                return
