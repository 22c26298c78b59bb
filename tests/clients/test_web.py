"""A browser's client from npm, over gRPC-Web and HTTP/1.1."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from pathlib import Path

import pytest
from cases import COUNTY, LONG, SMALL
from grpc_tools import protoc
from server import PATIENCE, ROOT, Server, eventually, serving

HERE = Path(__file__).resolve().parent / "web"
NODE_MODULES = Path(os.environ.get("ARBITRE_NODE_MODULES", "")).resolve()

pytestmark = pytest.mark.skipif(
    not (NODE_MODULES / "@connectrpc").is_dir() or shutil.which("node") is None,
    reason="LEFT OUT: gRPC-Web needs node and its packages; `make test-clients` installs them",
)


def call(server: Server, tmp_path: Path, *calls: dict[str, object]) -> list[dict[str, object]]:
    """What came of each call."""
    described = tmp_path / "descriptors.bin"
    protos = sorted((ROOT / "proto").glob("arbitre/v1/*.proto"))
    code = protoc.main(
        ["protoc", f"--proto_path={ROOT / 'proto'}", f"--descriptor_set_out={described}", *map(str, protos)]
    )
    assert code == 0
    (tmp_path / "requests.json").write_text(json.dumps(calls))
    command = ["node", str(HERE / "client.mjs"), server.address, described, tmp_path / "requests.json"]
    run = subprocess.run(command, cwd=NODE_MODULES.parent, capture_output=True, text=True, timeout=PATIENCE)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_a_browser_plans_and_watches(server: Server, tmp_path: Path) -> None:
    small, county = (json.loads(path.read_text()) for path in (SMALL, COUNTY / "portfolio.json"))
    broken = json.loads(SMALL.read_text())
    broken["pools"][0]["dayCost"] = -1
    planned, streamed, refused, validated = call(
        server,
        tmp_path,
        {"method": "Plan", "request": {"portfolio": small}},
        {"method": "StreamPlan", "request": {"portfolio": county, "options": {"maxSteps": "300"}}},
        {"method": "Plan", "request": {"portfolio": broken}},
        {"method": "ValidatePortfolio", "request": {"portfolio": broken}},
    )
    assert planned["answer"]["plan"]["status"] == "PLAN_STATUS_OPTIMAL"
    kinds = [next(iter(event)) for event in streamed["events"]]
    assert kinds[0] == "progress"
    assert set(kinds[:-1]) == {"progress"}
    assert kinds[-1] == "plan"
    assert refused["code"] == "InvalidArgument"
    assert "google.rpc.BadRequest" in refused["details"]
    assert refused["message"].startswith("the request cannot be used")
    assert [p["path"] for p in validated["answer"]["problems"]] == ["pools[0].dayCost"]


def test_a_browser_s_patience_counts_and_its_leaving_is_noticed(tmp_path: Path) -> None:
    county = json.loads((COUNTY / "portfolio.json").read_text())
    endless = {"portfolio": county, "options": {"maxSeconds": LONG}}
    with serving(solve_concurrent=1) as server:
        (left,) = call(server, tmp_path, {"method": "StreamPlan", "request": endless, "leaveAfter": 1})
        assert len(left["events"]) == 1
        eventually(server.is_idle)
        assert server.metric('arbitre_cancellations_total{stage="solve"') == 1
        (in_time,) = call(server, tmp_path, {"method": "Plan", "request": {"portfolio": county}, "timeoutMs": 5000})
        assert in_time["answer"]["plan"]["status"] == "PLAN_STATUS_FEASIBLE"


def test_pages_of_an_allowed_origin_alone_may_call() -> None:
    page = "https://ppm.example.org"
    with serving(web_allowed_origins=page) as server:
        for origin, allowed in ((page, page), ("https://other.example.org", None)):
            headers = {
                "origin": origin,
                "access-control-request-method": "POST",
                "access-control-request-headers": "content-type,grpc-timeout,x-grpc-web",
            }
            url = f"http://{server.address}/arbitre.v1.PlanningService/Plan"
            asked = urllib.request.Request(url, headers=headers, method="OPTIONS")
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
                assert answer.headers["access-control-allow-origin"] == allowed
