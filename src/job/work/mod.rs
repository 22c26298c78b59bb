//! Doing what a job asks, whatever it is: from its input to its result. It knows neither queue nor worker; what it has to
//! tell on the way goes to a [`Post`].
//!
//! What comes of a step budget depends on the request alone, so that an attempt that was lost is simply made again: the
//! bytes are those of a quiet run, and of the Plan method's answer. What has a budget of time goes on from what an
//! earlier attempt saved, with the time that is left of it.

mod arbitrate;
mod budget;
mod compare;
mod frontier;
mod input;
mod last;
mod outcome;
mod plan;
mod post;
mod saved;
mod signals;
mod tally;
mod task;
mod verdict;

pub use input::Asked;
pub(super) use last::last_progress;
pub(super) use outcome::{Outcome, Trouble};
pub(super) use post::Post;
pub use saved::Saved;
pub(super) use signals::Signals;
pub(super) use task::Task;
pub use task::Terms;

use crate::wire::v1::create_job_request::Work;

impl Task<'_> {
    /// Does it.
    ///
    /// # Errors
    ///
    /// If the input cannot be used, or by an error of the engine's own.
    pub(super) fn perform(&self, input: &[u8], post: &dyn Post) -> Result<Outcome, Trouble> {
        match Asked::of_input(input).map_err(Trouble::Unusable)? {
            Work::Plan(request) => plan::perform(self, request, post),
            Work::Compare(request) => compare::perform(self, request, post),
            Work::Frontier(request) => frontier::perform(self, request, post),
            Work::Arbitrate(request) => arbitrate::perform(self, request),
        }
    }
}
