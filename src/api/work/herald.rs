//! Tells how scenarios stand while they are planned together.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Workplace;
use crate::api::mailbox::Mailbox;
use crate::plan::{MeasureValue, Plan};
use crate::solve::{InternalError, Progress};
use crate::study::Watch;
use crate::wire::{self, Wishes, v1};

/// Where it is read.
pub(in crate::api) type News = Arc<Mailbox<v1::ScenarioProgress, v1::Plan>>;

/// Watches scenarios for whoever reads the news.
pub(super) struct Herald<'a> {
    at: &'a Workplace<'a>,
    wishes: &'a Wishes,
    news: &'a News,
    scenarios: Mutex<Vec<Known>>,
}

/// What has been told of a scenario.
#[derive(Default)]
struct Known {
    id: String,
    measures: Vec<MeasureValue>,
    /// By goal.
    told: Vec<Progress>,
}

impl<'a> Herald<'a> {
    /// Of scenarios of these ids.
    pub(super) fn new(at: &'a Workplace<'a>, wishes: &'a Wishes, ids: Vec<String>, news: &'a News) -> Self {
        let scenarios = ids.into_iter().map(|id| Known { id, ..Known::default() }).collect();
        Self { at, wishes, news, scenarios: Mutex::new(scenarios) }
    }

    fn scenarios(&self) -> MutexGuard<'_, Vec<Known>> {
        self.scenarios.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watch for Herald<'_> {
    fn proposed(&self, number: usize, scenario: &str) {
        let mut scenarios = self.scenarios();
        if scenarios.len() <= number {
            scenarios.resize_with(number + 1, Known::default);
        }
        scenarios[number] = Known { id: scenario.to_owned(), ..Known::default() };
    }

    fn progress(&self, number: usize, progress: &Progress) {
        let mut scenarios = self.scenarios();
        let Some(known) = scenarios.get_mut(number) else { return };
        if let Some(news) = known.news(progress) {
            let seconds = self.at.clock.seconds();
            self.news.progress(wire::scenario_progress_message(&known.id, &news, &known.measures, seconds));
        }
    }

    fn incumbent(&self, number: usize, plan: &dyn Fn() -> Result<Plan, InternalError>) {
        self.at.counted.found_plan();
        match plan() {
            Ok(plan) => {
                if let Some(known) = self.scenarios().get_mut(number) {
                    known.measures = plan.measures;
                }
            }
            // The answer will fail likewise, or be another one; nobody is told of a plan that does not hold.
            Err(_) => drop(self.at.metrics.incident("the referee refused a plan on the way")),
        }
    }

    fn planned(&self, number: usize, plan: &Plan) {
        let Some(id) = self.scenarios().get(number).map(|known| known.id.clone()) else { return };
        self.news.incumbent(number, v1::Plan { scenario: id, ..wire::plan_message(plan) });
    }

    fn seconds(&self) -> f64 {
        self.at.seconds(self.wishes)
    }
}

impl Known {
    /// How far the scenario's goal is by now, if that is further than was told: a later part of the search begins anew, and
    /// what it finds on its way to what is known already is no news.
    fn news(&mut self, progress: &Progress) -> Option<Progress> {
        let Some(told) = self.told.get(progress.goal) else {
            self.told.push(*progress);
            return Some(*progress);
        };
        let (maximised, old) = (progress.measure.is_maximised(), *told);
        let better = |a: f64, b: f64| if maximised { a.max(b) } else { a.min(b) };
        let tighter = |a: f64, b: f64| if maximised { a.min(b) } else { a.max(b) };
        let value = match (old.value, progress.value) {
            (Some(a), Some(b)) => Some(better(a, b)),
            (a, b) => a.or(b),
        };
        let bound = tighter(old.bound, progress.bound);
        if (value, bound) == (old.value, old.bound) {
            return None;
        }
        let gap = value.map_or(f64::INFINITY, |value| (bound - value).abs() / value.abs().max(1e-9));
        let news = Progress { value, bound, gap, ..*progress };
        self.told[progress.goal] = news;
        Some(news)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Measure;

    #[test]
    fn only_what_is_further_than_was_told_is_news() {
        let mut known = Known::default();
        let mut news = |value: Option<f64>, bound: f64| {
            let gap = f64::INFINITY;
            let progress = Progress { goal: 0, measure: Measure::Value, value, bound, gap, steps: 1 };
            known.news(&progress).map(|p| (p.value, p.bound, p.gap))
        };
        assert_eq!(news(None, 20.0), Some((None, 20.0, f64::INFINITY)));
        assert_eq!(news(Some(10.0), 30.0), Some((Some(10.0), 20.0, 1.0)));
        assert_eq!(news(Some(9.0), 20.0), None, "a later part of the search begins anew");
        assert_eq!(news(Some(9.0), 15.0), Some((Some(10.0), 15.0, 0.5)));
    }
}
