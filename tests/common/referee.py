"""Judges many plans with the reference referee in one process: JSON cases in, JSON verdicts out.

  referee.py CHECK_PLAN.py < cases.json > verdicts.json
"""
import importlib.util
import json
import sys

sys.dont_write_bytecode = True
spec = importlib.util.spec_from_file_location("check_plan", sys.argv[1])
check_plan = importlib.util.module_from_spec(spec)
sys.modules["check_plan"] = check_plan
spec.loader.exec_module(check_plan)


def judge(case):
    pf = check_plan.Portfolio(case["portfolio"])
    base = check_plan.read_baseline(case["baseline"]) if case["baseline"] else None
    bad, fig = check_plan.evaluate(pf, check_plan.read_plan(case["plan"]), base, case["frozenBefore"])
    years = range(pf.cal.start.year, pf.cal.end.year + 1)
    return {
        "violations": bad,
        "measures": [fig[m] for m in check_plan.MEASURES],
        "load": [fig["load"][p] for p in pf.capacity],
        "ordered": [[fig["ordered"][f], fig["owed"].get(f, 0)] for f in pf.frameworks],
        "money": [[[fig[what].get((f, y), 0) for what in ("paid", "committed")] for y in years] for f in pf.funds],
    }


json.dump([judge(case) for case in json.load(sys.stdin)], sys.stdout)
