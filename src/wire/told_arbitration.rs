//! An arbitration's document as it is read back: the plans of its options and what only a search knows of them, and the
//! document whole, to be held against what is counted again.

use super::arbitration::arbitration_message;
use super::contradiction::contradictions;
use super::{plan, portfolio, scenario, v1};
use crate::arbitrate::{Arbitration, ArbitrationOption, Clash, Relaxation, Triage};
use crate::model::{Problem, ProblemCode};
use crate::plan::Plan;
use crate::solve::Levers;

/// What an arbitration's document says.
#[derive(Clone, Debug)]
pub struct ToldArbitration {
    /// Id of what changed the portfolio first; empty for the portfolio as it stands.
    pub scenario: String,
    /// Options with their plans, and no more of what follows from these.
    pub arbitration: Arbitration,
    message: v1::Arbitration,
}

impl ToldArbitration {
    /// What the document says, or everything in it that has no meaning.
    pub(super) fn new(message: v1::Arbitration) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let triage = message.triage.unwrap_or_default();
        let verdict = verdict(triage.verdict(), &mut problems);
        let options = self::options("options", &message.options, &mut problems);
        let wider = self::options("wider", &message.wider, &mut problems);
        let conflict = message.conflict.iter().enumerate();
        let conflict = conflict.filter_map(|(i, c)| clash(Some(c), &format!("conflict[{i}]"), &mut problems)).collect();
        let relaxations = message.relaxations.iter().enumerate();
        let relaxations = relaxations.filter_map(|(i, r)| relaxation(r, i, &mut problems)).collect();
        let demanded = message.demanded.iter().cloned().map(portfolio::project).collect();
        let Some(triage_told) = verdict.filter(|_| problems.is_empty()) else { return Err(problems) };
        let arbitration = Arbitration {
            portfolio: message.portfolio.clone(),
            demands: message.demands.clone(),
            demanded,
            all_decided: message.all_decided,
            committed: count(message.committed),
            triage: triage_told,
            at_least: count(triage.at_least),
            options,
            wider,
            conflict,
            relaxations,
        };
        Ok(Self { scenario: message.scenario.clone(), arbitration, message })
    }

    /// Everything that the document says otherwise than what was counted. Plans are the referee's to judge, and sentences
    /// are in the document's language.
    pub fn contradictions(&self, counted: &Arbitration) -> Vec<Problem> {
        contradictions(&bare(self.message.clone()), &bare(arbitration_message(counted, &self.scenario)))
    }
}

fn bare(mut m: v1::Arbitration) -> v1::Arbitration {
    for option in m.options.iter_mut().chain(&mut m.wider) {
        option.plan = None;
        option.headline.clear();
    }
    m.relaxations.iter_mut().for_each(|r| r.headline.clear());
    m
}

fn verdict(told: v1::ArbitrationVerdict, problems: &mut Vec<Problem>) -> Option<Triage> {
    match told {
        v1::ArbitrationVerdict::Unspecified => {
            problems.push(Problem::new(ProblemCode::UnknownEnum, "triage.verdict", ""));
            None
        }
        v1::ArbitrationVerdict::FitsAsIs => Some(Triage::FitsAsIs),
        v1::ArbitrationVerdict::FitsIf => Some(Triage::FitsIf),
        v1::ArbitrationVerdict::Cannot => Some(Triage::Cannot),
        v1::ArbitrationVerdict::Open => Some(Triage::Open),
    }
}

fn options(field: &str, told: &[v1::ArbitrationOption], problems: &mut Vec<Problem>) -> Vec<ArbitrationOption> {
    let one = |(i, o)| option(o, format!("{field}[{i}].plan"), problems);
    told.iter().enumerate().filter_map(one).collect()
}

fn option(o: &v1::ArbitrationOption, place: String, problems: &mut Vec<Problem>) -> Option<ArbitrationOption> {
    let plan = match o.plan.clone().map(plan::plan) {
        None => Err(vec![Problem::new(ProblemCode::Missing, &place[..], "")]),
        Some(read) => read.map_err(|found| found.into_iter().map(|p| p.under(&place)).collect()),
    };
    let plan: Plan = plan.map_err(|mut found: Vec<Problem>| problems.append(&mut found)).ok()?;
    Some(ArbitrationOption {
        id: o.id.clone(),
        headline: String::new(),
        plan,
        changes: Vec::new(),
        deltas: Vec::new(),
        fewest_changes: o.fewest_changes,
        touched: Vec::new(),
        levers: Levers::NONE,
        sponsors: Vec::new(),
        objectives: Vec::new(),
        subsidies: Vec::new(),
    })
}

fn clash(c: Option<&v1::ArbitrationClash>, place: &str, problems: &mut Vec<Problem>) -> Option<Clash> {
    use v1::ArbitrationClashKind as K;
    let id = c.map(|c| c.subject.clone()).unwrap_or_default();
    Some(match c.map_or(K::Unspecified, |c| c.kind()) {
        K::Unspecified => {
            problems.push(Problem::new(ProblemCode::UnknownEnum, format!("{place}.kind"), ""));
            return None;
        }
        K::Demand => Clash::Demand(id),
        K::Obligation => Clash::Obligation(id),
        K::Deadline => Clash::Deadline(id),
        K::Commitment => Clash::Commitment(id),
        K::Freeze => Clash::Freeze,
        K::Pool => Clash::Pool(id),
        K::Framework => Clash::Framework(id),
        K::Fund => Clash::Fund(id),
        K::FlowLimit => Clash::Flow(id),
        K::Rule => Clash::Rule(id),
        K::Terms => Clash::Terms,
    })
}

fn relaxation(r: &v1::ArbitrationRelaxation, position: usize, problems: &mut Vec<Problem>) -> Option<Relaxation> {
    let of = clash(r.of.as_ref(), &format!("relaxations[{position}].of"), problems)?;
    Some(Relaxation {
        of,
        headline: String::new(),
        changes: r.changes.iter().cloned().filter_map(scenario::change_draft).collect(),
        amount: r.amount,
        when: r.when.clone(),
        changed: count(r.changed),
    })
}

/// Less than nothing is nothing, and stands out when it is held against what is counted.
fn count(n: i32) -> usize {
    usize::try_from(n).unwrap_or(0)
}
