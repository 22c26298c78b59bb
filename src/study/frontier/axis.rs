//! What value is drawn against.

use crate::model::draft::scenario::ChangeDraft;
use crate::model::draft::{FundDraft, PortfolioDraft};
use crate::model::{Measure, Problem, ProblemCode};
use crate::plan::Plan;

/// Staff is drawn from half of what it is to half as much again.
const STAFF: (f64, f64) = (0.5, 1.5);

/// What value is drawn against.
#[derive(Clone, Debug, PartialEq)]
pub enum Axis {
    /// A measure that is minimised, MAKESPAN aside.
    Measure(Measure),
    /// What a fund, by id, pays over the whole horizon.
    Fund(String),
    /// The staff of a pool, by id, as a multiple of what it is.
    Pool(String),
    /// The staff of a role's pools, as a multiple of what it is.
    Role(String),
}

impl Axis {
    /// What is wrong with it, for this portfolio.
    pub(super) fn validate(&self, draft: &PortfolioDraft, has_baseline: bool) -> Result<(), Vec<Problem>> {
        let unknown = |field: &str, id: &str| Problem::new(ProblemCode::UnknownId, format!("axis.{field}"), id);
        let problem = match self {
            Self::Measure(m @ (Measure::Value | Measure::Makespan)) => {
                let others = Measure::ALL.iter().filter(|m| !matches!(m, Measure::Value | Measure::Makespan));
                let names: Vec<&str> = others.map(|m| m.name()).collect();
                Some(Problem::new(ProblemCode::OutOfRange, "axis.measure", m.name()).with(names.join(", ")))
            }
            Self::Measure(Measure::Disruption) if !has_baseline => {
                Some(Problem::new(ProblemCode::Missing, "baseline", "").with("DISRUPTION"))
            }
            Self::Measure(_) => None,
            Self::Fund(id) => fund(draft, id).is_none().then(|| unknown("fund", id)),
            Self::Pool(id) => draft.pools.iter().all(|p| p.id != *id).then(|| unknown("pool", id)),
            Self::Role(role) => draft.pools.iter().all(|p| p.role != *role).then(|| unknown("role", role)),
        };
        problem.map_or(Ok(()), |p| Err(vec![p]))
    }

    /// The limit of the last point; none where that has none.
    pub(super) fn greatest(&self) -> Option<f64> {
        match self {
            Self::Measure(_) | Self::Fund(_) => None,
            Self::Pool(_) | Self::Role(_) => Some(STAFF.1),
        }
    }

    /// The limits of all points but the last, evenly spaced, rising: up to what the last point's plan uses. None if it uses
    /// nothing.
    pub(super) fn limits(&self, points: usize, last: Option<&Plan>) -> Vec<f64> {
        let (low, high) = match self {
            Self::Measure(_) | Self::Fund(_) => (0.0, last.and_then(|plan| self.used(plan)).unwrap_or(0.0)),
            Self::Pool(_) | Self::Role(_) => STAFF,
        };
        if high <= low {
            return Vec::new();
        }
        let steps = (points - 1) as f64;
        (0..points - 1).map(|k| low + (high - low) * k as f64 / steps).map(|x| (x * 100.0).floor() / 100.0).collect()
    }

    /// What a plan uses of it; none for staff, of which it says nothing.
    pub fn used(&self, plan: &Plan) -> Option<f64> {
        match self {
            Self::Measure(measure) => plan.measure(*measure),
            Self::Fund(id) => {
                let used = plan.fund_uses.iter().find(|f| f.fund == *id);
                used.map(|f| f.years.iter().map(|y| y.paid).sum())
            }
            Self::Pool(_) | Self::Role(_) => None,
        }
    }

    /// The changes that set the limit; none for a measure.
    pub(super) fn changes(&self, draft: &PortfolioDraft, limit: f64) -> Vec<ChangeDraft> {
        let scale = |pool: &str, role: &str| ChangeDraft::ScaleStaff {
            pool: pool.to_owned(),
            role: role.to_owned(),
            from: String::new(),
            to: String::new(),
            factor: limit,
        };
        match self {
            Self::Measure(_) => Vec::new(),
            Self::Fund(id) => {
                let least = |f: &FundDraft| Some(f.total.map_or(limit, |total| total.min(limit)));
                let put = |f: &FundDraft| ChangeDraft::PutFund(FundDraft { total: least(f), ..f.clone() });
                fund(draft, id).map(put).into_iter().collect()
            }
            Self::Pool(id) => vec![scale(id, "")],
            Self::Role(role) => vec![scale("", role)],
        }
    }
}

fn fund<'a>(draft: &'a PortfolioDraft, id: &str) -> Option<&'a FundDraft> {
    draft.funds.iter().find(|f| f.id == id)
}
