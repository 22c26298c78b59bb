//! The goals' figures of a plan, and what plans have to keep to be as good in each of them.

use super::exact::Plans;
use super::instance::{Functional, Instance};
use super::stage::Stage;
use super::state::State;
use crate::model::Measure;

/// The goals in their order, each so that less is better, under what every plan has to keep.
pub(crate) struct Aims<'a> {
    pub instance: &'a Instance,
    pub caps: &'a [(Functional, i64)],
    /// None for MAKESPAN, which is no sum.
    pub goals: Vec<Option<Functional>>,
}

impl<'a> Aims<'a> {
    /// `own` are the goals' measures.
    pub(crate) fn new(instance: &'a Instance, caps: &'a [(Functional, i64)], own: Vec<Functional>) -> Self {
        let minimised = |f: Functional| match f.measure {
            Measure::Makespan => None,
            Measure::Value => Some(f.negated()),
            Measure::Lateness
            | Measure::Disruption
            | Measure::ExternalSpend
            | Measure::TotalCost
            | Measure::Overload => Some(f),
        };
        Self { instance, caps, goals: own.into_iter().map(minimised).collect() }
    }

    /// By goal, in integers; less is better.
    pub(crate) fn figures(&self, plans: &Plans) -> Vec<i64> {
        let instance = self.instance;
        let sums = self.goals.iter().flatten().map(|f| (f.clone(), i64::MAX)).collect();
        let stage = Stage::new(instance, Functional::zero(instance, Measure::Makespan), sums, instance.periods);
        let state = State::with(&stage, plans);
        let last = plans.iter().flatten().map(|slots| instance.span(slots).1).max().unwrap_or(0);
        let mut sums = (0..stage.caps.len()).map(|i| state.capped(i));
        let figure = |goal: &Option<Functional>| match goal {
            Some(_) => sums.next().expect("there is a sum for each goal that is one"),
            None => last as i64,
        };
        self.goals.iter().map(figure).collect()
    }

    /// Caps and horizon of the plans that are as good as these figures in every goal, `but` one aside.
    pub(crate) fn as_good(&self, figures: &[i64], but: Option<usize>) -> (Vec<(Functional, i64)>, usize) {
        let (mut caps, mut horizon) = (self.caps.to_vec(), self.instance.periods);
        let kept = self.goals.iter().zip(figures).enumerate().filter(|(k, _)| Some(*k) != but);
        for (_, (goal, figure)) in kept {
            match goal {
                Some(f) => caps.push((f.clone(), figure.saturating_add(f.grid().round() as i64))),
                None => horizon = horizon.min(usize::try_from(*figure).unwrap_or(0)),
            }
        }
        (caps, horizon)
    }

    /// The plans that are as good as these figures in every goal, none of them better than another.
    pub(crate) fn equals(&self, instance: &'a Instance, figures: &[i64]) -> Stage<'a> {
        let (caps, horizon) = self.as_good(figures, None);
        Stage::new(instance, Functional::zero(instance, Measure::Makespan), caps, horizon)
    }
}
