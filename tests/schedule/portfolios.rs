//! An instance and the portfolio that is made of it ask the same: whatever is a schedule of the one is a plan of the other, for
//! the referee, and comes to the same.

use arbitre::base::{Never, Rng};
use arbitre::check::{Claims, check as referee};
use arbitre::exchange::{Format, Unsayable, portfolio};
use arbitre::model::{Measure, Portfolio, validate};
use arbitre::plan::{PhasePlan, Plan, ProjectPlan};
use arbitre::schedule::{Activity, Control, Instance, Mode, Objective, Project, Schedule, Value, check, solve};

use crate::random;
use crate::readers::{self, LIST, MODES, ONE, TWO};

fn said(instance: &Instance) -> Portfolio {
    let draft = portfolio("made", instance).expect("the contract can say it");
    validate(&draft).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The schedule as a plan: only its choices.
fn plan(instance: &Instance, schedule: &Schedule) -> Plan {
    let mut projects: Vec<ProjectPlan> = (0..instance.projects().len())
        .map(|p| ProjectPlan { project: format!("p{}", p + 1), selected: true, ..ProjectPlan::default() })
        .collect();
    for (at, activity) in instance.activities().iter().enumerate() {
        let phases = &mut projects[activity.project].phases;
        phases.push(PhasePlan {
            phase: format!("a{}", phases.len() + 1),
            mode: format!("m{}", schedule.modes[at] + 1),
            start_period: i32::try_from(schedule.starts[at]).expect("times are small"),
            ..PhasePlan::default()
        });
    }
    Plan { portfolio: "made".to_owned(), projects, ..Plan::default() }
}

/// Both judge the schedule alike; whether it holds.
fn judged(instance: &Instance, portfolio: &Portfolio, schedule: &Schedule) -> bool {
    let verdict = referee(portfolio, None, &plan(instance, schedule), Claims::Ignored);
    let checked = check(instance, schedule);
    assert_eq!(checked.is_ok(), verdict.holds(), "{checked:?} {:?} {instance:?} {schedule:?}", verdict.violations);
    if let Ok(value) = checked {
        let figure = |measure| verdict.figures.measure(measure);
        let expected = match instance.objective() {
            Objective::Makespan => vec![(Measure::Makespan, value.first)],
            Objective::DelayThenMakespan => {
                let first = instance.projects().iter().map(|p| i64::from(p.release)).min().unwrap_or(0);
                vec![(Measure::Lateness, value.first), (Measure::Makespan, value.second + first)]
            }
        };
        for (measure, value) in expected {
            assert_eq!(figure(measure), value as f64, "{measure:?} {instance:?} {schedule:?}");
        }
    }
    verdict.holds()
}

/// The best schedule, and what becomes of it when a start or a mode is another.
fn check_both(instance: &Instance, seed: u64) -> [u32; 2] {
    let portfolio = said(instance);
    let answer = solve(instance, &Control { stop: &Never, steps: 2_000, seed, report: &|_| () });
    let mut counts = [0; 2];
    let Some(best) = answer.best else { return counts };
    assert!(judged(instance, &portfolio, &best.schedule), "what leaves the kernel is a plan");
    let mut rng = Rng::new(seed);
    for _ in 0..30 {
        let mut schedule = best.schedule.clone();
        for _ in 0..1 + rng.below(3) {
            let at = rng.below(schedule.starts.len());
            let mode = rng.below(instance.activities()[at].modes.len());
            let longest = instance.activities()[at].modes.iter().map(|m| m.duration).max().unwrap_or(0);
            let last = u32::try_from(instance.horizon()).expect("it is small") - longest;
            schedule.starts[at] = (schedule.starts[at] + rng.below(4) as u32).saturating_sub(1).min(last);
            schedule.modes[at] = mode;
        }
        counts[usize::from(judged(instance, &portfolio, &schedule))] += 1;
    }
    counts
}

#[test]
fn files_and_their_portfolios_ask_the_same() {
    for (text, format) in [(ONE, Format::Psplib), (MODES, Format::Psplib), (TWO, Format::Mplib), (LIST, Format::Mista)]
    {
        check_both(&readers::instance(text, format), 1);
    }
}

#[test]
fn random_instances_and_their_portfolios_ask_the_same() {
    let mut counts = [0; 2];
    let mut unsaid = 0;
    for seed in 0..400 {
        let instance = random::instance(seed);
        if portfolio("made", &instance).is_err() {
            unsaid += 1;
            continue;
        }
        let [broken, holding] = check_both(&instance, seed);
        counts = [counts[0] + broken, counts[1] + holding];
    }
    assert!(counts.iter().all(|&n| n > 500) && unsaid > 20, "all happen: {counts:?}, {unsaid} unsaid");
}

#[test]
fn what_the_contract_cannot_say_is_refused_with_the_reason() {
    let mode = |duration, renewable, nonrenewable| Mode {
        duration,
        renewable: vec![(0, renewable)],
        nonrenewable: vec![(0, nonrenewable)],
    };
    let refused = |modes: Vec<Mode>, projects: Vec<Project>, objective| {
        let activities = vec![Activity { project: 0, modes, successors: Vec::new() }];
        let instance = Instance::new(projects, activities, vec![100_000], vec![1], objective).expect("it is valid");
        portfolio("made", &instance).expect_err("it cannot be said")
    };
    let project = |duration| Project { release: 0, duration };
    let makespan = Objective::Makespan;
    assert_eq!(refused(vec![mode(20_001, 1, 0)], vec![project(0)], makespan), [Unsayable::TooLong { horizon: 20_001 }]);
    assert_eq!(
        refused(vec![mode(1, 0, 0), mode(11, 100_000, 0)], vec![project(0)], makespan),
        [Unsayable::TooMuchWork { activity: 0, mode: 1 }]
    );
    assert_eq!(
        refused(vec![mode(0, 0, 1)], vec![project(0)], makespan),
        [Unsayable::CostlyMilestone { activity: 0, mode: 0 }]
    );
    assert_eq!(refused(vec![mode(1, 0, 0)], vec![project(0); 2], makespan), [Unsayable::EmptyProject { project: 1 }]);
    let late = Objective::DelayThenMakespan;
    assert_eq!(refused(vec![mode(1, 0, 0)], vec![project(2)], late), [Unsayable::EarlyFinish { project: 0 }]);
    assert_eq!(refused(vec![mode(1, 0, 0)], vec![project(0)], late), [Unsayable::EarlyFinish { project: 0 }]);
}

#[test]
fn values_are_compared_by_their_first_part_first() {
    let value = |first, second| Value { first, second };
    assert!(value(1, 9) < value(2, 0) && value(2, 0) < value(2, 1));
}
