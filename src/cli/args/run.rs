//! How a search is run, whatever it searches for.

use std::num::NonZeroUsize;

use super::values::threads;
use crate::solve::Options;

/// Seed and threads.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RunArgs {
    /// Seed of the random streams.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads to work on; all cores by default. The answer to a step budget does not depend on it.
    #[arg(long, value_name = "N", value_parser = threads, allow_negative_numbers = true)]
    pub threads: Option<NonZeroUsize>,
}

impl RunArgs {
    /// With when to stop: after so many steps, at such a gap.
    pub(in crate::cli) fn options(&self, max_steps: Option<u64>, gap: f64) -> Options {
        Options { max_steps, gap, seed: self.seed, threads: self.threads.map(usize::from) }
    }
}
