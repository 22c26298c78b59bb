//! What a drift report says: facts by id, field by field as in `proto/arbitre/v1/drift.proto`.

use crate::plan::MeasureValue;
use crate::study::compare::Change;

/// What has moved between two plans, and why.
#[derive(Clone, Debug, Default)]
pub struct Drift {
    /// The newer portfolio's id.
    pub portfolio: String,
    /// What differs between the portfolios; nothing where the older one is not known.
    pub parts: Vec<Part>,
    /// Every measure of the newer plan less the older one's, each as its own portfolio counts it.
    pub differences: Vec<MeasureValue>,
    /// Every project that is not as in the older plan: those of the newer portfolio in its order, then those that it no
    /// longer has.
    pub moved: Vec<Moved>,
    /// Number of projects that are as they were, in or out.
    pub unmoved: usize,
}

/// A project that has moved.
#[derive(Clone, Debug)]
pub struct Moved {
    /// How.
    pub change: Change,
    /// Why, in a word.
    pub cause: Cause,
    /// What lies at the bottom of it; nothing for an engine's choice.
    pub roots: Vec<Root>,
    /// Projects through which it comes, from this one on: it made room for the first, that for the second ...
    pub through: Vec<String>,
    /// It fits where it was, beside the rest of the newer plan.
    pub fits: bool,
    /// By goal, where it fits: what the plan would lose if it stayed; negative where it would gain.
    pub losses: Vec<MeasureValue>,
    /// One sentence.
    pub text: String,
}

impl Moved {
    /// It could have stayed, alone, at no goal's cost.
    pub fn is_gratuitous(&self) -> bool {
        self.fits && self.losses.iter().all(|l| l.value <= 1e-9)
    }
}

/// Why a project has moved, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// What is known of projects, people, contracts, money or time.
    Input,
    /// What somebody decided: goals, rules, limits, dates, what has to be done, what may be bought.
    Decision,
    /// Neither: the engine found something better, or something equal.
    Engine,
}

/// What lies at the bottom of a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// The project is new.
    New(String),
    /// The portfolio no longer has the project.
    Gone(String),
    /// Its own data have changed.
    Own(String),
    /// It could not stay (or could not go there before) for what concerns it alone: dates, gates, modes, open contracts and funds.
    Place(String),
    /// This part of the portfolio has changed.
    Part(Part),
    /// More is wanted of this part than it gives, though nobody else has come: it gives less.
    Short(Part),
}

/// A part of a portfolio that differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its id; empty for what there is one of.
    pub id: String,
    /// What has become of it.
    pub difference: Difference,
    /// Whether somebody decides on what differs; else it is an input.
    pub is_decision: bool,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum PartKind {
    Project,
    Pool,
    Framework,
    Fund,
    SourcingRule,
    Objective,
    Rule,
    FlowLimit,
    Calendar,
    Ratios,
    Decay,
    Gates,
    Goals,
}

/// What has become of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Difference {
    Added,
    Removed,
    Changed,
}
