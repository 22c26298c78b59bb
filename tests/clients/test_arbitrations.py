"""What gives way to new demands, with the package."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from arbitre.v1 import arbitration_pb2, plan_pb2, planning_pb2, portfolio_pb2, scenario_pb2
from arbitre_client import Cancelled, Client, InvalidRequest, load_project
from cases import LONG, county, options, small
from google.protobuf import json_format
from server import eventually, serving


@pytest.fixture
def decided(client: Client) -> plan_pb2.Plan:
    return committed(client.plan(small(), options=options(max_steps=500)))


def committed(plan: plan_pb2.Plan) -> plan_pb2.Plan:
    """The plan, all that is in decided."""
    for project in plan.projects:
        if project.selected:
            project.commitment = plan_pb2.COMMITMENT_DECIDED
    return plan


def demand(days: float) -> portfolio_pb2.Project:
    """A law that takes so many days of the builders."""
    effort = portfolio_pb2.Effort(pool="builders", days=days)
    mode = portfolio_pb2.Mode(id="own", duration=2, effort=[effort])
    phase = portfolio_pb2.Phase(id="work", modes=[mode])
    return portfolio_pb2.Project(id="law", value=1, role_pools={"MOA": "owners"}, phases=[phase])


def test_a_menu_of_whole_plans_the_first_proven(client: Client, decided: plan_pb2.Plan, tmp_path: Path) -> None:
    file = tmp_path / "law.json"
    file.write_text(json_format.MessageToJson(demand(41)), encoding="utf-8")
    told: list[arbitration_pb2.ArbitrationTriage] = []
    limits = options(max_steps=4000)
    menu = client.arbitrate(small(), [load_project(file)], decided, options=limits, on_triage=told.append)
    assert [triage.verdict for triage in told] == [arbitration_pb2.ARBITRATION_VERDICT_FITS_IF]
    first = menu.options[0]
    assert first.fewest_changes
    assert menu.triage.changed == menu.triage.at_least == len(first.touched) > 0
    assert list(menu.demands) == ["law"]
    # Each plan holds, of the portfolio with what was demanded.
    portfolio = portfolio_pb2.Portfolio()
    portfolio.CopyFrom(small())
    portfolio.projects.extend(menu.demanded)
    for option in menu.options:
        assert option.headline
        assert not client.check(portfolio, option.plan, baseline=decided).violations
    # The same is answered without anybody who listens.
    assert client.arbitrate(small(), [demand(41)], decided, options=limits) == menu


def test_terms_are_kept(client: Client, decided: plan_pb2.Plan) -> None:
    menu = client.arbitrate(
        small(),
        [demand(41)],
        decided,
        max_options=1,
        levers=[scenario_pb2.LEVER_DROP],
        options=options(max_steps=4000),
    )
    assert [list(option.levers) for option in menu.options] == [[scenario_pb2.LEVER_DROP]]


def test_what_is_wrong_is_told_by_its_path(client: Client, decided: plan_pb2.Plan) -> None:
    wrong = demand(1)
    wrong.phases[0].modes[0].effort[0].pool = "nobody"
    with pytest.raises(InvalidRequest) as error:
        client.arbitrate(small(), [wrong], decided)
    assert [violation.path for violation in error.value.violations] == ["demands[0].phases[0].modes[0].effort[0].pool"]
    with pytest.raises(InvalidRequest) as error:
        client.arbitrate(small(), [], decided, max_options=0)
    assert [violation.path for violation in error.value.violations] == ["demands", "maxOptions"]


def test_one_that_is_cancelled_leaves_no_search() -> None:
    with serving(solve_concurrent=1) as server, Client(server.address) as client:
        baseline = committed(client.plan(county(), options=options(max_steps=20)))
        wanted = portfolio_pb2.Project()
        wanted.CopyFrom(county().projects[0])
        wanted.id = "one-more"
        cancel = threading.Event()
        limits = planning_pb2.PlanOptions(max_seconds=LONG)

        def ask() -> None:
            with pytest.raises(Cancelled):
                client.arbitrate(county(), [wanted], baseline, options=limits, cancel=cancel)

        asking = threading.Thread(target=ask)
        asking.start()
        eventually(lambda: not server.is_idle())
        cancel.set()
        asking.join()
        eventually(server.is_idle)
