//! How long a stream cools, and how warm it is: threshold accepting in coolings that begin anew from the best plan (Dueck &
//! Scheuer 1990). Longer coolings find better plans, so that they grow; where the budget is known the last one takes most of
//! it, because one that is cut off while it is warm has been for nothing.

/// Steps of the first cooling; each later one is half as long again.
const FIRST: u64 = 3_000;

/// Shares of all steps, those before and those to come, at which coolings end once a budget leaves no room for more of the
/// first kind. The last is the longest. The county's portfolio, 300,000 steps, five seeds: 1,354 on average, 1,346 where
/// coolings went on growing by half until they were cut off.
const ENDS: [f64; 4] = [0.05, 0.15, 0.4, 1.0];

/// A cooling that is shorter than this share of what went before it starts less warm: there is no time to find again what
/// warmth undoes.
const FULL_WARMTH: f64 = 0.5;

/// The first coolings of a walk that begins at a plan of a like question: steps, and how warm each begins. What has changed is
/// mended before anything is undone.
const MENDING: [(u64, f64); 2] = [(250, 0.1), (1_000, 0.3)];

/// Where a walk is: steps gone, those that went into what it began with included, and steps to come at most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Course {
    pub gone: f64,
    pub left: f64,
}

impl Course {
    /// So many steps later.
    pub(crate) fn after(self, steps: u64) -> Self {
        Self { gone: self.gone + steps as f64, left: self.left - steps as f64 }
    }

    /// Steps of a cooling that begins here, if it would be `planned` without a budget.
    fn cooling(self, planned: u64) -> u64 {
        let whole = self.gone + self.left;
        let mut rooms = ENDS.iter().map(|end| end * whole - self.gone).enumerate();
        match rooms.find(|(_, room)| *room >= planned as f64) {
            Some((0, _)) => planned,
            // Without a budget all ends are infinitely far away.
            Some((_, room)) => room as u64,
            None => self.left.max(1.0) as u64,
        }
    }
}

/// One stream's cooling.
#[derive(Clone, Debug)]
pub(super) struct Cooling {
    age: u64,
    length: u64,
    planned: u64,
    /// How warm it began, from 0 to 1.
    first: f64,
    /// Coolings that come before the others.
    mending: &'static [(u64, f64)],
}

impl Default for Cooling {
    fn default() -> Self {
        Self { age: 0, length: 0, planned: FIRST, first: 1.0, mending: &[] }
    }
}

impl Cooling {
    /// The first ones are short and mild.
    pub(super) fn mending() -> Self {
        Self { mending: &MENDING, ..Self::default() }
    }

    /// Begins the next one if the last is over.
    pub(super) fn begin_if_over(&mut self, course: Course) {
        if self.age < self.length {
            return;
        }
        if let Some(((length, first), rest)) = self.mending.split_first() {
            (self.age, self.length, self.first, self.mending) = (0, *length, *first, rest);
            return;
        }
        self.length = course.cooling(self.planned);
        self.first = (self.length as f64 / (FULL_WARMTH * course.gone).max(1.0)).min(1.0);
        self.age = 0;
        self.planned += self.planned / 2;
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

    /// Lengths of the coolings of a walk.
    fn lengths(gone: f64, left: f64, most: usize) -> Vec<u64> {
        let (mut cooling, mut course, mut out) = (Cooling::default(), Course { gone, left }, Vec::new());
        while course.left >= 1.0 && out.len() < most {
            cooling.begin_if_over(course);
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
    fn the_last_cooling_ends_with_the_budget() {
        for left in [10.0, 2_000.0, 5_000.0, 30_000.0, 300_000.0, 5e6] {
            let lengths = lengths(0.0, left, usize::MAX);
            assert_eq!(lengths.iter().sum::<u64>() as f64, left, "{lengths:?}");
            let last = *lengths.last().unwrap_or(&0) as f64;
            assert!(last >= 0.5 * left, "{lengths:?}");
        }
    }

    #[test]
    fn a_walk_from_a_like_plan_begins_with_short_and_mild_coolings() {
        let (mut cooling, course) = (Cooling::mending(), Course { gone: 0.0, left: f64::INFINITY });
        let mut of_next = || {
            cooling.begin_if_over(course);
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
            let mut cooling = Cooling::default();
            cooling.begin_if_over(Course { gone: 50_000.0, left });
            cooling.first
        };
        assert_eq!((first(50_000.0), first(5_000.0)), (1.0, 0.2));
    }
}
