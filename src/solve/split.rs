//! How a round is split between the walk and the proof: the proof gets more while it closes the gap faster than the walk would in
//! the same time, and less while it does not. What a walk still brings falls with what it has had: a doubling of its steps closes
//! about as much of the gap whenever it comes. Counted in options and steps, never in seconds: the same everywhere.

/// Options priced in the time of a step, about.
const STEP: u64 = 1_000;

/// What the proof gets at most, as a share of what the walk gets, and how often that is halved at most. The proof keeps little more
/// than one thread busy; with more than the walk, two threads were idle for an eighth of the time.
const MOST: f64 = 1.0;
const HALVINGS: u32 = 4;

/// Evaluations in a round at most.
const EVALUATIONS: f64 = 1_000.0;

/// Evaluations after which is judged what they have brought. Those of a tree are judged each time that there are a quarter more: a part
/// takes about as many, and as its bound is that of the worst of its parts, hundreds of them show at once or not at all.
const WINDOW: u64 = 50;

/// Share of the gap that the walk closes while its steps grow to e times as many. Random 1,000, two seeds, 20 s, gaps: 10.4 and
/// 11.9 % at 0.1, 9.6 and 11.4 at 0.05, 10.1 and 10.9 at 0.035, 10.4 and 11.1 at 0.025; 10.3 and 11.7 where the proof got as
/// much as the walk.
const GROWTH: f64 = 0.035;

/// Options from which on shares fall at once. The proof of a problem of fewer options may still end with an optimum: its share is
/// halved once after so many evaluations, and again after twice as many.
const LARGE: u64 = 10_000;
const PATIENCE: u64 = 6_000;

/// How often the share of a tree is halved when it begins, at most, and while it gets nowhere where options are fewer.
const TREE_BEGINS: u32 = 1;
const TREE_HALVINGS: u32 = 2;

/// The split as it stands.
#[derive(Clone, Debug)]
pub(super) struct Split {
    options: u64,
    halvings: u32,
    /// Evaluations that are due, a part of one included.
    due: f64,
    /// Evaluations in all, and until the split was last judged, with the bound then.
    made: u64,
    judged: u64,
    before: Option<f64>,
    /// Whether the proof goes on by parts.
    is_tree: bool,
}

impl Split {
    /// Of a problem of so many options.
    pub(super) fn new(options: u64) -> Self {
        Self { options: options.max(1), halvings: 0, due: 0.0, made: 0, judged: 0, before: None, is_tree: false }
    }

    /// Evaluations beside so many steps.
    pub(super) fn evaluations(&mut self, steps: u64) -> u64 {
        let whole = MOST * (steps * STEP) as f64 / self.options as f64;
        self.due = self.due.fract() + whole / f64::from(1_u32 << self.halvings);
        self.due.min(EVALUATIONS) as u64
    }

    /// From here on the proof goes on by parts: what was seen of prices says nothing of that.
    pub(super) fn begin_tree(&mut self, bound: f64) {
        if !self.is_tree {
            (self.is_tree, self.judged, self.before) = (true, self.made, Some(bound));
            self.halvings = self.halvings.min(TREE_BEGINS);
        }
    }

    /// Evaluations so far.
    pub(super) fn made(&self) -> u64 {
        self.made
    }

    /// Takes in so many evaluations, the bound that they came to, the plan's value if there is one, and the steps that the walk
    /// has had in all.
    pub(super) fn judge(&mut self, made: u64, bound: f64, value: Option<f64>, steps: u64) {
        self.made += made;
        let since = self.made - self.judged;
        let window = if self.is_tree { (self.judged / 4).max(WINDOW) } else { WINDOW };
        let Some(value) = value.filter(|_| since >= window) else { return };
        self.judged = self.made;
        let Some(before) = self.before.replace(bound) else { return };
        let closed = (before - bound) / (before - value).max(f64::MIN_POSITIVE);
        let walk = GROWTH * (since * self.options) as f64 / (steps.max(1) * STEP) as f64;
        let next = if closed > walk { self.halvings.saturating_sub(1) } else { self.halvings + 1 };
        self.halvings = next.min(self.most_halvings());
    }

    fn most_halvings(&self) -> u32 {
        let patient = u64::BITS - (self.made / PATIENCE).leading_zeros();
        let small = patient.min(if self.is_tree { TREE_HALVINGS } else { HALVINGS });
        if self.options >= LARGE { HALVINGS } else { small }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounds of 800 steps in which each evaluation closes this share of the gap: evaluations in the last round of them.
    fn after(rounds: u64, options: u64, closes: f64) -> u64 {
        let (mut split, mut bound, mut last) = (Split::new(options), 2.0, 0);
        for round in 1..=rounds {
            last = split.evaluations(800);
            bound -= (bound - 1.0) * closes * last as f64;
            split.judge(last, bound, Some(1.0), 800 * round);
        }
        last
    }

    #[test]
    fn a_proof_that_gets_nowhere_leaves_the_time_to_the_walk() {
        assert_eq!(after(1, 100_000, 0.0), 8);
        assert_eq!((0..16).map(|k| after(200 + k, 100_000, 0.0)).sum::<u64>(), 8);
    }

    #[test]
    fn a_proof_that_gets_on_keeps_its_share() {
        assert_eq!(after(200, 100_000, 1e-2), 8);
    }

    #[test]
    fn a_small_problem_is_given_time_to_be_proven() {
        assert_eq!(after(10, 2_000, 0.0), 400);
        assert!(after(200, 2_000, 0.0) < 100);
    }

    #[test]
    fn of_many_options_some_rounds_have_no_evaluation() {
        let counts: Vec<u64> = (1..=10).map(|rounds| after(rounds, 4_000_000, 0.0)).collect();
        assert_eq!(counts, [0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    }

    /// Of a tree that gets nowhere, after 2,000 evaluations at the root that got nowhere: how many there were when the share was halved.
    fn halved(options: u64) -> (Vec<u64>, u64) {
        let mut split = Split::new(options);
        (0..200).for_each(|k| split.judge(10, 2.0, Some(1.0), 800 * k));
        split.begin_tree(2.0);
        let (mut halved, mut last) = (Vec::new(), split.halvings);
        for k in 1..=1_000 {
            split.judge(10, 2.0, Some(1.0), 160_000 + 80 * k);
            if split.halvings > last {
                halved.push(split.made());
            }
            last = split.halvings;
        }
        (halved, split.evaluations(25_600 * options / 100_000) * 100 / 256)
    }

    /// The bound of a tree stands still while many parts are looked at.
    #[test]
    fn a_tree_begins_anew_and_is_judged_each_time_that_there_are_a_quarter_more_evaluations() {
        assert_eq!(halved(100_000), (vec![2_500, 3_130, 3_920], 6));
        assert_eq!(halved(5_000), (vec![6_130], 50));
    }

    /// What was judged before there was a plan says nothing.
    #[test]
    fn without_a_plan_the_proof_has_its_share() {
        let mut split = Split::new(100_000);
        (0..100).for_each(|_| split.judge(50, 1.0, None, 800));
        assert_eq!(split.evaluations(800), 8);
    }
}
