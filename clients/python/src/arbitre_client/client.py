"""The client."""

from __future__ import annotations

from types import TracebackType

from .arbitrations import Arbitrations
from .explanations import Explanations
from .jobs import Jobs
from .line import Line
from .planning import Planning
from .reports import Reports
from .scenarios import Scenarios
from .security import Tls, open_channel


class Client(Planning, Scenarios, Arbitrations, Explanations, Reports, Jobs):
    """A connection to `arbitre serve`, for as many threads as like. Close it, or use it as a context manager.

    address: host and port, like `localhost:50051`.
    tls: encryption; plain text if absent, which a server allows on loopback alone.
    token: a bearer token, as the operator gave it.
    language: of the sentences for people, `fr` or `en`.
    compress: whether requests travel by gzip; answers do anyway.

    Methods raise an `ArbitreError`, of the kind that fits. `deadline` is in seconds, for the whole of a method; with
    one, a server that is busy is asked again when it says so, as often as there is time.
    """

    def __init__(
        self,
        address: str,
        *,
        tls: Tls | None = None,
        token: str | None = None,
        language: str = "fr",
        compress: bool = True,
    ) -> None:
        channel = open_channel(address, tls, token, compress=compress)
        metadata: tuple[tuple[str, str], ...] = (("accept-language", language),)
        if token is not None:
            metadata += (("authorization", f"Bearer {token}"),)
        super().__init__(Line(channel, metadata))

    def close(self) -> None:
        """Ends what still goes on."""
        self._line.channel.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
