//! First plans: projects placed one after the other at their priced best, those that must be in first.

use super::guide::Guide;
use super::insert::Inserter;
use super::state::{State, lift_family};
use crate::base::Rng;
use crate::model::SelectionRuleKind;

/// Places what fits into the state, the most profitable for its price first; `noise` above 0 shuffles that order.
pub(crate) fn construct(state: &mut State, guide: &Guide, inserter: &mut Inserter, rng: &mut Rng, noise: f64) {
    let n = state.instance().projects.len();
    let mut order: Vec<(bool, f64, usize)> = (0..n)
        .map(|p| (!state.instance().projects[p].must, -guide.density[p] * (1.0 + noise * rng.unit()), p))
        .collect();
    order.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    for (_, _, p) in order {
        if !state.contains(p) {
            inserter.insert(state, p, guide, 1.0);
        }
    }
    mend_rules(state, guide, inserter);
}

/// Meets the rules that ask for projects, as far as they fit; where they do not, lifts what the rule hangs on unless it
/// has to be in.
pub(crate) fn mend_rules(state: &mut State, guide: &Guide, inserter: &mut Inserter) {
    for r in 0..state.instance().rules.len() {
        let rule = &state.instance().rules[r];
        let (kind, all) = (rule.kind, rule.projects.clone());
        let asked = match kind {
            SelectionRuleKind::AtMost => false,
            SelectionRuleKind::AtLeast => state.in_rule[r] < rule.count,
            SelectionRuleKind::Together => state.in_rule[r] > 0,
            SelectionRuleKind::Implies => state.contains(all[0]),
        };
        if !asked {
            continue;
        }
        for p in &all {
            let enough = kind == SelectionRuleKind::AtLeast && state.in_rule[r] >= state.instance().rules[r].count;
            if !enough && !state.contains(*p) {
                inserter.insert(state, *p, guide, 1.0);
            }
        }
        let whole = state.in_rule[r] == all.len() as i64;
        match kind {
            SelectionRuleKind::Together if !whole => all.iter().for_each(|p| lift_free(state, *p)),
            SelectionRuleKind::Implies if !whole => lift_free(state, all[0]),
            _ => {}
        }
    }
}

fn lift_free(state: &mut State, project: usize) {
    if !state.instance().projects[project].must {
        lift_family(state, project);
    }
}
