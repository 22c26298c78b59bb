//! What becomes of a project, as a message.

use super::v1;
use crate::plan::ChangeKind;

/// The kind of change.
pub(super) fn kind_message(kind: ChangeKind) -> v1::ChangeKind {
    match kind {
        ChangeKind::Added => v1::ChangeKind::Added,
        ChangeKind::Dropped => v1::ChangeKind::Dropped,
        ChangeKind::Delayed => v1::ChangeKind::Delayed,
        ChangeKind::Advanced => v1::ChangeKind::Advanced,
        ChangeKind::Rearranged => v1::ChangeKind::Rearranged,
    }
}
