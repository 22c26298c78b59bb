"""The scheduling kernel on public instances, beside OR-Tools CP-SAT in the same run: one command per table.

    make bench-public ARGS="--set j60 --seconds 20 --every 20"

Each schedule is checked again by `instances.py`, each selection by `selections.py`; neither shares code with the engine. Writes SET.csv and SET.md to --out, and
prints the table.
"""

import argparse
import csv
import glob
import importlib.util
import json
import os
import subprocess
import sys
import tempfile

import instances
import selections

SETS = {
    "j30": ("psplib-rcpsp", "j30/*.sm"),
    "j60": ("psplib-rcpsp", "j60/*.sm"),
    "j120": ("psplib-rcpsp", "j120/*.sm"),
    "mm-j20": ("psplib-mrcpsp", "j20/*.mm"),
    "mm-j30": ("psplib-mrcpsp", "j30/*.mm"),
    "mmlib50": ("mmlib", "MMLIB50/*.mm"),
    "mista": ("mista2013", "*.txt"),
    "mpsplib": ("mpsplib", "*.rcmp"),
    "ppssp": ("ppssp", "*.json"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--set", choices=SETS, default="j30")
    parser.add_argument("--seconds", type=float, default=5.0, help="for each solver on each instance")
    parser.add_argument("--every", type=int, default=10, help="every so many instances of the set; 1 for all")
    parser.add_argument("--first", type=int, default=0, help="the first of them, by position in the set")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--shared", default=os.environ.get("ARBITRE_SHARED", "../shared"))
    parser.add_argument("--arbitre", default="target/release/arbitre")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--out", default="target/bench/public")
    args = parser.parse_args()
    folder, pattern = SETS[args.set]
    root = os.path.join(args.shared, "benchmarks", folder)
    files = sorted(glob.glob(os.path.join(root, pattern)))[args.first :: args.every]
    if not files:
        sys.exit(f"there are no instances {os.path.join(root, pattern)}; say by --shared where they are")
    known = best_known(root)
    os.makedirs(args.out, exist_ok=True)
    if args.set == "ppssp":
        selections.run(files, known, args)
        return
    peer = None if args.no_peer else find_peer(args)
    rows = []
    for file in files:
        rows.append(measure(file, known.get(os.path.basename(file)), peer, args))
        print(*(f"{k}={v}" for k, v in rows[-1].items()), file=sys.stderr, flush=True)
        write(rows, args)
    print(table(rows, args))


def find_peer(args):
    """The peer's program, if it can be run here."""
    peer = os.path.join(args.shared, "peers", "cpsat_rcpsp.py")
    if importlib.util.find_spec("ortools") is None or not os.path.exists(peer):
        print("*** LEFT OUT: the peer; pip install ortools, and see --shared", file=sys.stderr)
        return None
    return peer


def best_known(root):
    """By file name: the best known value."""
    with open(os.path.join(root, "bks.csv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {os.path.basename(row["instance"]): float(row["best_known"]) for row in rows if row["best_known"]}


def measure(file, known, peer, args):
    instance = instances.read(file)
    row = {"instance": os.path.basename(file), "critical_path": instance.critical_path()[0], "best_known": known}
    ours = ["--seconds", str(args.seconds), "--seed", str(args.seed), "--threads", str(args.threads)]
    row.update(run([args.arbitre, "schedule", file, "--json", *ours], "--out", instance, "arbitre"))
    if peer:
        theirs = ["--seconds", str(args.seconds), "--seed", str(args.seed), "--workers", str(args.threads)]
        theirs += ["--warm"] if instance.is_delay else []
        row.update(run([sys.executable, peer, file, *theirs], "--solution", instance, "cpsat"))
    return row


def run(command, out, instance, name):
    """What a solver says, its schedule checked."""
    with tempfile.TemporaryDirectory() as folder:
        schedule = os.path.join(folder, "schedule.json")
        done = subprocess.run([*command, out, schedule], capture_output=True, text=True, check=False)
        if not done.stdout.strip():
            sys.exit(f"{name} says nothing: {done.stderr}")
        said = json.loads(done.stdout.strip().splitlines()[-1])
        value = None
        if os.path.exists(schedule):
            with open(schedule, encoding="utf-8") as file:
                value = instance.check(json.load(file)["start_mode"])
    objective = said["objective"]
    stated = objective if objective is None or isinstance(objective, list) else [objective]
    assert stated == value, f"{name} says {stated} of a schedule of {value}"
    bound = said["bound"][0] if isinstance(said["bound"], list) else said["bound"]
    # What is proven of the first value; the second decides between equals.
    proven = said["status"] == "INFEASIBLE" or (value is not None and bound == value[0])
    figures = {"value": value and value[0], "second": value[1] if value and len(value) > 1 else None}
    figures.update(bound=bound, proven=int(proven), status=said["status"], wall_s=said["wall_s"])
    return {f"{name}_{key}": figure for key, figure in figures.items()}


def write(rows, args):
    with open(os.path.join(args.out, f"{args.set}.csv"), "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    with open(os.path.join(args.out, f"{args.set}.md"), "w", encoding="utf-8") as file:
        file.write(table(rows, args) + "\n")


def table(rows, args):
    delay = args.set == "mista"
    lines = [
        f"{args.set}: {len(rows)} instances, {args.seconds:g} s each, {args.threads} threads, seed {args.seed}",
        "",
        "| solver | instances | with a schedule | proven | above the critical path | above the best known | mean time |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    names = [name for name in ("arbitre", "cpsat") if f"{name}_value" in rows[0]]
    for name in names:
        found = [row for row in rows if row[f"{name}_value"] is not None]
        path = "–" if delay else deviation(found, name, "critical_path")
        lines.append(
            f"| {name} | {len(rows)} | {len(found)} | {sum(row[f'{name}_proven'] for row in rows)} | {path} "
            f"| {deviation(found, name, 'best_known')} | {mean([row[f'{name}_wall_s'] for row in rows]):.1f} s |"
        )
    if len(names) == 2:
        pairs = [[order(row, name) for name in names] for row in rows]
        counts = [sum(a < b for a, b in pairs), sum(a == b for a, b in pairs), sum(a > b for a, b in pairs)]
        lines += ["", "arbitre better, equal, worse than cpsat: " + ", ".join(map(str, counts))]
    return "\n".join(lines)


def order(row, name):
    """Better is less; without a schedule it is worst, unless that is proven."""
    value, second = row[f"{name}_value"], row[f"{name}_second"]
    none = 0 if row[f"{name}_status"] == "INFEASIBLE" else float("inf")
    return (none if value is None else value, second or 0)


def deviation(rows, name, base):
    shares = [row[f"{name}_value"] / row[base] - 1 for row in rows if row[base]]
    return f"{100 * mean(shares):.2f} %" if shares else "–"


def mean(figures):
    return sum(figures) / len(figures) if figures else float("nan")


if __name__ == "__main__":
    main()
