//! The referee's arithmetic: whole centidays and 1/10000 of the currency, in integers so wide that no sum of what
//! validation lets through can leave them. Rounding is the contract's, written down here once more on purpose.

use crate::base::{Centidays, Money};

/// Rounds to the nearest integer, halves up, forgiving a billionth.
pub(super) fn half_up(x: f64) -> i128 {
    (x + 0.5 + 1e-9).floor() as i128
}

/// What falls in each of `duration` periods when `total` is spread evenly by cumulative rounding; nothing for none.
pub(super) fn spread(total: i128, duration: i64) -> impl Iterator<Item = i128> {
    let duration = i128::from(duration);
    let up_to = move |k: i128| (total * k).div_euclid(duration);
    (0..duration).scan(0, move |before, k| {
        let after = up_to(k + 1);
        Some(after - std::mem::replace(before, after))
    })
}

/// An amount of money in units of the currency.
pub(super) fn units(money: i128) -> f64 {
    money as f64 / 1e4
}

/// Effort in person-days.
pub(super) fn days(centidays: i128) -> f64 {
    centidays as f64 / 100.0
}

/// For a violation: the amount, or the largest that there is.
pub(super) fn money(x: i128) -> Money {
    Money(clamp(x))
}

/// For a violation: the effort, or the largest that there is.
pub(super) fn centidays(x: i128) -> Centidays {
    Centidays(clamp(x))
}

fn clamp(x: i128) -> i64 {
    x.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}

/// Whether two figures agree to a millionth; what is no finite number agrees with nothing.
pub(super) fn close(a: f64, b: f64) -> bool {
    a.is_finite() && b.is_finite() && (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_adds_up_and_floors_below_zero_too() {
        for (total, duration, expected) in
            [(7, 3, vec![2, 2, 3]), (0, 2, vec![0, 0]), (-1, 2, vec![-1, 0]), (5, 0, vec![]), (1, 1, vec![1])]
        {
            assert_eq!(spread(total, duration).collect::<Vec<_>>(), expected, "{total} over {duration}");
        }
    }

    #[test]
    fn only_finite_figures_are_close() {
        assert!(close(1e9, 1e9 + 999.0) && !close(1e9, 1e9 + 1001.0));
        assert!(close(0.0, 1e-6) && !close(0.0, 2e-6));
        assert!(!close(f64::INFINITY, 1.0) && !close(f64::NAN, f64::NAN));
    }
}
