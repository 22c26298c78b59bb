"""Portfolios, projects, scenarios and plans as files: JSON, or protobuf's binary form where the name ends in `.pb`."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TypeVar

from google.protobuf import json_format
from google.protobuf.message import Message

from arbitre.v1 import plan_pb2, portfolio_pb2, scenario_pb2

M = TypeVar("M", bound=Message)


def load_portfolio(path: str | PathLike[str]) -> portfolio_pb2.Portfolio:
    """The portfolio in a file."""
    return load(path, portfolio_pb2.Portfolio())


def load_project(path: str | PathLike[str]) -> portfolio_pb2.Project:
    """The project in a file, to be demanded."""
    return load(path, portfolio_pb2.Project())


def load_scenario(path: str | PathLike[str]) -> scenario_pb2.Scenario:
    """The scenario in a file."""
    return load(path, scenario_pb2.Scenario())


def load_plan(path: str | PathLike[str]) -> plan_pb2.Plan:
    """The plan in a file."""
    return load(path, plan_pb2.Plan())


def dump_plan(plan: plan_pb2.Plan, path: str | PathLike[str]) -> None:
    """Writes a plan into a file."""
    file = Path(path)
    if file.suffix == ".pb":
        file.write_bytes(plan.SerializeToString())
    else:
        file.write_text(json_format.MessageToJson(plan, ensure_ascii=False) + "\n", encoding="utf-8")


def load(path: str | PathLike[str], into: M) -> M:
    """Fills the message from the file."""
    file = Path(path)
    if file.suffix == ".pb":
        into.MergeFromString(file.read_bytes())
    else:
        json_format.Parse(file.read_text(encoding="utf-8"), into)
    return into
