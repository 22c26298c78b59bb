//! Exact amounts: effort in centidays, money in 1/10000 of the currency.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Rounds to the nearest integer, halves up; a billionth is forgiven so that decimal input such as 0.285 * 100
/// rounds as written.
pub fn half_up(x: f64) -> i64 {
    (x + 0.5 + 1e-9).floor() as i64
}

/// Share of `total` that falls in period `k` of `duration` when it is spread evenly by cumulative rounding.
pub fn spread(total: i64, duration: u32, k: u32) -> i64 {
    debug_assert!(k < duration);
    let (x, k, d) = (i128::from(total), i128::from(k), i128::from(duration));
    ((x * (k + 1)).div_euclid(d) - (x * k).div_euclid(d)) as i64
}

macro_rules! amount {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);

            /// The part that falls in period `k` of `duration`; see [`spread`].
            pub fn spread(self, duration: u32, k: u32) -> Self {
                Self(spread(self.0, duration, k))
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                Self(iter.map(|x| x.0).sum())
            }
        }
    };
}

amount! {
    /// Effort in 1/100 person-day.
    Centidays
}

amount! {
    /// Money in 1/10000 of the currency; what is read from outside is a whole number of 1/100.
    Money
}

amount! {
    /// Price of a person-day in 1/100 of the currency, which is also the price of a centiday in 1/10000.
    Rate
}

impl Centidays {
    /// From person-days, to the nearest centiday.
    pub fn from_days(days: f64) -> Self {
        Self(half_up(days * 100.0))
    }

    /// In person-days.
    pub fn days(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl Money {
    /// From units of the currency, to the nearest 1/100.
    pub fn from_units(amount: f64) -> Self {
        Self(half_up(amount * 100.0) * 100)
    }

    /// In units of the currency.
    pub fn units(self) -> f64 {
        self.0 as f64 / 10_000.0
    }
}

impl Rate {
    /// From units of the currency a day, to the nearest 1/100.
    pub fn from_units(amount: f64) -> Self {
        Self(half_up(amount * 100.0))
    }

    /// In units of the currency a day.
    pub fn units(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// What so much effort costs.
    pub fn cost(self, effort: Centidays) -> Money {
        Money(self.0 * effort.0)
    }
}

impl fmt::Display for Centidays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} d", self.days())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.units())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_adds_up_and_is_even() {
        for (total, duration) in [(0, 1), (7, 3), (1, 5), (12345, 17), (100, 100), (99, 100)] {
            let parts: Vec<i64> = (0..duration).map(|k| spread(total, duration, k)).collect();
            assert_eq!(parts.iter().sum::<i64>(), total);
            let (low, high) = (parts.iter().min().unwrap(), parts.iter().max().unwrap());
            assert!(high - low <= 1, "{parts:?}");
        }
    }

    #[test]
    fn halves_round_up_as_written() {
        assert_eq!(half_up(0.5), 1);
        assert_eq!(half_up(1.005 * 100.0), 101);
        assert_eq!(Centidays::from_days(22.5), Centidays(2250));
        assert_eq!(Money::from_units(0.01), Money(100));
    }
}
