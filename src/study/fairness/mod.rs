//! Who gives way: over plans in the order in which they were decided, how often the decided projects of each sponsor and of
//! each objective were left out or delayed by the next plan; and limits on it, as selection rules.

mod limits;

use std::collections::BTreeMap;

pub use limits::limits;

use crate::model::{Portfolio, Project};
use crate::plan::{Commitment, Plan, ProjectPlan};

/// Who has given way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fairness {
    /// Number of times that a plan took another's place.
    pub decisions: usize,
    /// All projects together.
    pub all: FairnessRow,
    /// Who gives way most often first.
    pub sponsors: Vec<FairnessRow>,
    /// By share of each project's points.
    pub objectives: Vec<FairnessRow>,
}

/// How often the projects of one sponsor or objective have given way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FairnessRow {
    /// The sponsor or the objective's id.
    pub subject: String,
    /// Decided projects, once for each decision.
    pub decided: f64,
    /// Left out.
    pub dropped: f64,
    /// Ending later.
    pub delayed: f64,
    /// By so many periods, together.
    pub periods: f64,
}

impl FairnessRow {
    /// Share of the decided that gave way.
    pub fn share(&self) -> f64 {
        if self.decided > 0.0 { (self.dropped + self.delayed) / self.decided } else { 0.0 }
    }

    fn add(&mut self, part: f64, late: Option<i32>) {
        self.decided += part;
        match late {
            None => self.dropped += part,
            Some(periods) if periods > 0 => {
                self.delayed += part;
                self.periods += part * f64::from(periods);
            }
            Some(_) => {}
        }
    }
}

/// Who has given way over these plans, in the order in which they were decided.
pub fn fairness(portfolio: &Portfolio, plans: &[Plan]) -> Fairness {
    let known: BTreeMap<&str, &Project> = portfolio.projects.iter().map(|p| (&p.id[..], &**p)).collect();
    let mut all = FairnessRow::default();
    let mut sponsors: BTreeMap<&str, FairnessRow> = BTreeMap::new();
    let mut objectives: BTreeMap<usize, FairnessRow> = BTreeMap::new();
    for pair in plans.windows(2) {
        for old in decided(&pair[0]) {
            let Some(project) = known.get(&old.project[..]) else { continue };
            let new = pair[1].projects.iter().find(|p| p.project == old.project && p.selected);
            let late = new.map(|new| end(new) - end(old));
            all.add(1.0, late);
            sponsors.entry(&project.sponsor).or_default().add(1.0, late);
            parts(portfolio, project).for_each(|(o, part)| objectives.entry(o).or_default().add(part, late));
        }
    }
    let sponsors = sponsors.into_iter().map(|(id, row)| FairnessRow { subject: id.to_owned(), ..row });
    let objectives =
        objectives.into_iter().map(|(o, row)| FairnessRow { subject: portfolio.objectives[o].id.clone(), ..row });
    Fairness {
        decisions: plans.len().saturating_sub(1),
        all,
        sponsors: sorted(sponsors.collect()),
        objectives: sorted(objectives.collect()),
    }
}

/// What the plan has decided: what it commits to, or all that is in it if it commits to nothing.
pub(super) fn decided(plan: &Plan) -> impl Iterator<Item = &ProjectPlan> {
    let is_in = |p: &&ProjectPlan| p.selected && !p.phases.is_empty();
    let commits = plan.projects.iter().filter(is_in).any(|p| p.commitment != Commitment::Unspecified);
    plan.projects.iter().filter(is_in).filter(move |p| !commits || p.commitment != Commitment::Unspecified)
}

fn end(plan: &ProjectPlan) -> i32 {
    plan.phases.iter().map(|ph| ph.finish_period).max().unwrap_or(0)
}

/// The objectives' shares of the project's points.
fn parts<'a>(portfolio: &'a Portfolio, project: &'a Project) -> impl Iterator<Item = (usize, f64)> + 'a {
    let points = |s: &crate::model::ObjectiveScore| (s.score * portfolio.objectives[s.objective].weight).max(0.0);
    let sum: f64 = project.scores.iter().map(points).sum();
    let own = project.scores.iter().filter(move |_| sum > 0.0);
    own.map(move |s| (s.objective, points(s) / sum)).filter(|x| x.1 > 0.0)
}

fn sorted(mut rows: Vec<FairnessRow>) -> Vec<FairnessRow> {
    rows.sort_by(|a, b| b.share().total_cmp(&a.share()).then(a.subject.cmp(&b.subject)));
    rows
}
