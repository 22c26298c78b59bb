//! Draws that the generator needs.

use arbitre::base::{Calendar, Date, Rng, date};

/// One of the items.
pub(super) fn pick<T: Clone>(rng: &mut Rng, items: &[T]) -> T {
    items[rng.below(items.len())].clone()
}

/// A whole number, both ends included.
pub(super) fn between(rng: &mut Rng, low: usize, high: usize) -> usize {
    low + rng.below(high - low + 1)
}

/// A figure in steps of `step`, both ends included.
pub(super) fn figure(rng: &mut Rng, low: f64, high: f64, step: f64) -> f64 {
    let steps = ((high - low) / step).round() as usize;
    let x = low + between(rng, 0, steps) as f64 * step;
    (x * 10_000.0).round() / 10_000.0
}

/// Something, with probability `p`.
pub(super) fn maybe<T>(rng: &mut Rng, p: f64, make: impl FnOnce(&mut Rng) -> T) -> Option<T> {
    rng.chance(p).then(|| make(rng))
}

/// A day of the calendar.
pub(super) fn day(rng: &mut Rng, calendar: &Calendar) -> Date {
    let days = (calendar.end() - calendar.start()).num_days() as usize;
    calendar.start() + chrono::Days::new(rng.below(days + 1) as u64)
}

/// A window that touches the calendar: often all of it and a little more, else between two days inside.
pub(super) fn window(rng: &mut Rng, calendar: &Calendar) -> (String, String) {
    if rng.chance(0.5) {
        let before = calendar.start() - chrono::Days::new(rng.below(40) as u64);
        let after = calendar.end() + chrono::Days::new(rng.below(400) as u64);
        return (date::iso(before), date::iso(after));
    }
    // The outermost of four days: narrow windows would leave nothing to plan.
    let mut days: Vec<Date> = (0..4).map(|_| day(rng, calendar)).collect();
    days.sort();
    (date::iso(days[0]), date::iso(days[3]))
}
