//! Frontiers against exhaustive search.

use arbitre::base::Never;
use arbitre::check::{self, Claims};
use arbitre::model::Measure;
use arbitre::model::draft::scenario::{ChangeDraft, ScenarioDraft};
use arbitre::model::draft::{GoalDraft, PortfolioDraft};
use arbitre::plan::PlanStatus;
use arbitre::solve::Options;
use arbitre::study::{Axis, Exploration, Frontier, FrontierPoint, Unwatched, explore};
use arbitre::{model, scenario};

use crate::common::oracle::Oracle;
use crate::common::parallel;
use crate::common::small::{self, Case};
use crate::scenarios::decided;

/// Enough for each point to be closed.
const STEPS: u64 = 60_000;

const SAME: f64 = 1e-6;

fn frontier(case: &Case, axis: &Axis, steps: u64, threads: usize) -> Frontier {
    let asked = Exploration { draft: &case.draft, decided: decided(case), axis, points: 4 };
    let options = Options { max_steps: Some(steps), threads: Some(threads), ..Options::default() };
    explore(&asked, &options, &Never, &Unwatched).unwrap_or_else(|e| panic!("seed {}, {axis:?}: {e:?}", case.seed))
}

fn axes(case: &Case) -> Vec<Axis> {
    let mut out = vec![Axis::Measure(Measure::ExternalSpend), Axis::Measure(Measure::Lateness)];
    out.extend(case.baseline.iter().map(|_| Axis::Measure(Measure::Disruption)));
    out.extend(case.draft.funds.first().map(|f| Axis::Fund(f.id.clone())));
    out.extend(case.draft.pools.first().map(|p| Axis::Pool(p.id.clone())));
    out.extend(case.draft.pools.iter().find(|p| !p.role.is_empty()).map(|p| Axis::Role(p.role.clone())));
    out
}

#[test]
fn every_point_is_the_best_that_exhaustive_search_finds() {
    let seeds: Vec<u64> = (1..=40).collect();
    let told = parallel::map(&seeds, |seed| {
        let case = small::case(*seed);
        axes(&case).iter().map(|axis| compared(&case, axis)).sum::<usize>()
    });
    let points: usize = told.iter().sum();
    assert!(points > 300, "few points have a plan: {points}");
}

/// Points with a plan, once all of them are looked at.
fn compared(case: &Case, axis: &Axis) -> usize {
    let frontier = frontier(case, axis, STEPS, 1);
    let mut planned = 0;
    for point in &frontier.points {
        let at = format!("seed {}, {axis:?} at most {:?}", case.seed, point.limit);
        match (best(case, axis, point), point.value()) {
            (None, None) => assert_eq!(point.plan.status, PlanStatus::Infeasible, "{at}"),
            (Some(best), Some(value)) => {
                let slack = SAME * best.abs().max(1.0);
                assert!((value - best).abs() <= slack, "{at}: {value}, not {best}");
                assert!(point.bound().is_some_and(|b| (b - best).abs() <= slack), "{at}: bound {:?}", point.bound());
                planned += 1;
            }
            (best, value) => panic!("{at}: {value:?}, not {best:?}"),
        }
    }
    planned
}

/// The best value under the point's limit.
fn best(case: &Case, axis: &Axis, point: &FrontierPoint) -> Option<f64> {
    let goals = |measure: Option<Measure>| {
        let goals = std::iter::once(Measure::Value).chain(measure);
        goals.map(|m| GoalDraft { measure: Some(m), slack: 0.0 }).collect::<Vec<_>>()
    };
    let measure = match axis {
        Axis::Measure(measure) => Some(*measure),
        _ => None,
    };
    let draft = changed(&case.draft, &point.changes, goals(measure));
    let oracle = Oracle::new(&draft, case.baseline.as_ref(), case.frozen_before);
    let keeps = |figures: &[f64]| match (measure, point.limit) {
        (Some(_), Some(limit)) => figures[1] <= limit + SAME,
        _ => true,
    };
    let values = oracle.figures().into_iter().filter(|f| keeps(f)).map(|f| f[0]);
    values.reduce(f64::max)
}

fn changed(draft: &PortfolioDraft, changes: &[ChangeDraft], goals: Vec<GoalDraft>) -> PortfolioDraft {
    let changes = changes.iter().cloned().chain([ChangeDraft::SetGoals(goals)]).map(Some).collect();
    scenario::apply(draft, &ScenarioDraft { changes, ..ScenarioDraft::default() }).expect("the changes can be made")
}

#[test]
fn with_few_steps_the_band_is_monotone_and_every_plan_keeps_its_limit() {
    let seeds: Vec<u64> = (1..=60).collect();
    parallel::map(&seeds, |seed| {
        let case = small::case(*seed);
        for axis in axes(&case) {
            let frontier = frontier(&case, &axis, 60, 1);
            frontier.points.iter().for_each(|p| kept(&case, &axis, p));
            for pair in frontier.points.windows(2) {
                let at = format!("seed {seed}, {axis:?} from {:?} to {:?}", pair[0].limit, pair[1].limit);
                let falls = |a: Option<f64>, b: Option<f64>| a.zip(b).is_some_and(|(a, b)| a > b + SAME);
                assert!(!falls(pair[0].value(), pair[1].value()), "{at}: the value falls");
                assert!(pair[0].value().is_none() || pair[1].value().is_some(), "{at}: the plan goes");
                assert!(!falls(pair[0].bound(), pair[1].bound()), "{at}: the bound falls");
            }
        }
    });
}

fn kept(case: &Case, axis: &Axis, point: &FrontierPoint) {
    if !point.plan.status.has_plan() {
        return;
    }
    let at = format!("seed {}, {axis:?} at most {:?}", case.seed, point.limit);
    let goals = vec![GoalDraft { measure: Some(Measure::Value), slack: 0.0 }];
    let draft = changed(&case.draft, &point.changes, goals);
    let portfolio = model::validate(&draft).expect("the changes leave it valid");
    let baseline = case.committed();
    let verdict = check::check(&portfolio, baseline.as_ref(), &point.plan, Claims::Checked);
    assert!(verdict.holds(), "{at}: {:?}", verdict.violations);
    if let (Axis::Measure(measure), Some(limit)) = (axis, point.limit) {
        assert!(verdict.figures.measure(*measure) <= limit + SAME, "{at}");
    }
    assert!(point.limit.zip(point.used).is_none_or(|(limit, used)| used <= limit + SAME), "{at}: {:?}", point.used);
    assert!(point.bound().is_none_or(|b| b + SAME >= point.value().unwrap_or(f64::INFINITY)), "{at}");
}

#[test]
fn a_frontier_does_not_depend_on_the_number_of_threads() {
    for seed in 1..=4 {
        let case = small::case(seed);
        for axis in axes(&case) {
            let [one, two] = [1, 2].map(|threads| frontier(&case, &axis, 200, threads));
            assert_eq!(arbitre::wire::write_frontier(&one, ""), arbitre::wire::write_frontier(&two, ""), "seed {seed}");
        }
    }
}
