//! On random portfolios and plans ours agrees with `check_plan.py`: the same kinds of violations, as many of each, and
//! the same figures.

use std::collections::BTreeSet;

use arbitre::base::{Rng, date};
use arbitre::check::{self, Claims};
use arbitre::model::{Measure, Portfolio};
use arbitre::plan::{GoalResult, Plan, PlanStatus};

use super::broken::{self, BREAKAGES};
use super::{Scene, kinds, plans, portfolios, python, read};

/// A random plan, complete, maybe with a baseline, maybe with choices that break anything.
fn scene(name: &str, json: &str, portfolio: &Portfolio, rng: &mut Rng) -> Scene {
    let mut plan = plans::random(portfolio, rng);
    let (mut baseline, mut frozen_until) = (None, None);
    if rng.chance(0.5) {
        let mut old = check::complete(portfolio, None, plan.clone());
        plans::commit(&mut old, rng);
        baseline = Some(old);
        let periods = portfolio.calendar.periods();
        frozen_until = rng.chance(0.7).then(|| date::iso(periods[rng.below(periods.len())].last));
    }
    if baseline.is_some() || rng.chance(0.4) {
        plans::disturb(&mut plan, portfolio, rng);
    }
    let claims = if rng.chance(0.8) { Claims::Checked } else { Claims::Ignored };
    let mut scene = Scene { name: name.to_owned(), portfolio: json.to_owned(), baseline, frozen_until, plan, claims };
    // Where the figures are left out, those that were right before may be wrong now: that has to be said too.
    let figures_follow = rng.chance(0.9);
    let decided = scene.decided(portfolio);
    let complete = |plan: Plan| check::complete(portfolio, decided.as_ref(), plan);
    scene.plan = if figures_follow { complete(scene.plan) } else { scene.plan };
    let goal =
        |m: &arbitre::plan::MeasureValue| GoalResult { measure: m.measure, value: m.value, bound: m.value, gap: 0.0 };
    scene.plan.goals = scene.plan.measures.iter().take(3).map(goal).collect();
    scene.plan.status = PlanStatus::Feasible;
    scene
}

/// What differs between what ours says of the scene and what the reference says.
fn difference(scene: &Scene, answer: &python::Answer) -> Option<String> {
    let verdict = scene.verdict();
    let Ok(said) = &answer.violations else {
        // It stops where ours has a violation.
        return verdict.holds().then(|| format!("{:?}, ours holds", answer.violations));
    };
    let mut theirs: Vec<&str> = said.iter().map(|s| python::kind(s)).collect();
    theirs.sort_unstable();
    if kinds(&verdict) != theirs {
        return Some(format!("ours {:#?}\ntheirs {said:#?}", verdict.violations));
    }
    let figure = |m: &Measure| (verdict.figures.measure(*m), answer.figures[m.name()]);
    let off = Measure::ALL.into_iter().find(|m| {
        let (a, b) = figure(m);
        (a - b).abs() > 1e-9 * a.abs().max(b.abs()).max(1.0)
    });
    off.map(|m| format!("{}: ours and theirs {:?}", m.name(), figure(&m)))
}

fn agree(scenes: &[Scene], answers: &[python::Answer]) {
    for (scene, answer) in scenes.iter().zip(answers) {
        if let Some(difference) = difference(scene, answer) {
            panic!("{}: {difference}\n{}\n{:#?}", scene.name, scene.portfolio, scene.plan);
        }
    }
}

#[test]
fn on_random_small_portfolios() {
    let Some(tools) = python::tools("comparison with check_plan.py on random small portfolios") else { return };
    let mut scenes = Vec::new();
    for seed in 0..150 {
        let rng = &mut Rng::new(seed);
        let json = portfolios::random(rng);
        let portfolio = read(&json);
        scenes.extend((0..12).map(|k| scene(&format!("seed {seed}, plan {k}"), &json, &portfolio, rng)));
    }
    let answers = python::ask(&tools, &scenes);
    agree(&scenes, &answers);
    let said: BTreeSet<&str> =
        answers.iter().flat_map(|a| a.violations.iter().flatten()).map(|s| python::kind(s)).collect();
    let never = broken::CONSTRAINTS.iter().filter(|kind| !said.contains(*kind)).collect::<Vec<_>>();
    assert!(never.is_empty(), "the random plans never break {never:?}");
    let stopped = answers.iter().filter(|a| a.violations.is_err()).count();
    assert!(stopped * 5 < answers.len(), "{stopped} of {} scenes compare nothing", answers.len());
}

#[test]
fn on_plans_of_large_portfolios() {
    let Some(tools) = python::tools("comparison with check_plan.py on make_portfolio.py's portfolios") else { return };
    let mut scenes = Vec::new();
    for (i, arguments) in [
        &["county"][..],
        &["county", "--unit", "week"],
        &["random", "--projects", "25", "--seed", "1"],
        &["random", "--projects", "40", "--seed", "2", "--unit", "week", "--years", "2"],
    ]
    .into_iter()
    .enumerate()
    {
        let json = python::make_portfolio(&tools, arguments);
        let portfolio = read(&json);
        let rng = &mut Rng::new(i as u64);
        scenes.extend((0..8).map(|k| scene(&format!("{arguments:?}, plan {k}"), &json, &portfolio, rng)));
    }
    agree(&scenes, &python::ask(&tools, &scenes));
}

#[test]
fn on_plans_broken_on_purpose() {
    let Some(tools) = python::tools("comparison with check_plan.py on plans broken on purpose") else { return };
    let mut scenes = Vec::new();
    for (i, breakage) in BREAKAGES.iter().enumerate() {
        let broken = (0..40).filter_map(|seed| breakage.scene(1000 * i as u64 + seed)).take(5).collect::<Vec<_>>();
        assert!(broken.len() == 5, "{} can seldom be broken", breakage.kind);
        scenes.extend(broken);
    }
    let answers = python::ask(&tools, &scenes);
    agree(&scenes, &answers);
    for (scene, answer) in scenes.iter().zip(&answers) {
        let said = answer.violations.as_ref().unwrap_or_else(|e| panic!("{}: {e}", scene.name));
        assert!(said.iter().any(|s| scene.name.starts_with(python::kind(s))), "{}: {said:#?}", scene.name);
    }
}
