"""What a committee asks when new demands arrive."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date

from arbitre.v1 import arbitration_pb2, plan_pb2, planning_pb2, portfolio_pb2, scenario_pb2
from arbitre.v1.arbitration_service_pb2_grpc import ArbitrationServiceStub

from .line import Caller, Line, day
from .patience import Patience


class Arbitrations(Caller):
    """The methods of the arbitration service."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self._arbitrations = ArbitrationServiceStub(line.channel)

    def arbitrate(
        self,
        portfolio: portfolio_pb2.Portfolio,
        demands: Sequence[portfolio_pb2.Project],
        baseline: plan_pb2.Plan,
        *,
        scenario: scenario_pb2.Scenario | None = None,
        frozen_until: date | None = None,
        max_options: int | None = None,
        levers: Sequence[scenario_pb2.Lever.ValueType] = (),
        hold_funds: bool = False,
        hold_load: bool = False,
        all_decided: bool = False,
        options: planning_pb2.PlanOptions | None = None,
        deadline: float | None = None,
        on_triage: Callable[[arbitration_pb2.ArbitrationTriage], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> arbitration_pb2.Arbitration:
        """Which packages of decided projects could give way to the demands; or why none could, and what it would take.

        `on_triage` hears early whether the demands get in. Callbacks, `deadline` and `cancel` are as in `Client.plan`.
        """
        request = arbitration_pb2.ArbitrateRequest(
            portfolio=portfolio,
            scenario=scenario,
            baseline=baseline,
            frozen_until=day(frozen_until),
            demands=demands,
            max_options=max_options,
            levers=levers,
            hold_funds=hold_funds,
            hold_load=hold_load,
            all_decided=all_decided,
            options=options,
        )
        told, patience = {"triage": on_triage}, Patience(deadline, cancel)
        method, answer = self._arbitrations.Arbitrate, arbitration_pb2.Arbitration
        return self._line.listen(method, request, told, "arbitration", answer, patience)
