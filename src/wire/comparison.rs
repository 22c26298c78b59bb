//! Comparisons as messages, and what asks for one.

use super::change::kind_message;
use super::plan::reason_message;
use super::planning::{measure_value, plan_message, problem_message, progress_message};
use super::request::{Decided, Reading, Wishes};
use super::{plan, scenario, v1};
use crate::base::Lang;
use crate::model::Problem;
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::plan::{GoalResult, MeasureValue, Plan};
use crate::solve::Progress;
use crate::study::{
    Backbone, BindingPool, Bottleneck, Change, Compared, ComparedPool, ComparedProject, Comparison, MoneyKind,
    MoneyMargin, Placed, Proposal, ProposalKind, Verdict,
};

/// What is to be compared.
#[derive(Clone, Debug)]
pub struct ComparisonOrder {
    /// The portfolio.
    pub portfolio: PortfolioDraft,
    /// Its scenarios, at least one: the portfolio as it stands has an empty id.
    pub scenarios: Vec<ScenarioDraft>,
    /// From what.
    pub decided: Decided,
    /// How.
    pub wishes: Wishes,
    /// So many changes are proposed beside them.
    pub proposals: usize,
}

/// Reads a request, or says all that is wrong with its form.
pub fn read_compare_request(m: v1::CompareScenariosRequest) -> Result<ComparisonOrder, Vec<Problem>> {
    let mut reading = Reading::default();
    let subject = reading.subject(m.portfolio, None);
    let decided = reading.decided(m.baseline, &m.frozen_until);
    let wishes = reading.wishes(m.options.unwrap_or_default());
    let base = (m.with_base || m.scenarios.is_empty()).then(ScenarioDraft::default);
    let scenarios = base.into_iter().chain(m.scenarios.into_iter().map(scenario::draft)).collect();
    let proposals = usize::try_from(m.proposals).unwrap_or(usize::MAX);
    let order = |portfolio| ComparisonOrder { portfolio, scenarios, decided, wishes, proposals };
    reading.end(subject.map(|s| order(s.portfolio)))
}

/// How far the search of the scenario of that id is.
pub fn scenario_progress_message(
    scenario: &str,
    progress: &Progress,
    measures: &[MeasureValue],
    seconds: f64,
) -> v1::ScenarioProgress {
    let progress = Some(progress_message(progress, measures, seconds));
    v1::ScenarioProgress { scenario: scenario.to_owned(), progress }
}

/// The comparison with the plans that it speaks of: those of scenarios that could be planned, then those of proposals.
pub fn comparison_result_message(c: &Comparison, lang: Lang) -> v1::ComparisonResult {
    let plans = c.scenarios.iter().filter_map(|s| s.plan.as_ref()).chain(c.proposals.iter().map(|p| &p.plan));
    v1::ComparisonResult { comparison: Some(comparison_message(c, lang)), plans: plans.map(plan_message).collect() }
}

/// The comparison as an answer holds it; problems are in that language.
pub fn comparison_message(c: &Comparison, lang: Lang) -> v1::Comparison {
    let ids = ids(c);
    let scenarios = c.scenarios.iter().map(|s| compared(s, &ids, lang)).collect();
    v1::Comparison {
        portfolio: c.portfolio.clone(),
        scenarios,
        reference: c.reference.map(|i| ids[i].clone()).unwrap_or_default(),
        projects: c.projects.iter().map(|p| project(p, &ids)).collect(),
        pools: c.pools.iter().map(|p| pool(p, &ids)).collect(),
        backbone: c.backbone.as_ref().map(|b| backbone(b, c, &ids)),
        proposals: c.proposals.iter().map(proposal).collect(),
    }
}

/// One of its scenarios, by position.
pub(super) fn compared_message(c: &Comparison, scenario: usize, lang: Lang) -> v1::ComparedScenario {
    compared(&c.scenarios[scenario], &ids(c), lang)
}

fn ids(c: &Comparison) -> Vec<String> {
    c.scenarios.iter().map(|s| s.scenario.id.clone()).collect()
}

fn compared(s: &Compared, ids: &[String], lang: Lang) -> v1::ComparedScenario {
    let plan = s.plan.as_ref();
    v1::ComparedScenario {
        scenario: s.scenario.id.clone(),
        name: s.scenario.name.clone(),
        description: s.scenario.description.clone(),
        problems: s.problems.iter().map(|p| problem_message(p, lang)).collect(),
        same_as: s.same_as.map(|i| ids[i].clone()),
        status: plan::status_message(s.status()).into(),
        goals: goals(plan),
        measures: measures(plan.map_or(&[], |p| &p.measures)),
        differences: measures(&s.differences),
        selected: count(plan),
        changes: s.changes.iter().map(|c| change(c, ids)).collect(),
        bottleneck: s.bottleneck.as_ref().map(bottleneck),
        solve: plan.and_then(|p| p.solve.as_ref()).map(plan::solve_message),
        portfolio_changes: scenario::message(&s.scenario).changes,
    }
}

fn goals(plan: Option<&Plan>) -> Vec<v1::GoalResult> {
    plan.map_or(&[][..], |p| &p.goals).iter().map(|g: &GoalResult| plan::goal_message(g)).collect()
}

fn measures(all: &[MeasureValue]) -> Vec<v1::MeasureValue> {
    all.iter().map(|m| measure_value(m.measure, m.value)).collect()
}

fn count(plan: Option<&Plan>) -> i32 {
    let selected = plan.map_or(0, |p| p.projects.iter().filter(|p| p.selected).count());
    i32::try_from(selected).unwrap_or(i32::MAX)
}

fn change(c: &Change, ids: &[String]) -> v1::ScenarioChange {
    let reason = |(i, reason): &(usize, crate::plan::Reason)| v1::ChangeReason {
        scenario: ids[*i].clone(),
        reason: Some(reason_message(reason)),
    };
    v1::ScenarioChange {
        change: Some(project_change(c)),
        bought_phases: c.bought.clone(),
        taken_back_phases: c.taken_back.clone(),
        reasons: c.reasons.iter().map(reason).collect(),
    }
}

pub(super) fn project_change(c: &Change) -> v1::ProjectChange {
    v1::ProjectChange {
        project: c.project.clone(),
        kind: kind_message(c.kind).into(),
        finish_shift: c.finish_shift,
        resourced_phases: c.bought.iter().chain(&c.taken_back).cloned().collect(),
        value_delta: c.value,
        external_spend_delta: c.external_spend,
    }
}

fn project(p: &ComparedProject, ids: &[String]) -> v1::ComparedProject {
    let verdict = match p.verdict {
        Verdict::Same => v1::ProjectVerdict::Same,
        Verdict::Moves => v1::ProjectVerdict::Moves,
        Verdict::Depends => v1::ProjectVerdict::Depends,
        Verdict::Out => v1::ProjectVerdict::Out,
    };
    let placement = |(i, x): &(usize, Placed)| v1::ProjectPlacement {
        scenario: ids[*i].clone(),
        selected: x.selected,
        start: x.start.clone(),
        finish: x.finish.clone(),
        bought: x.bought,
        value: x.value,
        external_spend: x.external_spend,
    };
    v1::ComparedProject {
        project: p.project.clone(),
        name: p.name.clone(),
        sponsor: p.sponsor.clone(),
        verdict: verdict.into(),
        placements: p.placements.iter().map(placement).collect(),
    }
}

fn pool(p: &ComparedPool, ids: &[String]) -> v1::ComparedPool {
    let one = |(i, periods): &(usize, Vec<crate::plan::PeriodLoad>)| v1::PoolUse {
        scenario: ids[*i].clone(),
        load: periods.iter().map(|p| p.load).sum(),
        capacity: periods.iter().map(|p| p.capacity).sum(),
        periods: periods.iter().map(plan::load_message).collect(),
    };
    v1::ComparedPool {
        pool: p.pool.clone(),
        name: p.name.clone(),
        role: p.role.clone(),
        uses: p.uses.iter().map(one).collect(),
    }
}

fn backbone(b: &Backbone, c: &Comparison, ids: &[String]) -> v1::Backbone {
    let projects = |all: &[usize]| all.iter().map(|i| c.projects[*i].project.clone()).collect();
    let decision = |(scenarios, inside): &(Vec<usize>, Vec<usize>)| v1::Decision {
        scenarios: scenarios.iter().map(|i| ids[*i].clone()).collect(),
        projects: projects(inside),
    };
    v1::Backbone {
        same: projects(&b.same),
        moves: projects(&b.moves),
        out: projects(&b.out),
        decisions: b.decisions.iter().map(decision).collect(),
        value_share: b.value_share,
    }
}

fn bottleneck(b: &Bottleneck) -> v1::Bottleneck {
    let pool = |p: &BindingPool| v1::BindingPool {
        pool: p.pool.clone(),
        periods: p.periods.clone(),
        marginal_value: p.marginal_value,
        tightness: p.tightness,
        load_beside_bought: p.load_beside_bought,
        unmoved_by_money: p.unmoved_by_money,
    };
    v1::Bottleneck { pools: b.pools.iter().map(pool).collect(), money: b.money.iter().map(money).collect() }
}

fn money(m: &MoneyMargin) -> v1::MoneyMargin {
    let kind = match m.kind {
        MoneyKind::Payments => v1::MoneyKind::Payments,
        MoneyKind::Commitments => v1::MoneyKind::Commitments,
        MoneyKind::Total => v1::MoneyKind::Total,
        MoneyKind::Framework => v1::MoneyKind::Framework,
    };
    v1::MoneyMargin {
        kind: kind.into(),
        subject: m.subject.clone(),
        year: m.year.unwrap_or(0),
        ceiling: m.ceiling,
        used: m.used,
        points_per_thousand: m.price * 1000.0,
    }
}

fn proposal(p: &Proposal) -> v1::Proposal {
    let kind = match p.kind {
        ProposalKind::Staff => v1::ProposalKind::Staff,
        ProposalKind::Ceiling => v1::ProposalKind::Ceiling,
        ProposalKind::Deadline => v1::ProposalKind::Deadline,
        ProposalKind::Flow => v1::ProposalKind::Flow,
    };
    v1::Proposal {
        scenario: Some(scenario::message(&p.scenario)),
        kind: kind.into(),
        subject: p.subject.clone(),
        promised: p.promised,
        status: plan::status_message(p.plan.status).into(),
        goals: goals(Some(&p.plan)),
        measures: measures(&p.plan.measures),
        gain: p.gain,
        least_gain: p.least_gain,
        most_gain: p.most_gain,
        headline: p.headline.clone(),
    }
}
