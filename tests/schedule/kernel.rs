//! What the kernel finds and proves.

use arbitre::base::Never;
use arbitre::schedule::{Activity, Answer, Control, Instance, Mode, Objective, Project, Status, check, solve};

use crate::{exhaustive, random};

fn solved(instance: &Instance, steps: u64, seed: u64) -> Answer {
    solve(instance, &Control { stop: &Never, steps, seed, report: &|_| () })
}

fn on_threads(instance: &Instance, threads: usize) -> Answer {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had");
    pool.install(|| solved(instance, 4_000, 7))
}

/// Activities in chains with some links between them, too many for proofs to be tried early: what is found is of the streams.
fn hard(seed: u64) -> Instance {
    let mut rng = arbitre::base::Rng::new(seed);
    let mut draw = |n: usize| rng.below(n) as u32;
    let activities: Vec<Activity> = (0..260)
        .map(|a| {
            let mut mode = |longer: u32| Mode {
                duration: 1 + draw(9) + longer,
                renewable: (0..3).map(|r| (r, draw(7))).collect(),
                nonrenewable: vec![(0, 4 - 2 * longer.min(2) + draw(2))],
            };
            let modes = vec![mode(0), mode(2)];
            let successors = [a + 3 + draw(3) as usize, a + 7 + draw(9) as usize];
            Activity { project: a % 2, modes, successors: successors.into_iter().filter(|&s| s < 260).collect() }
        })
        .collect();
    let projects = vec![Project { release: 0, duration: 10 }, Project { release: 5, duration: 10 }];
    Instance::new(projects, activities, vec![12, 10, 11], vec![900], Objective::DelayThenMakespan).expect("it is valid")
}

#[test]
fn tiny_instances_are_solved_and_proven_as_by_exhaustive_search() {
    let mut seen = [0; 2];
    for seed in 0..1_000 {
        let instance = random::instance(seed);
        let best = exhaustive::best(&instance);
        let answer = solved(&instance, 20_000, seed);
        let found = answer.best.as_ref().map(|b| (b.value.first, b.value.second));
        assert_eq!(found, best, "seed {seed}: {instance:?}");
        let expected = if best.is_some() { Status::Optimal } else { Status::Infeasible };
        assert_eq!(answer.status, expected, "seed {seed}: {instance:?}");
        seen[usize::from(best.is_some())] += 1;
    }
    assert!(seen.iter().all(|&n| n > 50), "both kinds are there: {seen:?}");
}

#[test]
fn a_step_budget_gives_the_same_answer_on_any_number_of_threads() {
    for seed in 0..3 {
        let instance = hard(seed);
        let one = on_threads(&instance, 1);
        assert_eq!(one.status, Status::Feasible, "it is to be hard");
        assert_eq!(one, on_threads(&instance, 4));
    }
}

#[test]
fn another_seed_gives_another_schedule() {
    let instance = hard(1);
    assert_ne!(solved(&instance, 4_000, 1).best, solved(&instance, 4_000, 2).best);
}

#[test]
fn more_steps_never_give_less() {
    let instance = hard(2);
    let value = |steps| solved(&instance, steps, 3).best.expect("a schedule is found").value;
    assert!(value(8_000) <= value(2_000) && value(2_000) <= value(400));
    assert!(value(8_000) < value(400), "it is to be hard");
}

#[test]
fn what_leaves_passes_the_checker() {
    for seed in 0..3 {
        let instance = hard(seed);
        let best = solved(&instance, 400, seed).best.expect("a schedule is found");
        assert_eq!(check(&instance, &best.schedule), Ok(best.value));
    }
}

#[test]
fn what_fits_no_capacity_is_infeasible() {
    let mode = Mode { duration: 1, renewable: vec![(0, 2)], nonrenewable: Vec::new() };
    let activities = vec![Activity { project: 0, modes: vec![mode], successors: Vec::new() }];
    let projects = vec![Project { release: 0, duration: 0 }];
    let instance = Instance::new(projects, activities, vec![1], Vec::new(), Objective::Makespan).expect("it is valid");
    let answer = solved(&instance, 100, 1);
    assert_eq!((answer.status, answer.best), (Status::Infeasible, None));
}

#[test]
fn a_search_that_is_told_to_stop_says_what_it_has() {
    let instance = hard(0);
    let answer = solve(&instance, &Control { stop: &|| true, steps: u64::MAX, seed: 1, report: &|_| () });
    assert_eq!((answer.status, answer.best), (Status::Unknown, None));
}
