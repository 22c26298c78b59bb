#!/usr/bin/env python3
"""Scenarios planned together beside each planned alone.

  beside.py PORTFOLIO.json SCENARIO.json... [--seconds 90] [--alone 60] [--seeds 1,2,3] [--arbitre target/release/arbitre]

For each seed, plans the scenarios together in so many seconds, then each alone, from nothing, for as long as is said; checks
every plan with arbitre and, where it is there, with the reference referee in $ARBITRE_SHARED (../shared). Prints a table in
Markdown of every run, and the medians over the seeds, as one search's luck is some 0.4 points; ends with 1 if a scenario's
median gap is worse than alone, or a plan is refused.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

REFEREE = os.path.join(os.environ.get("ARBITRE_SHARED", os.path.join("..", "shared")), "tools", "check_plan.py")


def run(*command):
    began = time.time()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.time() - began


def holds(arbitre, portfolio, plan):
    checks = [[arbitre, "check", portfolio, plan]]
    if os.path.exists(REFEREE):
        checks.append([sys.executable, REFEREE, portfolio, plan])
    return all(subprocess.run(c, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0 for c in checks)


def reached(trace, gap):
    """When a search was as close as that."""
    for line in open(trace):
        step = json.loads(line)
        if step.get("gap") is not None and step["gap"] <= gap + 1e-9:
            return step["seconds"]
    return None


def one_seed(a, seed, folder):
    """Both ways with one seed: rows of (scenario, gap together, gap alone), seconds together, seconds alone, plans refused."""
    bad, alone_in_all, rows = 0, 0.0, []
    took = run(a.arbitre, "compare", a.portfolio, *a.scenarios, "--seconds", str(a.seconds), "--seed", seed, "--out", folder)
    for path in a.scenarios:
        name = json.load(open(path))["id"]
        at = {k: os.path.join(folder, f"{name}.{k}.json") for k in ("plan", "alone", "portfolio", "trace")}
        run(a.arbitre, "apply", a.portfolio, path, "--out", at["portfolio"])
        run(a.arbitre, "plan", at["portfolio"], "--seconds", str(a.alone), "--seed", seed, "--trace", at["trace"], "--out", at["alone"])
        mine, alone = (json.load(open(at[k]))["goals"][0] for k in ("plan", "alone"))
        fine = all(holds(a.arbitre, at["portfolio"], at[k]) for k in ("plan", "alone"))
        then = reached(at["trace"], mine["gap"])
        alone_in_all += a.alone if then is None else then
        bad += not fine
        rows.append((name, mine["gap"], alone["gap"]))
        print(f"| {seed} | {name} | {mine['value']:.1f} | {mine['gap']:.2%} | {alone['value']:.1f} | {alone['gap']:.2%} | "
              f"{'not reached' if then is None else f'{then:.1f} s'} | {'yes' if fine else 'NO'} |", flush=True)
    return rows, took, alone_in_all, bad


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("portfolio")
    ap.add_argument("scenarios", nargs="+")
    ap.add_argument("--seconds", type=float, default=90)
    ap.add_argument("--alone", type=float, default=60)
    ap.add_argument("--seeds", default="1,2,3")
    ap.add_argument("--arbitre", default="target/release/arbitre")
    a = ap.parse_args()
    print(f"| seed | scenario | value | gap together | value alone | gap alone, {a.alone:.0f} s | alone to the gap together | checked |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |")
    gaps, ratios, bad, said = {}, [], 0, []
    for seed in a.seeds.split(","):
        with tempfile.TemporaryDirectory() as folder:
            rows, took, alone_in_all, refused = one_seed(a, seed, folder)
        for name, mine, alone in rows:
            gaps.setdefault(name, []).append((mine, alone))
        ratios.append(took / max(alone_in_all, 1e-9))
        bad += refused
        worse = sum(mine > alone + 1e-9 for _, mine, alone in rows)
        said.append(f"seed {seed}: {worse} worse than alone, {refused} refused; together {took:.1f} s, alone to the same gaps "
                    f"{alone_in_all:.1f} s at least: {ratios[-1]:.2f}")
    print("", *said, "", sep="\n")
    print(f"| scenario | gap together, median of {len(ratios)} | gap alone, median |\n| --- | ---: | ---: |")
    worse = 0
    for name, both in gaps.items():
        mine, alone = (statistics.median(side) for side in zip(*both))
        worse += mine > alone + 1e-9
        print(f"| {name} | {mine:.2%} | {alone:.2%} |")
    print(f"\nat the medians {worse} worse than alone, {bad} refused; together takes {statistics.median(ratios):.2f} of the time "
          f"that each alone takes to the same gaps")
    return 1 if worse or bad else 0


if __name__ == "__main__":
    sys.exit(main())
