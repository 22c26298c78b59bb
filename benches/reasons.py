#!/usr/bin/env python3
"""Whether the reasons that arbitre gives for refused projects are true, by planning again.

    python3 benches/reasons.py [--arbitre target/release/arbitre] [--refused 500]

Plans 20 portfolios of make_portfolio.py (the county's by month, and random ones of several sizes, units, tightnesses and
seeds; ARBITRE_SHARED says where that is) with a step budget, and holds each reason of each project that is out against plans
in which every other project is frozen where it is:

    CAPACITY, FUND, FRAMEWORK, RULE, DEPENDENCY, CONCURRENCY   as things stand there is no plan with the project; once what the
                   reason names is lifted (staff only in the periods that it names), there is one, and nothing else moves
    NEVER_FITS     alone in the portfolio, without rules, it has no plan
    NO_VALUE       there is a plan with it, or would be with everything lifted, and it is no better
    OVERLOOKED     there is a plan with it (and the projects named beside it), and it is better
    UNDECIDED      nothing is claimed; counted

Prints counts by code and every reason that is false; exit code 1 if there is one.
"""
import argparse
import copy
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

LIFTABLE = {"CAPACITY", "FUND", "FRAMEWORK", "RULE", "DEPENDENCY", "CONCURRENCY"}
STEPS = "3000"
CHECK_STEPS = "20000"
PLENTY = 100000.0


def portfolios():
    yield ["county"]
    shapes = [(30, 1, "month", 1.4), (30, 2, "month", 2.0), (45, 3, "month", 1.6), (60, 4, "month", 1.5), (60, 5, "month", 2.2),
              (80, 6, "month", 1.8), (100, 7, "month", 1.6), (100, 8, "month", 2.0), (120, 9, "month", 1.8), (40, 10, "week", 1.6),
              (50, 11, "week", 2.0), (60, 12, "week", 1.8), (20, 13, "month", 3.0), (25, 14, "month", 2.5), (70, 15, "month", 1.9),
              (90, 16, "month", 2.4), (35, 17, "month", 1.5), (110, 18, "month", 1.7), (150, 19, "month", 2.0)]
    for projects, seed, unit, tightness in shapes:
        yield ["random", "--projects", str(projects), "--seed", str(seed), "--unit", unit, "--tightness", str(tightness)]


class Bench:
    def __init__(self, args, folder):
        self.arbitre, self.folder = args.arbitre, Path(folder)
        shared = os.environ.get("ARBITRE_SHARED", "../shared")
        self.maker = str(Path(shared) / "tools" / "make_portfolio.py")

    def make(self, how):
        return json.loads(subprocess.run([sys.executable, self.maker, *how], capture_output=True, check=True).stdout)

    def plan(self, portfolio, steps, *more):
        """The plan, or none where it is proven that there is none."""
        case, out = self.folder / "case.json", self.folder / "plan.json"
        case.write_text(json.dumps(portfolio))
        out.unlink(missing_ok=True)
        run = subprocess.run([self.arbitre, "plan", str(case), "--steps", steps, "--lang", "en", "--out", str(out), *more],
                             capture_output=True, text=True)
        if run.returncode == 1:
            return None
        if run.returncode != 0:
            raise RuntimeError(f"exit {run.returncode}: {run.stderr}")
        return json.loads(out.read_text())

    def beside(self, portfolio, plan, wanted):
        """The plan with these projects in and all others frozen where they are, or as they are: out."""
        changed, frozen = copy.deepcopy(portfolio), copy.deepcopy(plan)
        inside = {p["project"] for p in plan["projects"] if p.get("selected")}
        # Who has to be in and is not was left out by an earlier change; here only what is asked for may come in.
        for project in changed["projects"]:
            project["mustDo"] = project["id"] in wanted or (project.get("mustDo", False) and project["id"] in inside)
        out = [p["id"] for p in changed["projects"] if p["id"] not in inside and p["id"] not in wanted]
        changed.setdefault("rules", []).append(
            {"id": "nobody-else", "kind": "SELECTION_RULE_KIND_AT_MOST", "projects": out, "count": 0} if out else
            {"id": "nobody-else", "kind": "SELECTION_RULE_KIND_AT_LEAST", "projects": list(wanted), "count": 0})
        for project in frozen["projects"]:
            if project.get("selected"):
                project["commitment"] = "COMMITMENT_FROZEN"
        baseline = self.folder / "baseline.json"
        baseline.write_text(json.dumps(frozen))
        return self.plan(changed, CHECK_STEPS, "--baseline", str(baseline))


def periods(calendar):
    start, end = (dt.date.fromisoformat(calendar[k]) for k in ("start", "end"))
    out, day = [], start
    while day <= end:
        if calendar["unit"] == "PERIOD_UNIT_MONTH":
            last = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
        else:
            last = day + dt.timedelta(days=6 - day.weekday())
        out.append((day, min(last, end)))
        day = last + dt.timedelta(days=1)
    return out


def lift(portfolio, project, reason):
    code, subjects = reason["code"].removeprefix("REASON_CODE_"), set(reason["subjects"])
    if code == "CAPACITY":
        days = periods(portfolio["calendar"])
        for pool in (p for p in portfolio["pools"] if p["id"] in subjects):
            for t in reason["periods"]:
                first, last = days[t]
                pool.setdefault("staff", []).append({"from": first.isoformat(), "to": last.isoformat(), "fte": PLENTY})
    elif code == "FUND":
        for fund in (f for f in portfolio["funds"] if f["id"] in subjects):
            for key in ("total", "payments", "commitments"):
                fund.pop(key, None)
    elif code == "FRAMEWORK":
        for framework in (f for f in portfolio["frameworks"] if f["id"] in subjects):
            for key in ("minAmount", "maxAmount"):
                framework.pop(key, None)
            for rate in framework["rates"]:
                rate.pop("maxDaysPerPeriod", None)
    elif code == "RULE":
        portfolio["rules"] = [r for r in portfolio.get("rules", []) if r["id"] not in subjects]
    elif code == "CONCURRENCY":
        for limit in (f for f in portfolio["policy"]["flowLimits"] if f["id"] in subjects):
            limit["max"] = 1000000
    elif code == "DEPENDENCY":
        own = next(p for p in portfolio["projects"] if p["id"] == project)
        for phase in own["phases"]:
            phase["after"] = [d for d in phase.get("after", []) if d.get("project", "") not in subjects]


def alone(portfolio, project):
    out = copy.deepcopy(portfolio)
    out["projects"] = [p for p in out["projects"] if p["id"] == project]
    out["rules"] = []
    for phase in out["projects"][0]["phases"]:
        phase["after"] = [d for d in phase.get("after", []) if d.get("project", "") in ("", project)]
    out["projects"][0]["mustDo"] = True
    return out


def figures(plan):
    sign = lambda m: 1.0 if m == "MEASURE_VALUE" else -1.0
    return [sign(g["measure"]) * g.get("value", 0.0) for g in plan["goals"]]


def is_better(new, old):
    for a, b in zip(figures(new), figures(old)):
        if abs(a - b) > 1e-6 * max(abs(a), abs(b), 1.0):
            return a > b
    return False


def unmoved(new, old, project):
    own = lambda plan: {p["project"]: [(ph["phase"], ph["mode"], ph.get("startPeriod", 0)) for ph in p["phases"]]
                        for p in plan["projects"] if p.get("selected") and p["project"] != project}
    return own(new) == own(old)


def holds(bench, portfolio, plan, project, reasons):
    """By text: reasons that carry the same one hold together."""
    code = reasons[0]["code"].removeprefix("REASON_CODE_")
    if code == "UNDECIDED":
        return True
    if code == "NEVER_FITS":
        return bench.plan(alone(portfolio, project), CHECK_STEPS) is None
    if code in ("NO_VALUE", "OVERLOOKED"):
        with_it = bench.beside(portfolio, plan, {project, *reasons[0].get("subjects", [])})
        better = with_it is not None and is_better(with_it, plan)
        return better if code == "OVERLOOKED" else not better
    if bench.beside(portfolio, plan, {project}) is not None:
        return False
    lifted = copy.deepcopy(portfolio)
    for reason in reasons:
        lift(lifted, project, reason)
    with_it = bench.beside(lifted, plan, {project})
    return with_it is not None and unmoved(with_it, plan, project)


def hold(bench, case, out, true, false):
    """Holds every reason of a project that is out against plans, and counts it."""
    how, portfolio, plan = case
    groups = {}
    for reason in out.get("reasons", []):
        reason = {"subjects": [], "periods": [], **reason}
        groups.setdefault(reason["text"], []).append(reason)
    if not groups:
        false.append((how, out["project"], "no reason"))
    for text, reasons in groups.items():
        codes = [r["code"].removeprefix("REASON_CODE_") for r in reasons]
        if holds(bench, portfolio, plan, out["project"], reasons):
            true.update(codes)
        else:
            false.append((how, out["project"], codes, text))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--arbitre", default="target/release/arbitre")
    parser.add_argument("--refused", type=int, default=500, help="stop after so many refused projects")
    args = parser.parse_args()
    true, projects, false = Counter(), 0, []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(args, folder)
        hows, rest = list(portfolios()), []
        for n, how in enumerate(hows):
            portfolio = bench.make(how)
            plan = bench.plan(portfolio, STEPS)
            refused = [p for p in plan["projects"] if not p.get("selected")]
            # As many from each portfolio as leave the rest of them for the others.
            share = -(-(args.refused - projects) // (len(hows) - n))
            for out in refused[:share]:
                projects += 1
                hold(bench, (how, portfolio, plan), out, true, false)
            rest += [((how, portfolio, plan), out) for out in refused[share:]]
            print(f"{' '.join(how)}: {len(refused)} of {len(plan['projects'])} are out; "
                  f"{projects} projects so far, {sum(true.values())} reasons true, {len(false)} false", flush=True)
        # Some have fewer than their share.
        for case, out in rest[:args.refused - projects]:
            projects += 1
            hold(bench, case, out, true, false)
    print(f"{projects} projects, {sum(true.values())} reasons true, {len(false)} false")
    for code, count in sorted(true.items()):
        print(f"{code:12} {count}")
    for case in false:
        print("false:", *case)
    sys.exit(1 if false else 0)


if __name__ == "__main__":
    main()
