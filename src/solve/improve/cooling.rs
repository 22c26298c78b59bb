//! How long a stream cools, and how warm it is: threshold accepting in coolings that begin anew from the best plan (Dueck &
//! Scheuer 1990). Longer coolings find better plans, so that they grow, up to a length; where the budget is known the last one
//! takes most of it, or a few of that length do, because one that is cut off while it is warm has been for nothing.

/// Steps of the first cooling.
const FIRST: u64 = 3_000;

/// Towards a plan that is good enough, steps of the first cooling for each project of a walk that all streams are, if that is more:
/// what coolings come to depends on how many steps a project has in them, and shorter ones are in vain. Random 3,000, two
/// portfolios, to a gap of 12 %: 13.8 and 13.2 s; 14.7 and 14.3 s with 30, 21.0 and 20.9 s with 20. Random 1,000, six runs: 4.1 s as
/// their mean; 4.3 and 4.6.
const FIRST_EACH: u64 = 40;

/// How coolings follow one another.
#[derive(Debug)]
struct Pace {
    /// How much longer each is than the one before it.
    growth: f64,
    /// Shares of all steps, those before and those to come, at which coolings end once a budget leaves no room for more that
    /// grow. The last is the longest.
    ends: &'static [f64],
}

/// Towards the best plan that the budget gives. The county's portfolio, 300,000 steps, five seeds: 1,354 on average, 1,346 where
/// coolings went on growing by half until they were cut off.
const STEADY: Pace = Pace { growth: 1.5, ends: &[0.05, 0.15, 0.4, 1.0] };

/// Towards a plan that is good enough to end the search, however large the budget is. Where one cooling of some length finds
/// it, doubling takes two to four times as long.
const EAGER: Pace = Pace { growth: 2.0, ends: &[0.4, 1.0] };

/// Steps for each project of the longest cooling: once all are that long, more of them bring more than longer ones, as which of many
/// good plans a cooling comes to is a matter of luck. The county's portfolio, 600 s: 1,368.2 and, where days can be bought, 1,531.1;
/// 1,362.4 and 1,530.5 without this; 1,367.7 and 1,525.9 where later coolings are milder the more came before.
const LONGEST_EACH: u64 = 6_000;

/// A cooling that is shorter than this share of what went before it, or of the longest, starts less warm: there is no time to find
/// again what warmth undoes.
const FULL_WARMTH: f64 = 0.5;

/// The first coolings of a walk that begins at a plan of a like question: steps, and how warm each begins. What has changed is
/// mended before anything is undone.
const MENDING: [(u64, f64); 2] = [(250, 0.1), (1_000, 0.3)];

/// Where a walk is: steps gone, those that went into what it began with included, steps to come at most, and a bound on what
/// plans bring.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Course {
    pub gone: f64,
    pub left: f64,
    pub bound: f64,
}

impl Course {
    /// So many steps later.
    pub(crate) fn after(self, steps: u64) -> Self {
        Self { gone: self.gone + steps as f64, left: self.left - steps as f64, ..self }
    }

    /// Steps until that share of all is gone.
    fn until(self, end: f64) -> f64 {
        end * (self.gone + self.left) - self.gone
    }

    /// Where a cooling that begins here ends, as a share of all steps, if it would take `planned` steps without a budget; none if
    /// it takes those.
    fn end(self, planned: u64, ends: &[f64]) -> Option<f64> {
        // Without a budget all ends are infinitely far away.
        match ends.iter().position(|end| self.until(*end) >= planned as f64) {
            Some(0) => None,
            Some(k) => Some(ends[k]),
            None => Some(1.0),
        }
    }

    /// The same, where no cooling is to be longer than so many steps: those that are left share what is left alike.
    fn end_within(self, planned: u64, ends: &[f64], longest: u64) -> Option<f64> {
        let end = self.end(planned, ends)?;
        let parts = (self.left / longest as f64).ceil();
        let is_short = parts <= 1.0 || self.until(end) <= longest as f64;
        Some(if is_short { end } else { (self.gone + self.left / parts) / (self.gone + self.left) })
    }
}

/// One stream's cooling.
#[derive(Clone, Debug)]
pub(crate) struct Cooling {
    age: u64,
    length: u64,
    /// The share of all steps at which it ends. How many those are is known better and better: a last cooling that is cut off
    /// while it is warm would have been for nothing.
    end: Option<f64>,
    planned: u64,
    longest: u64,
    /// How warm it began, from 0 to 1.
    first: f64,
    /// Coolings that come before the others.
    mending: &'static [(u64, f64)],
    pace: &'static Pace,
}

impl Cooling {
    /// Of a walk among so many projects.
    pub(crate) fn among(projects: usize) -> Self {
        let longest = (LONGEST_EACH * projects as u64).max(FIRST);
        Self { age: 0, length: 0, end: None, planned: FIRST, longest, first: 1.0, mending: &[], pace: &STEADY }
    }

    /// The first ones are short and mild.
    pub(crate) fn mending(self) -> Self {
        Self { mending: &MENDING, ..self }
    }

    /// They come to good plans early, over and over; `in_one_walk` are the projects, if all streams are one walk.
    pub(crate) fn eager(self, in_one_walk: usize) -> Self {
        Self { pace: &EAGER, planned: self.planned.max(FIRST_EACH * in_one_walk as u64), ..self }
    }

    /// Begins the next one if the last is over; another goes on to its end.
    pub(super) fn go_on(&mut self, course: Course) {
        if self.age < self.length {
            self.set_length(course);
            return;
        }
        if let Some(((length, first), rest)) = self.mending.split_first() {
            (self.age, self.length, self.end, self.first, self.mending) = (0, *length, None, *first, rest);
            return;
        }
        (self.age, self.length) = (0, self.planned);
        self.end = course.end_within(self.planned, self.pace.ends, self.longest);
        self.set_length(course);
        let before = course.gone.min(self.longest as f64);
        self.first = (self.length as f64 / (FULL_WARMTH * before).max(1.0)).min(1.0);
        self.planned = ((self.planned as f64 * self.pace.growth) as u64).min(self.longest);
    }

    fn set_length(&mut self, course: Course) {
        if let Some(end) = self.end {
            self.length = self.age + course.until(end).max(1.0) as u64;
        }
    }

    /// From 1, or less, to 0.
    pub(super) fn warmth(&self) -> f64 {
        self.first * (1.0 - self.age as f64 / self.length as f64)
    }

    /// One step more; says whether it was the last.
    pub(super) fn ends_with_this_step(&mut self) -> bool {
        self.age += 1;
        self.age >= self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many that no cooling is too long.
    const MANY: usize = 100_000;

    fn course(gone: f64, left: f64) -> Course {
        Course { gone, left, bound: 0.0 }
    }

    /// Lengths of the coolings of a walk.
    fn lengths(gone: f64, left: f64, most: usize) -> Vec<u64> {
        lengths_of(Cooling::among(MANY), gone, left, most)
    }

    fn lengths_of(mut cooling: Cooling, gone: f64, left: f64, most: usize) -> Vec<u64> {
        let (mut course, mut out) = (course(gone, left), Vec::new());
        while course.left >= 1.0 && out.len() < most {
            cooling.go_on(course);
            out.push(cooling.length);
            while !cooling.ends_with_this_step() {}
            course = course.after(cooling.length);
        }
        out
    }

    #[test]
    fn coolings_grow_by_half_where_no_end_is_known() {
        assert_eq!(lengths(0.0, f64::INFINITY, 4), [3_000, 4_500, 6_750, 10_125]);
    }

    #[test]
    fn eager_ones_double_however_large_the_budget_is() {
        let first_of = |projects: usize, left: f64| lengths_of(Cooling::among(MANY).eager(projects), 0.0, left, 3);
        assert_eq!(first_of(69, f64::INFINITY), [3_000, 6_000, 12_000]);
        assert_eq!(first_of(1_000, f64::INFINITY), [40_000, 80_000, 160_000]);
        assert_eq!(first_of(1_000, 1e6), first_of(1_000, f64::INFINITY));
    }

    #[test]
    fn the_last_cooling_ends_with_the_budget() {
        for left in [10.0, 2_000.0, 5_000.0, 30_000.0, 300_000.0, 5e6] {
            for cooling in [Cooling::among(MANY), Cooling::among(MANY).eager(30)] {
                let lengths = lengths_of(cooling, 0.0, left, usize::MAX);
                assert_eq!(lengths.iter().sum::<u64>() as f64, left, "{lengths:?}");
                let last = *lengths.last().unwrap_or(&0) as f64;
                assert!(last >= 0.5 * left, "{lengths:?}");
            }
        }
    }

    #[test]
    fn no_cooling_is_longer_than_another_one_would_bring_more_for() {
        let of = |left: f64, most: usize| lengths_of(Cooling::among(50), 0.0, left, most);
        assert_eq!(of(f64::INFINITY, 20)[13..], [300_000; 7], "from 3,000 on, by half more each time");
        for left in [350_000.0, 1e6, 1.5e6, 7e6] {
            let lengths = of(left, usize::MAX);
            assert_eq!(lengths.iter().sum::<u64>() as f64, left, "{lengths:?}");
            assert!(lengths.iter().all(|length| *length <= 300_000), "{lengths:?}");
            assert!(
                lengths.iter().filter(|length| **length >= 180_000).sum::<u64>() as f64 >= 0.5 * left,
                "{lengths:?}"
            );
        }
    }

    /// In the middle of the last cooling the budget turns out to be less than it seemed, or more: it is over with the budget all
    /// the same, and not before.
    #[test]
    fn the_last_cooling_follows_what_is_known_of_the_budget() {
        let whole = 100_000;
        for (seemed, until) in [(150_000, 70_000), (whole, 0), (70_000, 50_000)] {
            let mut cooling = Cooling::among(MANY);
            let mut warmth = Vec::new();
            for gone in 0..whole {
                let known = if gone < until { seemed } else { whole };
                cooling.go_on(course(f64::from(gone), f64::from(known - gone)));
                warmth.push(cooling.warmth());
                cooling.ends_with_this_step();
            }
            assert!(warmth[69_000] > 0.2 && warmth[99_000] < 0.05, "{seemed}: {} {}", warmth[69_000], warmth[99_000]);
        }
    }

    #[test]
    fn a_walk_from_a_like_plan_begins_with_short_and_mild_coolings() {
        let (mut cooling, course) = (Cooling::among(MANY).mending(), course(0.0, f64::INFINITY));
        let mut of_next = || {
            cooling.go_on(course);
            while !cooling.ends_with_this_step() {}
            (cooling.length, cooling.first)
        };
        assert_eq!(
            [of_next(), of_next(), of_next(), of_next()],
            [(250, 0.1), (1_000, 0.3), (3_000, 1.0), (4_500, 1.0)]
        );
    }

    #[test]
    fn what_follows_a_long_walk_is_one_cooling_that_starts_less_warm_the_shorter_it_is() {
        assert_eq!(lengths(50_000.0, 50_000.0, usize::MAX), [50_000]);
        let first = |left: f64| {
            let mut cooling = Cooling::among(MANY);
            cooling.go_on(course(50_000.0, left));
            cooling.first
        };
        assert_eq!((first(50_000.0), first(5_000.0)), (1.0, 0.2));
    }

    #[test]
    fn however_long_the_walk_was_the_longest_begin_as_warm_as_the_first() {
        let first = |left: f64| {
            let mut cooling = Cooling::among(50);
            cooling.go_on(course(5e6, left));
            cooling.first
        };
        assert_eq!((first(300_000.0), first(500_000.0), first(1e6), first(15_000.0)), (1.0, 1.0, 1.0, 0.1));
    }
}
