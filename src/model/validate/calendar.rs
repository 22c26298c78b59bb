//! The calendar: its window, unit and days off.

use super::super::draft::PortfolioDraft;
use super::super::{Problem, ProblemCode};
use crate::base::{Calendar, date};

/// More periods than this is a mistake in the dates: 80 years of working days.
const MOST_PERIODS: usize = 20_000;

pub(super) fn validate(draft: &PortfolioDraft, problems: &mut Vec<Problem>) -> Option<Calendar> {
    let Some(c) = &draft.calendar else {
        problems.push(Problem::new(ProblemCode::Missing, "calendar", ""));
        return None;
    };
    let before = problems.len();
    let mut day = |path: String, text: &str| {
        let found = date::parse(text);
        if found.is_none() {
            let code = if text.is_empty() { ProblemCode::Missing } else { ProblemCode::BadDate };
            problems.push(Problem::new(code, path, text));
        }
        found
    };
    let start = day("calendar.start".to_owned(), &c.start);
    let end = day("calendar.end".to_owned(), &c.end);
    let closed: Vec<_> =
        c.closed_days.iter().enumerate().map(|(i, d)| day(format!("calendar.closedDays[{i}]"), d)).collect();
    if c.unit.is_none() {
        problems.push(Problem::new(ProblemCode::UnknownEnum, "calendar.unit", ""));
    }
    if !matches!(&c.public_holidays[..], "" | "FR") {
        problems.push(Problem::new(ProblemCode::UnknownCountry, "calendar.publicHolidays", &c.public_holidays));
    }
    if let (Some(start), Some(end)) = (start, end) {
        if end < start {
            problems.push(Problem::new(ProblemCode::EmptyWindow, "calendar.end", &c.end).with(&c.start));
        } else if (end - start).num_days() as usize > MOST_PERIODS * 31 {
            problems.push(Problem::new(ProblemCode::BadCalendar, "calendar.end", &c.end).with(&c.start));
        }
    }
    if problems.len() > before {
        return None;
    }
    let calendar = Calendar::new(start?, end?, c.unit?, &c.public_holidays, closed.into_iter().flatten().collect())?;
    if calendar.is_empty() || calendar.len() > MOST_PERIODS {
        problems.push(Problem::new(ProblemCode::BadCalendar, "calendar", calendar.len()));
        return None;
    }
    Some(calendar)
}
