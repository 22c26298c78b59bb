//! Streams that walk together: each takes a few steps from the same plan, one of them then takes the others' steps as well, as
//! far as they still can be taken, and all go on from there. In a large portfolio few steps get in one another's way, so that
//! one walk gets nearly as far in a time as all streams take steps in it.

use super::super::instance::Slot;
use super::super::state::State;

/// An accepted step: projects, each with the plan that it had and the one that it got.
#[derive(Clone, Debug)]
pub(super) struct Step {
    changes: Vec<Change>,
}

#[derive(Clone, Debug)]
struct Change {
    project: usize,
    from: Option<Vec<Slot>>,
    to: Option<Vec<Slot>>,
}

impl Step {
    /// What was done since the state's last commit; none if that is nothing.
    pub(super) fn taken(state: &State) -> Option<Self> {
        let change = |(project, from): (usize, Option<&[Slot]>)| Change {
            project,
            from: from.map(<[Slot]>::to_vec),
            to: state.plans[project].clone(),
        };
        let changes: Vec<Change> = state.changes().into_iter().map(change).collect();
        (!changes.is_empty()).then_some(Self { changes })
    }

    /// Projects that it changes.
    pub(super) fn projects(&self) -> impl Iterator<Item = usize> {
        self.changes.iter().map(|c| c.project)
    }

    /// Takes the step in another state, if its projects stand there as they stood, and all of it fits; says whether.
    pub(super) fn retake(&self, state: &mut State) -> bool {
        if self.changes.iter().any(|c| state.plans[c.project] != c.from) {
            return false;
        }
        let (mark, unmet) = (state.mark(), state.unmet());
        self.changes.iter().for_each(|c| state.lift(c.project));
        let placed = self.changes.iter().filter_map(|c| Some((c.project, c.to.as_deref()?)));
        let taken =
            state.place_what_fits(placed.collect()) && self.leaves_no_successor(state) && state.unmet() <= unmet;
        if !taken {
            state.undo_to(mark);
        }
        taken
    }

    /// Nothing that is in needs what the step has taken out.
    fn leaves_no_successor(&self, state: &State) -> bool {
        let instance = state.instance();
        let gone = self.changes.iter().filter(|c| c.to.is_none());
        gone.flat_map(|c| &instance.projects[c.project].serves).all(|l| !state.contains(instance.links[*l].succ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Rng;
    use crate::solve::state::lift_family;
    use crate::solve::state::tests::{PROJECTS, anywhere, on_some_stage};

    /// What is kept whatever is missing.
    fn holds(state: &State) -> bool {
        let rows = state.free.iter().chain(&state.room).chain(state.flow_room.iter().flatten());
        rows.into_iter().all(|x| *x >= 0) && state.placed().iter().all(|p| has_predecessors(state, *p))
    }

    fn has_predecessors(state: &State, project: usize) -> bool {
        let instance = state.instance();
        instance.projects[project].needs.iter().all(|l| {
            let link = &instance.links[*l];
            let end = state.end_of(link.pred, link.pred_phase);
            end.is_some_and(|end| state.start_of(project, link.succ_phase).is_some_and(|start| start >= end + link.lag))
        })
    }

    fn stir(state: &mut State, rng: &mut Rng) {
        for _ in 0..1 + rng.below(4) {
            let p = rng.below(PROJECTS);
            drop(lift_family(state, p));
            state.try_place(p, &anywhere(state.instance(), p, rng));
        }
    }

    /// From states that have gone different ways: a step is taken whole, and what held holds; or nothing is done.
    #[test]
    fn a_step_is_retaken_whole_or_not_at_all() {
        let mut retaken = [0; 2];
        for seed in 0..4_000 {
            on_some_stage(&mut Rng::new(seed), |stage, rng| {
                let mut ahead = State::new(stage);
                (0..3).for_each(|_| stir(&mut ahead, rng));
                let mut other = ahead.clone();
                if rng.chance(0.7) {
                    stir(&mut other, rng);
                }
                ahead.commit();
                stir(&mut ahead, rng);
                let Some(step) = Step::taken(&ahead) else { return };
                other.commit();
                let before = other.plans.clone();
                assert!(holds(&other), "seed {seed}");
                let taken = step.retake(&mut other);
                retaken[usize::from(taken)] += 1;
                assert!(holds(&other), "seed {seed}");
                let as_told = |c: &Change| {
                    let told = if taken { &c.to } else { &before[c.project] };
                    other.plans[c.project] == *told
                };
                assert!(step.changes.iter().all(as_told), "seed {seed}");
                let rest = (0..PROJECTS).filter(|p| step.changes.iter().all(|c| c.project != *p));
                assert!(rest.into_iter().all(|p| other.plans[p] == before[p]), "seed {seed}");
            });
        }
        assert!(retaken.iter().all(|n| *n > 30), "{retaken:?}");
    }
}
