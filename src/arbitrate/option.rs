//! One plan of the menu with all that is said of it.

use super::facts::{ArbitrationOption, ChangeKind, ProjectChange};
use super::ground::Ground;
use super::{changes, effects};
use crate::model::Measure;
use crate::plan::{MeasureValue, Plan};
use crate::solve::Levers;

/// Figures that differ by less than this share of them are the same.
const SAME: f64 = 1e-9;

/// The facts of a plan; id and headline come last.
pub(super) fn of(ground: &Ground, plan: Plan) -> ArbitrationOption {
    let changes = changes::of(ground, &plan);
    let touched: Vec<&ProjectChange> = changes.iter().filter(|c| c.is_committed).collect();
    ArbitrationOption {
        id: String::new(),
        headline: String::new(),
        deltas: deltas(&ground.decided, &plan),
        fewest_changes: false,
        touched: touched.iter().map(|c| c.project.clone()).collect(),
        levers: touched.iter().fold(Levers::NONE, |all, c| joined(all, c.levers)),
        sponsors: effects::by_sponsor(ground, &changes),
        objectives: effects::by_objective(ground, &changes),
        subsidies: effects::subsidies(ground, &plan, &changes),
        changes,
        plan,
    }
}

fn deltas(decided: &Plan, plan: &Plan) -> Vec<MeasureValue> {
    let delta = |m: &MeasureValue| {
        let (new, old) = (m.value, decided.measure(m.measure).unwrap_or(0.0));
        let same = (new - old).abs() <= SAME * new.abs().max(old.abs());
        MeasureValue { measure: m.measure, value: if same { 0.0 } else { new - old } }
    };
    plan.measures.iter().map(delta).collect()
}

fn joined(a: Levers, b: Levers) -> Levers {
    Levers {
        delay: a.delay || b.delay,
        drop: a.drop || b.drop,
        source: a.source || b.source,
        rearrange: a.rearrange || b.rearrange,
    }
}

impl ArbitrationOption {
    /// Value, disruption and external spend, so that more is better.
    fn figures(&self) -> [f64; 3] {
        let of = |m| self.plan.measure(m).unwrap_or(0.0);
        [of(Measure::Value), -of(Measure::Disruption), -of(Measure::ExternalSpend)]
    }

    /// At least as good in value, disruption and external spend, and better in one.
    pub fn dominates(&self, other: &Self) -> bool {
        let (own, others) = (self.figures(), other.figures());
        let margin = |a: f64, b: f64| SAME * a.abs().max(b.abs()).max(1e-6);
        let pairs = || own.iter().zip(&others);
        pairs().all(|(a, b)| *a >= b - margin(*a, *b)) && pairs().any(|(a, b)| *a > b + margin(*a, *b))
    }

    /// Really another: other levers, or at least two projects that one touches and the other does not.
    pub fn differs_from(&self, other: &Self) -> bool {
        let only = |a: &Self, b: &Self| a.touched.iter().filter(|p| !b.touched.contains(p)).count();
        self.levers != other.levers || only(self, other) + only(other, self) >= 2
    }

    /// Committed projects that are out.
    pub fn dropped(&self) -> impl Iterator<Item = &ProjectChange> {
        self.changes.iter().filter(|c| c.is_committed && c.kind == ChangeKind::Dropped)
    }
}
