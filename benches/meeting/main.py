"""Measures a meeting: one workspace answers single changes of every kind, each in about a second, and beside each
answer stands a cold run of the same portfolio. Every plan is checked, by `arbitre check` and by the reference referee.

With --plan-steps, --cold-steps and --answer-steps, nothing but the seconds shown depends on what else the machine has to
do: give them what a quiet machine does in the time that is meant (`arbitre plan --trace` tells). Cold runs are kept in
the folder and made once; run it again to go on after an interruption. Run by `make bench-meeting`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from questions import KINDS, prepared, questions

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
ARBITRE = TARGET / "release" / "arbitre"
REFEREE = Path(os.environ.get("ARBITRE_SHARED", ROOT / ".." / "shared")).resolve() / "tools" / "check_plan.py"

# A gap may be so much above the cold run's, in points of a percent.
ABOVE = 1.0


def main() -> int:
    chosen = arguments()
    folder = chosen.folder
    folder.mkdir(parents=True, exist_ok=True)
    portfolio = prepared(json.loads(chosen.portfolio.read_text()))
    file = folder / "portfolio.json"
    write(file, portfolio)
    # A portfolio that takes hardly any change ends the asking, too.
    tried = islice(questions(portfolio, chosen.seed), 20 * chosen.questions)
    asked = list(islice((q for q in tried if can_be_asked(file, q, folder)), chosen.questions))
    missing = sorted(set(KINDS) - {kind(q) for q in asked})
    if missing:
        print(f"*** LEFT OUT: {', '.join(missing)}: the portfolio takes no such change", file=sys.stderr)
    warm = answers(file, asked, chosen)
    beside = range(0, 0 if chosen.no_cold else len(asked), chosen.cold_every)
    rows = [row(file, q, warm[q["id"]], chosen, i in beside) for i, q in enumerate(asked)]
    show(rows)
    return 0 if all(r["checked"] == "passed" for r in rows) else 1


def arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--portfolio", type=Path, default=ROOT / "scenarios" / "feuille-de-route" / "portfolio.json")
    options.add_argument("--questions", type=int, default=50)
    options.add_argument("--seed", type=int, default=1, help="of the questions")
    options.add_argument("--plan-seconds", type=float, default=60.0)
    options.add_argument("--plan-steps", type=int)
    options.add_argument("--answer-seconds", type=float, default=0.8, help="of search; reasons come on top")
    options.add_argument("--answer-steps", type=int)
    options.add_argument("--cold-seconds", type=float, default=60.0)
    options.add_argument("--cold-steps", type=int)
    options.add_argument("--cold-every", type=int, default=1, help="a cold run beside the first of so many questions")
    options.add_argument("--no-cold", action="store_true", help="answers alone")
    options.add_argument("--folder", type=Path, default=TARGET / "bench" / "meeting", help="where everything is kept")
    return options.parse_args()


def write(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def kind(question: dict[str, Any]) -> str:
    return next(iter(question["changes"][0]))


def can_be_asked(portfolio: Path, question: dict[str, Any], folder: Path) -> bool:
    """Whether the change can be made, and makes a portfolio that can be planned; its file is there then."""
    file = folder / f"{question['id']}.json"
    write(file, question)
    validate = [ARBITRE, "validate", portfolio, "--scenario", file]
    return subprocess.run(validate, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def answers(portfolio: Path, asked: list[dict[str, Any]], chosen: argparse.Namespace) -> dict[str, Any]:
    """One workspace's answers, by question."""
    command = [ARBITRE, "ask", portfolio, *(chosen.folder / f"{q['id']}.json" for q in asked)]
    command += ["--out", chosen.folder]
    command += budget("--plan-", chosen.plan_seconds, chosen.plan_steps)
    command += budget("--", chosen.answer_seconds, chosen.answer_steps)
    for old in chosen.folder.glob("*.answer.json"):
        old.unlink()
    ended = subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL).returncode
    assert ended in (0, 1, 3), f"arbitre ask ended with {ended}"
    return {q["id"]: json.loads((chosen.folder / f"{q['id']}.answer.json").read_text()) for q in asked}


def budget(prefix: str, seconds: float, steps: int | None) -> list[str]:
    return [f"{prefix}seconds", str(seconds)] if steps is None else [f"{prefix}steps", str(steps)]


def cold(portfolio: Path, question: dict[str, Any], chosen: argparse.Namespace) -> dict[str, Any]:
    """The plan of the changed portfolio that nothing was known of."""
    words = budget("--", chosen.cold_seconds, chosen.cold_steps)
    out = chosen.folder / f"{question['id']}.cold{''.join(words)}.json"
    if not out.exists():
        scenario = chosen.folder / f"{question['id']}.json"
        command = [ARBITRE, "plan", portfolio, "--scenario", scenario, *words, "--out", out]
        subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return json.loads(out.read_text())


def row(
    portfolio: Path, question: dict[str, Any], answer: dict[str, Any], chosen: argparse.Namespace, beside: bool
) -> dict[str, Any]:
    found = {"question": question["id"], "kind": kind(question), "seconds": answer.get("seconds", 0.0)}
    found |= {f"warm {k}": v for k, v in figures(answer["plan"]).items()}
    found["checked"] = check(portfolio, question, answer["plan"], chosen.folder)
    if beside:
        plan = cold(portfolio, question, chosen)
        found |= {f"cold {k}": v for k, v in figures(plan).items()}
        theirs = check(portfolio, question, plan, chosen.folder)
        found["checked"] = theirs if found["checked"] == "passed" else found["checked"]
    return found


def figures(plan: dict[str, Any]) -> dict[str, Any]:
    status = plan.get("status", "PLAN_STATUS_UNSPECIFIED").removeprefix("PLAN_STATUS_")
    goal = (plan.get("goals") or [{}])[0]
    has_plan = status in ("OPTIMAL", "FEASIBLE")
    value, bound = goal.get("value", 0.0), goal.get("bound", 0.0)
    return {"status": status} | ({"value": value, "bound": bound, "gap": goal.get("gap", 0.0)} if has_plan else {})


def check(portfolio: Path, question: dict[str, Any], plan: dict[str, Any], folder: Path) -> str:
    """By both referees, on the portfolio as the change makes it."""
    if plan.get("status") not in ("PLAN_STATUS_OPTIMAL", "PLAN_STATUS_FEASIBLE"):
        return "passed"
    changed, file = folder / "checked.portfolio.json", folder / "checked.plan.json"
    scenario = folder / f"{question['id']}.json"
    apply = [ARBITRE, "apply", portfolio, scenario, "--out", changed]
    subprocess.run(list(map(str, apply)), check=True)
    write(file, plan)
    commands = [[str(ARBITRE), "check", str(changed), str(file)]]
    if REFEREE.exists():
        commands.append([sys.executable, str(REFEREE), str(changed), str(file)])
    else:
        print(f"*** LEFT OUT: the reference referee; it is not at {REFEREE}", file=sys.stderr)
    ended = [subprocess.run(command, capture_output=True, text=True) for command in commands]
    for run in ended:
        if run.returncode != 0:
            print(f"{question['id']}: {run.stdout}{run.stderr}", file=sys.stderr)
    return "passed" if all(run.returncode == 0 for run in ended) else "REFUSED"


def show(rows: list[dict[str, Any]]) -> None:
    sides = [f"{side} {what}" for side in ("warm", "cold") for what in ("status", "value", "gap")]
    columns = ["question", "seconds", *sides, "checked"]
    columns = [c for c in columns if any(c in r for r in rows)]
    print("| " + " | ".join(columns) + " |")
    print("| --- |" + " ---: |" * (len(columns) - 1))
    for r in rows:
        print("| " + " | ".join(cell(c, r.get(c)) for c in columns) + " |")
    print()
    seconds = [r["seconds"] for r in rows]
    print(f"seconds to the answer: median {statistics.median(seconds):.2f}, worst {max(seconds):.2f}")
    both = [r for r in rows if "warm gap" in r and "cold gap" in r]
    if both:
        above = [100 * (r["warm gap"] - r["cold gap"]) for r in both]
        values = [r["warm value"] / r["cold value"] for r in both if r["cold value"] > 0]
        print(f"gap above the cold run's, in points: median {statistics.median(above):.2f}, worst {max(above):.2f}")
        print(f"gap at most {ABOVE:g} point above the cold run's: {sum(a <= ABOVE for a in above)} of {len(above)}")
        print(f"value over the cold run's: median {statistics.median(values):.4f}, worst {min(values):.4f}")
        pairs = [r for r in rows if "cold status" in r]
        differ = [r["question"] for r in pairs if ("warm gap" in r) != ("cold gap" in r)]
        print(f"a plan in one and none in the other: {', '.join(differ) or 'nowhere'}")
    gaps = [100 * r["warm gap"] for r in rows if "warm gap" in r]
    print(f"gap of the answers: median {statistics.median(gaps):.2f} %, worst {max(gaps):.2f} %")
    print(f"plans that a referee refuses: {sum(r['checked'] != 'passed' for r in rows)}")


def cell(column: str, value: Any) -> str:
    if value is None:
        return "–"
    if column.endswith("gap"):
        return f"{100 * value:.2f} %"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
