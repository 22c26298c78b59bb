//! Plans of several scenarios side by side: what changes and why, what is short, and what is the same in all.

mod backbone;
mod bottleneck;
mod changes;
mod entry;
mod facts;
mod pools;
mod projects;
mod why;

pub use facts::{
    Backbone, BindingPool, Bottleneck, Change, Compared, ComparedPool, ComparedProject, Comparison, MoneyKind,
    MoneyMargin, Placed, Proposal, ProposalKind, Verdict,
};

pub use crate::plan::ChangeKind;
pub(super) use changes::{Side, change};
pub(super) use facts::differences;

use super::case::Case;
use super::together::Planned;
use crate::base::{Lang, Stop};
use crate::explain;
use crate::plan::Plan;
use crate::solve::Prices;
use entry::Entry;

/// A plan as it is laid beside others.
#[derive(Clone, Debug)]
pub struct Laid {
    /// With its reasons, where it has any.
    pub plan: Plan,
    /// What its rows are worth; not known of a plan from elsewhere.
    pub prices: Option<Prices>,
    /// Position of an earlier case that makes the same portfolio.
    pub same_as: Option<usize>,
}

/// The cases and what came of them, side by side, with reasons in that language. The plans are those of
/// [`plan_all`](super::plan_all). Once it is told to stop, what is not settled by then is left unsaid.
pub fn compare(
    portfolio: &str,
    cases: &[Case],
    planned: &[Option<Planned>],
    lang: Lang,
    stop: &dyn Stop,
) -> Comparison {
    let laid: Vec<Option<Laid>> =
        cases.iter().zip(planned).map(|(case, planned)| explained(case, planned.as_ref()?, lang, stop)).collect();
    let mut out = beside(portfolio, cases, &laid);
    let entries = entries(cases, &laid);
    let Some((reference, others)) = entries.split_first() else { return out };
    for entry in others {
        why::give(&mut out.scenarios[entry.scenario].changes, reference, entry, lang, stop);
    }
    out
}

/// Plans from anywhere side by side, as far as they speak for themselves: why projects change is not in it.
pub fn beside(portfolio: &str, cases: &[Case], laid: &[Option<Laid>]) -> Comparison {
    let scenarios: Vec<Compared> = cases.iter().zip(laid).map(|(case, laid)| compared(case, laid.as_ref())).collect();
    let mut out = Comparison { portfolio: portfolio.to_owned(), scenarios, ..Comparison::default() };
    let entries = entries(cases, laid);
    let Some(reference) = entries.first() else { return out };
    let (projects, pools) = (projects::of(&entries), pools::of(&entries));
    let backbone = (entries.len() > 1).then(|| backbone::of(&projects, &entries));
    for entry in &entries {
        let compared = &mut out.scenarios[entry.scenario];
        compared.bottleneck = Some(bottleneck::of(entry));
        if entry.scenario == reference.scenario {
            continue;
        }
        compared.differences = facts::differences(entry.plan, reference.plan);
        compared.changes = changes::of(&projects, reference, entry);
    }
    out.reference = Some(reference.scenario);
    (out.projects, out.pools, out.backbone) = (projects, pools, backbone);
    out
}

fn explained(case: &Case, planned: &Planned, lang: Lang, stop: &dyn Stop) -> Option<Laid> {
    let prepared = case.outcome.as_ref().ok()?;
    let (plan, prices) = (planned.answer.plan.clone(), &planned.answer.prices);
    let mut plan = explain::explain(&prepared.portfolio, prepared.baseline.as_ref(), plan, prices, lang, stop);
    plan.scenario.clone_from(&case.scenario.id);
    Some(Laid { plan, prices: Some(prices.clone()), same_as: planned.same_as })
}

fn compared(case: &Case, laid: Option<&Laid>) -> Compared {
    let laid = laid.filter(|_| case.outcome.is_ok());
    Compared {
        scenario: case.scenario.clone(),
        problems: case.outcome.as_ref().err().cloned().unwrap_or_default(),
        same_as: laid.and_then(|l| l.same_as),
        plan: laid.map(|l| l.plan.clone()),
        differences: Vec::new(),
        changes: Vec::new(),
        bottleneck: None,
    }
}

fn entries<'a>(cases: &'a [Case], laid: &'a [Option<Laid>]) -> Vec<Entry<'a>> {
    let entry = |(scenario, (case, laid)): (usize, (&'a Case, &'a Option<Laid>))| {
        let (case, laid) = (case.outcome.as_ref().ok()?, laid.as_ref()?);
        let has_plan = laid.plan.status.has_plan();
        has_plan.then_some(Entry { scenario, case, plan: &laid.plan, prices: laid.prices.as_ref() })
    };
    cases.iter().zip(laid).enumerate().filter_map(entry).collect()
}
