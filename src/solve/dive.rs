//! A plan from answers to prices: what recent answers agree on most is settled, the rest is priced anew within the room that is
//! left, and so on until nothing is open (diving, as Sadykov et al., "Primal heuristics for branch and price", INFORMS J. Comput.
//! 31, 2019, have it for columns). Where the relaxation is nearly tight, it comes closer to the bound in a second than a walk
//! does in a minute; where answers disagree, a walk is better from the start.

use super::bound::{Mix, Pricer, Scope, Status, Volume};
use super::construct::construct;
use super::guide::Guide;
use super::insert::Inserter;
use super::instance::{Instance, Slot};
use super::state::State;
use crate::base::{Rng, Stop};

/// Evaluations whose answers are averaged before projects are settled.
const EVALUATIONS: u32 = 20;

/// Share of the projects that are still open that is settled at a time.
const SETTLED: f64 = 0.1;

/// Weight from which on a plan may be settled: less is chance.
const LEAST: f64 = 0.05;

/// Dives within the scope, from prices that bound well; `target` is a profit that can be had. What answers leave out at the end is
/// placed where there is room. Returns where that led, and the evaluations that it took, `most` at most.
pub(crate) fn dive<'a>(
    pricer: &Pricer<'a>,
    scope: Scope,
    prices: Vec<f64>,
    target: f64,
    most: u64,
    rng: &mut Rng,
    stop: &dyn Stop,
) -> (State<'a>, u64) {
    let Dive { volume, mut state, made, .. } = Dive::new(pricer, scope, prices, target).run(most, stop);
    let guide = Guide::new(pricer, &volume.prices, &volume.gains, 0.0);
    let mut inserter = Inserter::new(rng.child("construct", 0));
    construct(&mut state, &guide, &mut inserter, rng, 0.0, stop);
    (state, made)
}

/// A plan in the making, and what of the problem is open.
struct Dive<'a, 'p> {
    pricer: &'p Pricer<'a>,
    scope: Scope,
    volume: Volume,
    state: State<'a>,
    /// A profit that can be had.
    target: f64,
    made: u64,
}

impl<'a, 'p> Dive<'a, 'p> {
    /// Nothing is settled; begins at these prices.
    fn new(pricer: &'p Pricer<'a>, scope: Scope, prices: Vec<f64>, target: f64) -> Self {
        let (volume, _) = Volume::new(pricer, &scope, prices);
        Self { pricer, scope, volume, state: State::new(pricer.stage), target, made: 1 }
    }

    /// Settles until nothing is open, told to stop, or more evaluations would be made than `most`.
    fn run(mut self, most: u64, stop: &dyn Stop) -> Self {
        while self.made + u64::from(EVALUATIONS) <= most && !stop.stop() {
            let mix = self.price(stop);
            if !self.settle_some(&mix) {
                break;
            }
            self.restrict();
        }
        self
    }

    /// Recent answers to the prices of what is open.
    fn price(&mut self, stop: &dyn Stop) -> Mix {
        // Steps that have become short would leave prices where they were while there was more room.
        self.volume.begin_fine();
        let mut mix = Mix::of(&self.answer());
        for k in 2..=EVALUATIONS {
            if stop.stop() {
                break;
            }
            mix.add(1.0 / f64::from(k), &self.answer());
        }
        mix
    }

    fn answer(&mut self) -> Vec<Option<Vec<Slot>>> {
        self.made += 1;
        self.volume.advance(self.pricer, &self.scope, self.target.min(self.volume.bound)).plans
    }

    /// Places those that answers agree on most, as far as they fit, and bars what does not fit; says whether there were any.
    fn settle_some(&mut self, mix: &Mix) -> bool {
        let is_open = |p: usize| !self.state.contains(p) && self.scope.status[p] != Status::Out;
        let mut open: Vec<(f64, usize, &[Slot])> =
            mix.favourites().filter(|(weight, p, _)| *weight >= LEAST && is_open(*p)).collect();
        open.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let most = ((open.len() as f64 * SETTLED) as usize).max(1);
        let (mut settled, mut barred) = (0, 0);
        for (_, p, slots) in open {
            if settled == most {
                break;
            }
            if self.state.try_place(p, slots) {
                self.settle(p, slots);
                settled += 1;
            } else if self.has_predecessors(p) {
                self.bar(slots);
                barred += 1;
            }
        }
        settled + barred > 0
    }

    fn has_predecessors(&self, project: usize) -> bool {
        let instance = self.state.instance();
        instance.projects[project].needs.iter().all(|l| self.state.contains(instance.links[*l].pred))
    }

    /// The project has this plan and no other.
    fn settle(&mut self, project: usize, slots: &[Slot]) {
        let instance = self.state.instance();
        self.scope.allowed[instance.projects[project].options.clone()].fill(false);
        slots.iter().for_each(|slot| self.scope.allowed[instance.option(*slot)] = true);
        self.scope.status[project] = Status::In;
    }

    /// No plan has its first phase where these slots have it.
    fn bar(&mut self, slots: &[Slot]) {
        let instance = self.state.instance();
        slots.iter().take(1).for_each(|slot| self.scope.allowed[instance.option(*slot)] = false);
    }

    /// Takes away what no longer fits.
    fn restrict(&mut self) {
        let instance = self.state.instance();
        for (p, project) in instance.projects.iter().enumerate() {
            if self.state.contains(p) || self.scope.status[p] != Status::Free {
                continue;
            }
            let full = project.phases.clone().filter(|phase| !self.restrict_phase(instance, *phase)).count();
            if full > 0 || !self.state.rules_allow(p) {
                self.scope.status[p] = Status::Out;
            }
        }
    }

    /// Says whether any option of the phase is left.
    fn restrict_phase(&mut self, instance: &Instance, phase: usize) -> bool {
        let mut any = false;
        for m in instance.phases[phase].modes.clone() {
            let mode = &instance.modes[m];
            for start in 0..mode.starts {
                let option = mode.first_option + start;
                let fits = || self.state.fits_at(m, start) && self.state.affords(option);
                self.scope.allowed[option] = self.scope.allowed[option] && fits();
                any |= self.scope.allowed[option];
            }
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Never;
    use crate::solve::propagate::propagate;
    use crate::solve::state::tests::{PROJECTS, on_some_stage};

    /// Wherever a dive begins and whatever the stage, it ends where every row is kept; in scope, what it settles has the only
    /// options that are left.
    #[test]
    fn a_dive_keeps_every_row() {
        let mut placed = 0;
        for seed in 0..400 {
            on_some_stage(&mut Rng::new(seed), |stage, rng| {
                let pricer = Pricer::new(stage);
                let mut scope = Scope::root(stage);
                if propagate(stage, &mut scope).is_err() {
                    return;
                }
                let prices = vec![0.0; pricer.rows.len];
                let dive = Dive::new(&pricer, scope.clone(), prices.clone(), 0.0).run(u64::MAX, &Never);
                for p in (0..PROJECTS).filter(|p| dive.state.contains(*p)) {
                    let left = stage.instance.projects[p].options.clone().filter(|o| dive.scope.allowed[*o]).count();
                    assert_eq!(left, stage.instance.projects[p].phases.len(), "seed {seed}");
                }
                let most = 1 + rng.below(100) as u64;
                let short = Dive::new(&pricer, scope.clone(), prices.clone(), 0.0).run(most, &Never);
                assert!(short.made <= most, "seed {seed}");
                let (state, made) = super::dive(&pricer, scope, prices, 0.0, u64::MAX, rng, &Never);
                let rows = state.free.iter().chain(&state.room).chain(state.flow_room.iter().flatten());
                assert!(rows.into_iter().all(|x| *x >= 0), "seed {seed}");
                assert_eq!(made, dive.made, "seed {seed}");
                assert_eq!(state.is_sound(), state.is_plan(), "seed {seed}");
                placed += dive.state.placed().len();
            });
        }
        assert!(placed > 400, "{placed}");
    }
}
