//! Critical paths: how early everything may start and how long what follows takes, whatever the resources.

use super::instance::Objective;
use super::network::Network;

/// By activity, in each activity's shortest way.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    /// The earliest start.
    pub heads: Vec<u32>,
    /// From the start to the end of all that follows; where projects' finishes count, of all in the same project.
    pub tails: Vec<u32>,
    durations: Vec<u32>,
}

impl Paths {
    /// With these durations.
    pub(crate) fn new(network: &Network, duration: impl Fn(usize) -> u32) -> Self {
        let count = network.len();
        let mut heads: Vec<u32> = (0..count).map(|a| network.release_of(a)).collect();
        for a in 0..count {
            for &s in &network.successors[a] {
                heads[s as usize] = heads[s as usize].max(heads[a] + duration(a));
            }
        }
        let mut tails = vec![0; count];
        for a in (0..count).rev() {
            let counts =
                |s: usize| network.objective == Objective::Makespan || network.project[s] == network.project[a];
            let after = network.successors[a].iter().map(|&s| s as usize).filter(|&s| counts(s)).map(|s| tails[s]);
            let after = after.max().unwrap_or(0);
            tails[a] = after + duration(a);
        }
        let durations = (0..count).map(duration).collect();
        Self { heads, tails, durations }
    }

    /// Each project's earliest finish.
    pub(crate) fn finishes(&self, network: &Network) -> Vec<u32> {
        // A project without activities is done at its release, where its delay counts, and delays no makespan.
        let mut finishes = match network.objective {
            Objective::Makespan => vec![0; network.release.len()],
            Objective::DelayThenMakespan => network.release.clone(),
        };
        for a in 0..network.len() {
            let finish = &mut finishes[network.project[a]];
            *finish = (*finish).max(self.heads[a] + self.durations[a]);
        }
        finishes
    }
}
