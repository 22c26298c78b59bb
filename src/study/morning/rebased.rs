//! Yesterday's plan in today's periods: a calendar that rolls on numbers its periods anew, the days stay.

use crate::base::{Calendar, Date, date};
use crate::plan::{PhasePlan, Plan};

/// The plan with its phases where their first days are. A phase without a date, or with one that the calendar does not
/// hold, stays where its number says.
pub fn rebased(plan: &Plan, calendar: &Calendar) -> Plan {
    let mut plan = plan.clone();
    for phase in plan.projects.iter_mut().flat_map(|p| &mut p.phases) {
        if let Some(start) = date::parse(&phase.start).and_then(|day| period_of(calendar, day)) {
            shift(phase, start);
        }
    }
    plan
}

fn shift(phase: &mut PhasePlan, start: i32) {
    phase.finish_period += start - phase.start_period;
    phase.start_period = start;
}

/// The period that holds the day.
fn period_of(calendar: &Calendar, day: Date) -> Option<i32> {
    let found = calendar.periods().iter().position(|p| p.first <= day && day <= p.last)?;
    i32::try_from(found).ok()
}
