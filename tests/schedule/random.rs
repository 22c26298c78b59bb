//! Random tiny instances that use everything: several projects with releases, modes, both kinds of resources, precedence.

use arbitre::base::Rng;
use arbitre::schedule::{Activity, Instance, Mode, Objective, Project};

/// Of two to six activities. Some are infeasible.
pub(crate) fn instance(seed: u64) -> Instance {
    let mut rng = Rng::new(seed);
    let projects = 1 + rng.below(2);
    let count = 2 + rng.below(5);
    let renewables: Vec<u32> = (0..1 + rng.below(2)).map(|_| 1 + rng.below(4) as u32).collect();
    let nonrenewables: Vec<u32> = (0..rng.below(3)).map(|_| rng.below(3 * count) as u32).collect();
    let objective = if rng.chance(0.5) { Objective::Makespan } else { Objective::DelayThenMakespan };
    let projects: Vec<Project> =
        (0..projects).map(|_| Project { release: rng.below(4) as u32, duration: rng.below(5) as u32 }).collect();
    let modes = 1 + rng.below(3);
    let activities = (0..count).map(|a| Activity {
        project: rng.below(projects.len()),
        modes: (0..1 + rng.below(modes)).map(|_| mode(&mut rng, &renewables, &nonrenewables)).collect(),
        successors: (a + 1..count).filter(|_| rng.chance(0.25)).collect(),
    });
    let activities = activities.collect();
    Instance::new(projects, activities, renewables, nonrenewables, objective).expect("it is made to be valid")
}

fn mode(rng: &mut Rng, renewables: &[u32], nonrenewables: &[u32]) -> Mode {
    let mut needs = |capacities: &[u32], most: u32| -> Vec<(usize, u32)> {
        (0..capacities.len()).map(|r| (r, rng.below(most as usize + 1) as u32)).collect()
    };
    let renewable = needs(renewables, 3);
    let nonrenewable = needs(nonrenewables, 4);
    Mode { duration: rng.below(4) as u32, renewable, nonrenewable }
}
