//! A scenario that has a plan, as it is compared.

use crate::plan::Plan;
use crate::solve::Prices;
use crate::study::case::Prepared;

/// One of the columns.
pub(super) struct Entry<'a> {
    /// Its position among the scenarios.
    pub scenario: usize,
    pub case: &'a Prepared,
    /// With its reasons.
    pub plan: &'a Plan,
    /// None: not known.
    pub prices: Option<&'a Prices>,
}
