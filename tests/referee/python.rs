//! Asks `check_plan.py` about many scenes in one process.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use arbitre::check::Claims;
use arbitre::model::Measure;
use arbitre::wire;
use serde_json::{Value, json};

use super::Scene;

/// What `check_plan.py` says of a scene.
pub(crate) struct Answer {
    /// Its sentences; or the exception that it raises on ids it does not know.
    pub(crate) violations: Result<Vec<String>, String>,
    /// By name.
    pub(crate) figures: BTreeMap<String, f64>,
}

/// Runs each scene through the reference as it stands, in its own order.
const DRIVER: &str = r#"
import json, sys
from datetime import date
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import check_plan as cp
batch = json.load(open(sys.argv[2]))
portfolios = {}
for s in batch["scenes"]:
    k = s["portfolio"]
    pf = portfolios.get(k) or portfolios.setdefault(k, cp.Portfolio(json.loads(batch["portfolios"][k])))
    try:
        base = cp.read_baseline(s["baseline"]) if s["baseline"] else None
        day = s["frozen_until"]
        frozen = sum(x < date.fromisoformat(day) for x, _ in pf.cal.periods) if day else 0
        bad, fig = cp.evaluate(pf, cp.read_plan(s["plan"]), base, frozen)
        if s["claims"]:
            bad += cp.check_claims(pf, s["plan"], fig)
    except (KeyError, IndexError) as e:
        print(json.dumps({"error": f"{type(e).__name__} {e}"}))
        continue
    print(json.dumps({"violations": bad, "figures": {m: fig[m] for m in cp.MEASURES}}))
"#;

/// The tools beside the project; none, said loudly, where they are not there.
pub(crate) fn tools(skipped: &str) -> Option<PathBuf> {
    let shared = env::var_os("ARBITRE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let tools = shared.join("tools");
    if tools.join("check_plan.py").is_file() {
        return Some(tools);
    }
    // Past the test harness, which keeps what passing tests print to itself.
    let said =
        writeln!(io::stderr(), "LEFT OUT: {skipped}: no check_plan.py in {}; set ARBITRE_SHARED", tools.display());
    said.expect("standard error is open");
    None
}

/// What `check_plan.py` says of each scene.
pub(crate) fn ask(tools: &Path, scenes: &[Scene]) -> Vec<Answer> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (driver, batch) = (folder.path().join("driver.py"), folder.path().join("batch.json"));
    fs::write(&driver, DRIVER).expect("the driver is written");
    fs::write(&batch, self::batch(scenes).to_string()).expect("the batch is written");
    let out = Command::new("python3").arg(&driver).arg(tools).arg(&batch).output().expect("python3 runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).expect("UTF-8");
    let answers: Vec<Answer> = text.lines().map(answer).collect();
    assert_eq!(answers.len(), scenes.len());
    answers
}

/// A portfolio of `make_portfolio.py`, as JSON.
pub(crate) fn make_portfolio(tools: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("python3");
    command.arg("-B").arg(tools.join("make_portfolio.py")).args(arguments);
    let out = command.output().expect("python3 runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8")
}

fn batch(scenes: &[Scene]) -> Value {
    let mut portfolios: Vec<&str> = Vec::new();
    let mut out = Vec::new();
    let value = |text: String| -> Value { serde_json::from_str(&text).expect("a plan is JSON") };
    for s in scenes {
        let portfolio = portfolios.iter().position(|p| *p == s.portfolio).unwrap_or_else(|| {
            portfolios.push(&s.portfolio);
            portfolios.len() - 1
        });
        out.push(json!({
            "portfolio": portfolio,
            "plan": value(wire::write_plan(&s.plan)),
            "baseline": s.baseline.as_ref().map(|b| value(wire::write_plan(b))),
            "frozen_until": s.frozen_until,
            "claims": s.claims == Claims::Checked,
        }));
    }
    json!({"portfolios": portfolios, "scenes": out})
}

fn answer(line: &str) -> Answer {
    let value: Value = serde_json::from_str(line).expect("a line of JSON");
    if let Some(error) = value["error"].as_str() {
        return Answer { violations: Err(error.to_owned()), figures: BTreeMap::new() };
    }
    let text = |v: &Value| v.as_str().expect("a sentence").to_owned();
    let violations = value["violations"].as_array().expect("a list").iter().map(text).collect();
    let figure = |m: Measure| (m.name().to_owned(), value["figures"][m.name()].as_f64().expect("a figure"));
    Answer { violations: Ok(violations), figures: Measure::ALL.map(figure).into_iter().collect() }
}

/// The kind of violation that a sentence of `check_plan.py` is about, by the name that ours has.
pub(crate) fn kind(sentence: &str) -> &'static str {
    const KINDS: [(&str, &str); 27] = [
        ("finishPeriod", "WrongFinishPeriod"),
        ("..20", "WrongDates"),
        ("claims ", "WrongFigure"),
        ("contradicts the value", "BoundContradicted"),
        ("called optimal", "GapLeft"),
        ("are not the portfolio's", "WrongOrder"),
        ("are not its phases", "WrongPhases"),
        ("no mode", "UnknownMode"),
        ("leaves the calendar", "OutsideCalendar"),
        ("holds no start gate", "OffGate"),
        ("ends + lag", "DependencyBroken"),
        ("which is out", "DependencyOut"),
        ("must be done", "MustDoLeftOut"),
        ("flow limit", "FlowExceeded"),
        ("days of", "SupplyExceeded"),
        ("ordered over", "CeilingExceeded"),
        ("paid over", "PaymentsExceeded"),
        ("committed over", "CommitmentsExceeded"),
        ("in all", "TotalExceeded"),
        ("is protected", "ProtectedDropped"),
        ("is frozen", "FrozenChanged"),
        ("before the freeze", "BegunChanged"),
        (": finishes in period", "FinishesTooLate"),
        (": starts in period", "StartsTooEarly"),
        (": load ", "Overloaded"),
        (": fund ", "FundClosed"),
        (": framework ", "FrameworkClosed"),
    ];
    if sentence.starts_with("rule ") {
        return "RuleBroken";
    }
    let found = KINDS.iter().find(|(words, _)| sentence.contains(words));
    found.unwrap_or_else(|| panic!("a sentence of check_plan.py that the test does not know: {sentence}")).1
}
