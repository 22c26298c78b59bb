//! The calendar: which days are worked, and the periods that time is divided into.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::date::{self, Date};

/// What a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodUnit {
    /// A working day; days off are no periods.
    Day,
    /// An ISO week, Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
}

/// A period: both ends inclusive, cut to the calendar's window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl Period {
    /// The year that the period belongs to: that of its first day.
    pub fn year(self) -> i32 {
        self.first.year()
    }
}

/// A window of days, the days off in it, and its periods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    start: Date,
    end: Date,
    unit: PeriodUnit,
    public_holidays: String,
    closed_days: Vec<Date>,
    off: BTreeSet<Date>,
    periods: Vec<Period>,
}

impl Calendar {
    /// A calendar from `start` to `end`. `public_holidays` is "FR" or empty; another country gives `None`.
    pub fn new(
        start: Date,
        end: Date,
        unit: PeriodUnit,
        public_holidays: &str,
        closed_days: Vec<Date>,
    ) -> Option<Self> {
        let mut off: BTreeSet<Date> = closed_days.iter().copied().collect();
        match public_holidays {
            "" => {}
            "FR" => off.extend((start.year()..=end.year()).flat_map(french_holidays)),
            _ => return None,
        }
        let mut calendar = Self {
            start,
            end,
            unit,
            public_holidays: public_holidays.to_owned(),
            closed_days,
            off,
            periods: Vec::new(),
        };
        calendar.periods = calendar.divide();
        Some(calendar)
    }

    /// First day that can be planned.
    pub fn start(&self) -> Date {
        self.start
    }

    /// Last day that can be planned.
    pub fn end(&self) -> Date {
        self.end
    }

    /// What a period is.
    pub fn unit(&self) -> PeriodUnit {
        self.unit
    }

    /// "FR" or empty.
    pub fn public_holidays(&self) -> &str {
        &self.public_holidays
    }

    /// Days off beside weekends and public holidays, as given.
    pub fn closed_days(&self) -> &[Date] {
        &self.closed_days
    }

    /// The periods in order.
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// How many periods there are.
    pub fn len(&self) -> usize {
        self.periods.len()
    }

    /// Whether there is no period at all.
    pub fn is_empty(&self) -> bool {
        self.periods.is_empty()
    }

    /// The years that the window touches.
    pub fn years(&self) -> std::ops::RangeInclusive<i32> {
        self.start.year()..=self.end.year()
    }

    /// Whether people work on that day.
    pub fn works(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.off.contains(&day)
    }

    /// Worked days between two days, both inclusive; none if `to` is before `from`.
    pub fn working_days(&self, from: Date, to: Date) -> i64 {
        if to < from {
            return 0;
        }
        let days = (to - from).num_days() + 1;
        let (weeks, rest) = (days / 7, days % 7);
        let lead = from.weekday().num_days_from_monday();
        let weekdays = weeks * 5 + (0..rest).filter(|k| (i64::from(lead) + k) % 7 < 5).count() as i64;
        let off = self.off.range(from..=to);
        weekdays - off.filter(|d| !matches!(d.weekday(), Weekday::Sat | Weekday::Sun)).count() as i64
    }

    /// How many periods begin before that day.
    pub fn periods_beginning_before(&self, day: Date) -> usize {
        self.periods.partition_point(|p| p.first < day)
    }

    /// How many periods have ended by that day.
    pub fn periods_ended_by(&self, day: Date) -> usize {
        self.periods.partition_point(|p| p.last <= day)
    }

    fn divide(&self) -> Vec<Period> {
        let mut periods = Vec::new();
        let mut first = self.start;
        while first <= self.end {
            let last = match self.unit {
                PeriodUnit::Day => first,
                PeriodUnit::Week => sunday(first),
                PeriodUnit::Month => month_end(first),
            };
            let last = last.min(self.end);
            if self.unit != PeriodUnit::Day || self.works(first) {
                periods.push(Period { first, last });
            }
            let Some(next) = last.succ_opt() else { break };
            first = next;
        }
        periods
    }
}

fn sunday(day: Date) -> Date {
    let ahead = 6 - day.weekday().num_days_from_monday();
    day.checked_add_days(Days::new(u64::from(ahead))).unwrap_or(Date::MAX)
}

fn month_end(day: Date) -> Date {
    let (year, month) = match day.month() {
        12 => (day.year() + 1, 1),
        m => (day.year(), m + 1),
    };
    NaiveDate::from_ymd_opt(year, month, 1).and_then(|d| d.pred_opt()).unwrap_or(Date::MAX)
}

/// Jours fériés: article L3133-1 of the Code du travail.
fn french_holidays(year: i32) -> impl Iterator<Item = Date> {
    const FIXED: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    let easter = date::easter(year);
    let moving = [1, 39, 50].map(|n| easter + Days::new(n));
    FIXED.into_iter().filter_map(move |(m, d)| NaiveDate::from_ymd_opt(year, m, d)).chain(moving)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        date::parse(text).unwrap()
    }

    fn calendar(start: &str, end: &str, unit: PeriodUnit) -> Calendar {
        Calendar::new(day(start), day(end), unit, "FR", vec![day("2021-05-14")]).unwrap()
    }

    #[test]
    fn periods_are_cut_to_the_window() {
        let months = calendar("2021-01-15", "2021-03-10", PeriodUnit::Month);
        let ends: Vec<_> = months.periods().iter().map(|p| (p.first, p.last)).collect();
        assert_eq!(
            ends,
            [
                (day("2021-01-15"), day("2021-01-31")),
                (day("2021-02-01"), day("2021-02-28")),
                (day("2021-03-01"), day("2021-03-10")),
            ]
        );
        let weeks = calendar("2021-01-01", "2021-01-12", PeriodUnit::Week);
        assert_eq!(weeks.periods()[0].last, day("2021-01-03"));
        assert_eq!(weeks.len(), 3);
        assert_eq!(weeks.periods()[2].last, day("2021-01-12"));
    }

    #[test]
    fn days_off_are_no_day_periods() {
        // Ascension Thursday, the closed Friday after it, and the weekend leave three days.
        let days = calendar("2021-05-10", "2021-05-16", PeriodUnit::Day);
        assert_eq!(days.len(), 3);
    }

    #[test]
    fn working_days_agree_with_counting() {
        let c = calendar("2020-01-01", "2022-12-31", PeriodUnit::Month);
        let from = day("2021-04-29");
        for n in 0..60u64 {
            let to = from + Days::new(n);
            let counted = from.iter_days().take_while(|d| *d <= to).filter(|d| c.works(*d)).count();
            assert_eq!(c.working_days(from, to), counted as i64, "{n}");
        }
        assert_eq!(c.working_days(from, day("2021-04-28")), 0);
    }

    #[test]
    fn unknown_countries_are_refused() {
        assert!(Calendar::new(day("2021-01-01"), day("2021-02-01"), PeriodUnit::Day, "XX", vec![]).is_none());
    }
}
