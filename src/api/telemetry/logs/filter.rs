//! Which events are written.

use tracing::Metadata;
use tracing_subscriber::filter::{ParseError, Targets};

/// Levels by target, such as `warn,arbitre=debug`.
#[derive(Clone, Debug)]
pub(in super::super) struct Filter(Targets);

impl Filter {
    pub(in super::super) fn parse(text: &str) -> Result<Self, ParseError> {
        text.parse().map(Self)
    }

    /// The service's own spans are always kept, whatever the level: an error must be able to name its request.
    pub(in super::super) fn keeps(&self, what: &Metadata<'_>) -> bool {
        if what.is_span() {
            return what.target().starts_with("arbitre");
        }
        self.0.would_enable(what.target(), what.level())
    }
}
