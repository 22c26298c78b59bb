//! One point in the making.

use crate::model::draft::scenario::ChangeDraft;
use crate::study::case::Prepared;

/// The portfolio under a limit.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// None: no limit.
    pub limit: Option<f64>,
    /// Changes that set it; none where it is a measure's.
    pub changes: Vec<ChangeDraft>,
    pub case: Prepared,
}
