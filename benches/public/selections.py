"""Project portfolio selection and scheduling: a checker of selections, CP-SAT's model of them, and the table."""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time

# What sums of costs may exceed a budget by.
ROUNDING = 1e-6


class Selection:
    """An instance as its file says it."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.data = json.load(file)
        self.projects = self.data["projects"]
        self.starts = self.data["planning_window"]

    def value(self, project, start):
        """What the project brings if it starts in that year."""
        rate = 1 + self.data["discount_rate"]
        return sum(v / rate ** (start + k) for k, v in enumerate(project["value"]))

    def check(self, starts):
        """What the starts bring, or an AssertionError that says what they break."""
        data, years = self.data, self.data["budget_window"]
        chosen = [(p, s) for p, s in zip(self.projects, starts) if s is not None]
        first, later = [0.0] * years, [0.0] * years
        streams = [0.0] * len(data["stream_budgets"])
        for project, start in chosen:
            assert start < self.starts, "starts after the planning window"
            for other in project["exclusions"]:
                assert starts[other] is None, "two exclude each other"
            for other in project["prerequisites"]:
                end = starts[other] is not None and starts[other] + self.projects[other]["duration"]
                assert end is not False and end <= start, "starts before what it needs is done"
            for k, cost in enumerate(project["cost"]):
                if start + k < years:
                    (later if k else first)[start + k] += cost
                if start + k < self.starts:
                    streams[project["stream"]] += cost
        for year in range(years):
            assert first[year] + later[year] <= data["budget"][year] + ROUNDING, f"budget of year {year}"
            assert later[year] <= data["ongoing_budget"][year] + ROUNDING, f"ongoing budget of year {year}"
            if year < self.starts:
                assert first[year] <= data["initiation_budget"][year] + ROUNDING, f"initiation budget of year {year}"
            assert sum(s == year for _, s in chosen) <= data["max_starts_per_period"], f"starts in year {year}"
        assert all(s <= b + ROUNDING for s, b in zip(streams, data["stream_budgets"])), "a stream's budget"
        return sum(self.value(p, s) for p, s in chosen)

    def by_cpsat(self, seconds, workers, seed):
        """Starts and bound of a model in OR-Tools CP-SAT: a choice for each project and start. Costs have to be whole."""
        from ortools.sat.python import cp_model

        data, model = self.data, cp_model.CpModel()
        at = [[model.new_bool_var("") for _ in range(self.starts)] for _ in self.projects]
        done = [sum(row) for row in at]
        for row in at:
            model.add_at_most_one(row)
        for p, project in enumerate(self.projects):
            for q in project["exclusions"]:
                if p < q or p not in self.projects[q]["exclusions"]:
                    model.add_at_most_one(at[p] + at[q])
            for q in project["prerequisites"]:
                for start in range(self.starts):
                    last = start - self.projects[q]["duration"]
                    model.add(sum(at[p][: start + 1]) <= sum(at[q][: max(last + 1, 0)]))
        pairs = [(p, s) for p in range(len(at)) for s in range(self.starts)]
        for year in range(data["budget_window"]):
            runs = [(p, s, year - s) for p, s in pairs if 0 <= year - s < self.projects[p]["duration"]]
            costs = [(int(self.projects[p]["cost"][k]) * at[p][s], k) for p, s, k in runs]
            model.add(sum(c for c, _ in costs) <= int(data["budget"][year]))
            model.add(sum(c for c, k in costs if k) <= int(data["ongoing_budget"][year]))
            if year < self.starts:
                model.add(sum(c for c, k in costs if not k) <= int(data["initiation_budget"][year]))
                model.add(sum(row[year] for row in at) <= data["max_starts_per_period"])
        for stream, budget in enumerate(data["stream_budgets"]):
            own = [(p, s) for p, s in pairs if self.projects[p]["stream"] == stream]
            cost = lambda p, s: int(sum(self.projects[p]["cost"][: self.starts - s]))
            model.add(sum(cost(p, s) * at[p][s] for p, s in own) <= int(budget))
        scale = 10**6
        worth = lambda p, s: round(scale * self.value(self.projects[p], s))
        model.maximize(sum(worth(p, s) * at[p][s] for p, s in pairs))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = seed
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, solver.best_objective_bound / scale
        starts = [next((s for s, x in enumerate(row) if solver.value(x)), None) for row in at]
        return starts, solver.best_objective_bound / scale


def run(files, known, args):
    """Measures each file, writes the CSV and the table."""
    rows = []
    for file in files:
        instance, name = Selection(file), os.path.basename(file)
        row = {"instance": name, "best_known": known.get(name)}
        row.update(ours(file, instance, args))
        if not args.no_peer:
            row.update(theirs(instance, args))
        rows.append(row)
        print(*(f"{k}={v}" for k, v in row.items()), file=sys.stderr, flush=True)
    with open(os.path.join(args.out, "ppssp.csv"), "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    text = table(rows, args)
    with open(os.path.join(args.out, "ppssp.md"), "w", encoding="utf-8") as file:
        file.write(text + "\n")
    print(text)


def ours(file, instance, args):
    """What the engine says, its selection checked."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "starts.json")
        command = [args.arbitre, "schedule", file, "--json", "--out", out, "--seconds", str(args.seconds)]
        command += ["--seed", str(args.seed), "--threads", str(args.threads)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not done.stdout.strip():
            sys.exit(f"arbitre says nothing: {done.stderr}")
        said = json.loads(done.stdout)
        value = None
        if os.path.exists(out):
            with open(out, encoding="utf-8") as written:
                value = instance.check(json.load(written)["starts"])
            assert abs(value - said["objective"]) < 1e-3, f"says {said['objective']} of a selection of {value}"
    return figures("arbitre", value, said["bound"], said["wall_s"])


def theirs(instance, args):
    """What CP-SAT finds, where it can be run."""
    try:
        began = time.monotonic()
        starts, bound = instance.by_cpsat(args.seconds, args.threads, args.seed)
    except ImportError:
        print("*** LEFT OUT: the peer; pip install ortools", file=sys.stderr)
        return {}
    value = instance.check(starts) if starts else None
    return figures("cpsat", value, bound, time.monotonic() - began)


def figures(name, value, bound, wall):
    gap = None if value is None else (bound - value) / value
    return {f"{name}_value": value, f"{name}_bound": bound, f"{name}_gap": gap, f"{name}_wall_s": round(wall, 1)}


def table(rows, args):
    """One line for each instance and solver."""
    lines = [
        f"ppssp: {args.seconds:g} s each, {args.threads} threads, seed {args.seed}",
        "",
        "| instance | solver | value | bound | gap | below the best known |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        for name in [name for name in ("arbitre", "cpsat") if f"{name}_bound" in row]:
            value, known = row[f"{name}_value"], row["best_known"]
            below = "–" if known is None or value is None else f"{100 * (1 - value / known):.2f} %"
            found = ["–", "–"] if value is None else [f"{value:.1f}", f"{100 * row[f'{name}_gap']:.2f} %"]
            lines.append(
                f"| {row['instance']} | {name} | {found[0]} | {row[f'{name}_bound']:.1f} | {found[1]} | {below} |"
            )
    return "\n".join(lines)
