//! First plans: projects placed one after the other at their priced best, those that must be in first.

use super::guide::Guide;
use super::insert::Inserter;
use super::state::{State, lift_family};
use crate::base::{Rng, Stop};
use crate::model::SelectionRuleKind;

/// How often those that must be in are placed in another order before some are left out. Each costs as much as they take
/// to place: with 120 of them among 1,000 projects a few milliseconds.
const ORDERS: usize = 40;

/// Places what fits into the state, those that must be in first and then the most profitable for its price; `noise`
/// above 0 shuffles that order. Goes on to the end unless it is abandoned: there is to be a first plan.
pub(crate) fn construct(
    state: &mut State,
    guide: &Guide,
    inserter: &mut Inserter,
    rng: &mut Rng,
    noise: f64,
    stop: &dyn Stop,
) {
    place_obligatory(state, guide, inserter);
    let n = state.instance().projects.len();
    let mut order: Vec<(f64, usize)> = (0..n).map(|p| (-guide.density[p] * (1.0 + noise * rng.unit()), p)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for (_, p) in order {
        if stop.is_abandoned() {
            return;
        }
        if !state.contains(p) {
            inserter.insert(state, p, guide, 1.0);
        }
    }
    mend_rules(state, guide, inserter);
}

/// Places those that must be in, the dearest first; whichever finds no room comes first the next time (squeaky wheel
/// optimisation; Joslin & Clements 1999). Ends with the order that leaves fewest out.
fn place_obligatory(state: &mut State, guide: &Guide, inserter: &mut Inserter) {
    let mut order = state.missing();
    order.sort_by(|a, b| guide.effort[*b].total_cmp(&guide.effort[*a]).then(a.cmp(b)));
    let (mark, mut best) = (state.mark(), (usize::MAX, order.clone()));
    for _ in 0..ORDERS {
        let left_out = place_in(state, guide, inserter, &order);
        if left_out.is_empty() {
            return;
        }
        if left_out.len() < best.0 {
            best = (left_out.len(), order.clone());
        }
        state.undo_to(mark);
        order.retain(|p| !left_out.contains(p));
        order.splice(0..0, left_out);
    }
    place_in(state, guide, inserter, &best.1);
}

/// Those of the order that find no room.
fn place_in(state: &mut State, guide: &Guide, inserter: &mut Inserter, order: &[usize]) -> Vec<usize> {
    let mut left_out = Vec::new();
    for p in order {
        if !state.contains(*p) && !inserter.insert(state, *p, guide, 1.0) {
            left_out.push(*p);
        }
    }
    left_out
}

/// Meets the rules that ask for projects, as far as they fit; where they do not, lifts what the rule hangs on unless it
/// has to be in.
pub(crate) fn mend_rules(state: &mut State, guide: &Guide, inserter: &mut Inserter) {
    if state.rules_unmet() == 0 {
        return;
    }
    for r in 0..state.instance().rules.len() {
        let rule = &state.instance().rules[r];
        if state.rule_unmet(r) == 0 || rule.kind == SelectionRuleKind::AtMost {
            continue;
        }
        let (kind, all) = (rule.kind, rule.projects.clone());
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
