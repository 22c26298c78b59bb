"""The night's work, with the package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from arbitre.v1 import job_pb2, planning_pb2
from arbitre_client import ArbitreError, Client, InvalidRequest, NotFound, Unavailable
from cases import LONG, options, plan_county, small
from server import serving


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with (
        serving(jobs_store=f"sqlite:{tmp_path / 'jobs.db'}", jobs_workers=1) as server,
        Client(server.address, language="en") as opened,
    ):
        yield opened


def quick(request_id: str = "", **labels: str) -> job_pb2.CreateJobRequest:
    plan = planning_pb2.PlanRequest(portfolio=small(), options=options(max_steps=500))
    return job_pb2.CreateJobRequest(plan=plan, request_id=request_id, labels=labels)


def endless() -> job_pb2.CreateJobRequest:
    return job_pb2.CreateJobRequest(plan=plan_county(max_seconds=LONG))


def test_a_job_is_waited_for_and_its_result_fetched(client: Client) -> None:
    heard: list[job_pb2.Job] = []
    job = client.create_job(quick())
    ended = client.wait_for_job(job.id, on_change=heard.append)
    assert ended.state == job_pb2.JOB_STATE_SUCCEEDED
    assert heard[-1] == ended
    assert [found.version for found in heard] == sorted(found.version for found in heard)
    result = client.get_job_result(job.id)
    assert result.final
    assert result.plan.projects
    assert all(verdict.passed for verdict in result.verdicts)


def test_the_same_request_is_the_same_job(client: Client) -> None:
    assert client.create_job(quick("once")).id == client.create_job(quick("once")).id


def test_jobs_are_listed_by_label_page_by_page(client: Client) -> None:
    created = client.create_jobs([quick(f"r{i}", kind="odd" if i % 2 else "even") for i in range(5)])
    assert [job.id for job in client.list_jobs()] == [job.id for job in created]
    assert [job.id for job in client.list_jobs(labels={"kind": "odd"})] == [created[1].id, created[3].id]


def test_a_job_is_called_off_and_forgotten(client: Client) -> None:
    job = client.create_job(endless())
    with pytest.raises(ArbitreError):
        client.delete_job(job.id)
    client.cancel_job(job.id)
    assert client.wait_for_job(job.id).state == job_pb2.JOB_STATE_CANCELLED
    client.delete_job(job.id)
    with pytest.raises(NotFound):
        client.get_job(job.id)


def test_what_cannot_be_planned_is_refused_at_once(client: Client) -> None:
    request = quick()
    request.plan.portfolio.ClearField("calendar")
    with pytest.raises(InvalidRequest) as refused:
        client.create_job(request)
    assert refused.value.violations


def test_a_watch_is_taken_up_again_when_the_server_is_back(tmp_path: Path) -> None:
    store = {"jobs_store": f"sqlite:{tmp_path / 'jobs.db'}", "jobs_workers": 1}
    heard: list[job_pb2.Job] = []
    with ExitStack() as stack:
        server = stack.enter_context(serving(**store))
        client = stack.enter_context(Client(server.address))

        def restart(found: job_pb2.Job) -> None:
            """When something was heard, the server leaves and comes back, and the job is called off there."""
            heard.append(found)
            if len(heard) == 1:
                server.terminate()
                server.ended()
                back = stack.enter_context(serving(server.address, **store))
                with Client(back.address) as other:
                    other.cancel_job(found.id)

        job = client.create_job(endless())
        assert client.wait_for_job(job.id, on_change=restart).state == job_pb2.JOB_STATE_CANCELLED
    assert len(heard) > 1


def test_a_server_that_was_never_there_is_not_waited_for() -> None:
    with Client("127.0.0.1:1") as nowhere, pytest.raises(Unavailable):
        nowhere.wait_for_job("x")
