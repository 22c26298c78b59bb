"""Measures the running program as callers see it: ValidatePortfolio beside 200 callers that plan, what memory they
leave, and how soon a search ends that nobody waits for. Run by `make bench-service`.

Callers are another process, so that their work is not this one's. What is compared is measured in one run: on a machine
with other work to do, look at the ratios.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import statistics
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "clients"))

import grpc  # noqa: E402
from arbitre.v1 import planning_pb2  # noqa: E402
from arbitre.v1.planning_service_pb2_grpc import PlanningServiceStub  # noqa: E402
from cases import LONG, county, plan_county, stream_county  # noqa: E402
from errors import Details  # noqa: E402
from server import Server, eventually, serving  # noqa: E402

# As operators find it: searches stand back for what is answered at once.
DEFAULT_NICE = 10


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--callers", type=int, default=200)
    options.add_argument("--calls", type=int, default=500, help="of ValidatePortfolio, with load and without")
    options.add_argument("--cancels", type=int, default=30)
    chosen = options.parse_args()
    print(f"{os.cpu_count()} cores; others' load before: {os.getloadavg()[0]:.1f}\n")
    with serving(solve_concurrent=2, solve_nice=DEFAULT_NICE) as server:
        beside_callers(server, chosen.callers, chosen.calls)
    with serving(solve_concurrent=2, solve_nice=DEFAULT_NICE) as server:
        idle_after_cancel(server, chosen.cancels)


def beside_callers(server: Server, callers: int, calls: int) -> None:
    with grpc.insecure_channel(server.address) as channel:
        stub = PlanningServiceStub(channel)
        validate(stub, 50)
        for _ in range(2):
            stub.Plan(plan_county(max_seconds=0.5))
        before = server.memory()
        alone = validate(stub, calls)
        stop = multiprocessing.Event()
        crowd = multiprocessing.Process(target=plan_again_and_again, args=(server.address, callers, stop))
        crowd.start()
        eventually(lambda: server.metric("arbitre_queue_depth") > 0 and server.metric("arbitre_solves_running") == 2)
        time.sleep(3)
        most = server.memory()
        beside = validate(stub, calls)
        most = max(most, server.memory())
        stop.set()
        crowd.join()
        eventually(server.is_idle)
        eventually(lambda: server.metric("arbitre_queue_depth") == 0)
        at_once = server.memory()
        # The allocator gives back what has not been used for ten seconds.
        time.sleep(20)
    after = server.memory()
    print(f"ValidatePortfolio of the county, {calls} calls one after the other, two searches at once\n")
    print("| | p50 | p99 |\n| --- | ---: | ---: |")
    print(f"| alone | {row(alone)} |")
    print(f"| beside {callers} callers of Plan | {row(beside)} |")
    print(f"| ratio | {share(alone, beside, 50):.1f} | {share(alone, beside, 99):.1f} |\n")
    print("| memory | MiB |\n| --- | ---: |")
    for name, kib in (("before", before), (f"beside {callers} callers", most), ("at once after", at_once), ("20 s later", after)):
        print(f"| {name} | {kib / 1024:.0f} |")
    print(f"| that, of before | {after / before:.2f} |\n")
    answered = server.metric("arbitre_solve_seconds_count")
    refused = server.metric('arbitre_refusals_total{reason="queue_full"')
    print(f"{answered:.0f} searches, {refused:.0f} callers told to come again\n")


def validate(stub: PlanningServiceStub, calls: int) -> list[float]:
    """Milliseconds of each call."""
    request = planning_pb2.ValidatePortfolioRequest(portfolio=county())
    times = []
    for _ in range(calls):
        start = time.perf_counter()
        stub.ValidatePortfolio(request)
        times.append((time.perf_counter() - start) * 1e3)
    return times


def row(times: list[float]) -> str:
    return f"{percentile(times, 50):.2f} ms | {percentile(times, 99):.2f} ms"


def share(alone: list[float], beside: list[float], at: int) -> float:
    return percentile(beside, at) / percentile(alone, at)


def percentile(times: list[float], at: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[at - 1]


def plan_again_and_again(address: str, callers: int, stop: threading.Event) -> None:
    """So many callers, each of whom plans and plans again, and comes again when told to."""

    def caller() -> None:
        while not stop.is_set():
            try:
                stub.Plan(plan_county(max_seconds=0.5))
            except grpc.RpcError as error:
                if error.code() != grpc.StatusCode.RESOURCE_EXHAUSTED:
                    raise
                retry = Details(error).retry
                assert retry is not None
                stop.wait(retry.retry_delay.ToTimedelta().total_seconds() * random.uniform(1, 1.5))

    with grpc.insecure_channel(address) as channel:
        stub = PlanningServiceStub(channel)
        threads = [threading.Thread(target=caller) for _ in range(callers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def idle_after_cancel(server: Server, runs: int) -> None:
    times = []
    with grpc.insecure_channel(server.address) as channel:
        stub = PlanningServiceStub(channel)
        memory = 0
        for run in range(runs):
            call = stub.StreamPlan(stream_county(max_seconds=LONG))
            next(call)
            time.sleep(random.uniform(0.05, 0.6))
            assert server.solve_threads() > 0
            start = time.perf_counter()
            call.cancel()
            while not server.is_idle():
                time.sleep(0.001)
            times.append((time.perf_counter() - start) * 1e3)
            if run == 4:
                memory = server.memory()
    print(f"From cancelling to no thread that searches, {runs} runs\n")
    print("| median | most |\n| ---: | ---: |")
    print(f"| {statistics.median(times):.1f} ms | {max(times):.1f} ms |\n")
    print(f"Memory after {runs} of them, of that after 5: {server.memory() / memory:.2f}")


if __name__ == "__main__":
    main()
