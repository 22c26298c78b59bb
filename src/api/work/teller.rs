//! Tells on the way of a search what it has found so far.

use std::sync::{Arc, Mutex, PoisonError};

use super::Workplace;
use crate::api::mailbox::Mailbox;
use crate::plan::{MeasureValue, Plan};
use crate::solve::{InternalError, Observer, Progress};
use crate::wire::{self, v1};

/// Who is told, and of what.
#[derive(Clone, Debug)]
pub(in crate::api) struct Audience {
    /// Where it is read.
    pub mailbox: Arc<Mailbox<v1::PlanProgress, v1::Plan>>,
    /// Whether whole plans are wanted, too.
    pub wants_plans: bool,
}

/// Watches a search for its audience, if it has one.
pub(super) struct Teller<'a> {
    at: &'a Workplace<'a>,
    audience: Option<Audience>,
    so_far: Mutex<SoFar>,
}

#[derive(Default)]
struct SoFar {
    measures: Vec<MeasureValue>,
    /// Goal, value and bound that were told last.
    told: Option<(usize, Option<f64>, f64)>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(at: &'a Workplace<'a>, audience: Option<Audience>) -> Self {
        Self { at, audience, so_far: Mutex::default() }
    }

    fn so_far(&self) -> std::sync::MutexGuard<'_, SoFar> {
        self.so_far.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Teller<'_> {
    fn progress(&self, progress: &Progress) {
        let Some(audience) = &self.audience else { return };
        let mut so_far = self.so_far();
        let news = Some((progress.goal, progress.value, progress.bound));
        if so_far.told != news {
            so_far.told = news;
            let message = wire::progress_message(progress, &so_far.measures, self.at.clock.seconds());
            audience.mailbox.progress(message);
        }
    }

    fn incumbent(&self, plan: &dyn Fn() -> Result<Plan, InternalError>) {
        self.at.counted.found_plan();
        let Some(audience) = &self.audience else { return };
        match plan() {
            Ok(plan) => {
                if audience.wants_plans {
                    audience.mailbox.incumbent(0, wire::plan_message(&plan));
                }
                self.so_far().measures = plan.measures;
            }
            // The answer will fail likewise, or be another one; nobody is told of a plan that does not hold.
            Err(_) => drop(self.at.metrics.incident("the referee refused a plan on the way")),
        }
    }
}
