//! Lists whose items have ids.

use std::sync::Arc;

use crate::model::draft::{
    FlowLimitDraft, FrameworkDraft, FundDraft, PoolDraft, ProjectDraft, RuleDraft, SourcingRuleDraft,
};

/// Something with an id of its own in its list.
pub(super) trait Named {
    /// The id.
    fn id(&self) -> &str;
}

macro_rules! named {
    ($($draft:ty)*) => {$(
        impl Named for $draft {
            fn id(&self) -> &str {
                &self.id
            }
        }
    )*};
}

named! { PoolDraft FrameworkDraft SourcingRuleDraft FundDraft Arc<ProjectDraft> RuleDraft FlowLimitDraft }

/// Where the item with that id stands.
pub(super) fn position<T: Named>(list: &[T], id: &str) -> Option<usize> {
    list.iter().position(|x| x.id() == id)
}

/// Replaces the item with the new one's id, in its place; adds the new one at the end if there is none.
pub(super) fn put<T: Named>(list: &mut Vec<T>, item: T) {
    match position(list, item.id()) {
        Some(i) => list[i] = item,
        None => list.push(item),
    }
}
