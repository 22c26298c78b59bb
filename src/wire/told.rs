//! A comparison's document as it is read back: what only a search knows of it, and the document whole, to be held against
//! what is counted again.

use super::comparison::comparison_message;
use super::contradiction::contradictions;
use super::plan::{reason, status};
use super::{scenario, v1};
use crate::base::Lang;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{Problem, ProblemCode};
use crate::plan::{Plan, PlanStatus, Reason};
use crate::study::{Comparison, MoneyKind, MoneyMargin, Proposal, ProposalKind};

/// What a comparison's document says.
#[derive(Clone, Debug)]
pub struct Told {
    /// The portfolio's id.
    pub portfolio: String,
    /// In its order.
    pub scenarios: Vec<ToldScenario>,
    /// Without their plans, which are documents of their own.
    pub proposals: Vec<Proposal>,
    message: v1::Comparison,
}

/// What it says of a scenario.
#[derive(Clone, Debug)]
pub struct ToldScenario {
    /// With its changes, where the document has them.
    pub scenario: ScenarioDraft,
    /// Of its plan; unspecified without one.
    pub status: PlanStatus,
    /// It cannot be planned.
    pub is_refused: bool,
    /// The earlier scenario whose plan this is.
    pub same_as: Option<String>,
    /// By project that changes: the scenario whose plan a reason holds of, and the reason.
    pub reasons: Vec<(String, Vec<(String, Reason)>)>,
    /// What ceilings are worth; none where nothing is said of it.
    pub money: Option<Vec<MoneyMargin>>,
}

impl Told {
    /// What the document says, or everything in it that has no meaning.
    pub(super) fn new(message: v1::Comparison) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let scenarios = message.scenarios.iter().enumerate().map(|(i, s)| told(s, i, &mut problems)).collect();
        let proposals =
            message.proposals.iter().enumerate().filter_map(|(i, p)| proposal(p, i, &mut problems)).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self { portfolio: message.portfolio.clone(), scenarios, proposals, message })
    }

    /// Everything that the document says otherwise than what was counted.
    pub fn contradictions(&self, counted: &Comparison, lang: Lang) -> Vec<Problem> {
        let mut counted = comparison_message(counted, lang);
        for (own, other) in counted.scenarios.iter_mut().zip(&self.message.scenarios) {
            // Documents of earlier versions do not say what a scenario changes.
            if other.portfolio_changes.is_empty() {
                own.portfolio_changes.clear();
            }
        }
        contradictions(&self.message, &counted)
    }
}

fn told(s: &v1::ComparedScenario, position: usize, problems: &mut Vec<Problem>) -> ToldScenario {
    let at = |field: &str| format!("scenarios[{position}].{field}");
    let reasons = |c: &v1::ScenarioChange| {
        let project = c.change.as_ref().map(|c| c.project.clone()).unwrap_or_default();
        let one = |r: &v1::ChangeReason| Some((r.scenario.clone(), reason(r.reason.clone()?)?));
        (project, c.reasons.iter().filter_map(one).collect())
    };
    let money = s.bottleneck.as_ref().map(|b| {
        let one = |(i, m): (usize, &v1::MoneyMargin)| money(m, || at(&format!("bottleneck.money[{i}].kind")), problems);
        b.money.iter().enumerate().filter_map(one).collect()
    });
    let changes = v1::Scenario { changes: s.portfolio_changes.clone(), ..v1::Scenario::default() };
    let draft = ScenarioDraft {
        id: s.scenario.clone(),
        name: s.name.clone(),
        description: s.description.clone(),
        changes: scenario::draft(changes).changes,
    };
    ToldScenario {
        scenario: draft,
        status: status(s.status()),
        is_refused: !s.problems.is_empty(),
        same_as: s.same_as.clone(),
        reasons: s.changes.iter().map(reasons).collect(),
        money,
    }
}

fn money(m: &v1::MoneyMargin, path: impl Fn() -> String, problems: &mut Vec<Problem>) -> Option<MoneyMargin> {
    let kind = match m.kind() {
        v1::MoneyKind::Unspecified => {
            problems.push(Problem::new(ProblemCode::UnknownEnum, path(), ""));
            return None;
        }
        v1::MoneyKind::Payments => MoneyKind::Payments,
        v1::MoneyKind::Commitments => MoneyKind::Commitments,
        v1::MoneyKind::Total => MoneyKind::Total,
        v1::MoneyKind::Framework => MoneyKind::Framework,
    };
    Some(MoneyMargin {
        kind,
        subject: m.subject.clone(),
        year: (m.year != 0).then_some(m.year),
        ceiling: m.ceiling,
        used: m.used,
        price: m.points_per_thousand / 1000.0,
    })
}

fn proposal(p: &v1::Proposal, position: usize, problems: &mut Vec<Problem>) -> Option<Proposal> {
    let kind = match p.kind() {
        v1::ProposalKind::Unspecified => {
            problems.push(Problem::new(ProblemCode::UnknownEnum, format!("proposals[{position}].kind"), ""));
            return None;
        }
        v1::ProposalKind::Staff => ProposalKind::Staff,
        v1::ProposalKind::Ceiling => ProposalKind::Ceiling,
        v1::ProposalKind::Deadline => ProposalKind::Deadline,
        v1::ProposalKind::Flow => ProposalKind::Flow,
    };
    Some(Proposal {
        scenario: scenario::draft(p.scenario.clone().unwrap_or_default()),
        kind,
        subject: p.subject.clone(),
        promised: p.promised,
        plan: Plan::default(),
        gain: p.gain,
        least_gain: p.least_gain,
        most_gain: p.most_gain,
        headline: p.headline.clone(),
    })
}
