//! A whole plan: what it breaks and what it comes to.

use arbitre::model::SelectionRuleKind;

use super::account::{Account, after_holds};
use super::setup::{Fund, Setup};

/// What a plan breaks and what it comes to.
pub(crate) struct Verdict {
    /// One line per violation.
    pub(crate) violations: Vec<String>,
    /// The measures, in the contract's order.
    pub(crate) measures: [f64; 7],
    /// Centidays by pool and period.
    pub(crate) load: Vec<Vec<i64>>,
    /// Ordered and owed, by framework.
    pub(crate) ordered: Vec<(i64, i64)>,
    /// Paid and committed, by fund and year.
    pub(crate) money: Vec<Vec<(i64, i64)>>,
}

pub(super) fn judge(setup: &Setup, plan: &[&Account]) -> Verdict {
    let mut usage = vec![0; setup.index.len];
    for account in plan {
        add(&mut usage, &account.usage);
    }
    let mut violations: Vec<String> = plan.iter().flat_map(|account| account.violations.clone()).collect();
    together(setup, plan, &usage, &mut violations);
    let owed = owed(setup, &usage);
    let year = |m: usize, y: usize| (paid(setup, &usage, &owed, m, y), usage[setup.index.committed(m, y)]);
    let row = |p: usize| (0..setup.calendar.count()).map(|t| usage[setup.index.load(p, t)]).collect();
    Verdict {
        violations,
        measures: measures(setup, plan, &usage),
        load: (0..setup.pools.len()).map(row).collect(),
        ordered: owed.iter().enumerate().map(|(f, owed)| (usage[setup.index.ordered(f)], *owed)).collect(),
        money: (0..setup.funds.len()).map(|m| (0..setup.index.years()).map(|y| year(m, y)).collect()).collect(),
    }
}

pub(super) fn add(usage: &mut [i64], more: &[i64]) {
    usage.iter_mut().zip(more).for_each(|(x, y)| *x += y);
}

/// What the projects break together.
pub(super) fn together(setup: &Setup, plan: &[&Account], usage: &[i64], violations: &mut Vec<String>) {
    dependencies(setup, plan, violations);
    rules(setup, plan, violations);
    flows(setup, usage, violations);
    people(setup, usage, violations);
    money(setup, usage, violations);
}

fn dependencies(setup: &Setup, plan: &[&Account], violations: &mut Vec<String>) {
    for (p, account) in plan.iter().enumerate() {
        let Some(placed) = &account.placed else { continue };
        for (phase, (_, start)) in setup.projects[p].phases.iter().zip(placed) {
            for (q, other, lag) in phase.after.iter().filter(|after| after.0 != p) {
                match &plan[*q].placed {
                    Some(needed) => after_holds(setup, *q, *other, needed, start - lag, violations),
                    None => violations.push(format!("{} needs {}", setup.projects[p].id, setup.projects[*q].id)),
                }
            }
        }
    }
}

fn rules(setup: &Setup, plan: &[&Account], violations: &mut Vec<String>) {
    for (kind, count, projects) in &setup.rules {
        let within = projects.iter().filter(|p| plan[**p].placed.is_some()).count();
        let holds = match kind {
            SelectionRuleKind::AtMost => within as i64 <= *count,
            SelectionRuleKind::AtLeast => within as i64 >= *count,
            SelectionRuleKind::Together => within == 0 || within == projects.len(),
            SelectionRuleKind::Implies => plan[projects[0]].placed.is_none() || within == projects.len(),
        };
        if !holds {
            violations.push(format!("{kind:?}: {within} of {} are in", projects.len()));
        }
    }
}

fn flows(setup: &Setup, usage: &[i64], violations: &mut Vec<String>) {
    let periods = setup.calendar.count();
    for (w, flow) in setup.flows.iter().enumerate() {
        for t in 0..(periods + 1).saturating_sub(flow.window) {
            let count: i64 = (t..t + flow.window).map(|t| usage[setup.index.flow(w, t)]).sum();
            if count > flow.max {
                violations.push(format!("flow limit {w}, period {t}: {count}"));
            }
        }
    }
}

fn people(setup: &Setup, usage: &[i64], violations: &mut Vec<String>) {
    for t in 0..setup.calendar.count() {
        for (p, pool) in setup.pools.iter().enumerate() {
            if usage[setup.index.load(p, t)] > pool.limit[t] {
                violations.push(format!("pool {}, period {t}", pool.id));
            }
        }
        for (l, line) in setup.lines.iter().enumerate() {
            if line.cap.is_some_and(|cap| usage[setup.index.bought(l, t)] > cap) {
                violations.push(format!("line {l}, period {t}"));
            }
        }
    }
}

fn money(setup: &Setup, usage: &[i64], violations: &mut Vec<String>) {
    for (f, framework) in setup.frameworks.iter().enumerate() {
        if framework.max.is_some_and(|max| usage[setup.index.ordered(f)] > max) {
            violations.push(format!("framework {}: above its maximum", framework.id));
        }
    }
    let owed = owed(setup, usage);
    for (m, fund) in setup.funds.iter().enumerate() {
        let paid: Vec<i64> = (0..setup.index.years()).map(|y| paid(setup, usage, &owed, m, y)).collect();
        let committed: Vec<i64> = (0..setup.index.years()).map(|y| usage[setup.index.committed(m, y)]).collect();
        ceilings(fund, &fund.payments, &paid, violations);
        ceilings(fund, &fund.commitments, &committed, violations);
        if fund.total.is_some_and(|total| paid.iter().sum::<i64>() > total) {
            violations.push(format!("fund {}: above its total", fund.id));
        }
    }
}

fn ceilings(fund: &Fund, caps: &[Option<i64>], used: &[i64], violations: &mut Vec<String>) {
    let mut left = 0;
    for (y, (cap, x)) in caps.iter().zip(used).enumerate() {
        let Some(cap) = cap else { continue };
        let room = cap + if fund.carry { left } else { 0 };
        if *x > room {
            violations.push(format!("fund {}, year {y}: {x} over {room}", fund.id));
        }
        left = room - x;
    }
}

/// By framework.
fn owed(setup: &Setup, usage: &[i64]) -> Vec<i64> {
    let owed = |(f, framework): (usize, &super::setup::Framework)| match usage[setup.index.ordered(f)] {
        0 => 0,
        ordered => (framework.min - ordered).max(0),
    };
    setup.frameworks.iter().enumerate().map(owed).collect()
}

fn paid(setup: &Setup, usage: &[i64], owed: &[i64], fund: usize, year: usize) -> i64 {
    let due = setup.frameworks.iter().zip(owed).filter(|(f, _)| f.fund == fund && f.last_year == year);
    usage[setup.index.paid(fund, year)] + due.map(|(_, owed)| owed).sum::<i64>()
}

/// In the contract's order.
pub(super) fn measures(setup: &Setup, plan: &[&Account], usage: &[i64]) -> [f64; 7] {
    let owed: i64 = owed(setup, usage).iter().sum();
    let ordered: i64 = (0..setup.frameworks.len()).map(|f| usage[setup.index.ordered(f)]).sum();
    let cost: i64 = plan.iter().map(|a| a.cost).sum();
    let over = |(p, pool): (usize, &super::setup::Pool)| -> i64 {
        pool.capacity.iter().enumerate().map(|(t, c)| (usage[setup.index.load(p, t)] - c).max(0)).sum()
    };
    let overload: i64 = setup.pools.iter().enumerate().map(over).sum();
    [
        plan.iter().map(|a| a.value).sum(),
        plan.iter().map(|a| a.lateness).sum::<i64>() as f64,
        plan.iter().map(|a| a.disruption).sum(),
        (ordered + owed) as f64 / 1e4,
        (cost + owed) as f64 / 1e4,
        overload as f64 / 100.0,
        plan.iter().map(|a| a.makespan).max().unwrap_or(0) as f64,
    ]
}
