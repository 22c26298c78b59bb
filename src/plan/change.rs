//! What becomes of a project from one plan to another.

use super::{PhasePlan, ProjectPlan};

/// A change in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not in.
    Added,
    /// It is out.
    Dropped,
    /// It finishes later.
    Delayed,
    /// It finishes earlier.
    Advanced,
    /// Same finish, other modes or dates.
    Rearranged,
}

impl ChangeKind {
    /// What the plans, if it is in, come to; none if it is as it was.
    pub fn between(old: Option<&ProjectPlan>, new: Option<&ProjectPlan>) -> Option<Self> {
        match (old, new) {
            (None, None) => None,
            (None, Some(_)) => Some(Self::Added),
            (Some(_), None) => Some(Self::Dropped),
            (Some(old), Some(new)) if old.is_as(new) => None,
            (Some(old), Some(new)) => Some(match finish_shift(Some(old), Some(new)) {
                0 => Self::Rearranged,
                later if later > 0 => Self::Delayed,
                _ => Self::Advanced,
            }),
        }
    }
}

/// Periods by which a project's finish moves; 0 unless it is in both plans.
pub fn finish_shift(old: Option<&ProjectPlan>, new: Option<&ProjectPlan>) -> i32 {
    let finish = |plan: Option<&ProjectPlan>| plan?.finish_period();
    finish(new).zip(finish(old)).map_or(0, |(new, old)| new - old)
}

impl ProjectPlan {
    /// Same phases in the same modes and periods.
    pub fn is_as(&self, other: &Self) -> bool {
        let is_there = |ph: &PhasePlan| other.phases.iter().any(|x| place(x) == place(ph));
        self.phases.len() == other.phases.len() && self.phases.iter().all(is_there)
    }

    /// Its last period; of a milestone at the beginning, the one before the first. None without phases.
    pub fn finish_period(&self) -> Option<i32> {
        self.phases.iter().map(|ph| ph.finish_period).max()
    }
}

fn place(ph: &PhasePlan) -> (&str, &str, i32, i32) {
    (&ph.phase, &ph.mode, ph.start_period, ph.finish_period)
}
