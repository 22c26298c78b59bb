//! A night: so many portfolios, so many at once, so long for all of them. Whoever is done early leaves the rest of its
//! time to those that are not.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::folder::Source;
use super::one::{self, Means};
use crate::base::Lang;
use crate::cli::args::ReplanArgs;
use crate::cli::clock::Clock;
use crate::cli::failure::Failure;
use crate::cli::{interrupt, shared};
use crate::wire::v1;

/// How long to search for each portfolio if nothing is said.
const EACH: Duration = Duration::from_secs(60);

/// What there is for all portfolios.
pub(super) struct Night<'a> {
    args: &'a ReplanArgs,
    clock: Clock,
    limit: Option<Duration>,
    at_once: usize,
    lang: Lang,
}

impl<'a> Night<'a> {
    pub(super) fn new(args: &'a ReplanArgs, portfolios: usize, lang: Lang) -> Result<Self, Failure> {
        let interrupted = interrupt::flag().map_err(Failure::Interrupt)?;
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let at_once = args.jobs.map_or(cores, usize::from).min(portfolios.max(1));
        let rounds = u32::try_from(portfolios.div_ceil(at_once)).unwrap_or(u32::MAX);
        let limit = shared::limit(&args.budget, EACH.saturating_mul(rounds));
        Ok(Self { args, clock: Clock::start(limit, interrupted), limit, at_once, lang })
    }

    /// Plans them, each on a thread; in their order.
    pub(super) fn over(
        &self,
        sources: &[Source],
        told: &(dyn Fn(&v1::MorningPortfolio) + Sync),
    ) -> Vec<v1::MorningPortfolio> {
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<Option<v1::MorningPortfolio>>> = Mutex::new(vec![None; sources.len()]);
        thread::scope(|scope| {
            for _ in 0..self.at_once {
                scope.spawn(|| {
                    loop {
                        let i = next.fetch_add(1, Ordering::Relaxed);
                        let Some(source) = sources.get(i) else { return };
                        let portfolio = one::plan(source, &self.means(sources.len() - i));
                        told(&portfolio);
                        done.lock().unwrap_or_else(PoisonError::into_inner)[i] = Some(portfolio);
                    }
                });
            }
        });
        let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.into_iter().map(|p| p.expect("every position was taken by a thread that has ended")).collect()
    }

    /// What one portfolio may use while so many are left, itself among them: its share of the time, where time is limited.
    fn means(&self, left: usize) -> Means<'_> {
        let limit = self.limit.map(|all| {
            let rest = all.saturating_sub(Duration::try_from_secs_f64(self.clock.seconds()).unwrap_or_default());
            rest.mul_f64((self.at_once as f64 / left as f64).min(1.0))
        });
        Means { args: self.args, night: &self.clock, limit, lang: self.lang }
    }
}
