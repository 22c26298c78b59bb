"""The running program, as a user starts it, and what the system says of its process."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve() / "release" / "arbitre"

# Nothing is measured by it: it only keeps a test that hangs from hanging for ever.
PATIENCE = 60.0


class Server:
    """`arbitre serve` on a free port of loopback, if no other is said. `settings` are environment variables without `ARBITRE_`.

    Searches do not stand back for what else the machine has to do, unless told: somebody waits for them here.
    """

    def __init__(self, listen: str = "127.0.0.1:0", **settings: object) -> None:
        env = {k: v for k, v in os.environ.items() if not k.startswith("ARBITRE_")}
        env |= {"LC_ALL": "C.UTF-8", "ARBITRE_TELEMETRY_PROMETHEUS_LISTEN": "127.0.0.1:0"}
        # What is freed goes back at once instead of within some ten seconds, so that what it has is what it holds.
        env |= {"_RJEM_MALLOC_CONF": "dirty_decay_ms:0,muzzy_decay_ms:0"}
        env |= {f"ARBITRE_{key.upper()}": str(value) for key, value in ({"solve_nice": 0} | settings).items()}
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--listen", listen],
            env=env,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.log: deque[str] = deque(maxlen=2000)
        threading.Thread(target=self._read_log, daemon=True).start()
        self.address = self._said("listening on ")
        self.metrics_page = self._said("metrics on ")

    def _read_log(self) -> None:
        assert self.process.stderr
        self.log.extend(self.process.stderr)

    def _said(self, words: str) -> str:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line.startswith(words):
            self.process.kill()
            raise AssertionError(f"expected `{words}`, got `{line}`; log:\n{''.join(self.log)}")
        return line.removeprefix(words).strip()

    def terminate(self) -> None:
        """Tells it to leave."""
        self.process.send_signal(signal.SIGTERM)

    def ended(self) -> int:
        """Its exit code, once it has left."""
        return self.process.wait(PATIENCE)

    def solve_threads(self) -> int:
        """How many threads search. What a search starts bears its name."""
        return sum(name == "solve" for name in self._threads())

    def _threads(self) -> Iterator[str]:
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            try:
                yield (task / "comm").read_text().strip()
            except (FileNotFoundError, ProcessLookupError):
                continue  # It has just ended.

    def threads(self) -> int:
        """How many threads it has in all, those of the allocator left out, which come when they are needed and stay."""
        return sum(not name.startswith("jemalloc") for name in self._threads())

    def memory(self) -> int:
        """Resident memory, in KiB."""
        return self._status("VmRSS:")

    def _status(self, key: str) -> int:
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in text.splitlines() if line.startswith(key)).split()[1])

    def metric(self, name: str) -> float:
        """A figure of the page of metrics, all its labels together unless the name has some; 0 if it is not there."""
        with urllib.request.urlopen(self.metrics_page, timeout=PATIENCE) as page:
            lines = page.read().decode().splitlines()
        wanted = name if "{" in name else name + "{"
        rows = (line for line in lines if line.startswith((wanted, name + " ")))
        return sum(float(row.rsplit(" ", 1)[1]) for row in rows)

    def is_idle(self) -> bool:
        """Whether it searches for nobody."""
        return self.solve_threads() == 0


@contextmanager
def serving(listen: str = "127.0.0.1:0", **settings: object) -> Iterator[Server]:
    """A server for the time of a block. One that does not end by itself is made to, and says so."""
    server = Server(listen, **settings)
    try:
        yield server
    finally:
        server.terminate()
        try:
            server.ended()
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait()
            raise AssertionError(f"the server did not leave; log:\n{''.join(server.log)}") from None


def eventually(what: Callable[[], bool], every: float = 0.002) -> float:
    """Waits until something holds, and says for how many seconds it did."""
    start = time.monotonic()
    while not what():
        if time.monotonic() - start > PATIENCE:
            raise AssertionError(f"it never held: {what}")
        time.sleep(every)
    return time.monotonic() - start
