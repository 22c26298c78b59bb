"""What is sent: the county's portfolio, which no machine plans to the end in a test's time, and a small one."""

from __future__ import annotations

from functools import cache

from arbitre.v1 import plan_pb2, planning_pb2, portfolio_pb2, scenario_pb2
from google.protobuf import json_format
from server import ROOT

COUNTY = ROOT / "scenarios" / "feuille-de-route"
SMALL = ROOT / "tests" / "cli" / "small.json"

# Longer than any test takes: a search that is given this ends because somebody ended it.
LONG = 600.0


@cache
def county() -> portfolio_pb2.Portfolio:
    return json_format.Parse((COUNTY / "portfolio.json").read_bytes(), portfolio_pb2.Portfolio())


@cache
def county_bought() -> scenario_pb2.Scenario:
    """Part of the county's work is bought."""
    return json_format.Parse((COUNTY / "b.json").read_bytes(), scenario_pb2.Scenario())


@cache
def small() -> portfolio_pb2.Portfolio:
    """Three projects of which two fit: planned at once."""
    return json_format.Parse(SMALL.read_bytes(), portfolio_pb2.Portfolio())


def options(**limits: float) -> planning_pb2.PlanOptions:
    return planning_pb2.PlanOptions(**limits)


def plan_county(**limits: float) -> planning_pb2.PlanRequest:
    return planning_pb2.PlanRequest(portfolio=county(), options=options(**limits))


def stream_county(**limits: float) -> planning_pb2.StreamPlanRequest:
    return planning_pb2.StreamPlanRequest(portfolio=county(), options=options(**limits))


def selected(plan: plan_pb2.Plan) -> set[str]:
    """The projects that are done."""
    return {project.project for project in plan.projects if project.selected}
