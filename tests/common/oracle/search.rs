//! Depth first over the projects, each out or in one of its ways; then goal by goal among the plans that hold.

use arbitre::model::Measure;

use super::account::{Account, Placed, account, is_changed};
use super::judge::{add, measures, together};
use super::setup::Setup;

/// Figures that differ by less are the same: relative, and absolute below 1.
const SAME: f64 = 1e-9;

/// What exhaustive search found.
pub(crate) struct Outcome {
    /// How many plans hold.
    pub(crate) plans: usize,
    /// By goal: its best figure among the plans that keep the earlier goals within their slack. Empty if no plan holds.
    pub(crate) best: Vec<f64>,
    /// By goal: the worst figure that its slack allows.
    pub(crate) floors: Vec<f64>,
    /// One of the best plans.
    pub(crate) plan: Vec<Option<Placed>>,
}

/// `early` rules out what already exceeds a limit; without it each plan is tried to its end.
pub(super) fn solve(setup: &Setup, ways: &[Vec<Account>], early: bool) -> Outcome {
    let outs: Vec<Account> = (0..ways.len()).map(|p| account(setup, p, None)).collect();
    let choices: Vec<Vec<&Account>> = outs.iter().zip(ways).map(|(out, ways)| choices(out, ways)).collect();
    let found = all(setup, &choices, early);
    choose(setup, &choices, found)
}

/// The goals' figures of every plan that holds.
pub(super) fn figures(setup: &Setup, ways: &[Vec<Account>]) -> Vec<Vec<f64>> {
    let outs: Vec<Account> = (0..ways.len()).map(|p| account(setup, p, None)).collect();
    let choices: Vec<Vec<&Account>> = outs.iter().zip(ways).map(|(out, ways)| choices(out, ways)).collect();
    all(setup, &choices, true).into_iter().map(|found| found.figures).collect()
}

/// The fewest committed projects that a plan changes, of those whose every project `may` be so.
pub(super) fn fewest(
    setup: &Setup,
    ways: &[Vec<Account>],
    may: &dyn Fn(usize, Option<&Placed>) -> bool,
) -> Option<usize> {
    let of = |plan: &Vec<Option<Placed>>| {
        let projects = || plan.iter().map(Option::as_ref).enumerate();
        let holds = projects().all(|(p, placed)| may(p, placed));
        holds.then(|| projects().filter(|(p, placed)| is_changed(setup, *p, *placed)).count())
    };
    plans(setup, ways, |_| true).iter().filter_map(of).min()
}

/// The choices of every plan that holds and whose goals' figures are such.
pub(super) fn plans(setup: &Setup, ways: &[Vec<Account>], wanted: impl Fn(&[f64]) -> bool) -> Vec<Vec<Option<Placed>>> {
    let outs: Vec<Account> = (0..ways.len()).map(|p| account(setup, p, None)).collect();
    let choices: Vec<Vec<&Account>> = outs.iter().zip(ways).map(|(out, ways)| choices(out, ways)).collect();
    let placed = |path: &[u32]| path.iter().zip(&choices).map(|(i, c)| c[*i as usize].placed.clone()).collect();
    all(setup, &choices, true).iter().filter(|found| wanted(&found.figures)).map(|found| placed(&found.path)).collect()
}

fn all(setup: &Setup, choices: &[Vec<&Account>], early: bool) -> Vec<Found> {
    let monotone = choices.iter().flatten().all(|a| a.usage.iter().all(|x| *x >= 0));
    let mut walk = Walk {
        setup,
        choices,
        limits: if early && monotone { limits(setup) } else { vec![i64::MAX; setup.index.len] },
        plan: Vec::new(),
        path: Vec::new(),
        found: Vec::new(),
    };
    walk.go(&vec![0; setup.index.len]);
    walk.found
}

fn choices<'a>(out: &'a Account, ways: &'a [Account]) -> Vec<&'a Account> {
    let may_be_out = out.violations.is_empty().then_some(out);
    may_be_out.into_iter().chain(ways).collect()
}

/// What no plan may exceed, whatever else is in it; the judge has the last word on everything.
fn limits(setup: &Setup) -> Vec<i64> {
    let mut out = vec![i64::MAX; setup.index.len];
    for t in 0..setup.calendar.count() {
        for (p, pool) in setup.pools.iter().enumerate() {
            out[setup.index.load(p, t)] = pool.limit[t];
        }
        for (l, line) in setup.lines.iter().enumerate() {
            out[setup.index.bought(l, t)] = line.cap.unwrap_or(i64::MAX);
        }
        for (w, flow) in setup.flows.iter().enumerate().filter(|(_, flow)| flow.window <= setup.calendar.count()) {
            out[setup.index.flow(w, t)] = flow.max;
        }
    }
    for (f, framework) in setup.frameworks.iter().enumerate() {
        out[setup.index.ordered(f)] = framework.max.unwrap_or(i64::MAX);
    }
    out
}

/// A plan that holds: which choice of each project, and the goals' figures.
struct Found {
    path: Vec<u32>,
    figures: Vec<f64>,
}

struct Walk<'a> {
    setup: &'a Setup,
    choices: &'a [Vec<&'a Account>],
    limits: Vec<i64>,
    plan: Vec<&'a Account>,
    path: Vec<u32>,
    found: Vec<Found>,
}

impl Walk<'_> {
    fn go(&mut self, usage: &[i64]) {
        let choices = self.choices;
        let Some(next) = choices.get(self.plan.len()) else { return self.leaf(usage) };
        for (i, choice) in next.iter().enumerate() {
            let mut with = usage.to_vec();
            add(&mut with, &choice.usage);
            if with.iter().zip(&self.limits).any(|(x, limit)| x > limit) {
                continue;
            }
            self.plan.push(choice);
            self.path.push(i as u32);
            self.go(&with);
            self.path.pop();
            self.plan.pop();
        }
    }

    fn leaf(&mut self, usage: &[i64]) {
        let mut violations = Vec::new();
        together(self.setup, &self.plan, usage, &mut violations);
        if violations.is_empty() {
            let all = measures(self.setup, &self.plan, usage);
            let figures = self.setup.goals.iter().map(|(m, _)| all[position(*m)]).collect();
            self.found.push(Found { path: self.path.clone(), figures });
        }
    }
}

/// The measure's place in the contract's order.
pub(super) fn position(measure: Measure) -> usize {
    Measure::ALL.iter().position(|m| *m == measure).expect("ALL holds all of them")
}

fn choose(setup: &Setup, choices: &[Vec<&Account>], mut found: Vec<Found>) -> Outcome {
    let mut out = Outcome { plans: found.len(), best: Vec::new(), floors: Vec::new(), plan: Vec::new() };
    if found.is_empty() {
        return out;
    }
    for (k, (measure, slack)) in setup.goals.iter().enumerate() {
        // Minimising turned round, so that more is better for every goal.
        let sign = if *measure == Measure::Value { 1.0 } else { -1.0 };
        let gain = |f: &Found| sign * f.figures[k];
        let best = found.iter().map(gain).fold(f64::NEG_INFINITY, f64::max);
        let floor = best - slack * best.abs();
        out.best.push(sign * best);
        out.floors.push(sign * floor);
        let last = k + 1 == setup.goals.len();
        let keep = if last { best } else { floor };
        found.retain(|f| gain(f) >= keep - SAME * keep.abs().max(1.0));
    }
    let path = &found[0].path;
    out.plan = path.iter().zip(choices).map(|(i, choices)| choices[*i as usize].placed.clone()).collect();
    out
}
