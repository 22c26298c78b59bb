//! A plan's choices, completed: the referee agrees with everything that was filled in.

use std::fmt::Write as _;

use arbitre::base::Rng;
use arbitre::check::{self, Claims};
use arbitre::model::Measure;
use arbitre::plan::{Plan, ProjectPlan, Reason, ReasonCode};

use super::base::{base_plan, base_portfolio};
use super::plans::selected;
use super::{kind, plans, portfolios, read};

#[test]
fn nothing_that_was_filled_in_is_wrong() {
    for seed in 0..200 {
        let rng = &mut Rng::new(seed);
        let portfolio = read(&portfolios::random(rng));
        let mut choices = plans::random(&portfolio, rng);
        plans::disturb(&mut choices, &portfolio, rng);
        rng.shuffle(&mut choices.projects);
        let plan = check::complete(&portfolio, None, choices);
        let before = check::check(&portfolio, None, &plan, Claims::Ignored).violations;
        let after = check::check(&portfolio, None, &plan, Claims::Checked).violations;
        assert_eq!(before, after, "seed {seed}");
        assert_eq!(check::complete(&portfolio, None, plan.clone()), plan, "seed {seed}");
    }
}

#[test]
fn each_projects_share_adds_up_to_the_measures() {
    for seed in 0..100 {
        let rng = &mut Rng::new(seed);
        let portfolio = read(&portfolios::random(rng));
        let plan = check::complete(&portfolio, None, plans::random(&portfolio, rng));
        let owed: f64 = plan.framework_uses.iter().map(|f| f.owed).sum();
        let sum = |of: fn(&ProjectPlan) -> f64| plan.projects.iter().map(of).sum::<f64>();
        let agree = |measure, sum: f64| {
            let figure = plan.measure(measure).expect("every measure is there");
            assert!((figure - sum).abs() < 1e-6 * figure.abs().max(1.0), "seed {seed}, {measure:?}: {figure}, {sum}");
        };
        agree(Measure::Value, sum(|p| p.value));
        agree(Measure::ExternalSpend, sum(|p| p.external_spend) + owed);
        agree(Measure::TotalCost, sum(|p| p.total_cost) + owed);
        let bought: f64 = plan.framework_uses.iter().flat_map(|f| &f.periods).map(|p| p.amount).sum();
        agree(Measure::ExternalSpend, bought + owed);
    }
}

#[test]
fn what_follows_is_filled_in_and_the_rest_is_left_alone() {
    let portfolio = read(&base_portfolio().to_string());
    let reason =
        Reason { code: ReasonCode::NoValue, subjects: vec![], periods: vec![], shortfall: 0.0, text: "No.".into() };
    let mut choices = base_plan();
    choices.projects.reverse();
    choices.projects.push(selected("x", &[("do", "own", 1)]));
    choices.projects[2].phases.reverse();
    choices.projects[2].reasons.push(reason.clone());
    let mut plan = check::complete(&portfolio, None, choices);
    let names: Vec<&str> = plan.projects.iter().map(|p| &p.project[..]).collect();
    assert_eq!(names, ["a", "b", "c", "d", "x"]);
    let a = &plan.projects[0];
    assert_eq!((&a.start[..], &a.finish[..], &a.reasons), ("2021-03-01", "2021-07-31", &vec![reason]));
    assert_eq!((a.phases[1].finish_period, &a.phases[1].start[..]), (6, "2021-05-01"));
    assert_eq!((a.external_spend, plan.framework_uses[0].owed), (6_000.0, 1_000.0));
    assert_eq!(plan.projects[2], ProjectPlan { project: "c".into(), ..ProjectPlan::default() });
    let used: Vec<_> = plan.framework_uses[0].periods.iter().map(|p| (p.period, p.days, p.amount)).collect();
    assert_eq!(used, [(4, 4.0, 2_000.0), (5, 4.0, 2_000.0), (6, 4.0, 2_000.0)]);
    let ceilings: Vec<_> = plan.fund_uses[0].years.iter().map(|y| (y.payment_ceiling, y.commitment_ceiling)).collect();
    assert_eq!(ceilings, [(Some(6_500.0), Some(6_500.0)), (Some(1_000.0), None)]);
    plan.pool_loads[1].periods[3].marginal_value = 2.5;
    assert_eq!(check::complete(&portfolio, None, plan.clone()), plan);
}

/// Any plan at all gets a verdict: every field of a plan is put to the worst it can hold, alone and together.
#[test]
fn nothing_that_a_plan_can_hold_makes_it_panic() {
    let portfolio = read(&base_portfolio().to_string());
    let whole = check::complete(&portfolio, None, base_plan());
    let mut seen = String::new();
    for seed in 0..2_000 {
        let mut plan = whole.clone();
        let rng = &mut Rng::new(seed);
        (0..=rng.below(6)).for_each(|_| spoil(&mut plan, rng));
        let mut baseline = whole.clone();
        plans::commit(&mut baseline, rng);
        (0..rng.below(3)).for_each(|_| spoil(&mut baseline, rng));
        let decided = arbitre::plan::Baseline::new(&baseline, [0, i32::MAX, i32::MIN][rng.below(3)]);
        let verdict = check::check(&portfolio, Some(&decided), &plan, Claims::Checked);
        check::complete(&portfolio, Some(&decided), plan);
        verdict.violations.iter().for_each(|v| write!(seen, "{}", kind(v)).expect("memory"));
    }
    for kind in
        ["UnknownProject", "RepeatedProject", "RepeatedPhase", "UnknownPeriod", "UnknownPool", "UnknownFramework"]
    {
        assert!(seen.contains(kind), "{kind} was never said");
    }
}

fn spoil(plan: &mut Plan, rng: &mut Rng) {
    const PERIODS: [i32; 6] = [i32::MIN, -1, 0, 23, 24, i32::MAX];
    const FIGURES: [f64; 5] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -0.0];
    let (period, figure) = (PERIODS[rng.below(6)], FIGURES[rng.below(5)]);
    let draw = rng.below(13);
    let i = rng.below(plan.projects.len());
    let project = &mut plan.projects[i];
    match draw {
        0 => project.project = ["x", "", "b"][rng.below(3)].into(),
        1 => project.selected = !project.selected,
        2 => project.phases.clear(),
        3 => project.value = figure,
        4 => project.start = "2021-02-30é".into(),
        5 => plan.projects.push(plan.projects[i].clone()),
        6 => plan.pool_loads[rng.below(2)].pool = "x".into(),
        7 => plan.pool_loads[rng.below(2)].periods[rng.below(24)].period = period,
        8 => plan.framework_uses[0].framework = "x".into(),
        9 => plan.fund_uses[rng.below(2)].years[rng.below(2)].year = period,
        10 => plan.measures[rng.below(7)].value = figure,
        _ if project.phases.is_empty() => {}
        11 => {
            let k = rng.below(project.phases.len());
            project.phases[k].start_period = period;
            project.phases[k].finish_period = period;
        }
        _ => {
            let again = project.phases[rng.below(project.phases.len())].clone();
            project.phases.push(again);
        }
    }
}
