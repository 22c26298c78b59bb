//! What a search among placements is after. Scores compare from the left, and what a placement is worth is at most the
//! sum of what its options are worth and of what its end is worth.

use std::ops::Add;

use super::applicant::Applicant;
use crate::model::Measure;
use crate::solve::instance::{Functional, Mode, Slot, Use};

/// As many figures as there are measures, the more important first; more is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score(pub [i64; 7]);

impl Add for Score {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] + other.0[i]))
    }
}

/// What a search is after.
pub(super) trait Worth {
    /// At most what the mode adds when it starts there.
    fn option(&self, applicant: &Applicant, m: usize, start: usize) -> Score;
    /// What an end adds.
    fn end(&self, applicant: &Applicant, end: usize) -> Score;
    /// What the placement is worth.
    fn total(&self, applicant: &Applicant, slots: &[Slot]) -> Score {
        let instance = &applicant.ground.instance;
        let options = slots.iter().map(|s| self.option(applicant, s.mode as usize, s.start as usize));
        options.fold(self.end(applicant, instance.span(slots).1), Add::add)
    }
}

/// As little as possible of what is short: days first, then money, then time.
pub(super) struct Shortest<'a> {
    /// By barrier of the applicant: whether it is lifted.
    pub lifted: &'a [bool],
}

impl Worth for Shortest<'_> {
    fn option(&self, applicant: &Applicant, m: usize, start: usize) -> Score {
        let (ground, rest) = (applicant.ground, applicant.rest);
        let mode = &ground.instance.modes[m];
        let is_lifted = |b| applicant.position(b).is_some_and(|i| self.lifted[i]);
        let mut days = 0;
        for usage in mode.uses.iter().filter(|u| is_lifted(ground.resource[u.resource])) {
            let row = usage.resource * ground.instance.periods + start;
            let spread = ground.instance.spread(mode, usage).iter();
            days += spread.zip(&rest.free[row..]).map(|(x, free)| (x - free.max(&0)).max(0)).sum::<i64>();
        }
        let charges = applicant.charges(m, start).iter();
        let money = charges.filter(|c| is_lifted(ground.consumable[c.0 as usize])).map(|c| c.1).sum::<i64>();
        Score([-days, -money, 0, 0, 0, 0, 0])
    }

    fn end(&self, _: &Applicant, end: usize) -> Score {
        Score([0, 0, -(end as i64), 0, 0, 0, 0])
    }
}

/// As little as possible of one consumable.
pub(super) struct Sparing {
    pub row: u32,
}

impl Worth for Sparing {
    fn option(&self, applicant: &Applicant, m: usize, start: usize) -> Score {
        let charges = applicant.charges(m, start).iter();
        Score([-charges.filter(|c| c.0 == self.row).map(|c| c.1).sum::<i64>(), 0, 0, 0, 0, 0, 0])
    }

    fn end(&self, _: &Applicant, _: usize) -> Score {
        Score::default()
    }
}

/// As much as possible for the goals, in this order of their positions.
pub(super) struct Gains<'a> {
    pub order: &'a [usize],
}

impl Gains<'_> {
    fn score(&self, of: impl Fn(usize) -> i64) -> Score {
        let mut score = Score::default();
        for (x, goal) in score.0.iter_mut().zip(self.order) {
            *x = of(*goal);
        }
        score
    }
}

impl Worth for Gains<'_> {
    fn option(&self, applicant: &Applicant, m: usize, start: usize) -> Score {
        let instance = &applicant.ground.instance;
        let mode = &instance.modes[m];
        self.score(|goal| {
            let f = &applicant.ground.goals[goal];
            // At best what is ordered makes up for what is owed already.
            let released =
                |(framework, amount): &(usize, i64)| applicant.rest.owed(instance, *framework, 0).min(*amount);
            let owed = if f.owed == 0 { 0 } else { -mode.orders.iter().map(released).sum::<i64>() };
            let over = if f.overload == 0 { 0 } else { overload(applicant, mode, start) };
            f.by_mode[m] + f.owed * owed + f.overload * over
        })
    }

    fn end(&self, applicant: &Applicant, end: usize) -> Score {
        self.score(|goal| ends(applicant, &applicant.ground.goals[goal], end))
    }

    fn total(&self, applicant: &Applicant, slots: &[Slot]) -> Score {
        let all = gains(applicant, slots);
        self.score(|goal| all[goal])
    }
}

/// By goal: what the plan gains with the placement, in integers of the goal's unit.
pub(super) fn gains(applicant: &Applicant, slots: &[Slot]) -> Vec<i64> {
    let instance = &applicant.ground.instance;
    let rest = applicant.rest;
    let owed: i64 =
        applicant.orders(slots).iter().map(|(f, x)| rest.owed(instance, *f, *x) - rest.owed(instance, *f, 0)).sum();
    let over: i64 = applicant.usage(slots).iter().map(|(row, x)| overload_at(applicant, *row, *x)).sum();
    let end = instance.span(slots).1;
    let of = |f: &Functional| {
        let modes: i64 = slots.iter().map(|s| f.by_mode[s.mode as usize]).sum();
        ends(applicant, f, end) + modes + f.owed * owed + f.overload * over
    };
    applicant.ground.goals.iter().map(of).collect()
}

fn ends(applicant: &Applicant, f: &Functional, end: usize) -> i64 {
    let own = f.by_end[applicant.project][end] - f.out[applicant.project];
    match f.measure {
        Measure::Makespan => -(end as i64 - applicant.makespan as i64).max(0),
        Measure::Value
        | Measure::Lateness
        | Measure::Disruption
        | Measure::ExternalSpend
        | Measure::TotalCost
        | Measure::Overload => own,
    }
}

/// Centidays above capacity that the mode adds on its own.
fn overload(applicant: &Applicant, mode: &Mode, start: usize) -> i64 {
    let instance = &applicant.ground.instance;
    let of = |usage: &Use| -> i64 {
        let row = usage.resource * instance.periods + start;
        let spread = instance.spread(mode, usage).iter().enumerate();
        spread.map(|(k, x)| overload_at(applicant, row + k, *x)).sum()
    };
    mode.uses.iter().map(of).sum()
}

fn overload_at(applicant: &Applicant, row: usize, x: i64) -> i64 {
    let instance = &applicant.ground.instance;
    let reserve = instance.limit[row] - instance.capacity[row];
    let over = |free: i64| (reserve - free).max(0);
    over(applicant.rest.free[row] - x) - over(applicant.rest.free[row])
}
