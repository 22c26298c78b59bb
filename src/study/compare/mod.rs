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
    Backbone, BindingPool, Bottleneck, Change, ChangeKind, Compared, ComparedPool, ComparedProject, Comparison,
    MoneyKind, MoneyMargin, Placed, Proposal, ProposalKind, Verdict,
};

pub(super) use changes::{Side, change};
pub(super) use facts::differences;

use super::case::Case;
use super::together::Planned;
use crate::base::{Lang, Stop};
use crate::explain;
use crate::plan::Plan;
use entry::Entry;

/// The cases and what came of them, side by side, with reasons in that language. The plans are those of
/// [`plan_all`](super::plan_all). Once it is told to stop, what is not settled by then is left unsaid.
pub fn compare(
    portfolio: &str,
    cases: &[Case],
    planned: &[Option<Planned>],
    lang: Lang,
    stop: &dyn Stop,
) -> Comparison {
    let scenarios: Vec<Compared> =
        cases.iter().zip(planned).map(|(case, planned)| compared(case, planned.as_ref(), lang, stop)).collect();
    let mut out = Comparison { portfolio: portfolio.to_owned(), scenarios, ..Comparison::default() };
    let entries = entries(&out, cases, planned);
    let Some(reference) = entries.first() else { return out };
    let (projects, pools) = (projects::of(&entries), pools::of(&entries));
    let backbone = (entries.len() > 1).then(|| backbone::of(&projects, &entries));
    for entry in &entries {
        let compared = &mut out.scenarios[entry.scenario];
        compared.bottleneck = Some(bottleneck::of(entry));
        if entry.scenario == reference.scenario {
            continue;
        }
        compared.differences = facts::differences(&entry.plan, &reference.plan);
        let mut changes = changes::of(&projects, reference, entry);
        why::give(&mut changes, reference, entry, lang, stop);
        compared.changes = changes;
    }
    out.reference = Some(reference.scenario);
    (out.projects, out.pools, out.backbone) = (projects, pools, backbone);
    out
}

fn compared(case: &Case, planned: Option<&Planned>, lang: Lang, stop: &dyn Stop) -> Compared {
    let (problems, plan) = match &case.outcome {
        Err(problems) => (problems.clone(), None),
        Ok(prepared) => {
            let explained = |planned: &Planned| {
                let (plan, prices) = (planned.answer.plan.clone(), &planned.answer.prices);
                let baseline = prepared.baseline.as_ref();
                let mut plan = explain::explain(&prepared.portfolio, baseline, plan, prices, lang, stop);
                plan.scenario.clone_from(&case.scenario.id);
                plan
            };
            (Vec::new(), planned.map(explained))
        }
    };
    Compared {
        scenario: case.scenario.clone(),
        problems,
        same_as: planned.and_then(|p| p.same_as),
        plan,
        differences: Vec::new(),
        changes: Vec::new(),
        bottleneck: None,
    }
}

fn entries<'a>(comparison: &Comparison, cases: &'a [Case], planned: &'a [Option<Planned>]) -> Vec<Entry<'a>> {
    let entry = |(scenario, plan): (usize, &Plan)| {
        let case = cases[scenario].outcome.as_ref().ok()?;
        let prices = &planned[scenario].as_ref()?.answer.prices;
        Some(Entry { scenario, case, plan: plan.clone(), prices })
    };
    comparison.planned().filter_map(entry).collect()
}
