//! One project placed one way: what it uses of everything that plans share, what it brings, and what it breaks by
//! itself.

use std::collections::BTreeMap;

use arbitre::model::FlowKind;
use arbitre::plan::Commitment;

use super::modes::Mode;
use super::setup::{Phase, Setup};

/// Mode and start of each phase, in the project's order.
pub(crate) type Placed = Vec<(usize, i64)>;

pub(super) struct Account {
    /// How it is placed, if it is in.
    pub(super) placed: Option<Placed>,
    /// What it breaks whatever else is planned.
    pub(super) violations: Vec<String>,
    /// See [`super::index::Index`].
    pub(super) usage: Vec<i64>,
    /// Last finish plus 1.
    pub(super) makespan: i64,
    pub(super) value: f64,
    pub(super) lateness: i64,
    pub(super) disruption: f64,
    /// Without what is owed.
    pub(super) cost: i64,
}

/// Every way of having the project in that holds by itself.
pub(super) fn ways(setup: &Setup, p: usize) -> Vec<Account> {
    let mut partial: Vec<Placed> = vec![Vec::new()];
    for phase in &setup.projects[p].phases {
        let periods = setup.calendar.count() as i64;
        let fitting = |(i, m): (usize, &Mode)| (0..=periods - m.duration).map(move |s| (i, s)).collect::<Vec<_>>();
        let options: Vec<(usize, i64)> = phase.modes.iter().enumerate().flat_map(fitting).collect();
        let extend = |head: &Placed| {
            let head = head.clone();
            options.iter().map(move |o| head.iter().copied().chain([*o]).collect()).collect::<Vec<Placed>>()
        };
        partial = partial.iter().flat_map(extend).collect();
    }
    let ways = partial.into_iter().filter(|placed| own_order_holds(setup, p, placed));
    ways.map(|placed| account(setup, p, Some(placed))).filter(|way| way.violations.is_empty()).collect()
}

/// The dependencies inside the project, tested first because they rule out most.
fn own_order_holds(setup: &Setup, p: usize, placed: &Placed) -> bool {
    let mut violations = Vec::new();
    own_order(setup, p, placed, &mut violations);
    violations.is_empty()
}

fn own_order(setup: &Setup, p: usize, placed: &Placed, violations: &mut Vec<String>) {
    for (j, phase) in setup.projects[p].phases.iter().enumerate() {
        for (q, other, lag) in phase.after.iter().filter(|after| after.0 == p) {
            after_holds(setup, *q, *other, placed, placed[j].1 - lag, violations);
        }
    }
}

/// The phase, or all phases, of project `q` end by the beginning of period `by`.
pub(super) fn after_holds(
    setup: &Setup,
    q: usize,
    phase: Option<usize>,
    placed: &Placed,
    by: i64,
    violations: &mut Vec<String>,
) {
    for (k, (mode, start)) in placed.iter().enumerate() {
        let end = start + setup.projects[q].phases[k].modes[*mode].duration;
        if phase.is_none_or(|wanted| wanted == k) && end > by {
            violations.push(format!("{}/{k} ends at {end}, after {by}", setup.projects[q].id));
        }
    }
}

/// The project placed this way, or out.
pub(super) fn account(setup: &Setup, p: usize, placed: Option<Placed>) -> Account {
    let mut out = Account {
        placed: None,
        violations: Vec::new(),
        usage: vec![0; setup.index.len],
        makespan: 0,
        value: 0.0,
        lateness: 0,
        disruption: 0.0,
        cost: 0,
    };
    match &placed {
        Some(placed) => charge(setup, p, placed, &mut out),
        None if setup.projects[p].must => out.violations.push("must be done and is out".to_owned()),
        None => {}
    }
    committed(setup, p, placed.as_ref(), &mut out);
    out.placed = placed;
    out
}

fn charge(setup: &Setup, p: usize, placed: &Placed, out: &mut Account) {
    let project = &setup.projects[p];
    let periods = setup.calendar.count() as i64;
    let (mut first, mut last) = (periods, -1);
    for (phase, (mode, start)) in project.phases.iter().zip(placed) {
        let mode = &phase.modes[*mode];
        if *start < 0 || start + mode.duration > periods {
            out.violations.push(format!("{} leaves the calendar", phase.id));
            continue;
        }
        (first, last) = (first.min(*start), last.max(start + mode.duration - 1));
        effort(setup, mode, *start, out);
        spend(setup, p, mode, *start, out);
    }
    own_order(setup, p, placed, &mut out.violations);
    let mut ensure = |holds: bool, what: &str| {
        if !holds {
            out.violations.push(what.to_owned());
        }
    };
    ensure(first >= project.release, "starts too early");
    ensure(last <= project.due, "finishes too late");
    let gate = setup.gates.as_ref().is_none_or(|g| g.get(first as usize).copied().unwrap_or(false));
    ensure(gate, "starts where there is no gate");
    flows(setup, p, first, last, out);
    out.makespan = last + 1;
    out.lateness = project.target.map_or(0, |target| (last - target).max(0));
    out.value = project.value * (1.0 - setup.decay).powi(last as i32 + 1) - project.penalty * out.lateness as f64;
}

/// Part `k` of `d` by cumulative rounding.
fn part(x: i64, d: i64, k: i64) -> i64 {
    (x * (k + 1)).div_euclid(d) - (x * k).div_euclid(d)
}

fn effort(setup: &Setup, mode: &Mode, start: i64, out: &mut Account) {
    for (pool, x) in &mode.effort {
        let pool = setup.pools.iter().position(|p| p.id == *pool).expect("the draft is valid");
        for k in 0..mode.duration {
            out.usage[setup.index.load(pool, (start + k) as usize)] += part(*x, mode.duration, k);
        }
        out.cost += x * setup.pools[pool].day_cost;
    }
    for ((framework, role), x) in &mode.purchases {
        let line = setup.line(framework, role);
        for k in 0..mode.duration {
            let (t, c) = ((start + k) as usize, part(*x, mode.duration, k));
            out.usage[setup.index.bought(line, t)] += c;
            if c != 0 && !setup.frameworks[setup.lines[line].framework].open[t] {
                out.violations.push(format!("framework {framework} is closed in {t}"));
            }
        }
    }
}

/// Costs and purchases period by period, less what grants take over.
fn spend(setup: &Setup, p: usize, mode: &Mode, start: i64, out: &mut Account) {
    let mut payments: Vec<(usize, usize, i64)> = Vec::new();
    for (fund, x) in &mode.costs {
        let fund = setup.funds.iter().position(|f| f.id == *fund).expect("the draft is valid");
        payments.extend((0..mode.duration).map(|k| ((start + k) as usize, fund, part(*x, mode.duration, k))));
        out.cost += x;
    }
    for ((framework, role), x) in &mode.purchases {
        let line = setup.line(framework, role);
        let (framework, rate) = (setup.lines[line].framework, setup.lines[line].rate);
        for k in 0..mode.duration {
            let amount = part(*x, mode.duration, k) * rate;
            payments.push(((start + k) as usize, setup.frameworks[framework].fund, amount));
            out.usage[setup.index.ordered(framework)] += amount;
            out.cost += amount;
        }
    }
    let year = |t: usize| (setup.calendar.year(t) - setup.calendar.years.0) as usize;
    let begins = year((start as usize).min(setup.calendar.count() - 1));
    for (t, fund, amount) in payments {
        for (fund, amount) in shared(setup, p, t, fund, amount) {
            if amount != 0 && !setup.funds[fund].open[t] {
                out.violations.push(format!("fund {} is closed in {t}", setup.funds[fund].id));
            }
            out.usage[setup.index.paid(fund, year(t))] += amount;
            out.usage[setup.index.committed(fund, begins)] += amount;
        }
    }
}

/// Who pays an amount that is charged to a fund in a period.
fn shared(setup: &Setup, p: usize, t: usize, fund: usize, amount: i64) -> Vec<(usize, i64)> {
    let mut out = Vec::new();
    let mut rest = amount;
    for (grant, share) in setup.projects[p].grants.iter().filter(|g| setup.funds[g.0].open[t]) {
        let part = (amount as f64 * share + 1e-6).floor() as i64;
        rest -= part;
        out.push((*grant, part));
    }
    out.push((fund, rest));
    out
}

fn flows(setup: &Setup, p: usize, first: i64, last: i64, out: &mut Account) {
    let final_period = setup.calendar.count() as i64 - 1;
    for (w, flow) in setup.flows.iter().enumerate().filter(|(_, f)| f.counts[p]) {
        let hit = match flow.kind {
            FlowKind::UnderWay => first.max(0)..=last.min(final_period),
            FlowKind::Starts => first.clamp(0, final_period)..=first.clamp(0, final_period),
            FlowKind::Finishes => last.clamp(0, final_period)..=last.clamp(0, final_period),
        };
        for t in hit {
            out.usage[setup.index.flow(w, t as usize)] += 1;
        }
    }
}

/// Whether it is committed and not as it was.
pub(super) fn is_changed(setup: &Setup, p: usize, placed: Option<&Placed>) -> bool {
    let project = &setup.projects[p];
    let named =
        |(phase, (mode, start)): (&Phase, &(usize, i64))| (phase.id.clone(), (phase.modes[*mode].id.clone(), *start));
    let now: Option<BTreeMap<_, _>> = placed.map(|placed| project.phases.iter().zip(placed).map(named).collect());
    project.old.as_ref().is_some_and(|old| now.as_ref() != Some(&old.phases))
}

/// What the baseline makes of it.
fn committed(setup: &Setup, p: usize, placed: Option<&Placed>, out: &mut Account) {
    let project = &setup.projects[p];
    let Some(old) = &project.old else { return };
    let named =
        |(phase, (mode, start)): (&Phase, &(usize, i64))| (phase.id.clone(), (phase.modes[*mode].id.clone(), *start));
    let now: Option<BTreeMap<_, _>> = placed.map(|placed| project.phases.iter().zip(placed).map(named).collect());
    let moved = placed.map_or(setup.calendar.count() as i64, |_| (out.makespan - 1 - old.finish).abs());
    out.disruption = project.weight * moved as f64;
    if old.commitment == Commitment::Protected && now.is_none() {
        out.violations.push("is protected and was dropped".to_owned());
    }
    if old.commitment == Commitment::Frozen && now.as_ref() != Some(&old.phases) {
        out.violations.push("is frozen and was changed".to_owned());
    }
    for (phase, was) in old.phases.iter().filter(|(_, was)| was.1 < setup.frozen_before) {
        if now.as_ref().and_then(|now| now.get(phase)) != Some(was) {
            out.violations.push(format!("{phase} had started and was changed"));
        }
    }
}
