//! Selection rules: which projects go together or not.

use super::Violation;
use super::chosen::Chosen;
use crate::model::{Portfolio, SelectionRuleKind};

/// Says so for each rule that the selection breaks.
pub(super) fn check(portfolio: &Portfolio, chosen: &Chosen, violations: &mut Vec<Violation>) {
    for rule in &portfolio.rules {
        let (all, count) = (rule.projects.len() as i64, i64::from(rule.count));
        let selected = rule.projects.iter().filter(|p| chosen.contains(**p)).count() as i64;
        let holds = match rule.kind {
            SelectionRuleKind::AtMost => selected <= count,
            SelectionRuleKind::AtLeast => selected >= count,
            SelectionRuleKind::Together => selected == 0 || selected == all,
            SelectionRuleKind::Implies => {
                selected == all || rule.projects.first().is_none_or(|first| !chosen.contains(*first))
            }
        };
        if !holds {
            violations.push(Violation::RuleBroken { rule: rule.id.clone(), kind: rule.kind, selected, all, count });
        }
    }
}
