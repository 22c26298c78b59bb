//! Values that flags share, and what is said where they are out of range.

use std::num::NonZeroUsize;
use std::time::Duration;

use crate::base::{Date, date};

/// A calendar day.
pub(super) fn day(text: &str) -> Result<Date, String> {
    date::parse(text).ok_or_else(|| "write a day like 2021-03-01".to_owned())
}

/// How long.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let figure: f64 = text.parse().map_err(|_| "give a number of seconds".to_owned())?;
    // A century is more than anyone waits, and less than clocks can count to.
    const MOST: f64 = 3e9;
    match Duration::try_from_secs_f64(figure) {
        Ok(limit) if figure <= MOST => Ok(limit),
        _ => Err(format!("give a number of seconds from 0 to {MOST}")),
    }
}

/// A share, as of a proven gap.
pub(super) fn gap(text: &str) -> Result<f64, String> {
    let figure = text.parse().ok().filter(|g: &f64| (0.0..=1.0).contains(g));
    figure.ok_or_else(|| "give a share from 0 to 1: 0.15 for 15 %".to_owned())
}

/// Threads to work on.
pub(super) fn threads(text: &str) -> Result<NonZeroUsize, String> {
    const MOST: usize = 1024;
    let found = text.parse().ok().filter(|n: &NonZeroUsize| n.get() <= MOST);
    found.ok_or_else(|| format!("give a number of threads from 1 to {MOST}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_out_of_range_are_refused() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for bad in ["-1", "nan", "inf", "1e300", "", "soon"] {
            assert!(seconds(bad).is_err(), "{bad}");
        }
        assert_eq!(gap("0.01"), Ok(0.01));
        assert!(["-0.1", "nan", "inf", "1%", "15"].into_iter().all(|bad| gap(bad).is_err()));
        assert!(["0", "1025", "-1", "x"].into_iter().all(|bad| threads(bad).is_err()));
        assert!(day("2021-02-30").is_err());
    }
}
