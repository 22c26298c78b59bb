//! An attempt at a job: what it knows of it, and what every kind of work takes from it.

use std::time::Duration;

use super::budget::{Budget, LEAST, until};
use super::saved::Saved;
use super::signals::Signals;
use crate::base::Lang;
use crate::job::record::Record;
use crate::job::time::now;
use crate::solve::Options;
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

/// An attempt at a job: what it knows of it.
#[derive(Debug)]
pub(in crate::job) struct Task<'a> {
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

impl Task<'_> {
    /// What there is, with what it takes to make it again.
    pub(super) fn result(&self, found: v1::job_result::Result, told: Told) -> v1::JobResult {
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

    pub(super) fn lang(&self) -> Lang {
        if self.job.lang == "en" { Lang::En } else { Lang::Fr }
    }

    pub(super) fn options(&self, wishes: &Wishes) -> Options {
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
    pub(super) fn budget(&self, wishes: &Wishes, worthwhile: Duration, spent: f64) -> Budget {
        let spent = Duration::try_from_secs_f64(spent).unwrap_or_default();
        let left = |limit: Duration| limit.saturating_sub(spent);
        let seconds = wishes.max_seconds.and_then(|s| Duration::try_from_secs_f64(s).ok());
        let is_open = wishes.max_seconds.is_none() && wishes.max_steps.is_none() && wishes.gap.is_none();
        let own = seconds.or((is_open && self.job.deadline.is_none()).then_some(worthwhile)).map(left);
        let longest = self.terms.longest;
        // What the operator cuts short has not run its course.
        let (own, is_own) = own.filter(|own| *own <= longest).map_or((longest, false), |own| (own, true));
        let until = self.job.deadline.map(|deadline| until(deadline, now()));
        let until = until.map(|left| if is_open { left.mul_f64(self.share.clamp(0.0, 1.0)) } else { left });
        match until.map(|left| left.max(LEAST)) {
            Some(left) if left < own => Budget { limit: left, is_own: false },
            Some(_) | None => Budget { limit: own, is_own },
        }
    }
}

/// What is told of a result.
pub(super) struct Told {
    pub(super) is_final: bool,
    pub(super) seed: u64,
    pub(super) steps: u64,
    pub(super) verdicts: Vec<v1::JobVerdict>,
}

/// Whether time has a place in what comes of it. A step budget gives the same on every machine, to the byte.
pub(super) fn is_timed(wishes: &Wishes) -> bool {
    wishes.max_seconds.is_some() || wishes.max_steps.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::record::tests::job;

    /// The limit in seconds, and whether it is the request's own.
    fn check(wishes: Wishes, deadline: Option<Duration>, spent: f64, expected: (f64, bool)) {
        let deadline = deadline.map(|d| now() + crate::job::time::millis(d));
        let record = Record { deadline, ..job("a") };
        let second = Duration::from_secs(1);
        let terms = Terms { threads: 1, default_seconds: 60 * second, longest: 100 * second };
        let task = Task { job: &record, before: None, share: 1.0, terms: &terms, signals: &Signals::default() };
        let budget = task.budget(&wishes, terms.default_seconds, spent);
        assert_eq!((budget.limit.as_secs_f64(), budget.is_own), expected, "{wishes:?}");
    }

    #[test]
    fn only_what_its_own_limits_end_has_run_its_course() {
        let steps = Wishes { max_steps: Some(1), ..Wishes::default() };
        let seconds = |s| Wishes { max_seconds: Some(s), ..Wishes::default() };
        check(Wishes::default(), None, 0.0, (60.0, true));
        check(seconds(10.0), None, 4.0, (6.0, true));
        // A step budget that the operator's limit of time cuts short.
        check(steps, None, 0.0, (100.0, false));
        check(seconds(1000.0), None, 0.0, (100.0, false));
        // The deadline has come.
        check(seconds(10.0), Some(Duration::ZERO), 0.0, (1.0, false));
    }
}
