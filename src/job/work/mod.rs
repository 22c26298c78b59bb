//! Doing what a job asks, whatever it is: from its input to its result. It knows neither queue nor worker; what it has to
//! tell on the way goes to a [`Post`].
//!
//! What comes of a step budget depends on the request alone, so that an attempt that was lost is simply made again: the
//! bytes are those of a quiet run, and of the Plan method's answer. What has a budget of time goes on from what an
//! earlier attempt saved, with the time that is left of it.

mod arbitrate;
mod compare;
mod frontier;
mod input;
mod plan;
mod post;
mod saved;
mod signals;
mod tally;
mod verdict;

use std::time::Duration;

pub use input::Asked;
pub(super) use post::Post;
pub use saved::Saved;
use signals::Clock;
pub(super) use signals::Signals;

use super::record::{Kind, Record};
use super::time::{Millis, now};
use crate::base::Lang;
use crate::model::Problem;
use crate::solve::{InternalError, Options};
use crate::wire::{Wishes, v1};

/// How work is done here.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Threads of one job.
    pub threads: usize,
    /// Seconds of a search whose request sets no limit at all, nor a deadline.
    pub default_seconds: Duration,
    /// No search takes longer.
    pub longest: Duration,
}

/// What came of it.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    /// The result.
    pub result: v1::JobResult,
    /// What another could go on from, where that is of use, and the seconds of search that led there.
    pub saved: Saved,
    /// The seconds.
    pub seconds: f64,
}

/// Why nothing came of it.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
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

/// An attempt at a job: what it knows of it.
#[derive(Debug)]
pub(super) struct Task<'a> {
    /// The job.
    pub job: &'a Record,
    /// What an earlier attempt came to.
    pub before: Option<Saved>,
    /// Share of the time until the deadline that it may take where it sets no limit of its own.
    pub share: f64,
    /// How work is done here.
    pub terms: &'a Terms,
    /// What may come in between.
    pub signals: &'a Signals,
}

/// The least that a job gets whose deadline has come: enough for a first plan.
const LEAST: Duration = Duration::from_secs(1);

/// Share of the time until the deadline that is kept for what comes after the search, and the most of it.
const KEPT: f64 = 0.05;
const KEPT_AT_MOST: Duration = Duration::from_secs(10);

impl Task<'_> {
    /// Does it.
    ///
    /// # Errors
    ///
    /// If the input cannot be used, or by an error of the engine's own.
    pub(super) fn perform(&self, input: &[u8], post: &dyn Post) -> Result<Outcome, Trouble> {
        let asked = Asked::of_input(input).map_err(Trouble::Unusable)?;
        let outcome = match asked {
            v1::create_job_request::Work::Plan(request) => plan::perform(self, request, post)?,
            v1::create_job_request::Work::Compare(request) => compare::perform(self, request, post)?,
            v1::create_job_request::Work::Frontier(request) => frontier::perform(self, request, post)?,
            v1::create_job_request::Work::Arbitrate(request) => arbitrate::perform(self, request)?,
        };
        Ok(outcome)
    }

    /// What there is, with what it takes to make it again.
    fn result(&self, found: v1::job_result::Result, told: Told) -> v1::JobResult {
        v1::JobResult {
            result: Some(found),
            r#final: told.is_final,
            input_hash: self.job.input.clone(),
            engine_version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: told.seed,
            steps: told.steps,
            verdicts: told.verdicts,
        }
    }

    fn lang(&self) -> Lang {
        if self.job.lang == "en" { Lang::En } else { Lang::Fr }
    }

    fn options(&self, wishes: &Wishes) -> Options {
        let asked = wishes.threads.map_or(self.terms.threads, |t| t as usize);
        Options {
            max_steps: wishes.max_steps,
            gap: wishes.gap.unwrap_or(0.0),
            seed: wishes.seed.unwrap_or(Options::default().seed),
            threads: Some(asked.min(self.terms.threads)),
        }
    }

    /// The time that was asked for, or what is worth while, less what was `spent` on what it goes on from; the deadline comes
    /// before all of it.
    fn budget(&self, wishes: &Wishes, worthwhile: Duration, spent: f64) -> Budget {
        let spent = Duration::try_from_secs_f64(spent).unwrap_or_default();
        let left = |limit: Duration| limit.saturating_sub(spent);
        let seconds = wishes.max_seconds.and_then(|s| Duration::try_from_secs_f64(s).ok());
        let is_open = wishes.max_seconds.is_none() && wishes.max_steps.is_none() && wishes.gap.is_none();
        let own = seconds.or((is_open && self.job.deadline.is_none()).then_some(worthwhile));
        let own = own.map_or(self.terms.longest, left).min(self.terms.longest);
        let until = self.job.deadline.map(|deadline| until(deadline, now()));
        let until = until.map(|left| if is_open { left.mul_f64(self.share.clamp(0.0, 1.0)) } else { left });
        match until.map(|left| left.max(LEAST)) {
            Some(left) if left < own => Budget { limit: left, is_own: false },
            Some(_) | None => Budget { limit: own, is_own: true },
        }
    }
}

/// What is told of a result.
struct Told {
    is_final: bool,
    seed: u64,
    steps: u64,
    verdicts: Vec<v1::JobVerdict>,
}

/// Whether time has a place in what comes of it. A step budget gives the same on every machine, to the byte.
fn is_timed(wishes: &Wishes) -> bool {
    wishes.max_seconds.is_some() || wishes.max_steps.is_none()
}

/// What is wrong with a request. Taking it in has shown that it can be used: this is for whoever keeps the store.
fn unusable(problems: &[Problem]) -> Trouble {
    let lines: Vec<String> = problems.iter().map(|p| p.line(Lang::En)).collect();
    Trouble::Unusable(lines.join("; "))
}

/// How long a search may take.
#[derive(Clone, Copy, Debug)]
struct Budget {
    limit: Duration,
    /// It is the request's, not the deadline's.
    is_own: bool,
}

impl Budget {
    /// Whether its own limits ended it, and nothing from outside: then it answers the same question asked again.
    fn is_final(self, clock: &Clock<'_>) -> bool {
        !clock.is_broken_off() && (self.is_own || !clock.is_over())
    }
}

/// Until the deadline, less what is kept for what comes after the search.
fn until(deadline: Millis, now: Millis) -> Duration {
    let left = Duration::from_millis(deadline.saturating_sub(now));
    left.saturating_sub(left.mul_f64(KEPT).min(KEPT_AT_MOST))
}

/// What a request is.
fn kind(work: &v1::create_job_request::Work) -> Kind {
    match work {
        v1::create_job_request::Work::Plan(_) => Kind::Plan,
        v1::create_job_request::Work::Compare(_) => Kind::Compare,
        v1::create_job_request::Work::Frontier(_) => Kind::Frontier,
        v1::create_job_request::Work::Arbitrate(_) => Kind::Arbitrate,
    }
}
