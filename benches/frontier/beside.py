#!/usr/bin/env python3
"""What external spend buys, by arbitre and by OR-Tools CP-SAT, for the same time.

  beside.py PORTFOLIO.json [--scenario S.json] [--seconds 180] [--points 12] [--arbitre target/release/arbitre]

arbitre draws the curve in so many seconds; CP-SAT then has an equal part of them for each of the curve's limits, on the
exact model of the peers in $ARBITRE_SHARED (../shared) with the limit added. Every plan of arbitre's is checked by the
reference referee. Prints a table in Markdown; ends with 1 if CP-SAT is ahead anywhere, if the curve falls, or if a plan
is refused. Needs `pip install ortools`.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

SHARED = os.environ.get("ARBITRE_SHARED", os.path.join("..", "shared"))
sys.path[:0] = [os.path.join(SHARED, "peers"), os.path.join(SHARED, "tools")]
from cpsat_portfolio import SCALE, build  # noqa: E402
from check_plan import Portfolio  # noqa: E402
from ortools.sat.python import cp_model  # noqa: E402

MONEY = 10_000  # the referee's units of a currency's unit


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def limited(path, limit):
    """The exact model in which at most `limit` is spent outside: orders, and what is owed below minimums."""
    pf = Portfolio(json.load(open(path)))
    model, _, x = build(pf)
    by_framework = {}
    for (pid, ph, mode, start), b in x.items():
        project = pf.projects[pid]
        for _, _, amount, framework in pf.spending(project, project.phases[ph].modes[mode], start):
            if framework and amount:
                by_framework.setdefault(framework, []).append((b, amount))
    spent = []
    for framework, terms in by_framework.items():
        total = sum(b * c for b, c in terms)
        spent.append(total)
        least = pf.frameworks[framework]["min"]
        if least:
            used, owed = model.new_bool_var(""), model.new_int_var(0, least, "")
            for b, _ in terms:
                model.add_implication(b, used)
            model.add(total + owed >= least).only_enforce_if(used)
            spent.append(owed)
    if limit is not None:
        model.add(sum(spent) <= int(limit * MONEY + 0.5))
    return model


def peer(path, limit, seconds):
    began = time.time()
    model = limited(path, limit)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = max(1.0, seconds - (time.time() - began))
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, None
    return solver.objective_value / SCALE, solver.best_objective_bound / SCALE


def refused(folder, path, points):
    """How many plans the reference referee refuses."""
    bad = 0
    for i, point in enumerate(points):
        if "value" not in point:
            continue
        plan = os.path.join(folder, f"{i}.json")
        json.dump(point["plan"], open(plan, "w"))
        checked = subprocess.run([sys.executable, os.path.join(SHARED, "tools", "check_plan.py"), path, plan],
                                 capture_output=True, text=True)
        bad += checked.returncode != 0
        if point.get("limit") is not None and point["used"] > point["limit"] + 0.005:
            bad += 1
    return bad


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("portfolio")
    ap.add_argument("--scenario")
    ap.add_argument("--seconds", type=float, default=180)
    ap.add_argument("--points", type=int, default=12)
    ap.add_argument("--arbitre", default="target/release/arbitre")
    a = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = a.portfolio
        if a.scenario:
            path = os.path.join(folder, "changed.json")
            run(a.arbitre, "apply", a.portfolio, a.scenario, "--out", path)
        curve = os.path.join(folder, "curve.json")
        began = time.time()
        run(a.arbitre, "frontier", path, "--measure", "EXTERNAL_SPEND", "--points", str(a.points),
            "--seconds", str(a.seconds), "--out", curve)
        took = time.time() - began
        points = json.load(open(curve))["points"]
        print(f"arbitre: {took:.1f} s for {len(points)} points; CP-SAT: {a.seconds / len(points):.1f} s for each\n")
        print("| external spend at most | arbitre | bound | gap | knee | CP-SAT | its bound |")
        print("| ---: | ---: | ---: | ---: | --- | ---: | ---: |")
        behind = 0
        for point in points:
            limit, value = point.get("limit"), point.get("value")
            theirs, bound = peer(path, limit, a.seconds / len(points))
            behind += theirs is not None and (value is None or theirs > value + 1e-3)
            said = [f"{x:,.1f}" if x is not None else "–" for x in (limit, value, point.get("bound"))]
            gap = f"{point['gap']:.1%}" if "gap" in point else "–"
            peers = [f"{x:,.1f}" if x is not None else "–" for x in (theirs, bound)]
            print("|", " | ".join([*said, gap, "*" if point.get("knee") else "", *peers]), "|", flush=True)
        values = [p.get("value", float("-inf")) for p in points]
        falls = sum(b < a for a, b in zip(values, values[1:]))
        bad = refused(folder, path, points)
        print(f"\n{behind} points where CP-SAT is ahead, {falls} where the curve falls, {bad} plans refused")
        return 1 if behind or falls or bad else 0


if __name__ == "__main__":
    sys.exit(main())
