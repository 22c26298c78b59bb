#!/bin/sh
# What gives way to a small, a medium and a large demand on the reference portfolio: the baseline is its best plan, with the
# projects tagged `emblematique` protected, the others decided and the first year frozen. Prints each menu and the time that
# it took; every option is checked, by the reference referee as well where it is there.
#   benches/arbitrate.sh [SECONDS [further flags of `arbitre arbitrate`]]
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-30}
[ $# -gt 0 ] && shift
case=scenarios/feuille-de-route
out=target/arbitrate
arbitre=target/release/arbitre
referee=${ARBITRE_SHARED:-../shared}/tools/check_plan.py
mkdir -p "$out"

if ! [ -f "$out/baseline.json" ]; then
  "$arbitre" plan "$case/portfolio.json" --seconds 60 --out "$out/plan.json" > /dev/null
  python3 - "$case/portfolio.json" "$out/plan.json" "$out/baseline.json" << 'PYTHON'
import json, sys
portfolio, plan = (json.load(open(f)) for f in sys.argv[1:3])
firm = {p["id"] for p in portfolio["projects"] if "emblematique" in p.get("tags", [])}
for p in plan["projects"]:
    if p.get("selected"):
        p["commitment"] = "COMMITMENT_PROTECTED" if p["project"] in firm else "COMMITMENT_DECIDED"
json.dump(plan, open(sys.argv[3], "w"))
PYTHON
fi

for size in s m l; do
  echo "== demand $size"
  began=$(date +%s%N)
  "$arbitre" --lang en arbitrate "$case/portfolio.json" --baseline "$out/baseline.json" --frozen-until 2021-01-01 \
    --demand "$case/demandes/$size.json" --seconds "$seconds" --out "$out/$size.json" "$@" || echo "exit code $?"
  echo "$((($(date +%s%N) - began) / 1000000)) ms"
  python3 - "$case" "$out" "$size" "$referee" "$arbitre" << 'PYTHON'
import json, os, subprocess, sys
case, out, size, referee, arbitre = sys.argv[1:]
portfolio, demand = json.load(open(f"{case}/portfolio.json")), json.load(open(f"{case}/demandes/{size}.json"))
portfolio["projects"].append({**demand, "mustDo": True})
asked = f"{out}/portfolio-{size}.json"
json.dump(portfolio, open(asked, "w"))
decided = ["--baseline", f"{out}/baseline.json", "--frozen-until", "2021-01-01"]
menu = json.load(open(f"{out}/{size}.json"))
for option in menu.get("options", []) + menu.get("wider", []):
    plan = f"{out}/{size}-{option['id']}.json"
    json.dump(option["plan"], open(plan, "w"))
    subprocess.run([arbitre, "check", asked, plan, *decided], check=True, stdout=subprocess.DEVNULL)
    if os.path.exists(referee):
        subprocess.run([sys.executable, referee, asked, plan, *decided], check=True, stdout=subprocess.DEVNULL)
    else:
        print(f"check_plan.py: LEFT OUT, {referee} is not there")
    d = {x["measure"][8:]: x.get("value", 0) for x in option["deltas"]}
    print(f"  {option['id']}: touched {len(option.get('touched', []))}, value {d['VALUE']:+.1f}, disruption "
          f"{d['DISRUPTION']:.1f}, spend {d['EXTERNAL_SPEND']:+.0f}, proven fewest {option.get('fewestChanges', False)}")
PYTHON
done
