//! The parts of a request that its trace tells apart.

use tracing::{Span, info_span};

/// A part of a request's work; each is a span of the trace, and a name in the log's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the request's messages.
    Decode,
    /// Waiting for a place.
    Queue,
    /// The search.
    Solve,
    /// The referee at work.
    Check,
    /// Writing the answer.
    Encode,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 5] = [Self::Decode, Self::Queue, Self::Solve, Self::Check, Self::Encode];

    /// Its span, within what is going on here. Enter it, or hold it until the stage is over.
    pub fn span(self) -> Span {
        self.under(&Span::current())
    }

    /// Its span within another, for threads that do not know the request's: hand them `Span::current()`.
    pub fn under(self, parent: &Span) -> Span {
        match self {
            Self::Decode => info_span!(target: "arbitre", parent: parent, "decode"),
            Self::Queue => info_span!(target: "arbitre", parent: parent, "queue"),
            Self::Solve => info_span!(target: "arbitre", parent: parent, "solve"),
            Self::Check => info_span!(target: "arbitre", parent: parent, "check"),
            Self::Encode => info_span!(target: "arbitre", parent: parent, "encode"),
        }
    }
}
