//! The way in for a [`Selection`]: lowers it, searches, and lets no answer out that breaks it.

use super::api::{InternalError, Options};
use super::facade::{SAME, on_threads};
use super::goals::gap;
use super::instance::lower_selection;
use super::search::{Control, From, optimise};
use super::selection::Selection;
use super::stage::Stage;
use crate::base::{Rng, Stop};

/// What came of a selection.
#[derive(Clone, Debug, PartialEq)]
pub struct Selected {
    /// By project: the year that it starts in, if it is done; none if nothing was found in time.
    pub starts: Option<Vec<Option<usize>>>,
    /// What that brings.
    pub value: f64,
    /// Proven: nothing brings more.
    pub bound: f64,
    /// |bound - value| / max(|value|, 1e-9); 0 if proven to be the best.
    pub gap: f64,
    /// Steps taken.
    pub steps: u64,
}

/// The selection of largest value found. The same selection, seed and step budget give the same answer on any number of
/// threads.
///
/// # Errors
/// An answer that breaks the selection: a bug.
pub fn select(selection: &Selection, options: &Options, stop: &dyn Stop) -> Result<Selected, InternalError> {
    on_threads(options.threads, || selected(selection, options, stop))?
}

fn selected(selection: &Selection, options: &Options, stop: &dyn Stop) -> Result<Selected, InternalError> {
    let (instance, value) = lower_selection(selection);
    let (unit, rounding) = (value.unit, value.grid());
    let stage = Stage::new(&instance, value, Vec::new(), instance.periods);
    let enough = |value: i64, bound: f64| gap(value as f64, bound) <= options.gap;
    let control = Control {
        stop,
        steps: options.max_steps.unwrap_or(u64::MAX),
        is_good_enough: &enough,
        is_eager: options.gap > 0.0,
        report: &|_, _, _| (),
    };
    let found = optimise(&stage, &Rng::new(options.seed), &From::default(), &control);
    let steps = found.steps;
    let above = (found.bound + rounding) / unit;
    let Some((profit, plans)) = found.best else {
        return Ok(Selected { starts: None, value: 0.0, bound: above, gap: f64::INFINITY, steps });
    };
    let start = |plan: &Option<Vec<_>>| plan.as_ref().map(|slots: &Vec<super::instance::Slot>| slots[0].start as usize);
    let starts: Vec<Option<usize>> = plans.iter().map(start).collect();
    let value = selection.worth(&starts).map_err(|facts| InternalError { facts })?;
    let is_met = found.bound <= profit as f64 || above - value <= SAME * value.abs();
    let bound = if is_met { value } else { above };
    Ok(Selected { starts: Some(starts), value, bound, gap: gap(value, bound), steps })
}
