//! The queues in which searches wait.

/// Where searches wait for one another. Questions do not wait behind plans: people sit in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    Plans,
    Questions,
}
