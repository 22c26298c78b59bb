//! Arbitrations as messages.

use super::change::kind_message;
use super::planning::measure_value;
use super::request::{Reading, Subject, Wishes};
use super::scenario::change_message;
use super::{plan, portfolio, v1};
use crate::arbitrate::{
    Arbitrating, Arbitration, ArbitrationOption, Clash, Early, Effect, ProjectChange, Relaxation, SubsidyAtRisk, Triage,
};
use crate::base::{Date, Lang};
use crate::model::draft::{PortfolioDraft, ProjectDraft};
use crate::model::{Problem, ProblemCode};
use crate::plan::Plan;
use crate::solve::Levers;

/// The arbitration as an answer holds it; `scenario` is the id of what changed the portfolio first.
pub fn arbitration_message(a: &Arbitration, scenario: &str) -> v1::Arbitration {
    v1::Arbitration {
        portfolio: a.portfolio.clone(),
        scenario: scenario.to_owned(),
        demands: a.demands.clone(),
        triage: Some(triage_message(&a.early())),
        committed: count(a.committed),
        options: a.options.iter().map(|o| option(o, scenario)).collect(),
        wider: a.wider.iter().map(|o| option(o, scenario)).collect(),
        conflict: a.conflict.iter().map(clash).collect(),
        relaxations: a.relaxations.iter().map(relaxation).collect(),
        demanded: a.demanded.iter().map(portfolio::project_message).collect(),
        all_decided: a.all_decided,
    }
}

/// Options at most, where nothing is said, and the most that may be asked for.
const OPTIONS: u32 = 5;
const MOST_OPTIONS: u32 = 20;

/// What is to be arbitrated.
#[derive(Clone, Debug)]
pub struct ArbitrationOrder {
    /// Of what.
    pub subject: Subject,
    /// What begins before this day stays.
    pub decided: Option<Date>,
    /// What was decided.
    pub baseline: Plan,
    /// What has to go in.
    pub demands: Vec<ProjectDraft>,
    /// On which terms.
    pub terms: ArbitrationTerms,
    /// How.
    pub wishes: Wishes,
}

/// The terms of an arbitration.
#[derive(Clone, Copy, Debug)]
pub struct ArbitrationTerms {
    /// Options at most.
    pub options: usize,
    /// How committed projects may change.
    pub levers: Levers,
    /// No fund pays more in a year.
    pub hold_funds: bool,
    /// No pool is loaded more, capacity aside.
    pub hold_load: bool,
    /// What is in without a commitment counts as decided.
    pub all_decided: bool,
}

impl ArbitrationTerms {
    /// What is asked on these terms.
    pub fn asked<'a>(
        &self,
        draft: &'a PortfolioDraft,
        demands: &'a [ProjectDraft],
        baseline: &'a Plan,
        frozen_until: Option<Date>,
        lang: Lang,
    ) -> Arbitrating<'a> {
        let Self { options, levers, hold_funds, hold_load, all_decided } = *self;
        Arbitrating {
            draft,
            demands,
            baseline,
            frozen_until,
            all_decided,
            options,
            levers,
            hold_funds,
            hold_load,
            lang,
        }
    }
}

/// Reads a request, or says all that is wrong with its form.
pub fn read_arbitrate_request(m: v1::ArbitrateRequest) -> Result<ArbitrationOrder, Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(m.portfolio, m.scenario);
    let has_baseline = m.baseline.is_some();
    let decided = reading.decided(m.baseline, &m.frozen_until);
    if !has_baseline {
        reading.problem(Problem::new(ProblemCode::Missing, "baseline", ""));
    }
    if m.demands.is_empty() {
        reading.problem(Problem::new(ProblemCode::Missing, "demands", ""));
    }
    let options = m.max_options.unwrap_or(OPTIONS);
    if !(1..=MOST_OPTIONS).contains(&options) {
        let range = format!("1..{MOST_OPTIONS}");
        reading.problem(Problem::new(ProblemCode::OutOfRange, "maxOptions", options).with(range));
    }
    let levers = read_levers(&mut reading, &m.levers);
    let wishes = reading.wishes(m.options.unwrap_or_default());
    let terms = ArbitrationTerms {
        options: options as usize,
        levers,
        hold_funds: m.hold_funds,
        hold_load: m.hold_load,
        all_decided: m.all_decided,
    };
    let demands = m.demands.into_iter().map(portfolio::project).collect();
    let frozen = decided.frozen_until;
    let order = |(subject, baseline)| ArbitrationOrder { subject, decided: frozen, baseline, demands, terms, wishes };
    reading.end(subject.zip(decided.baseline).map(order))
}

fn read_levers(reading: &mut Reading, said: &[i32]) -> Levers {
    let mut out = if said.is_empty() { Levers::ALL } else { Levers::NONE };
    for (i, lever) in said.iter().enumerate() {
        match v1::Lever::try_from(*lever) {
            Ok(v1::Lever::Delay) => out.delay = true,
            Ok(v1::Lever::Drop) => out.drop = true,
            Ok(v1::Lever::Source) => out.source = true,
            Ok(v1::Lever::Rearrange) => out.rearrange = true,
            Ok(v1::Lever::Unspecified) | Err(_) => {
                reading.problem(Problem::new(ProblemCode::UnknownEnum, format!("levers[{i}]"), lever));
            }
        }
    }
    out
}

/// A demand in a document.
pub(super) fn demand(m: v1::Project) -> ProjectDraft {
    portfolio::project(m)
}

/// What is known early, as a message.
pub fn triage_message(early: &Early) -> v1::ArbitrationTriage {
    let verdict = match early.triage {
        Triage::FitsAsIs => v1::ArbitrationVerdict::FitsAsIs,
        Triage::FitsIf => v1::ArbitrationVerdict::FitsIf,
        Triage::Cannot => v1::ArbitrationVerdict::Cannot,
        Triage::Open => v1::ArbitrationVerdict::Open,
    };
    let changed = early.changed.map(count);
    v1::ArbitrationTriage { verdict: verdict.into(), changed, at_least: count(early.at_least) }
}

fn option(o: &ArbitrationOption, scenario: &str) -> v1::ArbitrationOption {
    let mut plan = plan::message(&o.plan);
    scenario.clone_into(&mut plan.scenario);
    v1::ArbitrationOption {
        id: o.id.clone(),
        headline: o.headline.clone(),
        plan: Some(plan),
        changes: o.changes.iter().map(change).collect(),
        deltas: o.deltas.iter().map(|m| measure_value(m.measure, m.value)).collect(),
        fewest_changes: o.fewest_changes,
        touched: o.touched.clone(),
        levers: levers(o.levers).into_iter().map(Into::into).collect(),
        sponsors: o.sponsors.iter().map(effect).collect(),
        objectives: o.objectives.iter().map(effect).collect(),
        subsidies_at_risk: o.subsidies.iter().map(subsidy).collect(),
    }
}

fn change(c: &ProjectChange) -> v1::ProjectChange {
    v1::ProjectChange {
        project: c.project.clone(),
        kind: kind_message(c.kind).into(),
        finish_shift: c.finish_shift,
        resourced_phases: c.resourced.clone(),
        value_delta: c.value,
        external_spend_delta: c.external_spend,
    }
}

fn levers(l: Levers) -> Vec<v1::Lever> {
    let all = [
        (l.delay, v1::Lever::Delay),
        (l.drop, v1::Lever::Drop),
        (l.source, v1::Lever::Source),
        (l.rearrange, v1::Lever::Rearrange),
    ];
    all.into_iter().filter(|x| x.0).map(|x| x.1).collect()
}

fn effect(e: &Effect) -> v1::ArbitrationEffect {
    v1::ArbitrationEffect {
        subject: e.subject.clone(),
        value_delta: e.value,
        external_spend_delta: e.external_spend,
        changed: count(e.changed),
        dropped: count(e.dropped),
    }
}

fn subsidy(s: &SubsidyAtRisk) -> v1::SubsidyAtRisk {
    v1::SubsidyAtRisk { project: s.project.clone(), fund: s.fund.clone(), amount: s.amount }
}

fn clash(c: &Clash) -> v1::ArbitrationClash {
    use v1::ArbitrationClashKind as K;
    let (kind, subject) = match c {
        Clash::Demand(id) => (K::Demand, id.clone()),
        Clash::Obligation(id) => (K::Obligation, id.clone()),
        Clash::Deadline(id) => (K::Deadline, id.clone()),
        Clash::Commitment(id) => (K::Commitment, id.clone()),
        Clash::Freeze => (K::Freeze, String::new()),
        Clash::Pool(id) => (K::Pool, id.clone()),
        Clash::Framework(id) => (K::Framework, id.clone()),
        Clash::Fund(id) => (K::Fund, id.clone()),
        Clash::Flow(id) => (K::FlowLimit, id.clone()),
        Clash::Rule(id) => (K::Rule, id.clone()),
        Clash::Terms => (K::Terms, String::new()),
    };
    v1::ArbitrationClash { kind: kind.into(), subject }
}

fn relaxation(r: &Relaxation) -> v1::ArbitrationRelaxation {
    v1::ArbitrationRelaxation {
        of: Some(clash(&r.of)),
        headline: r.headline.clone(),
        changes: r.changes.iter().map(change_message).collect(),
        amount: r.amount,
        when: r.when.clone(),
        changed: count(r.changed),
    }
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
