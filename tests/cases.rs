//! Every folder of `scenarios/`: read, change, validate, plan, check, and compare with what is expected of the plan.
//! `scenarios/README.md` says what a folder holds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use arbitre::arbitrate::{Arbitrating, Triage, arbitrate};
use arbitre::base::{Lang, Never, date};
use arbitre::check::{Claims, check};
use arbitre::explain::explain;
use arbitre::model::draft::PortfolioDraft;
use arbitre::model::{Measure, Portfolio, Problem, validate};
use arbitre::plan::{Baseline, Plan};
use arbitre::scenario::apply;
use arbitre::solve::{Levers, Options, Question, Silent, plan};
use arbitre::wire::{Form, read_demand, read_plan, read_portfolio, read_scenario};
use serde::Deserialize;

/// The reference portfolio, which is not planned here.
const ROADMAP: &str = "feuille-de-route";
/// What an exact model proves best; the engine's own proof stays open.
const NEIGHBOURS: &str = "large-neighbours";
/// Fewer folders than this, and the test looks in the wrong place.
const FEWEST_CASES: usize = 24;
/// Enough to close each of these cases.
const STEPS: u64 = 100_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Expected {
    status: String,
    #[serde(default)]
    measures: BTreeMap<String, f64>,
    #[serde(default)]
    bounds: BTreeMap<String, f64>,
    selected: Option<Vec<String>>,
    #[serde(default)]
    out: BTreeMap<String, String>,
    #[serde(default)]
    modes: BTreeMap<String, String>,
    #[serde(default)]
    starts: BTreeMap<String, i32>,
    frozen_until: Option<String>,
}

/// What is expected of a case with a demand.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ExpectedMenu {
    verdict: String,
    at_least: usize,
    /// Of the first option.
    #[serde(default)]
    touched: Vec<String>,
    value: Option<f64>,
    /// In any order.
    #[serde(default)]
    conflict: Vec<String>,
    frozen_until: Option<String>,
}

/// What differs from what is expected, a line each.
type Differences = Vec<String>;

#[test]
fn every_case_is_planned_as_expected() {
    let mut folders: Vec<PathBuf> = entries(&root()).into_iter().filter(|p| p.is_dir()).collect();
    folders.retain(|p| ![ROADMAP, NEIGHBOURS].contains(&&name(p)[..]));
    assert!(folders.len() >= FEWEST_CASES, "only {} cases in {}", folders.len(), root().display());
    let mut failed = Vec::new();
    for folder in &folders {
        let differences = run(folder).unwrap_or_else(|problem| vec![problem]);
        if !differences.is_empty() {
            failed.push(format!("{}\n    {}", name(folder), differences.join("\n    ")));
        }
    }
    assert!(failed.is_empty(), "{} of {} cases fail:\n  {}", failed.len(), folders.len(), failed.join("\n  "));
}

#[test]
fn every_scenario_of_the_roadmap_applies() {
    let folder = root().join(ROADMAP);
    let draft = portfolio(&folder).expect("the roadmap reads");
    assert_eq!(validate(&draft).expect("the roadmap is valid").projects.len(), 69);
    for file in ["a.json", "b.json", "c.json"] {
        let changed = changed(&draft, &folder.join(file)).expect("the scenario applies");
        validate(&changed).expect("the changed roadmap is valid");
        assert_eq!(changed == draft, file == "a.json", "{file}: only A leaves the roadmap as it is");
    }
}

#[test]
fn large_neighbours_are_both_in() {
    let portfolio = validate(&portfolio(&root().join(NEIGHBOURS)).expect("it reads")).expect("it is valid");
    for seed in 1..=3 {
        let question = Question { portfolio: &portfolio, baseline: None, hint: None };
        let options = Options { max_steps: Some(STEPS), seed, ..Options::default() };
        let found = plan(&question, &options, &Never, &Silent).expect("the engine keeps its promises").plan;
        assert_eq!(found.projects.iter().filter(|p| p.selected).count(), portfolio.projects.len(), "seed {seed}");
    }
}

#[test]
fn every_case_says_in_one_line_what_it_shows() {
    for folder in entries(&root()).into_iter().filter(|p| p.is_dir() && name(p) != ROADMAP) {
        let text = fs::read_to_string(folder.join("README.md")).expect("each case has a README");
        assert_eq!(text.trim_end().lines().count(), 1, "{}", name(&folder));
    }
}

/// Runs the case in `folder` in which a demand arrives.
fn run_demand(folder: &Path) -> Result<Differences, String> {
    let expected: ExpectedMenu =
        serde_json::from_str(&text(&folder.join("expected.json"))?).map_err(|e| e.to_string())?;
    let draft = portfolio(folder)?;
    let demand = read_demand(text(&folder.join("demand.json"))?.as_bytes(), Form::Json).map_err(lines)?;
    let decided = read_plan(text(&folder.join("baseline.json"))?.as_bytes(), Form::Json).map_err(lines)?;
    let asked = Arbitrating {
        draft: &draft,
        demands: &[demand],
        baseline: &decided,
        frozen_until: expected.frozen_until.as_deref().and_then(date::parse),
        all_decided: false,
        options: 5,
        levers: Levers::ALL,
        hold_funds: false,
        hold_load: false,
        lang: Lang::En,
    };
    let options = Options { max_steps: Some(STEPS), ..Options::default() };
    let menu = arbitrate(&asked, &options, &Never, &|_| ()).map_err(|e| format!("{e:?}"))?;
    let verdict = match menu.triage {
        Triage::FitsAsIs => "FITS_AS_IS",
        Triage::FitsIf => "FITS_IF",
        Triage::Cannot => "CANNOT",
        Triage::Open => "OPEN",
    };
    let first = menu.options.first();
    let mut conflict: Vec<String> = menu.conflict.iter().map(|c| format!("{c:?}")).collect();
    conflict.sort();
    let value = first.and_then(|o| o.plan.measure(Measure::Value));
    let found = (verdict, menu.at_least, first.map(|o| o.touched.clone()).unwrap_or_default(), conflict);
    let wanted = (&expected.verdict[..], expected.at_least, expected.touched, expected.conflict);
    let mut out = Vec::new();
    if found != wanted {
        out.push(format!("{found:?}, expected {wanted:?}"));
    }
    if expected.value.is_some_and(|x| !value.is_some_and(|v| close(v, x))) {
        out.push(format!("value {value:?}, expected {:?}", expected.value));
    }
    Ok(out)
}

/// Runs the case in `folder`; an error says why it cannot be run.
fn run(folder: &Path) -> Result<Differences, String> {
    if folder.join("demand.json").exists() {
        return run_demand(folder);
    }
    let expected: Expected = serde_json::from_str(&text(&folder.join("expected.json"))?).map_err(|e| e.to_string())?;
    let mut draft = portfolio(folder)?;
    let scenario = folder.join("scenario.json");
    if scenario.exists() {
        draft = changed(&draft, &scenario)?;
    }
    let portfolio = validate(&draft).map_err(lines)?;
    let baseline = baseline(folder, &portfolio, expected.frozen_until.as_deref())?;
    let question = Question { portfolio: &portfolio, baseline: baseline.as_ref(), hint: None };
    let options = Options { max_steps: Some(STEPS), ..Options::default() };
    let answer = plan(&question, &options, &Never, &Silent).map_err(|e| e.to_string())?;
    let plan = explain(&portfolio, baseline.as_ref(), answer.plan, &answer.prices, Lang::En, &Never);
    let mut differences = compare(&expected, &plan);
    if expected.status != "INFEASIBLE" {
        let verdict = check(&portfolio, baseline.as_ref(), &plan, Claims::Checked);
        differences.extend(verdict.violations.iter().map(|v| format!("referee: {v}")));
    }
    Ok(differences)
}

fn compare(expected: &Expected, plan: &Plan) -> Differences {
    let mut out = Vec::new();
    if plan.status.name() != expected.status {
        out.push(format!("status {}, expected {}", plan.status.name(), expected.status));
    }
    for (measure, x) in &expected.measures {
        let found = plan.measures.iter().find(|m| m.measure.name() == measure).map(|m| m.value);
        if !found.is_some_and(|v| close(v, *x)) {
            out.push(format!("{measure} {found:?}, expected {x}"));
        }
    }
    for goal in &plan.goals {
        let own = expected.measures.get(goal.measure.name());
        let bound = expected.bounds.get(goal.measure.name()).or(own).copied();
        if !bound.is_some_and(|b| close(goal.bound, b)) {
            out.push(format!("bound of {} {}, expected {bound:?}", goal.measure.name(), goal.bound));
        }
    }
    compare_projects(expected, plan, &mut out);
    out
}

fn compare_projects(expected: &Expected, plan: &Plan, out: &mut Differences) {
    let selected: Vec<&String> = plan.projects.iter().filter(|p| p.selected).map(|p| &p.project).collect();
    if let Some(list) = expected.selected.as_ref().filter(|list| !list.iter().eq(selected.iter().copied())) {
        out.push(format!("selected {selected:?}, expected {list:?}"));
    }
    for (at, start) in &expected.starts {
        let found = phase(plan, at).map(|p| p.start_period);
        if found != Some(*start) {
            out.push(format!("{at} starts in {found:?}, expected {start}"));
        }
    }
    for (at, mode) in &expected.modes {
        let found = phase(plan, at).map(|p| &p.mode);
        if found != Some(mode) {
            out.push(format!("{at} in mode {found:?}, expected {mode}"));
        }
    }
    for (project, code) in &expected.out {
        let reasons = plan.projects.iter().filter(|p| &p.project == project).flat_map(|p| &p.reasons);
        let codes: Vec<&str> = reasons.map(|r| r.code.name()).collect();
        if !codes.contains(&&code[..]) {
            out.push(format!("{project} is out for {codes:?}, expected {code}"));
        }
    }
}

/// The phase at `project/phase`.
fn phase<'a>(plan: &'a Plan, at: &str) -> Option<&'a arbitre::plan::PhasePlan> {
    let (project, phase) = at.split_once('/')?;
    plan.projects.iter().find(|p| p.project == project)?.phases.iter().find(|p| p.phase == phase)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

fn portfolio(folder: &Path) -> Result<PortfolioDraft, String> {
    read_portfolio(text(&folder.join("portfolio.json"))?.as_bytes(), Form::Json).map_err(lines)
}

fn changed(draft: &PortfolioDraft, scenario: &Path) -> Result<PortfolioDraft, String> {
    let scenario = read_scenario(text(scenario)?.as_bytes(), Form::Json).map_err(lines)?;
    apply(draft, &scenario).map_err(lines)
}

fn baseline(folder: &Path, portfolio: &Portfolio, frozen_until: Option<&str>) -> Result<Option<Baseline>, String> {
    let file = folder.join("baseline.json");
    if !file.exists() {
        return Ok(None);
    }
    let plan = read_plan(text(&file)?.as_bytes(), Form::Json).map_err(lines)?;
    let frozen_before = match frozen_until {
        Some(day) => {
            let day = date::parse(day).ok_or_else(|| format!("frozenUntil {day} is no date"))?;
            portfolio.calendar.periods_beginning_before(day)
        }
        None => 0,
    };
    Ok(Some(Baseline::new(&plan, i32::try_from(frozen_before).map_err(|e| e.to_string())?)))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// What a folder holds, in the order of names.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of cases is there");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("its entries can be read").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

fn text(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))
}

fn lines(problems: Vec<Problem>) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n    ")
}
