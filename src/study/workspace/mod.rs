//! A portfolio that is asked about, one question after the other, in a meeting say. It keeps the plan and the prices, so
//! that a small change is answered from a state that is nearly its own.
//!
//! Without a clock, and of one asker at a time: whoever serves it to many sees to that.

mod ground;
mod weight;

use ground::Ground;

use super::case::Decided;
use super::compare::{Comparison, compare};
use super::task::{Part, STREAMS};
use super::together::Planned;
use super::watch::Watch;
use crate::base::{Date, Lang, Stop};
use crate::explain;
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{Portfolio, Problem};
use crate::plan::Plan;
use crate::solve::{self, Answer, InternalError, Options};

/// A portfolio with its plan and prices, and what is kept of the questions that were asked of it.
#[derive(Clone, Debug)]
pub struct Workspace {
    decided: Option<Plan>,
    frozen_until: Option<Date>,
    base: Ground,
    /// Each on top of the one before it.
    kept: Vec<Ground>,
    /// The question asked last, if it was not kept: whoever asks it again goes on from there.
    last: Option<Ground>,
}

/// What a workspace is opened with.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The portfolio.
    pub portfolio: PortfolioDraft,
    /// Changes to make to it first.
    pub scenario: ScenarioDraft,
    /// What was decided before.
    pub decided: Option<Plan>,
    /// What of it begins before this day stays.
    pub frozen_until: Option<Date>,
}

/// A question.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// What changes; nothing: the plan at hand is searched for further.
    pub scenario: &'a ScenarioDraft,
    /// So many of the questions that were kept last are taken back first.
    pub undo: usize,
    /// The changes are to the portfolio as it was opened, whatever was kept since.
    pub on_base: bool,
    /// Whether further questions are put on top of this one, if it has a plan.
    pub keep: bool,
    /// The language of reasons.
    pub lang: Lang,
}

/// How a question's search is run.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations)]
pub struct Searching<'a> {
    /// How long and how.
    pub options: &'a Options,
    /// Ends the search.
    pub stop: &'a dyn Stop,
    /// Ends the looking for reasons after it.
    pub patience: &'a dyn Stop,
    /// Watches it; the search has number 0.
    pub watch: &'a dyn Watch,
}

/// What came of a question.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The plan that the question was put to, and the question's own, side by side: the latter is the second.
    pub comparison: Comparison,
    /// Whether further questions are put on top of it.
    pub kept: bool,
}

impl Reply {
    /// Position of what was asked among the scenarios of the comparison.
    pub const ASKED: usize = 1;

    /// The plan for what was asked, with its reasons.
    pub fn plan(&self) -> Option<&Plan> {
        self.comparison.scenarios[Self::ASKED].plan.as_ref()
    }
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub enum AskError {
    /// What is wrong with a change, at paths that begin with `scenario`, or with the portfolio that the changes make.
    Problems(Vec<Problem>),
    /// More is to be taken back than is kept.
    Undo {
        /// What is to be taken back.
        asked: usize,
        /// What is kept.
        kept: usize,
    },
    /// The engine made a plan that its referee refuses.
    Internal(InternalError),
}

impl From<InternalError> for AskError {
    fn from(error: InternalError) -> Self {
        Self::Internal(error)
    }
}

impl From<Vec<Problem>> for AskError {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}

impl Workspace {
    /// A workspace of which nothing is known yet; or all that is wrong with what it is opened with.
    pub fn new(opening: Opening) -> Result<Self, Vec<Problem>> {
        let Opening { portfolio, scenario, decided, frozen_until } = opening;
        let before = Decided { plan: decided.as_ref(), frozen_until };
        let base = Ground::new(&portfolio, &scenario, &before)?;
        Ok(Self { decided, frozen_until, base, kept: Vec::new(), last: None })
    }

    /// Searches for the plan at hand, from what is known and from a hint.
    pub fn improve(&mut self, hint: Option<&Plan>, at: &Searching<'_>) -> Result<(), InternalError> {
        let hints: Vec<&Plan> = hint.into_iter().collect();
        let mut ground = self.ground().clone();
        ground.go_on(&hints, None, &part(at))?;
        *self.ground_mut() = ground;
        Ok(())
    }

    /// The plan at hand: that of the question kept last, or of the portfolio as it was opened; with its reasons.
    pub fn plan(&self, lang: Lang, at: &Searching<'_>) -> Result<Plan, InternalError> {
        let (ground, case) = (self.ground(), &self.ground().case);
        let Some(Answer { plan, prices, .. }) = ground.answer().cloned() else { return Ok(Plan::default()) };
        let explained = || explain::explain(&case.portfolio, case.baseline.as_ref(), plan, &prices, lang, at.patience);
        let plan = solve::on_threads(at.options.threads, explained)?;
        Ok(Plan { scenario: ground.scenario.id.clone(), ..plan })
    }

    /// Answers a question from what is known. What is found of the plan at hand, or of what is kept, stays known; where
    /// there is no answer, nothing changes.
    pub fn ask(&mut self, asked: &Asking<'_>, at: &Searching<'_>) -> Result<Reply, AskError> {
        let left = self.kept.len().checked_sub(asked.undo);
        let left = left.ok_or(AskError::Undo { asked: asked.undo, kept: self.kept.len() })?;
        let under = self.kept[..left].last().filter(|_| !asked.on_base).unwrap_or(&self.base).clone();
        let mut own = self.question(asked, &under)?;
        let is_new = own.case.draft != under.case.draft;
        let goals = |g: &Ground| g.case.portfolio.policy.goals[0].measure;
        let like = under.answer().filter(|_| goals(&under) == goals(&own));
        own.go_on(&self.plans(&under), like, &part(at))?;
        if at.stop.is_abandoned() {
            // Nobody waits: nothing is kept of what was cut short.
            return Ok(Reply { comparison: Comparison::default(), kept: false });
        }
        let side_by_side = || beside(&under, &own, asked.lang, at.patience);
        let comparison = solve::on_threads(at.options.threads, side_by_side)?;
        let kept = asked.keep && is_new && own.plan().is_some();
        self.kept.truncate(left);
        self.settle(own, asked.on_base, is_new, kept);
        Ok(Reply { comparison, kept })
    }

    /// How many questions are kept on top of each other.
    pub fn kept(&self) -> usize {
        self.kept.len()
    }

    /// The portfolio as it was opened.
    pub fn portfolio(&self) -> &PortfolioDraft {
        &self.base.case.draft
    }

    /// The same, validated.
    pub fn validated(&self) -> &Portfolio {
        &self.base.case.portfolio
    }

    /// Bytes that it takes in memory, about.
    pub fn weight(&self) -> usize {
        let grounds = self.kept.iter().chain(&self.last).chain([&self.base]);
        self.decided.as_ref().map_or(0, weight::of_plan) + grounds.map(Ground::weight).sum::<usize>()
    }

    fn ground(&self) -> &Ground {
        self.kept.last().unwrap_or(&self.base)
    }

    fn ground_mut(&mut self) -> &mut Ground {
        self.kept.last_mut().unwrap_or(&mut self.base)
    }

    /// What the changes make of a ground, with what is known of it: that of the ground itself where they change nothing,
    /// of the last question where it was the same.
    fn question(&self, asked: &Asking<'_>, under: &Ground) -> Result<Ground, Vec<Problem>> {
        let decided = Decided { plan: self.decided.as_ref(), frozen_until: self.frozen_until };
        let new = Ground::new(&under.case.draft, asked.scenario, &decided)?;
        let is_same = |g: &&Ground| g.case.draft == new.case.draft;
        let known = [under].into_iter().chain(&self.last).find(is_same).map(|g| g.known.clone());
        Ok(Ground { known: known.unwrap_or_default(), ..new })
    }

    /// Plans to start from, the likeliest first: that of what the question is put to, of the last question, and of the
    /// portfolio as it was opened; and the first again for whoever finds none left: what is asked is nearly its own.
    fn plans<'a>(&'a self, under: &'a Ground) -> Vec<&'a Plan> {
        let base = Some(&self.base).filter(|base| base.case.draft != under.case.draft);
        let others = self.last.iter().chain(base);
        let first = under.plan().into_iter().cycle().take(STREAMS);
        under.plan().into_iter().chain(others.filter_map(Ground::plan)).chain(first).collect()
    }

    fn settle(&mut self, own: Ground, on_base: bool, is_new: bool, kept: bool) {
        match (is_new, kept) {
            (false, _) if on_base => self.base.known = own.known,
            (false, _) => self.ground_mut().known = own.known,
            (true, false) => self.last = Some(own),
            (true, true) => {
                if on_base {
                    self.kept.clear();
                }
                self.kept.push(own);
                self.last = None;
            }
        }
    }
}

fn part<'a>(at: &Searching<'a>) -> Part<'a> {
    Part { options: at.options, max_steps: at.options.max_steps, share: 1.0, stop: at.stop, watch: at.watch }
}

fn beside(under: &Ground, own: &Ground, lang: Lang, patience: &dyn Stop) -> Comparison {
    let cases = [under.as_case(), own.as_case()];
    let planned = |g: &Ground| g.answer().cloned().map(|answer| Planned { answer, same_as: None });
    compare(&under.case.draft.id, &cases, &[planned(under), planned(own)], lang, patience)
}
