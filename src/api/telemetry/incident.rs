//! Errors of the program's own. The caller gets an id and no more; what went wrong stands in the log beside it.

use std::fmt;

use opentelemetry_sdk::trace::{IdGenerator, RandomIdGenerator};

use super::metrics::Metrics;

/// What names an incident to the caller and in the log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IncidentId(String);

impl IncidentId {
    fn random() -> Self {
        Self(RandomIdGenerator::default().new_span_id().to_string())
    }

    /// The id as text: 16 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Metrics {
    /// Logs and counts an error of the program's own. The log gets words that stand in the source and no others: what
    /// errors and panics say at run time may quote a portfolio.
    pub fn incident(&self, what: &'static str) -> IncidentId {
        let id = IncidentId::random();
        tracing::error!(target: "arbitre", incident = id.as_str(), cause = what, "internal error");
        self.incident_counted();
        id
    }
}
