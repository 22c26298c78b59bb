"""Single changes to a portfolio, of every kind that there is, as somebody in a meeting would ask for them. The same
portfolio, seed and number give the same questions."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]

# What is asked of, where a portfolio has nothing of the kind that could be taken away. None of it changes any plan.
RULE = "meeting-slack-rule"
FRAMEWORK = "meeting-unused-framework"


def prepared(portfolio: Json) -> Json:
    """The portfolio with a selection rule that always holds and a framework that nobody buys under, if it has none."""
    out = copy.deepcopy(portfolio)
    ids = [project["id"] for project in out["projects"]]
    if not out.get("rules"):
        kind = "SELECTION_RULE_KIND_AT_MOST"
        out["rules"] = [{"id": RULE, "kind": kind, "projects": ids[:2], "count": len(ids[:2])}]
    if not any(f["id"] not in bought_under(out) for f in out.get("frameworks", [])) and out.get("funds"):
        days = {"start": out["calendar"]["start"], "end": out["calendar"]["end"]}
        rates = [{"role": out["pools"][0].get("role", "any"), "dayRate": 500}]
        unused = {"id": FRAMEWORK, **days, "fund": out["funds"][0]["id"], "rates": rates}
        out["frameworks"] = [*out.get("frameworks", []), unused]
    return out


def bought_under(portfolio: Json) -> set[str]:
    """Frameworks that a sourcing rule or a mode buys under."""
    shares = (share for rule in portfolio.get("sourcingRules", []) for share in rule.get("shares", []))
    modes = (m for p in portfolio["projects"] for ph in p.get("phases", []) for m in ph.get("modes", []))
    return {s["framework"] for s in shares} | {b["framework"] for m in modes for b in m.get("purchases", [])}


def questions(portfolio: Json, seed: int) -> Iterator[Json]:
    """Scenarios of one change each, without end: every kind in turn."""
    rng = random.Random(seed)
    number = 0
    while True:
        for name, make in KINDS.items():
            change = make(portfolio, rng)
            number += 1
            if change is not None:
                yield {"id": f"q{number:03}-{name}", "changes": [{name: change}]}


def pick(rng: random.Random, items: list[Any]) -> Any:
    """One of them; none if there are none."""
    return rng.choice(items) if items else None


def set_sourcing_rule(p: Json, rng: random.Random) -> Json | None:
    rule = pick(rng, p.get("sourcingRules", []))
    return rule and {"rule": rule["id"], "enabled": not rule.get("enabled", False)}


def scale_staff(p: Json, rng: random.Random) -> Json | None:
    pool = pick(rng, p["pools"])
    start, end = days_within(p, rng)
    return {"pool": pool["id"], "from": start, "to": end, "factor": rng.choice([0.5, 0.8, 0.9, 1.1, 1.25])}


def add_staff(p: Json, rng: random.Random) -> Json | None:
    pool = pick(rng, p["pools"])
    start, end = days_within(p, rng)
    return {"pool": pool["id"], "staff": {"from": start, "to": end, "fte": rng.choice([1, 2, 3]), "projectShare": 0.5}}


def put_project(p: Json, rng: random.Random) -> Json | None:
    """A new request much like one that is there."""
    new = copy.deepcopy(pick(rng, p["projects"]))
    new["id"] += "-bis"
    new.pop("mustDo", None)
    if "value" in new:
        new["value"] *= rng.uniform(0.5, 2)
    return new


def put_pool(p: Json, rng: random.Random) -> Json | None:
    pool = copy.deepcopy(pick(rng, p["pools"]))
    for staff in pool.get("staff", []):
        staff["fte"] = round(staff["fte"] + rng.choice([-1, 1, 2]), 2)
        staff["fte"] = max(staff["fte"], 0.5)
    return pool


def put_framework(p: Json, rng: random.Random) -> Json | None:
    framework = copy.deepcopy(pick(rng, p.get("frameworks", [])))
    if framework is not None and "maxAmount" in framework:
        most = round(framework["maxAmount"] * rng.choice([0.7, 1.2, 1.5]), 2)
        framework["maxAmount"] = max(most, framework.get("minAmount", 0))
    return framework


def put_fund(p: Json, rng: random.Random) -> Json | None:
    fund = copy.deepcopy(pick(rng, p.get("funds", [])))
    if fund is not None:
        factor = rng.choice([0.8, 0.9, 1.1, 1.2])
        for year in fund.get("payments", []):
            year["amount"] = round(year["amount"] * factor, 2)
        if "total" in fund:
            fund["total"] = round(fund["total"] * factor, 2)
    return fund


def put_rule(p: Json, rng: random.Random) -> Json | None:
    projects = rng.sample([project["id"] for project in p["projects"]], min(3, len(p["projects"])))
    kind = rng.choice(["SELECTION_RULE_KIND_AT_MOST", "SELECTION_RULE_KIND_IMPLIES", "SELECTION_RULE_KIND_TOGETHER"])
    rule = {"id": "meeting-rule", "kind": kind, "projects": projects}
    return {**rule, "count": 1} if kind.endswith("AT_MOST") else rule


def put_flow_limit(p: Json, rng: random.Random) -> Json | None:
    limits = p.get("policy", {}).get("flowLimits", [])
    if not limits:
        return {"id": "meeting-flow", "kind": "FLOW_KIND_UNDER_WAY", "max": max(1, len(p["projects"]) // 3)}
    limit = pick(rng, limits)
    return {**limit, "max": max(1, limit["max"] + rng.choice([-1, 1, 2]))}


def remove_project(p: Json, rng: random.Random) -> Any:
    named = {id for rule in p.get("rules", []) for id in rule["projects"]}
    awaited = {
        after["project"]
        for project in p["projects"]
        for phase in project.get("phases", [])
        for after in phase.get("after", [])
        if after.get("project")
    }
    free = [project["id"] for project in p["projects"] if project["id"] not in named | awaited]
    return pick(rng, free)


def remove_framework(p: Json, rng: random.Random) -> Any:
    return pick(rng, [f["id"] for f in p.get("frameworks", []) if f["id"] not in bought_under(p)])


def remove_rule(p: Json, rng: random.Random) -> Any:
    return pick(rng, [rule["id"] for rule in p.get("rules", [])])


def remove_flow_limit(p: Json, rng: random.Random) -> Any:
    return pick(rng, [limit["id"] for limit in p.get("policy", {}).get("flowLimits", [])])


def set_must_do(p: Json, rng: random.Random) -> Json | None:
    project = pick(rng, p["projects"])
    return {"project": project["id"], "mustDo": not project.get("mustDo", False)}


def exclude_project(p: Json, rng: random.Random) -> Any:
    return pick(rng, [project["id"] for project in p["projects"] if not project.get("mustDo")])


def set_window(p: Json, rng: random.Random) -> Json | None:
    project = pick(rng, p["projects"])
    start, end = days_within(p, rng)
    return {"project": project["id"], **rng.choice([{"earliestStart": start}, {"deadline": end}, {"target": end}])}


def set_goals(_: Json, rng: random.Random) -> Json | None:
    second = rng.choice(["MEASURE_EXTERNAL_SPEND", "MEASURE_LATENESS", "MEASURE_TOTAL_COST"])
    return {"goals": [{"measure": "MEASURE_VALUE", "slack": rng.choice([0, 0.02])}, {"measure": second}]}


def set_calendar_end(p: Json, rng: random.Random) -> Any:
    return (date.fromisoformat(p["calendar"]["end"]) + timedelta(days=rng.choice([92, 184, 365]))).isoformat()


def days_within(p: Json, rng: random.Random) -> tuple[str, str]:
    """Two days of the calendar, some months apart."""
    first, last = (date.fromisoformat(p["calendar"][end]) for end in ("start", "end"))
    length = (last - first).days
    start = rng.randrange(0, max(1, length // 2))
    end = min(length, start + rng.randrange(length // 6 + 1, length // 2 + 2))
    return (first + timedelta(days=start)).isoformat(), (first + timedelta(days=end)).isoformat()


KINDS: dict[str, Callable[[Json, random.Random], Any]] = {
    "setSourcingRule": set_sourcing_rule,
    "scaleStaff": scale_staff,
    "addStaff": add_staff,
    "putProject": put_project,
    "putPool": put_pool,
    "putFramework": put_framework,
    "putFund": put_fund,
    "putRule": put_rule,
    "putFlowLimit": put_flow_limit,
    "removeProject": remove_project,
    "removeFramework": remove_framework,
    "removeRule": remove_rule,
    "removeFlowLimit": remove_flow_limit,
    "setMustDo": set_must_do,
    "excludeProject": exclude_project,
    "setWindow": set_window,
    "setGoals": set_goals,
    "setCalendarEnd": set_calendar_end,
}
