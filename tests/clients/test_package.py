"""The package of clients/python, against the running program."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import threading
from pathlib import Path

import grpc
import pytest
import trustme
from arbitre.v1 import plan_pb2, planning_pb2, portfolio_pb2
from arbitre_client import (
    Busy,
    Cancelled,
    Client,
    DeadlineExceeded,
    Forbidden,
    InternalError,
    InvalidRequest,
    LimitExceeded,
    Tls,
    Unauthenticated,
    Unavailable,
    dump_plan,
    load_plan,
    load_portfolio,
    load_scenario,
)
from cases import COUNTY, LONG, SMALL, county, options, small
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status
from server import PATIENCE, ROOT, eventually, serving

PACKAGE = ROOT / "clients" / "python"


def test_it_plans_and_tells_how_far_it_is(client: Client, tmp_path: Path) -> None:
    told: list[planning_pb2.PlanProgress] = []
    plans: list[plan_pb2.Plan] = []
    portfolio = load_portfolio(COUNTY / "portfolio.json")
    plan = client.plan(portfolio, deadline=3, on_progress=told.append, on_incumbent=plans.append)
    gaps = [progress.gap for progress in told if progress.HasField("gap")]
    assert len(gaps) > 1
    assert gaps == sorted(gaps, reverse=True)
    assert plans
    assert not client.check(portfolio, plan).violations
    for name in ("plan.json", "plan.pb"):
        dump_plan(plan, tmp_path / name)
        assert load_plan(tmp_path / name) == plan


def test_it_plans_with_a_scenario_and_from_a_plan(client: Client) -> None:
    scenario = load_scenario(COUNTY / "b.json")
    plan = client.plan(county(), scenario=scenario, options=options(max_steps=20))
    assert plan.scenario == scenario.id
    again = client.plan(county(), scenario=scenario, hint=plan, options=options(max_steps=1))
    assert again.goals[0].value >= plan.goals[0].value


def test_it_validates_and_expands(client: Client) -> None:
    assert not client.validate(small())
    assert [problem.path for problem in client.validate(broken())] == ["pools[0].dayCost"]
    assert client.expand(small()) != small()


def broken() -> portfolio_pb2.Portfolio:
    portfolio = load_portfolio(SMALL)
    portfolio.pools[0].day_cost = -1
    return portfolio


def test_an_event_ends_a_search() -> None:
    cancel = threading.Event()
    with serving(solve_concurrent=1) as server, Client(server.address) as client:
        with pytest.raises(Cancelled):
            client.plan(county(), options=options(max_seconds=LONG), cancel=cancel, on_progress=lambda _: cancel.set())
        eventually(server.is_idle)
        with pytest.raises(Cancelled):
            client.plan(county(), cancel=cancel)


def test_an_exception_from_a_callback_ends_a_search() -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    with serving(solve_concurrent=1) as server, Client(server.address) as client:
        with pytest.raises(KeyboardInterrupt):
            client.plan(county(), options=options(max_seconds=LONG), on_progress=interrupt)
        eventually(server.is_idle)


def hear_sigint() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_the_example_shows_a_plan_and_leaves_at_ctrl_c() -> None:
    example = [sys.executable, "-u", str(PACKAGE / "examples" / "plan_county.py"), "--address"]
    with serving(solve_concurrent=1) as server:
        run = subprocess.run(
            [*example, server.address, "--seconds", "3"], capture_output=True, text=True, timeout=PATIENCE
        )
        assert run.returncode == 0, run.stderr
        assert "gap" in run.stdout
        assert "of 69 projects" in run.stdout
        endless = [*example, server.address, "--seconds", str(LONG)]
        # Where the tests run in the background of a shell, SIGINT is ignored, and what they start inherits that.
        with subprocess.Popen(
            endless, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=hear_sigint
        ) as process:
            assert process.stdout
            assert "value" in process.stdout.readline()
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=PATIENCE)
            assert process.returncode == 130
        eventually(server.is_idle)


def test_what_is_wrong_with_a_request_is_told_by_path(client: Client) -> None:
    with pytest.raises(InvalidRequest) as error:
        client.plan(broken())
    assert error.value.reason == "INVALID_REQUEST"
    assert [(v.path, v.reason) for v in error.value.violations] == [("portfolio.pools[0].dayCost", "NEGATIVE")]
    assert "portfolio.pools[0].dayCost: is negative [-1]; give zero or more [NEGATIVE]" in str(error.value)


def test_a_limit_is_told_by_name() -> None:
    with serving(limits_max_projects=2) as server, Client(server.address) as client:
        with pytest.raises(LimitExceeded) as error:
            client.plan(county())
    found = error.value
    assert (found.limit, found.allowed, found.given) == ("limits.max_projects", "2", "69")


def test_a_busy_server_is_asked_again_within_the_deadline() -> None:
    with serving(solve_concurrent=1, solve_queue=0) as server, Client(server.address) as client:
        begun, cancel = threading.Event(), threading.Event()

        def hold() -> None:
            with pytest.raises(Cancelled):
                client.plan(
                    county(),
                    options=options(max_seconds=LONG),
                    on_progress=lambda _: begun.set(),
                    cancel=cancel,
                )

        holding = threading.Thread(target=hold)
        holding.start()
        assert begun.wait(PATIENCE)
        with pytest.raises(Busy) as error:
            client.plan(small())
        assert error.value.retry_after >= 1
        # There is not enough time to come again.
        with pytest.raises(Busy):
            client.plan(small(), deadline=0.5)
        refused = server.metric('arbitre_refusals_total{reason="queue_full"')

        def let_go() -> None:
            eventually(lambda: server.metric('arbitre_refusals_total{reason="queue_full"') > refused)
            cancel.set()

        letting_go = threading.Thread(target=let_go)
        letting_go.start()
        assert client.plan(small(), deadline=PATIENCE).projects
        letting_go.join()
        holding.join()


def test_a_deadline_that_leaves_none_and_a_server_that_is_not_there(client: Client) -> None:
    with pytest.raises(DeadlineExceeded):
        client.validate(county(), deadline=0.0001)
    with Client("127.0.0.1:1") as nowhere, pytest.raises(Unavailable):
        nowhere.validate(small())


def test_an_incident_is_told_by_its_id() -> None:
    from arbitre_client.errors import of_call

    info = error_details_pb2.ErrorInfo(reason="INTERNAL_ERROR", domain="arbitre", metadata={"incident": "c0ffee"})
    status = status_pb2.Status(code=grpc.StatusCode.INTERNAL.value[0], message="internal error")
    status.details.add().Pack(info)

    class Ended(grpc.RpcError, grpc.Call):
        """A call as grpcio raises it."""

        def code(self) -> grpc.StatusCode:
            return grpc.StatusCode.INTERNAL

        def details(self) -> str:
            return status.message

        def trailing_metadata(self) -> object:
            return rpc_status.to_status(status).trailing_metadata

        def initial_metadata(self) -> object:
            return ()

        is_active = time_remaining = cancel = add_callback = lambda *_: None

    found = of_call(Ended())
    assert isinstance(found, InternalError)
    assert found.incident == "c0ffee"


def test_a_token_does_not_leave_this_machine_in_plain_text() -> None:
    for address in ("ppm.example.org:50051", "10.0.0.1:50051"):
        with pytest.raises(ValueError, match="plain text"):
            Client(address, token="secret")
    for address in ("localhost:1", "127.0.0.1:1", "[::1]:1"):
        Client(address, token="secret").close()


def test_tls_a_certificate_of_its_own_and_a_token(tmp_path: Path) -> None:
    authority, other = trustme.CA(), trustme.CA()
    files = {}
    for name, ca in (("server", authority), ("client", authority), ("stranger", other)):
        issued = ca.issue_cert("localhost", common_name=name)
        files[name] = (tmp_path / f"{name}.pem", tmp_path / f"{name}.key")
        issued.private_key_pem.write_to_path(files[name][1])
        for blob in issued.cert_chain_pems:
            blob.write_to_path(files[name][0], append=True)
    roots = tmp_path / "roots.pem"
    authority.cert_pem.write_to_path(roots)
    tokens = tmp_path / "tokens.toml"
    rows = (("planner", "plan"), ("reader", "read"))
    tokens.write_text("".join(entry(name, right) for name, right in rows))
    settings = {
        "tls_certificate": files["server"][0],
        "tls_key": files["server"][1],
        "tls_client_authorities": roots,
        "auth_token_file": tokens,
    }

    def client(who: str, token: str | None) -> Client:
        tls = Tls(authorities=roots, certificate=files[who][0], key=files[who][1], server_name="localhost")
        return Client(server.address, tls=tls, token=token)

    with serving(**settings) as server:
        with client("client", "token-planner") as known:
            assert known.plan(small()).projects
        for who, token, refusal in (
            ("client", None, Unauthenticated),
            ("client", "token-other", Unauthenticated),
            ("client", "token-reader", Forbidden),
            ("stranger", "token-planner", Unavailable),
        ):
            with client(who, token) as stranger, pytest.raises(refusal):
                stranger.plan(small())
    with pytest.raises(ValueError, match="certificate needs its key"):
        Client("localhost:1", tls=Tls(certificate=files["client"][0]))


def entry(name: str, right: str) -> str:
    digest = hashlib.sha256(f"token-{name}".encode()).hexdigest()
    return f'[[token]]\nname = "{name}"\ntenant = "{name}"\nrights = ["{right}"]\nsha256 = "{digest}"\n'


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "--no-cache"],
        ["ruff", "format", "--check", "--no-cache"],
        ["mypy", "--no-error-summary", "--cache-dir=/dev/null"],
    ],
)
def test_the_package_is_typed_and_tidy(command: list[str]) -> None:
    run = subprocess.run([sys.executable, "-m", *command], cwd=PACKAGE, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
