//! The engine against exhaustive search: on random small portfolios that use the whole contract, its answer is the
//! best there is, and it says so.
//!
//! `ARBITRE_CASES` (200) portfolios from `ARBITRE_FIRST_SEED` (1) on. Those that fail are written to a folder of
//! their own, to be planned again by hand.

mod common;

use std::env;
use std::fs;
use std::path::Path;

use arbitre::base::Never;
use arbitre::model::{self, Measure};
use arbitre::plan::{Plan, PlanStatus};
use arbitre::solve::{self, Options, Question, Silent, Start};
use arbitre::wire;
use common::oracle::{Oracle, Outcome};
use common::parallel;
use common::small::{self, Case, case};

/// Enough for each of these portfolios to be closed.
const STEPS: u64 = 200_000;

/// Figures that differ by less are the same, relative and absolute below 1, as for the reference referee.
const SAME: f64 = 1e-6;

#[test]
fn the_engine_finds_the_best_plan_and_proves_it() {
    fails_nowhere(|case| {
        let oracle = case.oracle();
        let found = oracle.solve();
        let plan = answer(case, 1, STEPS)?;
        status(&found, oracle.goals(), &plan)?;
        goals(&found, oracle.goals(), &plan)?;
        holds(case, &oracle, &plan)
    });
}

#[test]
fn the_plan_does_not_depend_on_the_number_of_threads() {
    fails_nowhere(|case| {
        let [one, two] = [1, 2].map(|threads| answer(case, threads, STEPS / 100));
        let [one, two] = [wire::write_plan(&one?), wire::write_plan(&two?)];
        if one == two { Ok(()) } else { Err(format!("one thread:\n{one}\ntwo threads:\n{two}")) }
    });
}

/// A proof is a guide: taken up by a portfolio that shares only ids with the one it was made of, it proves nothing false.
#[test]
fn a_proof_of_another_portfolio_misleads_nobody() {
    fails_nowhere(|case| {
        let other = small::case(case.seed + 1);
        let portfolio = model::validate(&other.draft).map_err(|problems| format!("not valid: {problems:?}"))?;
        let question = Question { portfolio: &portfolio, baseline: None, hint: None };
        let options = Options { max_steps: Some(STEPS / 100), threads: Some(1), ..Options::default() };
        let proof = solve::plan(&question, &options, &Never, &Silent).map_err(|e| e.to_string())?.proof;
        let oracle = case.oracle();
        let found = oracle.solve();
        let start = Start { proof: Some(&proof), ..Start::default() };
        let plan = answer_from(case, &start, 1, STEPS)?;
        status(&found, oracle.goals(), &plan)?;
        goals(&found, oracle.goals(), &plan)?;
        holds(case, &oracle, &plan)
    });
}

fn answer(case: &Case, threads: usize, steps: u64) -> Result<Plan, String> {
    answer_from(case, &Start::default(), threads, steps)
}

fn answer_from(case: &Case, start: &Start<'_>, threads: usize, steps: u64) -> Result<Plan, String> {
    let portfolio = model::validate(&case.draft).map_err(|problems| format!("not valid: {problems:?}"))?;
    let baseline = case.committed();
    // A hint may help; it may never change what is best.
    let hint = case.baseline.as_ref().filter(|_| case.seed.is_multiple_of(2));
    let question = Question { portfolio: &portfolio, baseline: baseline.as_ref(), hint };
    let options = Options { max_steps: Some(steps), threads: Some(threads), ..Options::default() };
    let answer = solve::plan_from(&question, start, &options, &Never, &Silent).map_err(|e| e.to_string())?;
    Ok(answer.plan)
}

/// OPTIMAL says that every gap is 0, so a plan that gave up some of a goal's slack for a later goal is FEASIBLE.
fn status(found: &Outcome, goals: &[(Measure, f64)], plan: &Plan) -> Result<(), String> {
    let closed = plan.goals.len() == goals.len() && plan.goals.iter().all(|g| same(g.value, g.bound));
    let expected = match (found.plans, closed) {
        (0, _) => PlanStatus::Infeasible,
        (_, true) => PlanStatus::Optimal,
        (_, false) => PlanStatus::Feasible,
    };
    equal("status", plan.status, expected)
}

/// Each goal's bound is its best figure. So is its value where nothing was given up for a later goal; else it is
/// within the slack.
fn goals(found: &Outcome, goals: &[(Measure, f64)], plan: &Plan) -> Result<(), String> {
    if found.plans == 0 {
        return equal("selected projects", plan.projects.iter().filter(|p| p.selected).count(), 0);
    }
    equal("goals", plan.goals.iter().map(|g| g.measure).collect::<Vec<_>>(), goals.iter().map(|g| g.0).collect())?;
    for (k, (measure, _)) in goals.iter().enumerate() {
        let (best, floor, goal) = (found.best[k], found.floors[k], plan.goals[k]);
        let told = format!("goal {k}, {}: value {}, bound {}, best {best}", measure.name(), goal.value, goal.bound);
        let last = k + 1 == goals.len();
        let (low, high) = if last { (best, best) } else { (floor.min(best), floor.max(best)) };
        let within = low <= goal.value && goal.value <= high || same(goal.value, low) || same(goal.value, high);
        if !within || !same(goal.bound, best) {
            return Err(format!("{told}, to be kept at {floor}"));
        }
    }
    Ok(())
}

/// The plan breaks nothing and its figures are its own.
fn holds(case: &Case, oracle: &Oracle, plan: &Plan) -> Result<(), String> {
    if plan.status == PlanStatus::Infeasible {
        return Ok(());
    }
    let Some(placed) = small::placed(&case.draft, oracle, plan) else {
        return Err("the plan names phases or modes that are not the portfolio's".to_owned());
    };
    let verdict = oracle.judge(&placed);
    if !verdict.violations.is_empty() {
        return Err(format!("breaks: {:?}", verdict.violations));
    }
    for (measure, is) in Measure::ALL.into_iter().zip(verdict.measures) {
        match plan.measure(measure) {
            Some(claimed) if same(claimed, is) => {}
            claimed => return Err(format!("{} is {is}, claimed as {claimed:?}", measure.name())),
        }
    }
    Ok(())
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME * a.abs().max(b.abs()).max(1.0)
}

fn equal<T: PartialEq + std::fmt::Debug>(what: &str, is: T, expected: T) -> Result<(), String> {
    if is == expected { Ok(()) } else { Err(format!("{what}: {is:?}, expected {expected:?}")) }
}

/// Runs the test on all cases and names those that fail.
fn fails_nowhere(test: impl Fn(&Case) -> Result<(), String> + Sync) {
    let (first, count) = (setting("ARBITRE_FIRST_SEED", 1), setting("ARBITRE_CASES", 200));
    let run = |seed: &u64| {
        let case = case(*seed);
        test(&case).err().map(|why| (case, why))
    };
    let seeds: Vec<u64> = (first..first + count).collect();
    let failed: Vec<(Case, String)> = parallel::map(&seeds, run).into_iter().flatten().collect();
    if failed.is_empty() {
        return;
    }
    let folder = tempfile::Builder::new().prefix("arbitre-failed-").tempdir().expect("a folder can be made").keep();
    for (case, why) in &failed {
        let file = keep(&folder, case);
        println!("seed {}: {why}\n  {file}", case.seed);
    }
    panic!("{} of {count} cases failed; their portfolios are in {}", failed.len(), folder.display());
}

/// A number from the environment.
fn setting(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().unwrap_or_else(|e| panic!("{name}={text}: {e}")))
}

/// Writes the case down; says with what arguments it is planned again.
fn keep(folder: &Path, case: &Case) -> String {
    let write = |kind: &str, text: String| {
        let path = folder.join(format!("{}.{kind}.json", case.seed));
        fs::write(&path, text).expect("the folder can be written to");
        path.display().to_string()
    };
    let mut arguments = write("portfolio", wire::write_portfolio(&case.draft));
    if let Some(plan) = &case.baseline {
        arguments += &format!(" --baseline {}", write("baseline", wire::write_plan(plan)));
        let calendar = model::validate(&case.draft).expect("the case is valid").calendar;
        if let Some(period) = case.frozen_before.checked_sub(1).and_then(|t| calendar.periods().get(t as usize)) {
            // The phases that start up to this period are frozen: those before the day after its first.
            let day = period.first.succ_opt().expect("the calendar ends before time does");
            arguments += &format!(" --frozen-until {}", arbitre::base::date::iso(day));
        }
    }
    arguments
}
