//! Candidate changes and what they come to: facts, field by field as in `proto/arbitre/v1/evaluation.proto`.

use crate::model::Problem;
use crate::model::draft::scenario::ChangeDraft;
use crate::plan::{GoalResult, MeasureValue, PlanStatus};
use crate::study::compare::Change;

/// A change that somebody thinks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// For people.
    pub name: String,
    /// What it is.
    pub what: Wish,
}

/// What a candidate is.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// The project stays in, and begins so many periods later than in the plan at least.
    Delay {
        /// Which.
        project: String,
        /// So many; 1 or more.
        periods: i32,
    },
    /// The project is left out.
    Drop(String),
    /// The project is in, and bought where it can be.
    Buy {
        /// Which.
        project: String,
        /// One of its phases; all that can be bought if empty.
        phase: String,
    },
    /// Anything else; a change of an unknown kind is none.
    Changes(Vec<Option<ChangeDraft>>),
    /// Not said.
    Nothing,
}

/// What candidates come to.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The portfolio's id.
    pub portfolio: String,
    /// What a search gains by itself.
    pub unchanged: Evaluated,
    /// In the order asked.
    pub candidates: Vec<Evaluated>,
}

/// What a candidate comes to.
#[derive(Clone, Debug, Default)]
pub struct Evaluated {
    /// The candidate's id; empty for no change.
    pub id: String,
    /// For people.
    pub name: String,
    /// Why it cannot be planned.
    pub problems: Vec<Problem>,
    /// What it stands for.
    pub changes: Vec<ChangeDraft>,
    /// What is known of its plan.
    pub status: PlanStatus,
    /// One per goal.
    pub goals: Vec<GoalResult>,
    /// Measures less those of the plan asked about.
    pub differences: Vec<MeasureValue>,
    /// Every project that is not as in the plan asked about.
    pub moves: Vec<Change>,
    /// Of the first goal: what the plan gains over the one asked about.
    pub gain: Option<f64>,
    /// Proven: the best plan with the change is better than the best without by at least so much.
    pub least_gain: Option<f64>,
    /// And at most.
    pub most_gain: Option<f64>,
}
