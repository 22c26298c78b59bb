"""The night's work: asked for now, fetched later, whatever dies in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence

from arbitre.v1 import job_pb2
from arbitre.v1.job_service_pb2_grpc import JobServiceStub

from .errors import Unavailable
from .line import Caller, Line
from .patience import Patience

ENDED = frozenset((job_pb2.JOB_STATE_SUCCEEDED, job_pb2.JOB_STATE_FAILED, job_pb2.JOB_STATE_CANCELLED))

# Seconds between two attempts to take a watch up again.
PAUSE = 1.0


class Jobs(Caller):
    """The methods of the job service."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self._jobs = JobServiceStub(line.channel)

    def create_job(self, request: job_pb2.CreateJobRequest, *, deadline: float | None = None) -> job_pb2.Job:
        """Hands a job in. With a `request_id` it is the same job however often it is handed in."""
        return self._line.ask(self._jobs.CreateJob, request, deadline).job

    def create_jobs(
        self, requests: Sequence[job_pb2.CreateJobRequest], *, deadline: float | None = None
    ) -> list[job_pb2.Job]:
        """Hands many in at once: all, or none if anything is wrong with one of them."""
        request = job_pb2.CreateJobsRequest(jobs=requests)
        return [created.job for created in self._line.ask(self._jobs.CreateJobs, request, deadline).jobs]

    def get_job(self, job: str, *, deadline: float | None = None) -> job_pb2.Job:
        """How the job of that id stands."""
        return self._line.ask(self._jobs.GetJob, job_pb2.GetJobRequest(id=job), deadline).job

    def list_jobs(
        self,
        *,
        states: Sequence[job_pb2.JobState.ValueType] = (),
        labels: Mapping[str, str] | None = None,
        tenant: str = "",
        deadline: float | None = None,
    ) -> Iterator[job_pb2.Job]:
        """All jobs of these states that have all these labels, in the order in which they were created.

        Fetched page by page as they are wanted; `deadline` is for each page.
        """
        request = job_pb2.ListJobsRequest(states=states, labels=labels, tenant=tenant)
        while True:
            page = self._line.ask(self._jobs.ListJobs, request, deadline)
            yield from page.jobs
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    def wait_for_job(
        self,
        job: str,
        *,
        on_change: Callable[[job_pb2.Job], None] | None = None,
        deadline: float | None = None,
        cancel: threading.Event | None = None,
    ) -> job_pb2.Job:
        """Waits until the job has ended, and says how. `on_change` hears how it stands, now and whenever that changes.

        A server that leaves meanwhile is waited for until it is back. `cancel` and `deadline` end the waiting, not the
        job.
        """
        patience, request = Patience(deadline, cancel), job_pb2.WatchJobRequest(id=job)
        last: list[job_pb2.Job] = []

        def hear(event: job_pb2.WatchJobResponse) -> bool:
            last[:] = [event.job]
            request.after_version = event.job.version
            if on_change is not None:
                on_change(event.job)
            return event.job.state in ENDED

        while True:
            try:
                if self._line.follow(self._jobs.WatchJob, request, hear, patience):
                    return last[0]
            except Unavailable:
                if not last:
                    raise  # It was never there.
            patience.pause(PAUSE)

    def get_job_result(self, job: str, *, deadline: float | None = None) -> job_pb2.JobResult:
        """What has been found: the best so far at any time, the result once it has ended."""
        return self._line.ask(self._jobs.GetJobResult, job_pb2.GetJobResultRequest(id=job), deadline).result

    def cancel_job(self, job: str, *, deadline: float | None = None) -> job_pb2.Job:
        """Calls the job off. What had been found by then is its result."""
        return self._line.ask(self._jobs.CancelJob, job_pb2.CancelJobRequest(id=job), deadline).job

    def delete_job(self, job: str, *, deadline: float | None = None) -> None:
        """Forgets a job that has ended, and its result."""
        self._line.ask(self._jobs.DeleteJob, job_pb2.DeleteJobRequest(id=job), deadline)
