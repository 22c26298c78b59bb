//! Where days lie between the two ends of a calendar.

use chrono::{Datelike, NaiveDate};

use crate::base::{Calendar, Date};

/// The days that are drawn, from left to right.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    first: Date,
    days: f64,
}

impl Span {
    pub(crate) fn of(calendar: &Calendar) -> Self {
        let days = (calendar.end() - calendar.start()).num_days() + 1;
        Self { first: calendar.start(), days: days.max(1) as f64 }
    }

    /// How far from the left a day begins, in percent; what lies outside is at the end it lies beyond.
    pub(crate) fn left(&self, day: Date) -> f64 {
        ((day - self.first).num_days() as f64 / self.days * 100.0).clamp(0.0, 100.0)
    }

    /// How far from the left a day ends.
    pub(crate) fn right(&self, day: Date) -> f64 {
        day.succ_opt().map_or(100.0, |next| self.left(next))
    }
}

/// A year or a part of it, as far as the calendar goes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stretch {
    pub year: i32,
    /// Its number in the year, from 1.
    pub part: u32,
    pub first: Date,
    pub last: Date,
}

/// The years.
pub(crate) fn years(calendar: &Calendar) -> Vec<Stretch> {
    stretches(calendar, 12)
}

/// Parts of so many months.
pub(crate) fn stretches(calendar: &Calendar, months: u32) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let mut first = calendar.start();
    while first <= calendar.end() {
        let part = first.month0() / months;
        let next = match (part + 1) * months {
            12 => NaiveDate::from_ymd_opt(first.year() + 1, 1, 1),
            month0 => NaiveDate::from_ymd_opt(first.year(), month0 + 1, 1),
        };
        let last = next.and_then(|n| n.pred_opt()).unwrap_or(Date::MAX).min(calendar.end());
        out.push(Stretch { year: first.year(), part: part + 1, first, last });
        let Some(next) = next else { break };
        first = next;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{PeriodUnit, date};

    #[test]
    fn stretches_fill_the_calendar() {
        let day = |text| date::parse(text).unwrap();
        let calendar = Calendar::new(day("2021-02-15"), day("2022-01-10"), PeriodUnit::Week, "", vec![]).unwrap();
        let quarters: Vec<(i32, u32)> = stretches(&calendar, 3).iter().map(|s| (s.year, s.part)).collect();
        assert_eq!(quarters, [(2021, 1), (2021, 2), (2021, 3), (2021, 4), (2022, 1)]);
        assert_eq!(years(&calendar).len(), 2);
        let all = stretches(&calendar, 1);
        assert_eq!((all[0].first, all.last().unwrap().last), (calendar.start(), calendar.end()));
        assert!(all.windows(2).all(|w| w[0].last.succ_opt() == Some(w[1].first)));
        let span = Span::of(&calendar);
        assert_eq!((span.left(calendar.start()), span.right(calendar.end())), (0.0, 100.0));
        assert_eq!(span.left(day("2030-01-01")), 100.0);
    }
}
