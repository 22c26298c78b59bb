//! Plans between messages and the engine's type.

use super::portfolio::{measure, measure_message};
use super::v1;
use crate::model::{Measure, Problem, ProblemCode};
use crate::plan::*;

/// Converts a list.
fn each<A, B>(items: impl IntoIterator<Item = A>, f: impl Fn(A) -> B) -> Vec<B> {
    items.into_iter().map(f).collect()
}

pub(super) fn plan(m: v1::Plan) -> Result<Plan, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut known = |found: Option<Measure>, path: String| {
        if found.is_none() {
            problems.push(Problem::new(ProblemCode::UnknownEnum, path, ""));
        }
        found.unwrap_or(Measure::Value)
    };
    let status = status(m.status());
    let mut goals = Vec::new();
    for (i, g) in m.goals.iter().enumerate() {
        let measure = known(measure(g.measure()), format!("goals[{i}].measure"));
        goals.push(GoalResult { measure, value: g.value, bound: g.bound, gap: g.gap });
    }
    let mut measures = Vec::new();
    for (i, x) in m.measures.iter().enumerate() {
        let measure = known(measure(x.measure()), format!("measures[{i}].measure"));
        measures.push(MeasureValue { measure, value: x.value });
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Plan {
        portfolio: m.portfolio,
        scenario: m.scenario,
        status,
        goals,
        measures,
        projects: each(m.projects, project),
        pool_loads: each(m.pool_loads, |l| PoolLoad {
            pool: l.pool,
            periods: each(l.periods, |p| PeriodLoad {
                period: p.period,
                load: p.load,
                capacity: p.capacity,
                marginal_value: p.marginal_value,
            }),
        }),
        framework_uses: each(m.framework_uses, |f| FrameworkUse {
            framework: f.framework,
            ordered: f.ordered,
            owed: f.owed,
            max_amount: f.max_amount,
            periods: each(f.periods, |p| PeriodPurchase {
                period: p.period,
                role: p.role,
                days: p.days,
                amount: p.amount,
            }),
        }),
        fund_uses: each(m.fund_uses, |f| FundUse {
            fund: f.fund,
            years: each(f.years, |y| YearUse {
                year: y.year,
                committed: y.committed,
                paid: y.paid,
                commitment_ceiling: y.commitment_ceiling,
                payment_ceiling: y.payment_ceiling,
            }),
        }),
        solve: m.solve.map(|s| SolveSummary {
            wall_seconds: s.wall_seconds,
            seed: s.seed,
            engine_version: s.engine_version,
        }),
    })
}

pub(super) fn status(status: v1::PlanStatus) -> PlanStatus {
    match status {
        v1::PlanStatus::Unspecified => PlanStatus::Unspecified,
        v1::PlanStatus::Optimal => PlanStatus::Optimal,
        v1::PlanStatus::Feasible => PlanStatus::Feasible,
        v1::PlanStatus::Infeasible => PlanStatus::Infeasible,
        v1::PlanStatus::Unknown => PlanStatus::Unknown,
    }
}

fn project(p: v1::ProjectPlan) -> ProjectPlan {
    let commitment = match p.commitment() {
        v1::Commitment::Unspecified => Commitment::Unspecified,
        v1::Commitment::Decided => Commitment::Decided,
        v1::Commitment::Protected => Commitment::Protected,
        v1::Commitment::Frozen => Commitment::Frozen,
    };
    ProjectPlan {
        project: p.project,
        selected: p.selected,
        start: p.start,
        finish: p.finish,
        phases: each(p.phases, |ph| PhasePlan {
            phase: ph.phase,
            mode: ph.mode,
            start_period: ph.start_period,
            finish_period: ph.finish_period,
            start: ph.start,
            finish: ph.finish,
        }),
        commitment,
        value: p.value,
        external_spend: p.external_spend,
        total_cost: p.total_cost,
        reasons: p.reasons.into_iter().filter_map(reason).collect(),
    }
}

/// A reason whose code is not said says nothing.
pub(super) fn reason(r: v1::Reason) -> Option<Reason> {
    let code = match r.code() {
        v1::ReasonCode::Unspecified => return None,
        v1::ReasonCode::NeverFits => ReasonCode::NeverFits,
        v1::ReasonCode::Capacity => ReasonCode::Capacity,
        v1::ReasonCode::Fund => ReasonCode::Fund,
        v1::ReasonCode::Framework => ReasonCode::Framework,
        v1::ReasonCode::Rule => ReasonCode::Rule,
        v1::ReasonCode::Dependency => ReasonCode::Dependency,
        v1::ReasonCode::Concurrency => ReasonCode::Concurrency,
        v1::ReasonCode::NoValue => ReasonCode::NoValue,
        v1::ReasonCode::Overlooked => ReasonCode::Overlooked,
        v1::ReasonCode::Undecided => ReasonCode::Undecided,
    };
    Some(Reason { code, subjects: r.subjects, periods: r.periods, shortfall: r.shortfall, text: r.text })
}

pub(super) fn status_message(status: PlanStatus) -> v1::PlanStatus {
    match status {
        PlanStatus::Unspecified => v1::PlanStatus::Unspecified,
        PlanStatus::Optimal => v1::PlanStatus::Optimal,
        PlanStatus::Feasible => v1::PlanStatus::Feasible,
        PlanStatus::Infeasible => v1::PlanStatus::Infeasible,
        PlanStatus::Unknown => v1::PlanStatus::Unknown,
    }
}

pub(super) fn goal_message(g: &GoalResult) -> v1::GoalResult {
    v1::GoalResult { measure: measure_message(g.measure).into(), value: g.value, bound: g.bound, gap: g.gap }
}

pub(super) fn load_message(x: &PeriodLoad) -> v1::PeriodLoad {
    v1::PeriodLoad { period: x.period, load: x.load, capacity: x.capacity, marginal_value: x.marginal_value }
}

pub(super) fn solve_message(s: &SolveSummary) -> v1::SolveSummary {
    v1::SolveSummary { wall_seconds: s.wall_seconds, seed: s.seed, engine_version: s.engine_version.clone() }
}

pub(super) fn message(p: &Plan) -> v1::Plan {
    v1::Plan {
        portfolio: p.portfolio.clone(),
        scenario: p.scenario.clone(),
        status: status_message(p.status).into(),
        goals: each(&p.goals, goal_message),
        measures: each(&p.measures, |m| v1::MeasureValue {
            measure: measure_message(m.measure).into(),
            value: m.value,
        }),
        projects: each(&p.projects, project_message),
        pool_loads: each(&p.pool_loads, |l| v1::PoolLoad {
            pool: l.pool.clone(),
            periods: each(&l.periods, load_message),
        }),
        framework_uses: each(&p.framework_uses, |f| v1::FrameworkUse {
            framework: f.framework.clone(),
            ordered: f.ordered,
            owed: f.owed,
            max_amount: f.max_amount,
            periods: each(&f.periods, |x| v1::PeriodPurchase {
                period: x.period,
                role: x.role.clone(),
                days: x.days,
                amount: x.amount,
            }),
        }),
        fund_uses: each(&p.fund_uses, |f| v1::FundUse {
            fund: f.fund.clone(),
            years: each(&f.years, |y| v1::YearUse {
                year: y.year,
                committed: y.committed,
                paid: y.paid,
                commitment_ceiling: y.commitment_ceiling,
                payment_ceiling: y.payment_ceiling,
            }),
        }),
        solve: p.solve.as_ref().map(solve_message),
    }
}

fn project_message(p: &ProjectPlan) -> v1::ProjectPlan {
    let commitment = match p.commitment {
        Commitment::Unspecified => v1::Commitment::Unspecified,
        Commitment::Decided => v1::Commitment::Decided,
        Commitment::Protected => v1::Commitment::Protected,
        Commitment::Frozen => v1::Commitment::Frozen,
    };
    v1::ProjectPlan {
        project: p.project.clone(),
        selected: p.selected,
        start: p.start.clone(),
        finish: p.finish.clone(),
        phases: each(&p.phases, |ph| v1::PhasePlan {
            phase: ph.phase.clone(),
            mode: ph.mode.clone(),
            start_period: ph.start_period,
            finish_period: ph.finish_period,
            start: ph.start.clone(),
            finish: ph.finish.clone(),
        }),
        commitment: commitment.into(),
        value: p.value,
        external_spend: p.external_spend,
        total_cost: p.total_cost,
        reasons: each(&p.reasons, reason_message),
    }
}

pub(super) fn reason_message(r: &Reason) -> v1::Reason {
    let code = match r.code {
        ReasonCode::NeverFits => v1::ReasonCode::NeverFits,
        ReasonCode::Capacity => v1::ReasonCode::Capacity,
        ReasonCode::Fund => v1::ReasonCode::Fund,
        ReasonCode::Framework => v1::ReasonCode::Framework,
        ReasonCode::Rule => v1::ReasonCode::Rule,
        ReasonCode::Dependency => v1::ReasonCode::Dependency,
        ReasonCode::Concurrency => v1::ReasonCode::Concurrency,
        ReasonCode::NoValue => v1::ReasonCode::NoValue,
        ReasonCode::Overlooked => v1::ReasonCode::Overlooked,
        ReasonCode::Undecided => v1::ReasonCode::Undecided,
    };
    v1::Reason {
        code: code.into(),
        subjects: r.subjects.clone(),
        periods: r.periods.clone(),
        shortfall: r.shortfall,
        text: r.text.clone(),
    }
}
