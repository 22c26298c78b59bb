#!/usr/bin/env python3
"""How time to a gap and memory grow with the number of projects: one table, one chart, and a profile beside them.

    make bench-growth ARGS="--sizes 300,1000 --seeds 1"

Plans the reference portfolio (69 projects) and portfolios of `make_portfolio.py random` until the first goal is proven within
--gap, or --seconds are over; checks every plan with arbitre and with the reference referee. Writes growth.csv, growth.md and,
where matplotlib is installed, growth.svg to --out, and where `perf` is, profile.md: the functions that most time went into.
The chart's dotted line is n^1.2 from 300 projects on; the exponent is that of the straight line through the logarithms of the
medians from there on (least squares). Sizes with a run that did not get to the gap have no median time, and are said.
"""
import argparse
import csv
import importlib.util
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time

COUNTY = 69
FROM = 300
AIM = 1.2
TOP = 15
PROFILED_SECONDS = 20


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=numbers, default=[COUNTY, 300, 1000, 3000, 10000], help="projects; 69 is the reference portfolio")
    parser.add_argument("--seeds", type=numbers, default=[1, 2, 3], help="of the random portfolios, and of the search with 69")
    parser.add_argument("--gap", type=float, default=0.12)
    parser.add_argument("--seconds", type=float, default=600.0, help="at most, for each")
    parser.add_argument("--shared", default=os.environ.get("ARBITRE_SHARED", "../shared"))
    parser.add_argument("--county", default="scenarios/feuille-de-route/portfolio.json")
    parser.add_argument("--arbitre", default="target/release/arbitre")
    parser.add_argument("--out", default="target/bench/growth")
    args = parser.parse_args()
    args.tools = os.path.join(args.shared, "tools")
    if not os.path.exists(os.path.join(args.tools, "make_portfolio.py")):
        sys.exit(f"{args.tools} has no make_portfolio.py; say where it is with --shared or ARBITRE_SHARED")
    os.makedirs(args.out, exist_ok=True)
    rows = []
    for size in args.sizes:
        for seed in args.seeds:
            rows.append(measure(size, seed, args))
            print(*(f"{k}={v}" for k, v in rows[-1].items()), file=sys.stderr, flush=True)
            write(rows, args)
    text = report(rows, args)
    keep("growth.md", text, args)
    print(text)
    chart(rows, args)
    profile(args)
    return all(row["checked"] for row in rows)


def numbers(text):
    return [int(x) for x in text.split(",")]


def portfolio(size, seed, args):
    """Its file, and the seed of the search."""
    if size == COUNTY:
        return args.county, seed
    file = os.path.join(args.out, f"random-{size}-{seed}.json")
    with open(file, "w", encoding="utf-8") as out:
        make = [sys.executable, os.path.join(args.tools, "make_portfolio.py"), "random", "--projects", str(size), "--seed", str(seed)]
        subprocess.run(make, stdout=out, check=True)
    return file, 1


def measure(size, seed, args):
    file, search = portfolio(size, seed, args)
    plan, trace = (os.path.join(args.out, name) for name in ("plan.json", "trace.jsonl"))
    command = [args.arbitre, "plan", file, "--gap", str(args.gap), "--seconds", str(args.seconds), "--seed", str(search)]
    began = time.monotonic()
    with subprocess.Popen([*command, "--out", plan, "--trace", trace], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    if process.returncode != 0:
        sys.exit(f"arbitre ended with {process.returncode} on {file}")
    with open(trace, encoding="utf-8") as lines:
        steps = [step for step in map(json.loads, lines) if step["goal"] == 0]
    within = [step["seconds"] for step in steps if step.get("gap") is not None and step["gap"] <= args.gap]
    planned = [step["seconds"] for step in steps if step.get("value") is not None]
    return {
        "projects": size,
        "seed": seed,
        "first_s": planned[0] if planned else None,
        "gap_s": within[0] if within else None,
        "gap": min((step["gap"] for step in steps if step.get("gap") is not None), default=None),
        "wall_s": round(wall, 2),
        "peak_mib": round(usage.ru_maxrss / 1024),
        "checked": holds(file, plan, args),
    }


def holds(file, plan, args):
    checks = [[args.arbitre, "check", file, plan], [sys.executable, os.path.join(args.tools, "check_plan.py"), file, plan]]
    return all(subprocess.run(check, stdout=subprocess.DEVNULL, check=False).returncode == 0 for check in checks)


def medians(rows, key):
    """By size: the median over its seeds, if each has a figure."""
    sizes = sorted({row["projects"] for row in rows})
    of = {size: [row[key] for row in rows if row["projects"] == size] for size in sizes}
    return {size: statistics.median(own) for size, own in of.items() if None not in own}


def exponent(by_size):
    """The slope of the straight line through the logarithms, from FROM projects on."""
    points = [(math.log(size), math.log(figure)) for size, figure in by_size.items() if size >= FROM and figure > 0]
    if len(points) < 2:
        return None
    return statistics.linear_regression(*zip(*points)).slope


def report(rows, args):
    time_to, memory = medians(rows, "gap_s"), medians(rows, "peak_mib")
    out = [f"| projects | seeds | first plan | gap of {args.gap:.0%} after | peak memory | checked |", "| ---: | ---: | ---: | ---: | ---: | --- |"]
    for size in sorted({row["projects"] for row in rows}):
        own = [row for row in rows if row["projects"] == size]
        first = medians(own, "first_s").get(size)
        missed = sum(row["gap_s"] is None for row in own)
        then = f"{time_to[size]:.1f} s" if not missed else f"{missed} of {len(own)} not within {args.seconds:.0f} s"
        checked = "passed" if all(row["checked"] for row in own) else "REFUSED"
        out.append(f"| {size} | {len(own)} | {'–' if first is None else f'{first:.2f} s'} | {then} | {memory[size]:.0f} MiB | {checked} |")
    grow = [("time", exponent(time_to)), ("memory", exponent(memory))]
    said = ", ".join(f"{name} as n^{power:.2f}" for name, power in grow if power is not None)
    return "\n".join(out) + (f"\n\nFrom {FROM} projects on, by medians: {said}." if said else "")


def write(rows, args):
    with open(os.path.join(args.out, "growth.csv"), "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def keep(name, text, args):
    with open(os.path.join(args.out, name), "w", encoding="utf-8") as file:
        file.write(text + "\n")


def chart(rows, args):
    if importlib.util.find_spec("matplotlib") is None:
        print("*** LEFT OUT: the chart; pip install matplotlib", file=sys.stderr)
        return
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    sizes = sorted({row["projects"] for row in rows})
    figure, axes = pyplot.subplots(1, 2, figsize=(10, 5))
    for axis, key, label in [(axes[0], "gap_s", f"seconds to a gap of {args.gap:.0%}"), (axes[1], "peak_mib", "peak memory, MiB")]:
        points = medians(rows, key)
        axis.plot(list(points), list(points.values()), marker="o", label="median")
        axis.scatter(*zip(*((row["projects"], row[key]) for row in rows if row[key] is not None)), marker="x", alpha=0.5, label="a run")
        fitted = [size for size in points if size >= FROM]
        if fitted:
            lines = [points[fitted[0]] * (size / fitted[0]) ** AIM for size in fitted]
            axis.plot(fitted, lines, linestyle=":", color="gray", label=f"n^{AIM}")
        axis.set(xscale="log", yscale="log", xlabel="projects", ylabel=label)
        axis.set_xticks(sizes, sizes)
        axis.minorticks_off()
        axis.grid(alpha=0.3)
        axis.legend()
    figure.tight_layout()
    figure.savefig(os.path.join(args.out, "growth.svg"))


def profile(args):
    """Where the time goes at each size, by sampling."""
    if shutil.which("perf") is None:
        print("*** LEFT OUT: the profile; perf is not installed", file=sys.stderr)
        return
    parts = []
    for size in args.sizes:
        file, _ = portfolio(size, args.seeds[0], args)
        data = os.path.join(args.out, "perf.data")
        plan = [args.arbitre, "plan", file, "--seconds", str(PROFILED_SECONDS), "--out", os.path.join(args.out, "plan.json")]
        record = ["perf", "record", "--quiet", "--freq", "199", "--output", data, "--", *plan]
        if subprocess.run(record, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            print("*** LEFT OUT: the profile; perf may not record here", file=sys.stderr)
            return
        said = subprocess.run(
            ["perf", "report", "--stdio", "--no-children", "--percent-limit", "1", "--sort", "symbol", "--input", data],
            capture_output=True, text=True, check=True,
        )
        shares = [line.split(None, 1) for line in said.stdout.splitlines() if line.strip() and not line.startswith("#")]
        # Columns that perf may add stand behind wide blanks.
        names = [(share, name.removeprefix("[.] ").split("  ")[0].strip()) for share, name in shares[:TOP]]
        rows = [f"| {share} | `{name}` |" for share, name in names]
        os.remove(data)
        parts.append("\n".join([f"{size} projects, {PROFILED_SECONDS} s:\n", "| of the time | function |", "| ---: | --- |", *rows]))
    keep("profile.md", "\n\n".join(parts), args)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
