//! What proposals start from, and what they may be.

use crate::model::draft::scenario::ChangeDraft;
use crate::plan::Plan;
use crate::solve::Prices;
use crate::study::case::Prepared;
use crate::study::compare::ProposalKind;

/// The first of the cases that has a plan.
pub(super) struct Ground<'a> {
    pub case: &'a Prepared,
    pub plan: &'a Plan,
    pub prices: &'a Prices,
}

/// A change that prices speak for.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub id: String,
    pub kind: ProposalKind,
    pub subject: String,
    pub change: ChangeDraft,
    /// Points that prices promise.
    pub promised: f64,
    /// What it is, in words.
    pub what: String,
}
