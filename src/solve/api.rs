//! What the engine is asked and what it answers.

use std::fmt;
use std::sync::Arc;

use super::cut_name::{NamedClique, NamedCut};
use super::proof::Proof;
use super::terms::{Changed, Giving};
use super::tie::Tie;
use crate::base::{FlowLimitId, FrameworkId, FundId, PoolId};
use crate::model::{Measure, Portfolio};
use crate::plan::{Baseline, Plan};

/// What is to be planned.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The portfolio.
    pub portfolio: &'a Portfolio,
    /// What was decided before, if anything. Where no better plan is found in any goal, it is the answer as it stands;
    /// where one is, what changes for no goal's good stays.
    pub baseline: Option<&'a Baseline>,
    /// A plan to start from; what no longer holds of it is repaired or left out. Without a baseline the answer stays with
    /// it as with one.
    pub hint: Option<&'a Plan>,
}

/// What a search may start from besides, and what its plan has to keep besides. Nothing by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start<'a> {
    /// More plans to start from, the likeliest first; as for [`Question::hint`].
    pub hints: &'a [&'a Plan],
    /// Prices that a like question with the same first goal came to. They speed the first bounds up, and change nothing
    /// that is proven.
    pub prices: Option<&'a Prices>,
    /// What was proven of the same question before. It takes the proof up again in a fraction of the steps, and nothing of
    /// it is taken for true; its prices come before the others. That of a like question is allowed and misleads nobody, and
    /// is no help: on small knapsacks whose capacity had changed, going its way took two fifths more steps than none.
    pub proof: Option<&'a Proof>,
    /// Steps that went into the hints, if the search is to go on from there as from its own plan: less of it begins anew.
    pub searched: u64,
    /// Measures that the plan keeps below a figure. Bounds hold among the plans that keep them.
    pub limits: &'a [Limit],
    /// What becomes of committed projects; whatever their commitments leave if there is none.
    pub giving: Option<&'a Giving>,
}

/// A measure that is minimised, MAKESPAN aside, and the most that it may come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Which.
    pub measure: Measure,
    /// In the measure's own unit.
    pub most: f64,
}

/// How long and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Steps of search after which to stop; the same on every machine. Unlimited if none.
    pub max_steps: Option<u64>,
    /// Stop once the first goal's proven gap is at most this; 0 by default.
    pub gap: f64,
    /// Seed of the random streams.
    pub seed: u64,
    /// Threads to work on; all cores if none. The answer to a step budget does not depend on it.
    pub threads: Option<usize>,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_steps: None, gap: 0.0, seed: 1, threads: None }
    }
}

/// Watches a solve. Called from the thread that solves, at most a few times a second's work.
pub trait Observer: Sync {
    /// A round went by.
    fn progress(&self, progress: &Progress);

    /// A better plan was found than any told of before; the progress that says how much better comes next. `plan` makes it
    /// whole and has the referee check it: marginal values, goals and reasons are not filled in.
    fn incumbent(&self, _plan: &dyn Fn() -> Result<Plan, InternalError>) {}
}

/// Watches nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn progress(&self, _: &Progress) {}
}

/// How far a solve is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Which goal is being optimised, from 0.
    pub goal: usize,
    /// Its measure.
    pub measure: Measure,
    /// The best plan's figure; none before the first plan.
    pub value: Option<f64>,
    /// The proven bound.
    pub bound: f64,
    /// |bound - value| / max(|value|, 1e-9); infinite before the first plan.
    pub gap: f64,
    /// Steps taken.
    pub steps: u64,
}

/// The engine's answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// A plan that has passed the referee, or, without projects selected, the statement that there is none
    /// (`Infeasible`) or that none was found (`Unknown`). Marginal values are filled in; reasons are not, and
    /// `solve.wall_seconds` is 0: the engine has no clock.
    pub plan: Plan,
    /// Prices of the first goal.
    pub prices: Prices,
    /// How many committed projects the plan changes, where [`Start::giving`] was said.
    pub changed: Option<Changed>,
    /// What was proven of the first goal, to go on from there.
    pub proof: Proof,
    /// Steps taken in all.
    pub steps: u64,
}

/// Points of the first goal that one more unit of each row would bring, at the margin: never negative.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prices {
    /// A person-day, by pool and period.
    pub pools: Vec<Vec<f64>>,
    /// A bought day that the supplier can place, by framework, role and period; only where it is limited.
    pub supply: Vec<(FrameworkId, String, Vec<f64>)>,
    /// A unit of currency under a framework's ceiling.
    pub ceilings: Vec<(FrameworkId, f64)>,
    /// A unit of currency of a fund's payments in a year.
    pub payments: Vec<(FundId, i32, f64)>,
    /// A unit of currency of a fund's commitments in a year.
    pub commitments: Vec<(FundId, i32, f64)>,
    /// A unit of currency of a fund's total.
    pub totals: Vec<(FundId, f64)>,
    /// One more project under a flow limit, by window.
    pub flows: Vec<(FlowLimitId, Vec<f64>)>,
    /// One unit more of each measure that [`Start::limits`] keeps below a figure, in that order.
    pub limits: Vec<f64>,
    /// Cutting planes of capacities. What they are worth is part of the prices of a person-day and of a bought day, too.
    pub cuts: Vec<PricedCut>,
    /// Cutting planes of options that exclude each other. What they are worth is part of the prices of a person-day and of a bought
    /// day, too: of the capacities that their options take more than half of.
    pub cliques: Vec<PricedClique>,
    /// Of what ties projects to one another or to a contract: those that are worth anything.
    pub ties: Vec<(Tie, f64)>,
}

/// A cutting plane with its price.
#[derive(Clone, Debug, PartialEq)]
pub struct PricedCut {
    /// What it says.
    pub cut: Arc<NamedCut>,
    /// Of a share.
    pub price: f64,
}

/// A clique with its price.
#[derive(Clone, Debug, PartialEq)]
pub struct PricedClique {
    /// What it says.
    pub clique: Arc<NamedClique>,
    /// Of one of its options.
    pub price: f64,
}

impl Prices {
    /// Points that one more person-day of a pool in a period would bring.
    pub fn person_day(&self, pool: PoolId, period: usize) -> f64 {
        self.pools.get(pool.index()).and_then(|row| row.get(period)).copied().unwrap_or(0.0)
    }
}

/// A plan that the engine made and the referee refused: a bug, never an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct InternalError {
    /// What the referee said.
    pub facts: Vec<String>,
}

impl fmt::Display for InternalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the engine made a plan that its referee refuses: {}", self.facts.join("; "))
    }
}

impl std::error::Error for InternalError {}
