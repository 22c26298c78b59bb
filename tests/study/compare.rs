//! Compared plans.

use arbitre::check::{self, Claims};
use arbitre::plan::{Plan, PlanStatus};
use arbitre::study::Change;
use arbitre::wire;
use serde_json::Value;

use crate::common::oracle::Oracle;
use crate::common::{parallel, referee, shared};
use crate::scenarios::{STEPS, Study, of, study};

const CASES: u64 = 60;

/// Figures that differ by less are the same, relative and absolute below 1.
const SAME: f64 = 1e-6;

fn studies() -> Vec<Study> {
    let seeds: Vec<u64> = (1..=CASES).collect();
    parallel::map(&seeds, |seed| study(*seed, STEPS, 1))
}

/// The plans of a study, each with its portfolio.
fn plans(study: &Study) -> impl Iterator<Item = (&arbitre::study::Prepared, &Plan)> {
    let all = study.cases.iter().zip(&study.comparison.scenarios);
    all.filter_map(|(case, compared)| Some((case.outcome.as_ref().ok()?, compared.plan.as_ref()?)))
}

#[test]
fn every_plan_passes_both_referees() {
    let studies = studies();
    let held: Vec<(&Study, &arbitre::study::Prepared, &Plan)> =
        studies.iter().flat_map(|s| plans(s).map(move |(case, plan)| (s, case, plan))).collect();
    let held: Vec<_> = held.into_iter().filter(|x| x.2.status.has_plan()).collect();
    assert!(held.len() > CASES as usize, "few scenarios have a plan: {}", held.len());
    for (study, case, plan) in &held {
        let verdict = check::check(&case.portfolio, case.baseline.as_ref(), plan, Claims::Checked);
        assert!(verdict.holds(), "seed {}, {}: {:?}", study.small.seed, plan.scenario, verdict.violations);
    }
    let what = "compared plans before the reference referee";
    let Some(check_plan) = shared::file("tools/check_plan.py", what) else { return };
    let questions: Vec<Value> = held
        .iter()
        .map(|(s, case, plan)| {
            let frozen = case.baseline.as_ref().map_or(0, |b| b.frozen_before);
            referee::question(&case.draft, plan, s.small.baseline.as_ref(), frozen)
        })
        .collect();
    let said = referee::judge(&check_plan, &questions);
    for ((study, _, plan), said) in held.iter().zip(said) {
        assert_eq!(said.violations, [""; 0], "seed {}, {}", study.small.seed, plan.scenario);
    }
}

#[test]
fn bounds_hold_and_what_is_infeasible_has_no_plan() {
    let seeds: Vec<u64> = (1..=CASES).collect();
    let wrong = parallel::map(&seeds, |seed| {
        let study = study(*seed, STEPS, 1);
        plans(&study).find_map(|(case, plan)| dishonest(&study, case, plan))
    });
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn dishonest(study: &Study, case: &arbitre::study::Prepared, plan: &Plan) -> Option<String> {
    let frozen = case.baseline.as_ref().map_or(0, |b| b.frozen_before);
    let oracle = Oracle::new(&case.draft, study.small.baseline.as_ref(), frozen);
    if oracle.plans() > 2e6 {
        return None;
    }
    let found = oracle.solve();
    let at = format!("seed {}, {}", study.small.seed, plan.scenario);
    match plan.status {
        PlanStatus::Infeasible => (found.plans > 0).then(|| format!("{at}: there is a plan")),
        PlanStatus::Unknown => None,
        _ => {
            let (goal, best) = (&plan.goals[0], found.best.first()?);
            let slack = SAME * best.abs().max(1.0);
            let holds =
                if goal.measure.is_maximised() { goal.bound >= best - slack } else { goal.bound <= best + slack };
            let gap = (goal.bound - goal.value).abs() / goal.value.abs().max(1e-9);
            let right = holds && (gap - goal.gap).abs() <= SAME;
            (!right).then(|| format!("{at}: bound {} with the best {best}, gap {}", goal.bound, goal.gap))
        }
    }
}

#[test]
fn a_scenario_compared_with_itself_differs_in_nothing() {
    for study in studies() {
        let compared = &study.comparison.scenarios;
        let (first, again) = (&compared[2], &compared[4]);
        if first.plan.is_none() {
            continue;
        }
        assert_eq!(again.same_as, first.same_as.or(Some(2)));
        let plan = |p: &Option<Plan>| p.clone().map(|p| Plan { scenario: String::new(), ..p });
        assert_eq!(plan(&first.plan), plan(&again.plan));
        assert_eq!((whose(&first.changes, 2), &first.differences), (whose(&again.changes, 4), &again.differences));
        let alone = [study.cases[2].scenario.clone(), study.cases[4].scenario.clone()];
        let twins = of(study.small, &alone, STEPS, 1).comparison;
        assert!(twins.scenarios[1].changes.is_empty());
        assert!(twins.scenarios[1].differences.iter().all(|d| d.value == 0.0));
        if let Some(backbone) = twins.backbone {
            assert!(backbone.moves.is_empty() && backbone.decisions.is_empty());
        }
    }
}

/// The changes with the scenario's own position in its reasons taken for one that there is none of.
fn whose(changes: &[Change], own: usize) -> Vec<Change> {
    let mut changes = changes.to_vec();
    for (scenario, _) in changes.iter_mut().flat_map(|c| &mut c.reasons) {
        *scenario = if *scenario == own { 99 } else { *scenario };
    }
    changes
}

#[test]
fn what_cannot_be_planned_hides_nothing_of_the_rest() {
    for study in studies() {
        let broken = study.comparison.scenarios.last().unwrap();
        let paths: Vec<&str> = broken.problems.iter().map(|p| &p.path[..]).collect();
        assert_eq!(paths, ["scenario.changes[0].excludeProject"]);
        assert!(broken.plan.is_none() && study.planned.last().unwrap().is_none());
        let others = study.cases.iter().zip(&study.comparison.scenarios);
        assert!(others.into_iter().all(|(case, s)| case.outcome.is_ok() == s.plan.is_some()));
    }
}

#[test]
fn a_comparison_does_not_depend_on_the_number_of_threads() {
    for seed in 1..=6 {
        let [one, two] = [1, 2].map(|threads| study(seed, STEPS, threads));
        let text = |s: &Study| wire::write_comparison(&s.comparison, arbitre::base::Lang::En);
        assert_eq!(text(&one), text(&two), "seed {seed}");
    }
}
