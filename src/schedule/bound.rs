//! Bounds that cost next to nothing: critical paths, and what resources must deliver between heads and tails.

use super::instance::{Objective, Value};
use super::network::Network;
use super::path::Paths;

/// No schedule has a lower value.
pub(crate) fn bound(network: &Network) -> Value {
    let path = critical_path(network);
    match network.objective {
        Objective::Makespan => Value { first: path.first.max(i64::from(energy(network))), second: 0 },
        Objective::DelayThenMakespan => path,
    }
}

/// What it comes to where nothing but precedence and releases holds anything up. Each part is a bound on its own.
pub(crate) fn critical_path(network: &Network) -> Value {
    let paths = Paths::new(network, |a| network.shortest(a));
    network.value_of_finishes(&paths.finishes(network))
}

/// If there is a schedule, there is one whose first value is at most this: one activity after the other.
pub(crate) fn most(network: &Network) -> i64 {
    let all = vec![network.horizon; network.release.len()];
    network.value_of_finishes(&all).first
}

/// The earliest end by which each resource can have delivered what is asked of it: of activities whose heads are at least
/// this and whose tails, their own work aside, at least that, the least work over the capacity, between the two.
fn energy(network: &Network) -> u32 {
    let paths = Paths::new(network, |a| network.shortest(a));
    let latest = |r: usize| energy_of(network, &paths, r);
    (0..network.renewables.len()).map(latest).max().unwrap_or(0)
}

fn energy_of(network: &Network, paths: &Paths, resource: usize) -> u32 {
    let capacity = u64::from(network.renewables[resource]);
    let mut jobs: Vec<(u32, u32, u64)> = (0..network.len())
        .map(|a| (paths.heads[a], paths.tails[a] - network.shortest(a), work(network, a, resource)))
        .filter(|job| job.2 > 0)
        .collect();
    if capacity == 0 || jobs.is_empty() {
        return 0;
    }
    // By tails, longest first; then for every head the work of what starts no earlier adds up along the tails.
    jobs.sort_unstable_by_key(|job| std::cmp::Reverse(job.1));
    let mut heads: Vec<u32> = jobs.iter().map(|job| job.0).collect();
    heads.sort_unstable();
    heads.dedup();
    // Too many heads would cost their square; some of them still make a bound.
    let stride = heads.len().div_ceil(500);
    let mut end = 0;
    for &head in heads.iter().step_by(stride) {
        let mut sum = 0;
        for &(own, tail, work) in &jobs {
            if own >= head {
                sum += work;
                end = end.max(u64::from(head) + sum.div_ceil(capacity) + u64::from(tail));
            }
        }
    }
    u32::try_from(end).unwrap_or(network.horizon)
}

/// The least work that an activity asks of a resource: units times time.
fn work(network: &Network, activity: usize, resource: usize) -> u64 {
    let of = |way: &super::network::Way| {
        let units = way.renewable.iter().find(|n| n.0 == resource).map_or(0, |n| n.1);
        u64::from(units) * u64::from(way.duration)
    };
    network.ways[activity].iter().map(of).min().unwrap_or(0)
}
