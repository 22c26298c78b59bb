//! What more of something would bring: facts, field by field as in `proto/arbitre/v1/prices.proto`.

use crate::model::Measure;

/// Prices that people can use.
#[derive(Clone, Debug)]
pub struct Margins {
    /// The portfolio's id.
    pub portfolio: String,
    /// What prices are of.
    pub measure: Measure,
    /// The first goal's figure, if there is a plan.
    pub value: f64,
    /// Its proven bound.
    pub bound: f64,
    /// The dearest first.
    pub prices: Vec<Margin>,
}

/// The price of something that is limited.
#[derive(Clone, Debug, PartialEq)]
pub struct Margin {
    /// What.
    pub kind: MarginKind,
    /// Its id.
    pub subject: String,
    /// Its year.
    pub year: Option<i32>,
    /// Its quarter, 1 to 4.
    pub quarter: Option<u32>,
    /// What the price is of: person-days, currency, projects.
    pub unit: f64,
    /// Estimated: what one unit more would bring.
    pub price: f64,
    /// Units in one step.
    pub step: f64,
    /// What came of planning again with more of it.
    pub samples: Vec<Sample>,
}

/// What came of planning again with more of something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// So many units more.
    pub more: f64,
    /// What the price promises.
    pub promised: f64,
    /// What the plan found gains.
    pub gain: f64,
    /// Proven: at least so much.
    pub least: f64,
    /// Proven: at most.
    pub most: Option<f64>,
}

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MarginKind {
    Staff,
    Payments,
    Commitments,
    Total,
    Framework,
    Flow,
}

impl Margin {
    /// What a step promises.
    pub fn promise(&self) -> f64 {
        self.price * self.step
    }

    /// Units up to which the gain found is at least half of what the price promises; none where nothing was sampled.
    pub fn holds_to(&self) -> Option<f64> {
        let held = self.samples.iter().take_while(|s| s.gain >= 0.5 * s.promised).last();
        if self.samples.is_empty() { None } else { Some(held.map_or(0.0, |s| s.more)) }
    }
}
