#!/usr/bin/env python3
"""Whether the menus of arbitrations hold what they promise, on portfolios and demands that are made up.

    python3 benches/menus.py [--arbitre target/release/arbitre] [--steps 20000] [--only N]

Plans portfolios of make_portfolio.py (30 to 150 projects; ARBITRE_SHARED says where that is) with a step budget, decides what is
in, protects every seventh of them, and demands one or two more projects like those that are there, small and large, some with
a deadline. Of every menu:

    each plan passes both referees, with the demands, the baseline and the freeze
    each pair of options differs in its levers or in two of the projects that it touches
    no option is beaten by another in value, disruption and external spend; what is wider beats the first
    the first changes no more projects than any other, and as many as the proof says where it is proven
    with one thread and with two it is the same

Prints a line for each menu and everything that does not hold; exit code 1 if something does not.
"""
import argparse
import copy
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SHAPES = [(30, 21, "month", 1.5), (30, 22, "month", 2.2), (40, 23, "month", 1.8), (45, 24, "week", 1.6), (50, 25, "month", 1.4),
          (60, 26, "month", 2.0), (70, 27, "month", 1.7), (80, 28, "month", 2.4), (100, 29, "month", 1.8), (120, 30, "month", 1.6),
          (150, 31, "month", 2.0)]
PLAN_STEPS = "2000"
FREEZE = "2026-07-01"
SAME = 1e-9


class Bench:
    def __init__(self, args, folder):
        self.arbitre, self.steps, self.folder = args.arbitre, str(args.steps), Path(folder)
        tools = Path(os.environ.get("ARBITRE_SHARED", "../shared")) / "tools"
        self.maker, self.referee = str(tools / "make_portfolio.py"), str(tools / "check_plan.py")

    def make(self, projects, seed, unit, tightness):
        how = ["random", "--projects", str(projects), "--seed", str(seed), "--unit", unit, "--tightness", str(tightness)]
        return json.loads(subprocess.run([sys.executable, self.maker, *how], capture_output=True, check=True).stdout)

    def put(self, name, document):
        path = self.folder / name
        path.write_text(json.dumps(document))
        return str(path)

    def decided(self, portfolio):
        """What is planned for it, decided, every seventh project protected."""
        out = self.folder / "plan.json"
        subprocess.run([self.arbitre, "plan", self.put("portfolio.json", portfolio), "--steps", PLAN_STEPS, "--out", str(out)],
                       capture_output=True, check=True)
        plan = json.loads(out.read_text())
        inside = [p for p in plan["projects"] if p.get("selected")]
        for i, project in enumerate(inside):
            project["commitment"] = "COMMITMENT_PROTECTED" if i % 7 == 6 else "COMMITMENT_DECIDED"
        return plan

    def menu(self, portfolio, baseline, demands, freeze, threads):
        """The exit code, and the menu."""
        out = self.folder / "menu.json"
        files = [self.put(f"demand-{i}.json", d) for i, d in enumerate(demands)]
        run = subprocess.run([self.arbitre, "arbitrate", self.put("portfolio.json", portfolio), "--baseline",
                              self.put("baseline.json", baseline), *freeze, "--demand", *files, "--steps", self.steps,
                              "--threads", threads, "--lang", "en", "--out", str(out)], capture_output=True, text=True)
        if run.returncode not in (0, 1, 3):
            raise RuntimeError(f"exit {run.returncode}: {run.stderr}")
        return run.returncode, json.loads(out.read_text())

    def refused(self, portfolio, baseline, demands, freeze, plan):
        """What either referee says of a plan; empty if it holds."""
        with_demands = copy.deepcopy(portfolio)
        with_demands["projects"] += [{**d, "mustDo": True} for d in demands]
        asked = [self.put("asked.json", with_demands), self.put("option.json", plan), "--baseline",
                 self.put("baseline.json", baseline), *freeze]
        runs = [subprocess.run([*who, *asked], capture_output=True, text=True)
                for who in ([self.arbitre, "check"], [sys.executable, self.referee])]
        return "".join(run.stdout + run.stderr for run in runs if run.returncode != 0)


def demands(portfolio, baseline, size):
    """Projects like those that are there: one small, one large, or two of which the second has a deadline."""
    projects = sorted(portfolio["projects"], key=effort)
    of = {"small": [projects[len(projects) // 4]], "large": [projects[7 * len(projects) // 8]],
          "two": [projects[len(projects) // 2], projects[3 * len(projects) // 4]]}[size]
    out = []
    for i, project in enumerate(of):
        demand = {k: v for k, v in copy.deepcopy(project).items() if k not in ("mustDo", "deadline", "target", "earliestStart")}
        demand.update(id=f"demand-{i}", name=f"Demand {i}", value=1.0)
        for phase in demand["phases"]:
            phase["after"] = [d for d in phase.get("after", []) if not d.get("project")]
        if i == 1:
            demand["deadline"] = portfolio["calendar"]["end"][:4] + "-06-30"
        out.append(demand)
    return out


def effort(project):
    days = [max(sum(e["days"] for e in mode.get("effort", [])) for mode in phase["modes"]) for phase in project["phases"]]
    return sum(days), project["id"]


def figures(option):
    """Value, disruption and spend, so that more is better."""
    of = {m["measure"].removeprefix("MEASURE_"): m.get("value", 0.0) for m in option["plan"]["measures"]}
    return of["VALUE"], -of["DISRUPTION"], -of["EXTERNAL_SPEND"]


def beats(a, b):
    pairs = list(zip(figures(a), figures(b)))
    margin = lambda x, y: SAME * max(abs(x), abs(y), 1e-6)
    return all(x >= y - margin(x, y) for x, y in pairs) and any(x > y + margin(x, y) for x, y in pairs)


def differ(a, b):
    touched = set(a.get("touched", [])) ^ set(b.get("touched", []))
    return a.get("levers", []) != b.get("levers", []) or len(touched) >= 2


def wrong(bench, case, menu):
    """Everything that does not hold of the menu."""
    options, wider = menu.get("options", []), menu.get("wider", [])
    for option in options + wider:
        said = bench.refused(*case, option["plan"])
        if said:
            yield f"{option['id']} is refused: {said}"
    for i, a in enumerate(options):
        for b in options[i + 1:]:
            if not differ(a, b):
                yield f"{a['id']} and {b['id']} are alike"
        yield from (f"{a['id']} is beaten by {b['id']}" for b in options if beats(b, a))
    for i, a in enumerate(wider):
        if not beats(a, options[0]):
            yield f"{a['id']} is wider and not better than the first"
        if any(not differ(a, b) for b in options + wider[i + 1:]):
            yield f"{a['id']} is like another"
        yield from (f"{a['id']} is beaten by {b['id']}" for b in wider if beats(b, a))
        yield from (f"{b['id']} is beaten by {a['id']}" for b in options[1:] if beats(a, b))
    counts = [len(o.get("touched", [])) for o in options + wider]
    if counts and counts[0] > min(counts):
        yield f"the first changes {counts[0]}, another {min(counts)}"
    if options and options[0].get("fewestChanges") and counts[0] != menu["triage"].get("atLeast", 0):
        yield "the first is said to be proven, and the bound is another"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--arbitre", default="target/release/arbitre")
    parser.add_argument("--steps", type=int, default=20000, help="of all searches of a menu")
    parser.add_argument("--only", type=int, default=len(SHAPES), help="stop after so many portfolios")
    args = parser.parse_args()
    menus, proven, found = 0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(args, folder)
        for shape in SHAPES[:args.only]:
            portfolio = bench.make(*shape)
            baseline = bench.decided(portfolio)
            for size in ("small", "large", "two"):
                wanted = demands(portfolio, baseline, size)
                freeze = ["--frozen-until", FREEZE] if size == "small" else []
                code, menu = bench.menu(portfolio, baseline, wanted, freeze, "2")
                case = (portfolio, baseline, wanted, freeze)
                problems = list(wrong(bench, case, menu))
                if bench.menu(portfolio, baseline, wanted, freeze, "1")[1] != menu:
                    problems.append("another menu on another number of threads")
                options = menu.get("options", [])
                menus += 1
                proven += bool(options) and bool(options[0].get("fewestChanges"))
                touched = [len(o.get("touched", [])) for o in options + menu.get("wider", [])]
                print(f"{' '.join(map(str, shape))} {size}: {menu['triage']['verdict'].removeprefix('ARBITRATION_VERDICT_')}, "
                      f"changed {touched}, at least {menu['triage'].get('atLeast', 0)}; {len(problems)} wrong", flush=True)
                found += [(shape, size, problem) for problem in problems]
    print(f"{menus} menus, {proven} proven, {len(found)} promises broken")
    for problem in found:
        print("broken:", *problem)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
