"""A portfolio that the server keeps for a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

from arbitre.v1 import planning_pb2, scenario_pb2, workspace_pb2
from arbitre.v1.scenario_service_pb2_grpc import ScenarioServiceStub

from .errors import ArbitreError, NotFound
from .line import Line


class Workspace:
    """What `Client.open_workspace` opens. It ends when it is closed, and by itself when nobody has asked for a while.

    plan: the plan of the portfolio as it was opened.
    state: what it is like now: its id, what is kept, when it ends.
    """

    def __init__(self, line: Line, stub: ScenarioServiceStub, opened: workspace_pb2.OpenWorkspaceResponse) -> None:
        self._line = line
        self._stub = stub
        self.plan = opened.plan
        self.state = opened.workspace

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except NotFound:
            # It ended before.
            pass
        except ArbitreError:
            # It ends by itself later. What went wrong within the block says more.
            if error is None:
                raise

    def ask(
        self,
        *changes: scenario_pb2.Change,
        question: str = "",
        on_base: bool = False,
        keep: bool = False,
        undo: int = 0,
        reset: bool = False,
        options: planning_pb2.PlanOptions | None = None,
        deadline: float | None = None,
    ) -> workspace_pb2.AskResponse:
        """What the changes would make of the plan at hand; without any, that plan is searched for further.

        keep: further questions are put on top of this one. undo, reset: first take back what was kept.
        """
        request = workspace_pb2.AskRequest(
            workspace=self.state.id,
            changes=list(changes),
            question=question,
            on_base=on_base,
            keep=keep,
            undo=undo,
            reset=reset,
            options=options,
        )
        answer = self._line.ask(self._stub.Ask, request, deadline)
        self.state = answer.workspace
        return answer

    def ask_scenario(
        self,
        scenario: scenario_pb2.Scenario,
        *,
        keep: bool = False,
        options: planning_pb2.PlanOptions | None = None,
        deadline: float | None = None,
    ) -> workspace_pb2.AskResponse:
        """The same with a scenario's changes, named as the scenario is."""
        changes: Sequence[scenario_pb2.Change] = scenario.changes
        return self.ask(*changes, question=scenario.id, keep=keep, options=options, deadline=deadline)

    def close(self) -> None:
        """Ends it."""
        self._line.ask(self._stub.CloseWorkspace, workspace_pb2.CloseWorkspaceRequest(workspace=self.state.id), None)
