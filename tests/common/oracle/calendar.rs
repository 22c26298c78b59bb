//! Days off, periods and windows, counted day by day.

use std::collections::BTreeSet;

use arbitre::base::PeriodUnit;
use arbitre::model::draft::{CalendarDraft, StaffWindowDraft};
use chrono::{Datelike, Days, NaiveDate};

pub(super) struct Calendar {
    off: BTreeSet<NaiveDate>,
    pub(super) periods: Vec<(NaiveDate, NaiveDate)>,
    /// First and last year of the window.
    pub(super) years: (i32, i32),
}

pub(super) fn date(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("the draft is valid")
}

impl Calendar {
    pub(super) fn new(draft: &CalendarDraft) -> Self {
        let (start, end) = (date(&draft.start), date(&draft.end));
        let years = (start.year(), end.year());
        let mut off: BTreeSet<NaiveDate> = draft.closed_days.iter().map(|d| date(d)).collect();
        if draft.public_holidays == "FR" {
            off.extend((years.0..=years.1).flat_map(holidays));
        }
        let mut calendar = Self { off, periods: Vec::new(), years };
        let unit = draft.unit.expect("the draft is valid");
        for day in start.iter_days().take_while(|d| *d <= end) {
            if unit == PeriodUnit::Day && !calendar.works(day) {
                continue;
            }
            match calendar.periods.last_mut() {
                Some((first, last)) if same(unit, *first, day) => *last = day,
                _ => calendar.periods.push((day, day)),
            }
        }
        calendar
    }

    pub(super) fn count(&self) -> usize {
        self.periods.len()
    }

    fn works(&self, day: NaiveDate) -> bool {
        day.weekday().num_days_from_monday() < 5 && !self.off.contains(&day)
    }

    /// Full-time equivalents times working days in a period.
    pub(super) fn staff(&self, window: &StaffWindowDraft, t: usize) -> f64 {
        let from = date(&window.from).max(self.periods[t].0);
        let to = date(&window.to).min(self.periods[t].1);
        let worked = from.iter_days().take_while(|d| *d <= to).filter(|d| self.works(*d)).count();
        window.fte * window.project_share.unwrap_or(1.0) * worked as f64
    }

    /// By period: whether it lies wholly in the window.
    pub(super) fn inside(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Vec<bool> {
        let holds = |p: &(NaiveDate, NaiveDate)| from.is_none_or(|a| a <= p.0) && to.is_none_or(|b| p.1 <= b);
        self.periods.iter().map(holds).collect()
    }

    pub(super) fn year(&self, t: usize) -> i32 {
        self.periods[t].0.year()
    }
}

/// Whether two days are in one week or month.
fn same(unit: PeriodUnit, a: NaiveDate, b: NaiveDate) -> bool {
    match unit {
        PeriodUnit::Day => a == b,
        PeriodUnit::Week => a.iso_week() == b.iso_week(),
        PeriodUnit::Month => (a.year(), a.month()) == (b.year(), b.month()),
    }
}

fn holidays(year: i32) -> Vec<NaiveDate> {
    let day = |m, d| NaiveDate::from_ymd_opt(year, m, d).expect("the day is in every year");
    let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    let easter = easter(year);
    fixed.iter().map(|(m, d)| day(*m, *d)).chain([1, 39, 50].map(|n| easter + Days::new(n))).collect()
}

/// Gauss's rule with the corrections for 1900 to 2099; the library uses another.
fn easter(year: i32) -> NaiveDate {
    let d = (19 * (year % 19) + 24) % 30;
    let e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7;
    let late = (d == 29 && e == 6) || (d == 28 && e == 6 && year % 19 > 10);
    let after = d + e - if late { 7 } else { 0 };
    NaiveDate::from_ymd_opt(year, 3, 22).expect("22 March is in every year") + Days::new(after as u64)
}
