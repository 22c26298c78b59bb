"""Documents for a committee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from arbitre.v1 import (
    arbitration_pb2,
    comparison_pb2,
    frontier_pb2,
    plan_pb2,
    portfolio_pb2,
    report_pb2,
    scenario_pb2,
)
from arbitre.v1.report_service_pb2_grpc import ReportServiceStub

from .line import Caller, Line, day


class Reports(Caller):
    """The methods of the report service."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self._reports = ReportServiceStub(line.channel)

    def render(
        self,
        portfolio: portfolio_pb2.Portfolio,
        plans: Sequence[plan_pb2.Plan] = (),
        *,
        comparison: comparison_pb2.Comparison | None = None,
        scenarios: Sequence[scenario_pb2.Scenario] = (),
        frontiers: Sequence[frontier_pb2.Frontier] = (),
        arbitration: arbitration_pb2.Arbitration | None = None,
        baseline: plan_pb2.Plan | None = None,
        frozen_until: date | None = None,
        workbook: bool = False,
        language: str = "",
        with_violations: bool = False,
        deadline: float | None = None,
    ) -> bytes:
        """The dossier: a page of HTML that needs nothing else, or an XLSX workbook with the same tables.

        Baseline and freeze are those that the plans were made with. The language is the client's if none is said.
        """
        formats = report_pb2.RenderFormat
        request = report_pb2.RenderRequest(
            portfolio=portfolio,
            plans=plans,
            comparison=comparison,
            scenarios=scenarios,
            frontiers=frontiers,
            arbitration=arbitration,
            baseline=baseline,
            frozen_until=day(frozen_until),
            format=formats.RENDER_FORMAT_XLSX if workbook else formats.RENDER_FORMAT_HTML,
            language=language,
            with_violations=with_violations,
        )
        return self._line.ask(self._reports.Render, request, deadline).content
