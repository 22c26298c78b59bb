//! Calendar dates in the proleptic Gregorian calendar, written as ISO 8601, "2021-03-01".

use chrono::{Datelike, NaiveDate};

/// A day.
pub type Date = NaiveDate;

/// Reads "2021-03-01"; nothing else is a date here. Years from 1 to 9999.
pub fn parse(text: &str) -> Option<Date> {
    let b = text.as_bytes();
    let shape = b.len() == 10
        && b.iter().enumerate().all(|(i, c)| match i {
            4 | 7 => *c == b'-',
            _ => c.is_ascii_digit(),
        });
    if !shape {
        return None;
    }
    let year = text[0..4].parse().ok()?;
    let date = NaiveDate::from_ymd_opt(year, text[5..7].parse().ok()?, text[8..10].parse().ok()?)?;
    (year >= 1).then_some(date)
}

/// "2021-03-01".
pub fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// Easter Sunday of a year, by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8).
pub fn easter(year: i32) -> Date {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, (n / 31) as u32, (n % 31 + 1) as u32)
        .expect("the algorithm gives a day in March or April")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_iso_dates_are_read() {
        assert_eq!(parse("2021-03-01"), NaiveDate::from_ymd_opt(2021, 3, 1));
        for bad in ["2021-3-1", "2021-02-30", "20210301", "2021-W01-1", "", "2021-03-01T00", "0000-01-01", "2021-0é-1"]
        {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn easter_sundays_are_known() {
        for (y, m, d) in [(2020, 4, 12), (2021, 4, 4), (2022, 4, 17), (2026, 4, 5), (2038, 4, 25)] {
            assert_eq!(easter(y), NaiveDate::from_ymd_opt(y, m, d).unwrap());
        }
    }
}
