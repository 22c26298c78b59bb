//! How work ends.

use super::saved::Saved;
use crate::base::Lang;
use crate::model::Problem;
use crate::solve::InternalError;
use crate::wire::v1;

/// What came of it.
#[derive(Clone, Debug)]
pub(in crate::job) struct Outcome {
    /// The result.
    pub result: v1::JobResult,
    /// What another could go on from, where that is of use, and the seconds of search that led there.
    pub saved: Saved,
    /// The seconds.
    pub seconds: f64,
}

/// Why nothing came of it.
#[derive(Clone, Debug)]
pub(in crate::job) enum Trouble {
    /// The input cannot be used; trying again changes nothing.
    Unusable(String),
    /// The engine's own error.
    Internal(String),
}

impl From<InternalError> for Trouble {
    fn from(error: InternalError) -> Self {
        Self::Internal(error.to_string())
    }
}

/// What is wrong with a request. Taking it in has shown that it can be used: this is for whoever keeps the store.
pub(super) fn unusable(problems: &[Problem]) -> Trouble {
    let lines: Vec<String> = problems.iter().map(|p| p.line(Lang::En)).collect();
    Trouble::Unusable(lines.join("; "))
}
