//! The terms that committed projects are put on: how each of them may change, how many of them, and what is asked for.

use crate::base::{Centidays, ProjectId};

/// Ways in which a committed project may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levers {
    /// Phases may start later than they did, and the project may finish later.
    pub delay: bool,
    /// It may be left out.
    pub drop: bool,
    /// Phases may be done in other modes.
    pub source: bool,
    /// Phases may start earlier or later than they did, the project finishing no later.
    pub rearrange: bool,
}

impl Levers {
    /// Any change.
    pub const ALL: Self = Self { delay: true, drop: true, source: true, rearrange: true };
    /// None: as it was.
    pub const NONE: Self = Self { delay: false, drop: false, source: false, rearrange: false };
}

/// What a plan may do to the committed projects of its baseline, beyond what their commitments say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Giving {
    /// By project of the portfolio, in its order: how it may change if it is committed. In any way if there is none. A
    /// project whose phases or modes the portfolio has no longer changes in any case.
    pub levers: Vec<Levers>,
    /// At most so many of these projects change.
    pub limits: Vec<(Vec<ProjectId>, u32)>,
    /// By pool and period: load that no plan goes beyond, capacity aside. None if there is none.
    pub loads: Vec<Vec<Centidays>>,
    /// What is asked for.
    pub aim: Aim,
}

/// What a plan is to be best at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aim {
    /// The portfolio's goals.
    #[default]
    Goals,
    /// To change as few committed projects as can be.
    Fewest,
    /// To be a plan: whether there is one.
    Any,
}

/// How many committed projects a plan changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// In the plan; none without one.
    pub count: Option<usize>,
    /// Proven: no plan changes fewer. 0 where it was not asked for.
    pub at_least: usize,
}
