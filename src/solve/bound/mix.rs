//! What recent answers come to on average: by project, plans with their weights. An answer to good prices breaks shared
//! rows here and keeps them there; their average nearly keeps them all, and stands in for a solution of the linear
//! relaxation (Barahona & Anbil 2000).

use super::super::instance::Slot;

/// Weights below this are let go.
const LEAST: f64 = 1e-3;

/// By project: plans, none for leaving it out, with their weights.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mix(Vec<Vec<(f64, Option<Vec<Slot>>)>>);

impl Mix {
    /// One answer alone.
    pub(crate) fn of(plans: &[Option<Vec<Slot>>]) -> Self {
        Self(plans.iter().map(|plan| vec![(1.0, plan.clone())]).collect())
    }

    /// Takes an answer in with this weight.
    pub(crate) fn add(&mut self, weight: f64, plans: &[Option<Vec<Slot>>]) {
        for (own, plan) in self.0.iter_mut().zip(plans) {
            own.iter_mut().for_each(|x| x.0 *= 1.0 - weight);
            match own.iter_mut().find(|x| x.1 == *plan) {
                Some(x) => x.0 += weight,
                None => own.push((weight, plan.clone())),
            }
            own.retain(|x| x.0 >= LEAST);
        }
    }

    /// By project that has one: its plan of most weight, with that weight and the project.
    pub(crate) fn favourites(&self) -> impl Iterator<Item = (f64, usize, &[Slot])> {
        self.0.iter().enumerate().filter_map(|(p, own)| {
            let plans = own.iter().filter_map(|(weight, plan)| Some((*weight, plan.as_deref()?)));
            let (weight, plan) = plans.max_by(|a, b| a.0.total_cmp(&b.0))?;
            Some((weight, p, plan))
        })
    }

    /// The share of projects that most answers agree on.
    pub(super) fn agreement(&self) -> f64 {
        let is_agreed = |own: &&Vec<(f64, Option<Vec<Slot>>)>| own.iter().any(|(weight, _)| *weight > 0.5);
        self.0.iter().filter(is_agreed).count() as f64 / self.0.len().max(1) as f64
    }

    /// Every project's plans with their shares.
    pub(super) fn shares(&self) -> impl Iterator<Item = (f64, &[Slot])> {
        (0..self.0.len()).flat_map(|p| self.plans(p))
    }

    /// A project's plans with their shares; what is left of 1 is the share of leaving it out.
    pub(crate) fn plans(&self, project: usize) -> impl Iterator<Item = (f64, &[Slot])> {
        let own = &self.0[project];
        let sum: f64 = own.iter().map(|x| x.0).sum();
        own.iter().filter_map(move |(weight, plan)| Some((weight / sum, plan.as_deref()?)))
    }
}
