//! Portfolios between messages and drafts. A draft of a validated portfolio says what the portfolio says.

use std::sync::Arc;

use super::v1;
use crate::base::PeriodUnit;
use crate::model::draft::*;
use crate::model::{FlowKind, FundKind, Measure, SelectionRuleKind};

/// Converts a list.
fn each<A, B>(items: impl IntoIterator<Item = A>, f: impl Fn(A) -> B) -> Vec<B> {
    items.into_iter().map(f).collect()
}

pub(super) fn draft(m: v1::Portfolio) -> PortfolioDraft {
    PortfolioDraft {
        id: m.id,
        name: m.name,
        currency: m.currency,
        calendar: m.calendar.map(calendar),
        objectives: each(m.objectives, |o| ObjectiveDraft { id: o.id, name: o.name, weight: o.weight }),
        pools: each(m.pools, pool),
        frameworks: each(m.frameworks, framework),
        sourcing_rules: each(m.sourcing_rules, sourcing_rule),
        funds: each(m.funds, fund),
        projects: each(m.projects, |p| Arc::new(project(p))),
        rules: each(m.rules, rule),
        policy: m.policy.map(policy).unwrap_or_default(),
    }
}

fn calendar(c: v1::Calendar) -> CalendarDraft {
    let unit = match c.unit() {
        v1::PeriodUnit::Unspecified => None,
        v1::PeriodUnit::Day => Some(PeriodUnit::Day),
        v1::PeriodUnit::Week => Some(PeriodUnit::Week),
        v1::PeriodUnit::Month => Some(PeriodUnit::Month),
    };
    CalendarDraft { start: c.start, end: c.end, unit, public_holidays: c.public_holidays, closed_days: c.closed_days }
}

pub(super) fn pool(p: v1::ResourcePool) -> PoolDraft {
    PoolDraft {
        id: p.id,
        name: p.name,
        role: p.role,
        staff: each(p.staff, staff),
        reserved: each(p.reserved, staff),
        max_overload: p.max_overload,
        day_cost: p.day_cost,
    }
}

pub(super) fn staff(w: v1::StaffWindow) -> StaffWindowDraft {
    StaffWindowDraft { from: w.from, to: w.to, fte: w.fte, project_share: w.project_share }
}

pub(super) fn framework(f: v1::Framework) -> FrameworkDraft {
    FrameworkDraft {
        id: f.id,
        name: f.name,
        start: f.start,
        end: f.end,
        rates: each(f.rates, |r| RateLineDraft {
            role: r.role,
            day_rate: r.day_rate,
            max_days_per_period: r.max_days_per_period,
        }),
        min_amount: f.min_amount,
        max_amount: f.max_amount,
        lead_periods: f.lead_periods,
        fund: f.fund,
    }
}

fn sourcing_rule(r: v1::SourcingRule) -> SourcingRuleDraft {
    SourcingRuleDraft {
        id: r.id,
        name: r.name,
        shares: each(r.shares, |s| SourcingShareDraft {
            role: s.role,
            framework: s.framework,
            share: s.share,
            oversight: s.oversight,
        }),
        duration_factor: r.duration_factor,
        enabled: r.enabled,
    }
}

pub(super) fn fund(f: v1::Fund) -> FundDraft {
    let kind = match f.kind() {
        v1::FundKind::Unspecified => FundKind::Unspecified,
        v1::FundKind::Investment => FundKind::Investment,
        v1::FundKind::Operating => FundKind::Operating,
        v1::FundKind::Grant => FundKind::Grant,
    };
    let year = |y: v1::YearAmount| YearAmountDraft { year: y.year, amount: y.amount };
    FundDraft {
        id: f.id,
        name: f.name,
        kind,
        total: f.total,
        payments: each(f.payments, year),
        commitments: each(f.commitments, year),
        carry_over: f.carry_over,
        from: f.from,
        to: f.to,
    }
}

pub(super) fn project(p: v1::Project) -> ProjectDraft {
    ProjectDraft {
        id: p.id,
        name: p.name,
        sponsor: p.sponsor,
        tags: p.tags,
        value: p.value,
        scores: each(p.scores, |s| ScoreDraft { objective: s.objective, score: s.score }),
        must_do: p.must_do,
        earliest_start: p.earliest_start,
        deadline: p.deadline,
        target: p.target,
        late_penalty: p.late_penalty,
        phases: each(p.phases, phase),
        role_pools: p.role_pools,
        grants: each(p.grants, |g| GrantDraft { fund: g.fund, share: g.share }),
        commitment_weight: p.commitment_weight,
    }
}

fn phase(ph: v1::Phase) -> PhaseDraft {
    PhaseDraft {
        id: ph.id,
        name: ph.name,
        modes: each(ph.modes, |m| ModeDraft {
            id: m.id,
            duration: m.duration,
            effort: each(m.effort, |e| EffortDraft { pool: e.pool, days: e.days }),
            purchases: each(m.purchases, |x| PurchaseDraft { framework: x.framework, role: x.role, days: x.days }),
            costs: each(m.costs, |c| CostDraft { fund: c.fund, amount: c.amount, label: c.label }),
        }),
        after: each(ph.after, |d| DependencyDraft { project: d.project, phase: d.phase, lag: d.lag }),
        sourcing: ph.sourcing,
    }
}

pub(super) fn rule(r: v1::SelectionRule) -> RuleDraft {
    let kind = match r.kind() {
        v1::SelectionRuleKind::Unspecified => None,
        v1::SelectionRuleKind::AtMost => Some(SelectionRuleKind::AtMost),
        v1::SelectionRuleKind::AtLeast => Some(SelectionRuleKind::AtLeast),
        v1::SelectionRuleKind::Together => Some(SelectionRuleKind::Together),
        v1::SelectionRuleKind::Implies => Some(SelectionRuleKind::Implies),
    };
    RuleDraft { id: r.id, kind, projects: r.projects, count: r.count }
}

fn policy(p: v1::Policy) -> PolicyDraft {
    PolicyDraft {
        value_decay: p.value_decay,
        effort_ratios: each(p.effort_ratios, |r| EffortRatioDraft {
            from_role: r.from_role,
            to_role: r.to_role,
            ratio: r.ratio,
        }),
        flow_limits: each(p.flow_limits, flow_limit),
        start_gates: p.start_gates,
        goals: each(p.goals, goal),
    }
}

pub(super) fn flow_limit(f: v1::FlowLimit) -> FlowLimitDraft {
    let kind = match f.kind() {
        v1::FlowKind::Unspecified => None,
        v1::FlowKind::UnderWay => Some(FlowKind::UnderWay),
        v1::FlowKind::Starts => Some(FlowKind::Starts),
        v1::FlowKind::Finishes => Some(FlowKind::Finishes),
    };
    FlowLimitDraft { id: f.id, kind, max: f.max, window: f.window, sponsor: f.sponsor, tag: f.tag }
}

pub(super) fn goal(g: v1::Goal) -> GoalDraft {
    GoalDraft { measure: measure(g.measure()), slack: g.slack }
}

pub(super) fn measure(m: v1::Measure) -> Option<Measure> {
    match m {
        v1::Measure::Unspecified => None,
        v1::Measure::Value => Some(Measure::Value),
        v1::Measure::Lateness => Some(Measure::Lateness),
        v1::Measure::Disruption => Some(Measure::Disruption),
        v1::Measure::ExternalSpend => Some(Measure::ExternalSpend),
        v1::Measure::TotalCost => Some(Measure::TotalCost),
        v1::Measure::Overload => Some(Measure::Overload),
        v1::Measure::Makespan => Some(Measure::Makespan),
    }
}

pub(super) fn measure_message(m: Measure) -> v1::Measure {
    match m {
        Measure::Value => v1::Measure::Value,
        Measure::Lateness => v1::Measure::Lateness,
        Measure::Disruption => v1::Measure::Disruption,
        Measure::ExternalSpend => v1::Measure::ExternalSpend,
        Measure::TotalCost => v1::Measure::TotalCost,
        Measure::Overload => v1::Measure::Overload,
        Measure::Makespan => v1::Measure::Makespan,
    }
}

pub(super) fn message(d: &PortfolioDraft) -> v1::Portfolio {
    v1::Portfolio {
        id: d.id.clone(),
        name: d.name.clone(),
        currency: d.currency.clone(),
        calendar: d.calendar.as_ref().map(calendar_message),
        objectives: each(&d.objectives, |o| v1::StrategicObjective {
            id: o.id.clone(),
            name: o.name.clone(),
            weight: o.weight,
        }),
        pools: each(&d.pools, pool_message),
        frameworks: each(&d.frameworks, framework_message),
        sourcing_rules: each(&d.sourcing_rules, sourcing_rule_message),
        funds: each(&d.funds, fund_message),
        projects: each(&d.projects, |p| project_message(p)),
        rules: each(&d.rules, rule_message),
        policy: Some(policy_message(&d.policy)),
    }
}

fn calendar_message(c: &CalendarDraft) -> v1::Calendar {
    let unit = match c.unit {
        None => v1::PeriodUnit::Unspecified,
        Some(PeriodUnit::Day) => v1::PeriodUnit::Day,
        Some(PeriodUnit::Week) => v1::PeriodUnit::Week,
        Some(PeriodUnit::Month) => v1::PeriodUnit::Month,
    };
    v1::Calendar {
        start: c.start.clone(),
        end: c.end.clone(),
        unit: unit.into(),
        public_holidays: c.public_holidays.clone(),
        closed_days: c.closed_days.clone(),
    }
}

pub(super) fn pool_message(p: &PoolDraft) -> v1::ResourcePool {
    v1::ResourcePool {
        id: p.id.clone(),
        name: p.name.clone(),
        role: p.role.clone(),
        staff: each(&p.staff, staff_message),
        reserved: each(&p.reserved, staff_message),
        max_overload: p.max_overload,
        day_cost: p.day_cost,
    }
}

pub(super) fn staff_message(w: &StaffWindowDraft) -> v1::StaffWindow {
    v1::StaffWindow { from: w.from.clone(), to: w.to.clone(), fte: w.fte, project_share: w.project_share }
}

pub(super) fn framework_message(f: &FrameworkDraft) -> v1::Framework {
    v1::Framework {
        id: f.id.clone(),
        name: f.name.clone(),
        start: f.start.clone(),
        end: f.end.clone(),
        rates: each(&f.rates, |r| v1::RateLine {
            role: r.role.clone(),
            day_rate: r.day_rate,
            max_days_per_period: r.max_days_per_period,
        }),
        min_amount: f.min_amount,
        max_amount: f.max_amount,
        lead_periods: f.lead_periods,
        fund: f.fund.clone(),
    }
}

fn sourcing_rule_message(r: &SourcingRuleDraft) -> v1::SourcingRule {
    v1::SourcingRule {
        id: r.id.clone(),
        name: r.name.clone(),
        shares: each(&r.shares, |s| v1::SourcingShare {
            role: s.role.clone(),
            framework: s.framework.clone(),
            share: s.share,
            oversight: s.oversight,
        }),
        duration_factor: r.duration_factor,
        enabled: r.enabled,
    }
}

pub(super) fn fund_message(f: &FundDraft) -> v1::Fund {
    let kind = match f.kind {
        FundKind::Unspecified => v1::FundKind::Unspecified,
        FundKind::Investment => v1::FundKind::Investment,
        FundKind::Operating => v1::FundKind::Operating,
        FundKind::Grant => v1::FundKind::Grant,
    };
    let year = |y: &YearAmountDraft| v1::YearAmount { year: y.year, amount: y.amount };
    v1::Fund {
        id: f.id.clone(),
        name: f.name.clone(),
        kind: kind.into(),
        total: f.total,
        payments: each(&f.payments, year),
        commitments: each(&f.commitments, year),
        carry_over: f.carry_over,
        from: f.from.clone(),
        to: f.to.clone(),
    }
}

pub(super) fn project_message(p: &ProjectDraft) -> v1::Project {
    v1::Project {
        id: p.id.clone(),
        name: p.name.clone(),
        sponsor: p.sponsor.clone(),
        tags: p.tags.clone(),
        value: p.value,
        scores: each(&p.scores, |s| v1::ObjectiveScore { objective: s.objective.clone(), score: s.score }),
        must_do: p.must_do,
        earliest_start: p.earliest_start.clone(),
        deadline: p.deadline.clone(),
        target: p.target.clone(),
        late_penalty: p.late_penalty,
        phases: each(&p.phases, phase_message),
        role_pools: p.role_pools.clone(),
        grants: each(&p.grants, |g| v1::GrantShare { fund: g.fund.clone(), share: g.share }),
        commitment_weight: p.commitment_weight,
    }
}

fn phase_message(ph: &PhaseDraft) -> v1::Phase {
    v1::Phase {
        id: ph.id.clone(),
        name: ph.name.clone(),
        modes: each(&ph.modes, |m| v1::Mode {
            id: m.id.clone(),
            duration: m.duration,
            effort: each(&m.effort, |e| v1::Effort { pool: e.pool.clone(), days: e.days }),
            purchases: each(&m.purchases, |x| v1::Purchase {
                framework: x.framework.clone(),
                role: x.role.clone(),
                days: x.days,
            }),
            costs: each(&m.costs, |c| v1::Cost { fund: c.fund.clone(), amount: c.amount, label: c.label.clone() }),
        }),
        after: each(&ph.after, |d| v1::Dependency { project: d.project.clone(), phase: d.phase.clone(), lag: d.lag }),
        sourcing: ph.sourcing.clone(),
    }
}

pub(super) fn rule_message(r: &RuleDraft) -> v1::SelectionRule {
    let kind = match r.kind {
        None => v1::SelectionRuleKind::Unspecified,
        Some(SelectionRuleKind::AtMost) => v1::SelectionRuleKind::AtMost,
        Some(SelectionRuleKind::AtLeast) => v1::SelectionRuleKind::AtLeast,
        Some(SelectionRuleKind::Together) => v1::SelectionRuleKind::Together,
        Some(SelectionRuleKind::Implies) => v1::SelectionRuleKind::Implies,
    };
    v1::SelectionRule { id: r.id.clone(), kind: kind.into(), projects: r.projects.clone(), count: r.count }
}

fn policy_message(p: &PolicyDraft) -> v1::Policy {
    v1::Policy {
        value_decay: p.value_decay,
        effort_ratios: each(&p.effort_ratios, |r| v1::EffortRatio {
            from_role: r.from_role.clone(),
            to_role: r.to_role.clone(),
            ratio: r.ratio,
        }),
        flow_limits: each(&p.flow_limits, flow_limit_message),
        start_gates: p.start_gates.clone(),
        goals: each(&p.goals, goal_message),
    }
}

pub(super) fn goal_message(g: &GoalDraft) -> v1::Goal {
    v1::Goal { measure: g.measure.map_or(v1::Measure::Unspecified, measure_message).into(), slack: g.slack }
}

pub(super) fn flow_limit_message(f: &FlowLimitDraft) -> v1::FlowLimit {
    let kind = match f.kind {
        None => v1::FlowKind::Unspecified,
        Some(FlowKind::UnderWay) => v1::FlowKind::UnderWay,
        Some(FlowKind::Starts) => v1::FlowKind::Starts,
        Some(FlowKind::Finishes) => v1::FlowKind::Finishes,
    };
    v1::FlowLimit {
        id: f.id.clone(),
        kind: kind.into(),
        max: f.max,
        window: f.window,
        sponsor: f.sponsor.clone(),
        tag: f.tag.clone(),
    }
}
