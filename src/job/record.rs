//! What is known of a job: small, kept as JSON, the same in every store. What was asked and what came of it is kept
//! beside it, under names that stand here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::name;
use super::time::Millis;
use crate::wire::v1;

/// A job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// The caller's id for it; empty without one.
    pub request_id: String,
    /// Whose it is.
    pub tenant: String,
    /// The caller's words for it.
    pub labels: BTreeMap<String, String>,
    /// Higher goes first.
    pub priority: i32,
    /// When the result has to be there.
    pub deadline: Option<Millis>,
    /// What is to be done.
    pub kind: Kind,
    /// The portfolio's id.
    pub portfolio: String,
    /// The hash of what is asked.
    pub input: String,
    /// The language of the answer, "fr" or "en".
    pub lang: String,
    /// When it was asked for.
    pub created: Millis,
    /// When the first attempt began.
    pub started: Option<Millis>,
    /// When it ended.
    pub finished: Option<Millis>,
    /// When it may be forgotten.
    pub expires: Option<Millis>,
    /// How it stands.
    pub state: State,
    /// What was tried; the last may be under way.
    pub attempts: Vec<Attempt>,
    /// While it waits: not to be begun before.
    pub not_before: Millis,
    /// While it runs: when its worker counts as lost.
    pub lease_until: Millis,
    /// How far it is.
    pub progress: Option<Progress>,
    /// Where what was found so far is kept.
    pub saved: Option<String>,
    /// Seconds of search that led to what is saved.
    pub spent: f64,
    /// Where the result is kept.
    pub result: Option<String>,
    /// The result had been there before.
    pub reused: bool,
    /// It is to be called off.
    pub cancelling: bool,
    /// Why it failed.
    pub error: String,
    /// Rises with each change.
    pub version: u64,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A plan.
    Plan,
    /// Scenarios side by side.
    Compare,
    /// What a measure buys.
    Frontier,
    /// What gives way to new demands.
    Arbitrate,
}

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// It waits for a worker.
    Queued,
    /// A worker is at it.
    Running,
    /// There is a result.
    Succeeded,
    /// No attempt came to one.
    Failed,
    /// It was called off.
    Cancelled,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Queued, Self::Running, Self::Succeeded, Self::Failed, Self::Cancelled];

    /// Whether nothing more will come of it.
    pub fn is_final(self) -> bool {
        match self {
            Self::Queued | Self::Running => false,
            Self::Succeeded | Self::Failed | Self::Cancelled => true,
        }
    }

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A worker's go at a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// Who.
    pub worker: String,
    /// Since when.
    pub started: Millis,
    /// Until when; none while it is under way.
    pub ended: Option<Millis>,
    /// How it ended; none while it is under way.
    pub outcome: Option<Outcome>,
    /// What went wrong.
    pub error: String,
    /// What the store handed out for it, where a store counts that.
    #[serde(default)]
    pub delivery: u64,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// With a result.
    Done,
    /// With an error.
    Failed,
    /// The worker was not heard of any more.
    Lost,
    /// The worker gave it back.
    Released,
    /// It was called off.
    Cancelled,
}

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The scenario or point that this is of.
    pub of: u32,
    /// What is told of it.
    pub message: v1::PlanProgress,
}

impl Record {
    /// A job that waits, of nobody in particular: the tenant is the one that there always is, the language English.
    pub fn queued(id: String, kind: Kind, input: String, created: Millis) -> Self {
        Self {
            id,
            request_id: String::new(),
            tenant: "local".to_owned(),
            labels: BTreeMap::new(),
            priority: 0,
            deadline: None,
            kind,
            portfolio: String::new(),
            input,
            lang: "en".to_owned(),
            created,
            started: None,
            finished: None,
            expires: None,
            state: State::Queued,
            attempts: Vec::new(),
            not_before: 0,
            lease_until: 0,
            progress: None,
            saved: None,
            spent: 0.0,
            result: None,
            reused: false,
            cancelling: false,
            error: String::new(),
            version: 1,
        }
    }

    /// The attempt that is under way, by its number.
    pub fn attempt(&self) -> u32 {
        u32::try_from(self.attempts.len()).unwrap_or(u32::MAX)
    }

    /// Names of all that may be kept for this job alone: what its attempts saved, and a result that answers nobody else.
    pub fn own(&self) -> impl Iterator<Item = String> {
        let saved = (1..=self.attempt()).map(|attempt| name::of_saved(&self.id, attempt));
        saved.chain([name::of_partial(&self.id)])
    }

    /// Whether another job asks for the same.
    pub fn is_same_work(&self, other: &Self) -> bool {
        self.tenant == other.tenant && self.input == other.input && self.lang == other.lang
    }

    /// So many attempts ended like this.
    pub fn ended(&self, outcome: Outcome) -> usize {
        self.attempts.iter().filter(|a| a.outcome == Some(outcome)).count()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A job that waits.
    pub(in crate::job) fn job(id: &str) -> Record {
        Record { portfolio: "p".to_owned(), ..Record::queued(id.to_owned(), Kind::Plan, "0".to_owned(), 0) }
    }
}
