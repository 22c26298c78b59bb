"""Plans the digital roadmap of a county council, and shows the gap closing. Ctrl-C ends the search.

arbitre serve &
python plan_county.py ../../../scenarios/feuille-de-route/portfolio.json --seconds 20
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from arbitre.v1 import plan_pb2, planning_pb2
from arbitre_client import ArbitreError, Client, Tls, dump_plan, load_portfolio, load_scenario

COUNTY = Path(__file__).resolve().parents[3] / "scenarios" / "feuille-de-route" / "portfolio.json"


def main() -> int:
    """Returns the exit code."""
    arguments = parser().parse_args()
    tls = Tls(authorities=arguments.authorities) if arguments.authorities else None
    token = arguments.token_file.read_text().strip() if arguments.token_file else None
    portfolio = load_portfolio(arguments.portfolio)
    scenario = load_scenario(arguments.scenario) if arguments.scenario else None
    with Client(arguments.address, tls=tls, token=token, language="en") as arbitre:
        try:
            plan = arbitre.plan(portfolio, scenario=scenario, deadline=arguments.seconds, on_progress=show)
        except ArbitreError as error:
            print(f"{error.code.name}: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130
    tell(plan)
    if arguments.out:
        dump_plan(plan, arguments.out)
    return 0


def parser() -> argparse.ArgumentParser:
    """What may be said on the command line."""
    options = argparse.ArgumentParser(description="Plans a portfolio, and shows the gap closing.")
    options.add_argument("portfolio", nargs="?", default=COUNTY, type=Path)
    options.add_argument("--scenario", type=Path, help="changes to make to the portfolio first")
    options.add_argument("--address", default="localhost:50051")
    options.add_argument("--seconds", default=20.0, type=float, help="when an answer has to be there")
    options.add_argument("--authorities", type=Path, help="for TLS: who may vouch for the server, in PEM form")
    options.add_argument("--token-file", type=Path, help="a file with the bearer token")
    options.add_argument("--out", type=Path, help="where the plan goes, as .json or .pb")
    return options


def show(progress: planning_pb2.PlanProgress) -> None:
    """A line for each step forward."""
    value = f"{progress.value:10.1f}" if progress.HasField("value") else " " * 10
    bound = f"{progress.bound:10.1f}" if progress.HasField("bound") else " " * 10
    gap = f"{progress.gap:8.2%}" if progress.HasField("gap") else ""
    print(f"{progress.seconds:7.2f} s  value {value}  bound {bound}  gap {gap}")


def tell(plan: plan_pb2.Plan) -> None:
    """The plan in a few lines."""
    status = plan_pb2.PlanStatus.Name(plan.status).removeprefix("PLAN_STATUS_").lower()
    done = [project for project in plan.projects if project.selected]
    print(f"\n{status}: {len(done)} of {len(plan.projects)} projects")
    for project in done:
        print(f"  {project.start} to {project.finish}  {project.project}")


if __name__ == "__main__":
    sys.exit(main())
