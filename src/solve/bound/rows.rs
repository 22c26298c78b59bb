//! The shared rows and where each one's price stands: usage at most `rhs`.

use std::sync::Arc;

use super::super::instance::{Instance, Rule};
use super::super::stage::Stage;
use super::{Cuts, Plane};
use crate::model::SelectionRuleKind;

/// The layout of a price vector.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub consumables: usize,
    pub caps: usize,
    /// First row of each flow limit.
    pub flows: Vec<usize>,
    /// First row of each link: one row for each period from 0 to `periods`.
    pub links: Vec<usize>,
    pub minimums: usize,
    /// Where the rows of `cuts` begin; they are the last, and become more.
    pub first_cut: usize,
    pub cuts: Cuts,
    pub len: usize,
    pub rhs: Vec<f64>,
    /// What usage of the row is measured in when prices are searched.
    pub scale: Vec<f64>,
    /// By project: its coefficients in selection rows.
    pub selects: Vec<Vec<(usize, f64)>>,
}

/// Prices on their way from one search to another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dual {
    /// By row, cuts aside; what a cut is worth is part of its capacity's price: what a whole capacity is worth there, by unit of it.
    /// A clique's is part of the prices of the capacities that its options take more than half of.
    pub rows: Vec<f64>,
    /// Cuts with their prices.
    pub cuts: Vec<(Plane, f64)>,
}

/// Sum of coefficients of the projects that are in, at most `rhs`.
struct SelectionRow {
    terms: Vec<(usize, f64)>,
    rhs: f64,
}

impl Rows {
    pub(crate) fn new(stage: &Stage) -> Self {
        let instance = stage.instance;
        let mut rhs: Vec<f64> = instance.limit.iter().map(|x| *x as f64).collect();
        let mut scale: Vec<f64> = rhs.iter().map(|x| x.abs().max(1.0)).collect();
        let mut push = |value: f64, unit: f64| {
            rhs.push(value);
            scale.push(unit);
            rhs.len() - 1
        };
        let consumables = instance.limit.len();
        for c in &instance.consumables {
            push(c.limit as f64, (c.limit as f64).abs().max(1.0));
        }
        let caps = consumables + instance.consumables.len();
        for (f, cap) in &stage.caps {
            push(*cap as f64, (*cap as f64).abs().max(f.unit));
        }
        let mut next = caps + stage.caps.len();
        let mut flows = Vec::new();
        for f in &instance.flows {
            flows.push(next);
            (0..f.rows).for_each(|_| next = push(f.max as f64, (f.max as f64).max(1.0)) + 1);
        }
        let selections = next;
        let selection = selection_rows(stage);
        selection.iter().for_each(|row| next = push(row.rhs, row.rhs.abs().max(1.0)) + 1);
        let mut links = Vec::new();
        for _ in &instance.links {
            links.push(next);
            (0..=instance.periods).for_each(|_| next = push(0.0, 1.0) + 1);
        }
        let minimums = next;
        for f in &instance.frameworks {
            push(-(f.min as f64), (f.min as f64).max(1.0));
        }
        let cuts = Cuts::new(instance);
        let mut selects = vec![Vec::new(); instance.projects.len()];
        for (i, row) in selection.iter().enumerate() {
            row.terms.iter().for_each(|(p, x)| selects[*p].push((selections + i, *x)));
        }
        let len = rhs.len();
        Self { consumables, caps, flows, links, minimums, first_cut: len, cuts, len, rhs, scale, selects }
    }

    /// One more row.
    pub(crate) fn push(&mut self, cut: Arc<Plane>) {
        self.rhs.push(cut.most() as f64);
        self.scale.push(cut.most() as f64);
        self.len += 1;
        self.cuts.push(cut);
    }

    /// Leaves the first so many, all that are no cuts among them.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.cuts.truncate(len - self.first_cut);
        self.rhs.truncate(len);
        self.scale.truncate(len);
        self.len = len;
    }

    /// Leaves only these cuts, in the same order.
    pub(super) fn retain(&mut self, is_kept: &[bool]) {
        self.cuts.retain(is_kept);
        for column in [&mut self.rhs, &mut self.scale] {
            column.truncate(self.first_cut);
            column.extend(self.cuts.list.iter().map(|cut| cut.most() as f64));
        }
        self.len = self.rhs.len();
    }

    /// The prices of all rows, for another search.
    pub(crate) fn dual(&self, instance: &Instance, prices: &[f64]) -> Dual {
        let (rows, own) = prices.split_at(self.first_cut);
        let mut rows = rows.to_vec();
        self.cuts.by_unit(instance, own, &mut rows);
        let cuts = self.cuts.list.iter().map(|cut| Plane::clone(cut)).zip(own.iter().copied()).collect();
        Dual { rows, cuts }
    }

    /// The prices of another search: its cuts become rows, and what they are worth is taken off the capacities' prices. What it
    /// does not know begins at nothing.
    pub(crate) fn adopt(&mut self, instance: &Instance, dual: &Dual) -> Vec<f64> {
        let mut prices = dual.rows.clone();
        prices.resize(self.first_cut, 0.0);
        dual.cuts.iter().for_each(|(cut, _)| self.push(Arc::new(cut.clone())));
        let own: Vec<f64> = dual.cuts.iter().map(|x| x.1).collect();
        let mut worth = vec![0.0; self.first_cut];
        self.cuts.by_unit(instance, &own, &mut worth);
        prices.iter_mut().zip(&worth).for_each(|(price, worth)| *price = (*price - worth).max(0.0));
        prices.extend(own);
        prices
    }

    /// How many rows a selection rule has.
    pub(crate) fn of_rule(rule: &Rule) -> usize {
        match rule.kind {
            SelectionRuleKind::AtMost | SelectionRuleKind::AtLeast => 1,
            SelectionRuleKind::Implies => rule.projects.len() - 1,
            SelectionRuleKind::Together => 2 * (rule.projects.len() - 1),
        }
    }
}

fn selection_rows(stage: &Stage) -> Vec<SelectionRow> {
    let mut out = Vec::new();
    for rule in &stage.instance.rules {
        let all = |x: f64| rule.projects.iter().map(|p| (*p, x)).collect();
        let head = rule.projects[0];
        let rest = rule.projects[1..].iter();
        match rule.kind {
            SelectionRuleKind::AtMost => out.push(SelectionRow { terms: all(1.0), rhs: rule.count as f64 }),
            SelectionRuleKind::AtLeast => out.push(SelectionRow { terms: all(-1.0), rhs: -(rule.count as f64) }),
            SelectionRuleKind::Implies => {
                out.extend(rest.map(|p| SelectionRow { terms: vec![(head, 1.0), (*p, -1.0)], rhs: 0.0 }));
            }
            SelectionRuleKind::Together => {
                for p in rest {
                    out.push(SelectionRow { terms: vec![(head, 1.0), (*p, -1.0)], rhs: 0.0 });
                    out.push(SelectionRow { terms: vec![(head, -1.0), (*p, 1.0)], rhs: 0.0 });
                }
            }
        }
    }
    out
}
