//! A bound on giving way, as selection rules: of each sponsor's decided projects all but so many stay in.

use std::collections::BTreeMap;

use super::decided;
use crate::model::draft::RuleDraft;
use crate::model::draft::scenario::{ChangeDraft, ScenarioDraft};
use crate::model::{Portfolio, SelectionRuleKind};
use crate::plan::Plan;

/// A scenario whose rules let each sponsor lose at most so many of the projects that the plan has decided. Sponsors that have
/// no more than that need no rule.
pub fn limits(portfolio: &Portfolio, last: &Plan, most_dropped: usize) -> ScenarioDraft {
    let mut own: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for plan in decided(last) {
        if let Some(project) = portfolio.projects.iter().find(|p| p.id == plan.project) {
            own.entry(&project.sponsor).or_default().push(project.id.clone());
        }
    }
    let taken = |id: &str| portfolio.rules.iter().any(|r| r.id == id);
    let rule = |(sponsor, projects): (&str, Vec<String>)| {
        let count = i32::try_from(projects.len().checked_sub(most_dropped).filter(|n| *n > 0)?).ok()?;
        let wish = format!("fair-{sponsor}");
        let mut ids = std::iter::once(wish.clone()).chain((2..).map(|n: u64| format!("{wish}-{n}")));
        let id = ids.find(|id| !taken(id)).expect("there are more numbers than rules");
        Some(ChangeDraft::PutRule(RuleDraft { id, kind: Some(SelectionRuleKind::AtLeast), projects, count }))
    };
    let changes = own.into_iter().filter_map(rule).map(Some).collect();
    ScenarioDraft { id: format!("fair-{most_dropped}"), changes, ..ScenarioDraft::default() }
}
