//! Serial schedule generation (Kelley 1963): activities one after the other, each as early as resources and those before it
//! allow; and the same against the current of time.

use super::network::Network;
use super::profile::Profile;

/// Which way time runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Forward,
    /// Times are counted back from some end; finishes are what starts were.
    Backward,
}

/// Places every activity of the list at its earliest, no earlier than its floor. The list is feasible in the direction:
/// nothing stands before what it follows. Starts are counted in the direction.
pub(crate) fn serial(
    network: &Network,
    profile: &mut Profile,
    direction: Direction,
    list: &[u32],
    ways: &[u16],
    floors: &[u32],
    starts: &mut [u32],
) {
    profile.clear();
    for &activity in list {
        let activity = activity as usize;
        let before = match direction {
            Direction::Forward => &network.predecessors[activity],
            Direction::Backward => &network.successors[activity],
        };
        let done = |&p: &u32| starts[p as usize] + network.way(p as usize, ways[p as usize]).duration;
        let from = before.iter().map(done).max().unwrap_or(0).max(floors[activity]);
        let way = network.way(activity, ways[activity]);
        let start = profile.earliest(&way.needs, from, way.duration);
        profile.take(&way.needs, start, way.duration);
        starts[activity] = start;
    }
}
