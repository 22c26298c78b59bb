//! What is said of an arbitration: facts by id, with the sentences made from them.

use crate::model::Problem;
use crate::model::draft::ProjectDraft;
use crate::model::draft::scenario::ChangeDraft;
pub use crate::plan::ChangeKind;
use crate::plan::{MeasureValue, Plan};
use crate::solve::{InternalError, Levers};

/// Why there is no arbitration.
#[derive(Clone, Debug)]
pub enum ArbitrationError {
    /// What is wrong with the portfolio, or with demands, at paths that begin with `demands`.
    Problems(Vec<Problem>),
    /// The engine made a plan that its referee refuses.
    Internal(InternalError),
}

impl From<InternalError> for ArbitrationError {
    fn from(error: InternalError) -> Self {
        Self::Internal(error)
    }
}

/// Whether the demands get in, in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Triage {
    /// No committed project changes.
    FitsAsIs,
    /// Some committed projects change.
    FitsIf,
    /// Proven: no plan that keeps what has to stay lets the demands in.
    Cannot,
    /// The budget ended before a plan was found or its absence was proven.
    Open,
}

/// What is known before the menu is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Early {
    /// In short.
    pub triage: Triage,
    /// Committed projects that change in the plan that changes fewest so far; none without a plan.
    pub changed: Option<usize>,
    /// Proven: no plan that lets the demands in changes fewer.
    pub at_least: usize,
}

impl Arbitration {
    /// What was known before the menu.
    pub fn early(&self) -> Early {
        let changed = self.options.first().map(|o| o.touched.len());
        Early { triage: self.triage, changed, at_least: self.at_least }
    }

    /// Every plan that is shown: the menu, then what is wider.
    pub fn shown(&self) -> impl Iterator<Item = &ArbitrationOption> {
        self.options.iter().chain(&self.wider)
    }

    pub(super) fn shown_mut(&mut self) -> impl Iterator<Item = &mut ArbitrationOption> {
        self.options.iter_mut().chain(&mut self.wider)
    }
}

/// The menu, or why there is none.
#[derive(Clone, Debug)]
pub struct Arbitration {
    /// The portfolio's id.
    pub portfolio: String,
    /// The demands' ids, in their order.
    pub demands: Vec<String>,
    /// The demands as they were put into the portfolio.
    pub demanded: Vec<ProjectDraft>,
    /// Whether projects that the baseline has in without a commitment counted as decided.
    pub all_decided: bool,
    /// How many committed projects the baseline has in the portfolio.
    pub committed: usize,
    /// In short.
    pub triage: Triage,
    /// Proven: no plan that lets the demands in changes fewer committed projects.
    pub at_least: usize,
    /// The menu; the first changes the fewest committed projects.
    pub options: Vec<ArbitrationOption>,
    /// What beats the first in value, disruption and external spend together, by changing more committed projects.
    pub wider: Vec<ArbitrationOption>,
    /// Where it is proven that there is none: what clashes. None of these can be taken away from the others.
    pub conflict: Vec<Clash>,
    /// Where it is proven that there is none: what would let the demands in, the cheapest of each kind first.
    pub relaxations: Vec<Relaxation>,
}

/// One way of making room.
#[derive(Clone, Debug)]
pub struct ArbitrationOption {
    /// Its own in the menu.
    pub id: String,
    /// One sentence.
    pub headline: String,
    /// It has passed the referee, with the baseline and its freeze.
    pub plan: Plan,
    /// Every project that is not as in the baseline, the demands first.
    pub changes: Vec<ProjectChange>,
    /// Its measures less the baseline's.
    pub deltas: Vec<MeasureValue>,
    /// Proven: no plan that lets the demands in changes fewer committed projects.
    pub fewest_changes: bool,
    /// Committed projects that change, in the portfolio's order.
    pub touched: Vec<String>,
    /// The ways in which they change, all together.
    pub levers: Levers,
    /// By sponsor that something changes for.
    pub sponsors: Vec<Effect>,
    /// By objective that something changes for.
    pub objectives: Vec<Effect>,
    /// What grants pay less for changed projects.
    pub subsidies: Vec<SubsidyAtRisk>,
}

/// What becomes of a project.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectChange {
    /// Its id.
    pub project: String,
    /// In short.
    pub kind: ChangeKind,
    /// Periods by which its finish moves; negative for earlier.
    pub finish_shift: i32,
    /// Phases with another mode.
    pub resourced: Vec<String>,
    /// Points.
    pub value: f64,
    /// Currency.
    pub external_spend: f64,
    /// Whether the baseline commits to it.
    pub is_committed: bool,
    /// The ways in which it changed.
    pub levers: Levers,
}

/// What changes for a sponsor or an objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The sponsor's name or the objective's id.
    pub subject: String,
    /// Points.
    pub value: f64,
    /// Currency; 0 for an objective.
    pub external_spend: f64,
    /// Its committed projects that change.
    pub changed: usize,
    /// Those of them that are out.
    pub dropped: usize,
}

/// A grant that pays less for a project than it did.
#[derive(Clone, Debug, PartialEq)]
pub struct SubsidyAtRisk {
    /// The project.
    pub project: String,
    /// The fund that grants.
    pub fund: String,
    /// Currency that is lost.
    pub amount: f64,
}

/// One thing that has a part in a conflict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clash {
    /// A demand has to be in.
    Demand(String),
    /// Another project has to be in.
    Obligation(String),
    /// A demand's deadline.
    Deadline(String),
    /// A committed project that may not be dropped, or stays as it is.
    Commitment(String),
    /// What has begun before the freeze.
    Freeze,
    /// A pool's people.
    Pool(String),
    /// A contract's ceiling, people or term.
    Framework(String),
    /// A fund's ceilings.
    Fund(String),
    /// A flow limit.
    Flow(String),
    /// A selection rule.
    Rule(String),
    /// That committed projects may change in the allowed ways alone, or that loads or payments are held.
    Terms,
}

/// What would let the demands in, verified by planning it.
#[derive(Clone, Debug)]
pub struct Relaxation {
    /// What is relaxed.
    pub of: Clash,
    /// One sentence.
    pub headline: String,
    /// The changes to the portfolio with its demands, for a scenario.
    pub changes: Vec<ChangeDraft>,
    /// Person-days, units of currency or periods more, as `of` says.
    pub amount: f64,
    /// First day of the quarter, or the year, of which more is needed; empty where it is neither.
    pub when: String,
    /// Committed projects that change in the plan that verified it.
    pub changed: usize,
}
