//! The backbone is what it says, told again from the plans; and so are changes and reasons.

use std::collections::{BTreeMap, BTreeSet};

use arbitre::plan::Plan;
use arbitre::study::{ChangeKind, Comparison};

use crate::common::parallel;
use crate::scenarios::{STEPS, study};

/// Phase, mode and start of each phase of the projects that are in.
type Choices<'a> = BTreeMap<&'a str, BTreeSet<(&'a str, &'a str, i32)>>;

fn choices(plan: &Plan) -> Choices<'_> {
    let inside = plan.projects.iter().filter(|p| p.selected);
    inside
        .map(|p| (&p.project[..], p.phases.iter().map(|ph| (&ph.phase[..], &ph.mode[..], ph.start_period)).collect()))
        .collect()
}

#[test]
fn the_backbone_and_the_changes_are_what_the_plans_say() {
    let seeds: Vec<u64> = (1..=80).collect();
    let told = parallel::map(&seeds, |seed| {
        let study = study(*seed, STEPS, 1);
        holds(*seed, &study.comparison);
        kinds(&study.comparison)
    });
    let kinds: BTreeSet<String> = told.into_iter().flatten().collect();
    for kind in ["Added", "Dropped", "Delayed", "Advanced"] {
        assert!(kinds.contains(kind), "no case has a project that is {kind}");
    }
}

fn kinds(comparison: &Comparison) -> Vec<String> {
    comparison.scenarios.iter().flat_map(|s| &s.changes).map(|c| format!("{:?}", c.kind)).collect()
}

fn holds(seed: u64, c: &Comparison) {
    let plans: Vec<(usize, Choices)> = c.planned().map(|(i, p)| (i, choices(p))).collect();
    let Some(backbone) = &c.backbone else {
        assert!(plans.len() < 2, "seed {seed}");
        return;
    };
    let ids = |all: &[usize]| all.iter().map(|i| &c.projects[*i].project[..]).collect::<BTreeSet<&str>>();
    let everywhere = |id: &&str| plans.iter().all(|p| p.1.contains_key(id));
    let alike = |id: &&str| plans.iter().all(|p| p.1.get(id) == plans[0].1.get(id));
    let all: BTreeSet<&str> = c.projects.iter().map(|p| &p.project[..]).collect();
    let with = |f: &dyn Fn(&&str) -> bool| all.iter().copied().filter(|id| f(id)).collect::<BTreeSet<&str>>();
    assert_eq!(ids(&backbone.same), with(&|id| everywhere(id) && alike(id)), "seed {seed}");
    assert_eq!(ids(&backbone.moves), with(&|id| everywhere(id) && !alike(id)), "seed {seed}");
    assert_eq!(ids(&backbone.out), with(&|id| plans.iter().all(|p| !p.1.contains_key(id))), "seed {seed}");
    let mut decided = BTreeSet::new();
    for (scenarios, projects) in &backbone.decisions {
        for id in ids(projects) {
            let inside: Vec<usize> = plans.iter().filter(|p| p.1.contains_key(id)).map(|p| p.0).collect();
            assert_eq!(*scenarios, inside, "seed {seed}: {id}");
            assert!(!inside.is_empty() && inside.len() < plans.len() && decided.insert(id), "seed {seed}: {id}");
        }
    }
    let named = backbone.same.len() + backbone.moves.len() + backbone.out.len() + decided.len();
    assert_eq!(named, all.len(), "seed {seed}");
    changes(seed, c, &plans);
}

/// Every change is one, every difference is told, and by its right name.
fn changes(seed: u64, c: &Comparison, plans: &[(usize, Choices)]) {
    let reference = &plans[0];
    assert_eq!(c.reference, Some(reference.0));
    for (i, plan) in &plans[1..] {
        let scenario = &c.scenarios[*i];
        let told: BTreeMap<&str, ChangeKind> = scenario.changes.iter().map(|x| (&x.project[..], x.kind)).collect();
        let end = |p: &Plan, id: &str| {
            let planned = p.projects.iter().find(|x| x.project == id && x.selected)?;
            planned.phases.iter().map(|ph| ph.finish_period).max()
        };
        let plan_of = |i: usize| c.scenarios[i].plan.as_ref().expect("it is planned");
        for project in &c.projects {
            let id = &project.project[..];
            let (old, new) = (end(plan_of(reference.0), id), end(plan_of(*i), id));
            let expected = match (old, new) {
                (None, None) => None,
                (None, Some(_)) => Some(ChangeKind::Added),
                (Some(_), None) => Some(ChangeKind::Dropped),
                (Some(a), Some(b)) if a < b => Some(ChangeKind::Delayed),
                (Some(a), Some(b)) if a > b => Some(ChangeKind::Advanced),
                _ if reference.1.get(id) == plan.get(id) => None,
                _ => Some(ChangeKind::Rearranged),
            };
            assert_eq!(told.get(id).copied(), expected, "seed {seed}, scenario {i}: {id}");
        }
    }
}
