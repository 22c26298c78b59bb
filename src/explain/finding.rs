//! Facts about a project and a plan. [`super::reason`] turns them into reasons, [`super::wording`] has the words.

use crate::base::ProjectId;
use crate::model::Measure;
use crate::solve::{Bargain, Shortage};

/// Something that holds of a project and the plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// It is out, and fits nowhere even if nothing else is planned.
    NeverFits {
        /// With which it would fit then; what concerns the project alone stands in the way if there are none.
        shortages: Vec<Shortage>,
    },
    /// It is out, and wherever it could go beside the plan it betters no goal, or worsens one before the first that it
    /// betters.
    NoValue {
        /// The first goal that it moves; the first of all if it moves none.
        measure: Measure,
        /// By how much it worsens that at best.
        loss: f64,
    },
    /// It is out, fits beside the plan together with `with`, and betters a goal without worsening one before it (by more
    /// than its slack): the search ended too early.
    Overlooked {
        /// Other projects that are out and would come with it.
        with: Vec<ProjectId>,
        /// The first goal that is bettered.
        measure: Measure,
        /// By so much.
        gain: f64,
    },
    /// It is out and fits nowhere beside the plan.
    Blocked {
        /// With which it would fit; all else stays where it is.
        shortages: Vec<Shortage>,
        /// Points by which what it takes outweighs what it brings, at the plan's prices; 0 if it does not, or if there is
        /// no exact figure.
        shortfall: f64,
    },
    /// It is out, and whether it fits beside the plan was not settled.
    Undecided,
    /// It is in and ends after its target, and nowhere beside the rest of the plan would it end in time.
    Late {
        /// With which it would; what concerns the project alone stands in the way if there are none.
        shortages: Vec<Shortage>,
    },
    /// It is in and ends later, and nowhere beside the rest of the plan would it end by then.
    NotBy {
        /// The period after the last one that it would end in.
        end: usize,
        /// With which it would; what concerns the project alone stands in the way if there are none.
        shortages: Vec<Shortage>,
    },
    /// It is in, and buying pays at the plan's prices.
    Bought {
        /// Where.
        bargain: Bargain,
    },
}
