#!/usr/bin/env python3
"""Scenarios planned together beside each planned alone.

  beside.py PORTFOLIO.json SCENARIO.json... [--seconds 90] [--alone 60] [--arbitre target/release/arbitre]

Plans the scenarios together in so many seconds, then each alone, from nothing, for as long as is said; checks every plan
with arbitre and, where it is there, with the reference referee in $ARBITRE_SHARED (../shared). Prints a table in Markdown;
ends with 1 if a scenario's gap is worse than alone, or a plan is refused.
"""
import argparse
import json
import os
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


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("portfolio")
    ap.add_argument("scenarios", nargs="+")
    ap.add_argument("--seconds", type=float, default=90)
    ap.add_argument("--alone", type=float, default=60)
    ap.add_argument("--arbitre", default="target/release/arbitre")
    a = ap.parse_args()
    worse = bad = 0
    alone_in_all = 0.0
    with tempfile.TemporaryDirectory() as folder:
        took = run(a.arbitre, "compare", a.portfolio, *a.scenarios, "--seconds", str(a.seconds), "--out", folder)
        print(f"together: {took:.1f} s\n")
        print(f"| scenario | value | gap together | value alone | gap alone, {a.alone:.0f} s | alone to the gap together | checked |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
        for path in a.scenarios:
            name = json.load(open(path))["id"]
            at = {k: os.path.join(folder, f"{name}.{k}.json") for k in ("plan", "alone", "portfolio", "trace")}
            run(a.arbitre, "apply", a.portfolio, path, "--out", at["portfolio"])
            run(a.arbitre, "plan", at["portfolio"], "--seconds", str(a.alone), "--trace", at["trace"], "--out", at["alone"])
            mine, alone = (json.load(open(at[k]))["goals"][0] for k in ("plan", "alone"))
            fine = all(holds(a.arbitre, at["portfolio"], at[k]) for k in ("plan", "alone"))
            then = reached(at["trace"], mine["gap"])
            alone_in_all += a.alone if then is None else then
            worse += mine["gap"] > alone["gap"] + 1e-9
            bad += not fine
            print(f"| {name} | {mine['value']:.1f} | {mine['gap']:.2%} | {alone['value']:.1f} | {alone['gap']:.2%} | "
                  f"{'not reached' if then is None else f'{then:.1f} s'} | {'yes' if fine else 'NO'} |", flush=True)
    print(f"\n{worse} worse than alone, {bad} refused; alone to the same gaps {alone_in_all:.1f} s at least, "
          f"together {took:.1f} s: {took / max(alone_in_all, 1e-9):.2f}")
    return 1 if worse or bad else 0


if __name__ == "__main__":
    sys.exit(main())
