//! Prices people can use: what a person-day of a pool in a quarter would bring, 10,000 of a fund in a year, of a contract's
//! ceiling, one project more under a flow limit; and how far that holds.
//!
//! The price of a row is an estimate of the slope there. What is proven comes from planning again with more: a plan bounds
//! what more brings from below, its bound from above. That bound starts from the same prices, at which it grows by the price
//! for each unit (the Lagrangian bound is linear in the right-hand sides), and is only better from there on.

mod facts;
mod rows;

pub use facts::{Margin, MarginKind, Margins, Sample};

use super::case::Decided;
use super::evaluate::{Candidate, Evaluated, Evaluating, Wish, evaluate};
use crate::base::Slice;
use crate::base::Stop;
use crate::model::Portfolio;
use crate::model::draft::PortfolioDraft;
use crate::plan::Plan;
use crate::solve::{self, InternalError, Options, Question, Silent};

/// Steps more that are sampled of each.
const MORE: [f64; 3] = [1.0, 2.0, 4.0];

/// Share of the time for the first search, and steps of it for each step of a sample: samples start from its plan.
const FIRST: f64 = 0.4;
const EACH: u64 = 6;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Pricing<'a> {
    /// As said, changes made.
    pub draft: &'a PortfolioDraft,
    /// As validated.
    pub portfolio: &'a Portfolio,
    /// A plan to start from.
    pub plan: Option<&'a Plan>,
    /// What binds plans.
    pub decided: Decided<'a>,
    /// So many are sampled.
    pub samples: usize,
}

/// Prices, the most promising sampled; none where no plan was found. `options.max_steps` is for the first search; each sample
/// has a sixth of it.
pub fn margins(asked: &Pricing<'_>, options: &Options, stop: &dyn Stop) -> Result<Option<Margins>, InternalError> {
    let baseline = asked.decided.baseline(asked.portfolio);
    let question = Question { portfolio: asked.portfolio, baseline: baseline.as_ref(), hint: asked.plan };
    let found = solve::plan(&question, options, &Slice::of_rest(stop, FIRST), &Silent)?;
    let Some(goal) = found.plan.goals.first().filter(|_| found.plan.status.has_plan()) else { return Ok(None) };
    let mut prices = rows::of(asked.draft, asked.portfolio, &found.prices);
    let candidates = candidates(asked, &prices);
    let evaluating =
        Evaluating { draft: asked.draft, portfolio: asked.portfolio, plan: &found.plan, decided: asked.decided };
    let each = Options { max_steps: options.max_steps.map(|most| (most / EACH).max(1)), ..options.clone() };
    let all: Vec<Candidate> = candidates.iter().map(|c| c.2.clone()).collect();
    if !all.is_empty() {
        let scores = evaluate(&evaluating, &all, &each, stop)?;
        // What a search gains by itself more brings nothing of.
        let by_itself = scores.unchanged.gain.unwrap_or(0.0);
        for ((i, more, _), score) in candidates.iter().zip(&scores.candidates) {
            let own = &mut prices[*i];
            own.samples.extend(sample(own.price, *more, by_itself, score));
        }
    }
    let (measure, value, bound) = (goal.measure, goal.value, goal.bound);
    Ok(Some(Margins { portfolio: asked.portfolio.id.clone(), measure, value, bound, prices }))
}

/// Position of the price, units more, and the change.
fn candidates(asked: &Pricing, prices: &[crate::study::Margin]) -> Vec<(usize, f64, Candidate)> {
    let mut out = Vec::new();
    for (i, margin) in prices.iter().enumerate().take(asked.samples) {
        for steps in MORE {
            let Some(change) = rows::more(asked.draft, asked.portfolio, margin, steps) else { continue };
            let (id, what) = (format!("{i}/{steps}"), Wish::Changes(vec![Some(change)]));
            out.push((i, steps * margin.step, Candidate { id, name: String::new(), what }));
        }
    }
    out
}

/// None where there is no plan with more: the search ended too early.
fn sample(price: f64, more: f64, by_itself: f64, score: &Evaluated) -> Option<Sample> {
    Some(Sample {
        more,
        promised: price * more,
        gain: (score.gain? - by_itself).max(0.0),
        least: score.least_gain?.max(0.0),
        most: score.most_gain,
    })
}
