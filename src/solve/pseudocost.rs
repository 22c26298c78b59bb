//! Which question a part is split on: the one whose two sides bring the bound lowest. Where much is below a part, the most promising
//! questions are looked at and the best of them is taken: strong branching. Elsewhere it is the one that is likely to, by what
//! questions of the same subject have brought before, and only what nothing is known of is looked at: reliability branching, by
//! pseudocosts (Achterberg, Koch & Martin, "Branching rules revisited", Oper. Res. Lett. 33, 2005).

use std::collections::BTreeMap;
use std::vec::IntoIter;

use super::branch::{Question, Subject};

/// Of the most promising questions, how many are looked at anywhere that nothing is known of.
const LEAST_NEW: usize = 4;

/// What a side is taken to bring at least, as a share of what there is to be brought: of two questions of which one side brings
/// nothing, that is better whose other side brings more.
const LEAST: f64 = 1e-6;

/// Share of answers that a side has to take away. Where all agree, one side is empty or nearly, and the other as large as both.
const DOUBT: f64 = 0.03;

/// The choice of a question, one look after another: each takes a while, and others wait.
pub(crate) struct Asking<L> {
    /// With what they are likely to bring, the most promising first.
    left: IntoIter<((f64, f64), Question)>,
    passed: usize,
    width: usize,
    chosen: Option<(f64, Question, Option<[L; 2]>)>,
}

impl<L> Asking<L> {
    /// The next question that is worth a look, if there may be one and there is one.
    pub(crate) fn next(&mut self, costs: &Pseudocosts, may_look: bool) -> Option<Question> {
        while let Some(((expected, _), question)) = self.left.next() {
            let is_known = costs.is_known(&question);
            let width = if is_known { self.width } else { (2 * self.width).max(LEAST_NEW) };
            self.passed += 1;
            if may_look && self.passed <= width {
                return Some(question);
            }
            let score = if is_known && self.width == 0 { expected } else { f64::NEG_INFINITY };
            self.offer(score, question, None);
        }
        None
    }

    /// By how much the bound falls at least on each side of the question, and what else there is to say of it. A question of which
    /// one side turns out to hold nothing is an answer, and comes last.
    pub(crate) fn saw(&mut self, costs: &mut Pseudocosts, question: Question, sides: [(f64, L); 2], most: f64) {
        (0..2).for_each(|i| costs.learn(question.subject, i, question.taken[i], sides[i].0));
        let is_settled = sides.iter().filter(|side| side.0 >= most).count() == 1;
        let score = if is_settled { 0.0 } else { share(sides[0].0 / most) * share(sides[1].0 / most) };
        self.offer(score, question, Some(sides.map(|(_, side)| side)));
    }

    /// The first is the most promising as far as it was known before; it stands where another is no better.
    fn offer(&mut self, score: f64, question: Question, looks: Option<[L; 2]>) {
        if self.chosen.as_ref().is_none_or(|(best, ..)| score > *best) {
            self.chosen = Some((score, question, looks));
        }
    }

    /// The best question, with what was seen of its sides if it was looked at; none if there are no questions.
    pub(crate) fn chosen(self) -> Option<(Question, Option<[L; 2]>)> {
        self.chosen.map(|(_, question, looks)| (question, looks))
    }
}

/// What has been seen of subjects: by how much the bound fell, for all that a side takes away from answers.
#[derive(Debug, Default)]
pub(crate) struct Pseudocosts {
    by_subject: BTreeMap<Subject, [Mean; 2]>,
    /// Of all subjects of a kind.
    by_kind: [[Mean; 2]; 4],
}

#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    sum: f64,
    count: f64,
}

impl Mean {
    fn add(&mut self, x: f64) {
        self.sum += x;
        self.count += 1.0;
    }

    fn get(self) -> Option<f64> {
        (self.count > 0.0).then(|| self.sum / self.count)
    }
}

impl Pseudocosts {
    /// That the bound of a side that takes so much away was lower by so much than that of both.
    pub(crate) fn learn(&mut self, subject: Subject, side: usize, taken: f64, fall: f64) {
        let rate = fall / taken;
        if rate.is_finite() {
            self.by_subject.entry(subject).or_default()[side].add(rate);
            self.by_kind[kind(subject)][side].add(rate);
        }
    }

    /// Begins to ask which of the questions brings most on both sides. The bound cannot usefully fall by more than `most`. So many
    /// of the most promising ones as `width` says are looked at, and twice as many of those that nothing is known of.
    pub(crate) fn ask<L>(&self, mut questions: Vec<Question>, width: usize, most: f64) -> Asking<L> {
        let is_doubtful = |q: &Question| q.taken[0].min(q.taken[1]) > DOUBT;
        if questions.iter().any(is_doubtful) {
            questions.retain(is_doubtful);
        }
        let scored = |q: Question| ((self.score(&q, most), q.doubt()), q);
        let mut ranked: Vec<((f64, f64), Question)> = questions.into_iter().map(scored).collect();
        ranked.sort_by(|(a, x), (b, y)| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)).then(x.subject.cmp(&y.subject)));
        Asking { left: ranked.into_iter(), passed: 0, width, chosen: None }
    }

    fn is_known(&self, question: &Question) -> bool {
        (0..2).all(|side| self.known(question.subject, side).is_some())
    }

    fn known(&self, subject: Subject, side: usize) -> Option<f64> {
        self.by_subject.get(&subject)?[side].get()
    }

    /// The product of what its sides are likely to bring, in shares of `most`. Of a kind that nothing is known of, all of it.
    fn score(&self, question: &Question, most: f64) -> f64 {
        let expected = |side: usize| {
            let of_kind = || self.by_kind[kind(question.subject)][side].get();
            let rate = self.known(question.subject, side).or_else(of_kind);
            rate.map_or(1.0, |rate| share(rate * question.taken[side] / most))
        };
        expected(0) * expected(1)
    }
}

/// What a side brings, as a share of what there is to be brought.
fn share(brought: f64) -> f64 {
    brought.clamp(LEAST, 1.0)
}

fn kind(subject: Subject) -> usize {
    match subject {
        Subject::Framework(_) => 0,
        Subject::Project(_) => 1,
        Subject::Start(_) => 2,
        Subject::Mode(_) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::super::decision::Decision;
    use super::*;

    fn about(project: usize, taken: [f64; 2]) -> Question {
        let sides = [true, false].map(|is_in| Decision::Project { project, is_in });
        Question { subject: Subject::Project(project), sides, taken }
    }

    type Looks<'a> = &'a mut Vec<usize>;
    type Look<'a> = dyn FnMut(&Question) -> [(f64, usize); 2] + 'a;
    type Chosen = Option<(Question, Option<[usize; 2]>)>;

    /// The whole choice; without any look if there is nobody to look.
    fn choose(
        costs: &mut Pseudocosts,
        questions: Vec<Question>,
        width: usize,
        most: f64,
        look: Option<&mut Look<'_>>,
    ) -> Chosen {
        let mut asking = costs.ask(questions, width, most);
        let Some(look) = look else {
            assert_eq!(asking.next(costs, false), None);
            return asking.chosen();
        };
        while let Some(question) = asking.next(costs, true) {
            let sides = look(&question);
            asking.saw(costs, question, sides, most);
        }
        asking.chosen()
    }

    /// Of these, project 2 brings something on both sides, the others on one; who is looked at is noted.
    fn look(question: &Question, looks: Looks) -> [(f64, usize); 2] {
        let Subject::Project(project) = question.subject else { panic!("only projects are asked about") };
        looks.push(project);
        let side = |i| (if project == 2 { 4.0 } else { [6.0, 0.0][i] }, 10 * project + i);
        [side(0), side(1)]
    }

    #[test]
    fn what_lowers_the_bound_on_both_sides_is_chosen_and_not_looked_at_again() {
        let (mut costs, mut looks) = (Pseudocosts::default(), Vec::new());
        let questions = || vec![about(0, [0.5; 2]), about(1, [0.4, 0.6]), about(2, [0.4, 0.6])];
        let chosen = choose(&mut costs, questions(), 0, 10.0, Some(&mut |q: &Question| look(q, &mut looks)));
        assert_eq!(chosen, Some((about(2, [0.4, 0.6]), Some([20, 21]))));
        let chosen = choose(&mut costs, questions(), 0, 10.0, Some(&mut |q: &Question| look(q, &mut looks)));
        assert_eq!(chosen, Some((about(2, [0.4, 0.6]), None)));
        assert_eq!(looks, [0, 1, 2]);
    }

    #[test]
    fn where_much_is_below_the_most_promising_are_looked_at_again_and_only_they() {
        let (mut costs, mut looks) = (Pseudocosts::default(), Vec::new());
        let learned = [(0, 1.0), (1, 9.0), (2, 0.5), (3, 2.0)];
        learned.iter().for_each(|(p, fall)| (0..2).for_each(|i| costs.learn(Subject::Project(*p), i, 0.5, *fall)));
        let questions = (0..4).map(|p| about(p, [0.5; 2])).collect();
        let chosen = choose(&mut costs, questions, 2, 10.0, Some(&mut |q: &Question| look(q, &mut looks)));
        assert_eq!(looks, [1, 3]);
        assert_eq!(chosen, Some((about(1, [0.5; 2]), Some([10, 11]))));
    }

    #[test]
    fn what_is_learned_of_parts_counts_for_what_was_never_looked_at() {
        let mut costs = Pseudocosts::default();
        (0..2).for_each(|side| costs.learn(Subject::Project(0), side, 0.5, 1.0));
        (0..2).for_each(|side| costs.learn(Subject::Project(1), side, 0.5, 3.0));
        let chosen = choose(&mut costs, vec![about(0, [0.5; 2]), about(1, [0.5; 2])], 0, 10.0, None);
        assert_eq!(chosen, Some((about(1, [0.5; 2]), None)));
        assert!((costs.score(&about(7, [0.5; 2]), 10.0) - 0.04).abs() < 1e-12);
    }

    /// One that nothing is known of might bring anything.
    #[test]
    fn where_there_may_be_no_looks_what_is_known_to_bring_something_comes_first() {
        let mut costs = Pseudocosts::default();
        (0..2).for_each(|side| costs.learn(Subject::Project(0), side, 0.5, 1.0));
        let questions = vec![about(0, [0.4, 0.6]), about(1, [0.5; 2])];
        assert_eq!(choose(&mut costs, questions, 0, 10.0, None).map(|x| x.0), Some(about(0, [0.4, 0.6])));
    }

    #[test]
    fn what_answers_agree_on_is_asked_only_where_they_agree_on_everything() {
        let (mut costs, mut looks) = (Pseudocosts::default(), Vec::new());
        let chosen = choose(
            &mut costs,
            vec![about(2, [0.98, 0.02]), about(1, [0.9, 0.1])],
            0,
            10.0,
            Some(&mut |q: &Question| look(q, &mut looks)),
        );
        assert_eq!((chosen.map(|x| x.0), looks), (Some(about(1, [0.9, 0.1])), vec![1]));
        let chosen = choose(&mut costs, vec![about(2, [0.98, 0.02])], 0, 10.0, None);
        assert_eq!(chosen.map(|x| x.0), Some(about(2, [0.98, 0.02])));
    }

    /// Without a plan there may be no end to what the bound can fall by.
    #[test]
    fn whatever_the_figures_a_question_is_chosen() {
        for (most, fall) in [(f64::INFINITY, 1.0), (0.0, 0.0), (f64::NAN, f64::NAN), (1.0, f64::INFINITY)] {
            let chosen = choose(
                &mut Pseudocosts::default(),
                vec![about(0, [0.5; 2])],
                8,
                most,
                Some(&mut |_: &Question| [(fall, 0); 2]),
            );
            assert_eq!(chosen.map(|x| x.0), Some(about(0, [0.5; 2])), "{most} {fall}");
        }
        assert_eq!(choose(&mut Pseudocosts::default(), Vec::new(), 0, 1.0, None), None);
    }
}
