//! What a night came to for a portfolio, as a message.

use super::change::kind_message;
use super::plan::{goal_message, reason_message, status_message};
use super::planning::{measure_value, violation_message};
use super::v1;
use crate::base::{Lang, date};
use crate::plan::Plan;
use crate::study::{Late, Morning, Shifted};

/// What has changed, beside today's plan and yesterday's. Name, outcome and effort are the caller's to fill in.
pub fn morning_message(
    morning: &Morning,
    yesterday: Option<&Plan>,
    today: Option<&Plan>,
    lang: Lang,
) -> v1::MorningPortfolio {
    let goals = |plan: Option<&Plan>| plan.map_or(&[][..], |p| &p.goals).iter().map(goal_message).collect();
    let measures = today.map_or(&[][..], |p| &p.measures);
    v1::MorningPortfolio {
        status: today.map_or(v1::PlanStatus::Unspecified, |p| status_message(p.status)).into(),
        goals: goals(today),
        measures: measures.iter().map(|m| measure_value(m.measure, m.value)).collect(),
        goals_before: goals(yesterday),
        measures_before: morning.before.iter().map(|m| measure_value(m.measure, m.value)).collect(),
        warm: yesterday.is_some(),
        changes: morning.moved.iter().map(|m| change(m, lang)).collect(),
        removed: morning.removed.clone(),
        broken: morning.broken.iter().map(|v| violation_message(v, lang)).collect(),
        late: morning.late.iter().map(late).collect(),
        ..v1::MorningPortfolio::default()
    }
}

fn change(m: &Shifted, lang: Lang) -> v1::MorningChange {
    v1::MorningChange {
        project: m.project.clone(),
        name: m.name.clone(),
        kind: kind_message(m.kind).into(),
        new: m.is_new,
        finish_shift_days: i32::try_from(m.finish_shift_days).unwrap_or(0),
        start_before: m.before.0.clone(),
        finish_before: m.before.1.clone(),
        start: m.after.0.clone(),
        finish: m.after.1.clone(),
        modes_changed: m.modes_changed.clone(),
        broken: m.broken.iter().map(|v| violation_message(v, lang)).collect(),
        reasons: m.reasons.iter().map(reason_message).collect(),
    }
}

fn late(late: &Late) -> v1::MorningLate {
    v1::MorningLate {
        project: late.project.clone(),
        name: late.name.clone(),
        target: date::iso(late.target),
        finish: late.finish.clone(),
        periods: late.periods,
        periods_before: late.before,
    }
}
