//! What a part of the tree may be split on: questions with two sides that together hold every plan that it holds.

use super::bound::{Mix, Priced, Scope, Status, options};
use super::decision::Decision;
use super::instance::Instance;

/// Shares below this are chance: what a side takes away is taken for no less.
const LEAST: f64 = 0.02;

/// The share of recent answers that has to have a project in for questions about its phases.
const INSIDE: f64 = 0.2;

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    /// Whether anything is ordered under a framework.
    Framework(usize),
    /// Whether a project is in.
    Project(usize),
    /// When a phase starts.
    Start(usize),
    /// Whether a phase is done in this mode.
    Mode(usize),
}

/// Something to split a part on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Question {
    pub subject: Subject,
    pub sides: [Decision; 2],
    /// By side: the share of recent answers that it takes away.
    pub taken: [f64; 2],
}

impl Question {
    /// The less answers agree, the larger.
    pub(crate) fn doubt(&self) -> f64 {
        self.taken[0] * self.taken[1]
    }

    /// The sides' positions, that first which takes less away.
    pub(crate) fn order(&self) -> [usize; 2] {
        if self.taken[0] <= self.taken[1] { [0, 1] } else { [1, 0] }
    }
}

/// The questions that recent answers do not agree on, and all that are open about frameworks and projects. Of when a project's phases
/// start, one is asked, about the phase that answers agree on least: the others move along.
pub(crate) fn questions(instance: &Instance, scope: &Scope, mix: &Mix) -> Vec<Question> {
    let mut out = Vec::new();
    for framework in (0..scope.used.len()).filter(|f| scope.used[*f].is_none()) {
        let sides = [true, false].map(|used| Decision::Used { framework, used });
        out.push(Question { subject: Subject::Framework(framework), sides, taken: [0.5; 2] });
    }
    for project in (0..instance.projects.len()).filter(|p| scope.status[*p] != Status::Out) {
        let inside: f64 = mix.plans(project).map(|x| x.0).sum();
        if scope.status[project] == Status::Free {
            let sides = [true, false].map(|is_in| Decision::Project { project, is_in });
            out.push(question(Subject::Project(project), sides, [1.0 - inside, inside]));
        }
        if inside >= INSIDE {
            let mut when = None::<Question>;
            for (i, phase) in instance.projects[project].phases.clone().enumerate() {
                let (starts, modes) = left(instance, scope, phase);
                let shares = mix.plans(project).map(|(share, slots)| (slots[i].start, share));
                let asked = about_start(phase, &starts, shares);
                when = when.into_iter().chain(asked).max_by(|a, b| a.doubt().total_cmp(&b.doubt()));
                let shares = mix.plans(project).map(|(share, slots)| (slots[i].mode, share));
                out.extend(about_mode(phase, &modes, shares));
            }
            out.extend(when);
        }
    }
    out
}

/// The phase of a project that is in with most options left, cut in two. All projects are settled, and the scope holds more than
/// one plan.
pub(crate) fn widest_phase(instance: &Instance, scope: &Scope, priced: &Priced) -> [Decision; 2] {
    let inside = (0..instance.phases.len()).filter(|ph| scope.status[instance.phases[*ph].project] == Status::In);
    let count = |ph: &usize| options(instance, scope, *ph).count();
    let phase = inside.max_by_key(|ph| (count(ph), usize::MAX - ph)).expect("more than one plan is in scope");
    let starts: Vec<usize> = options(instance, scope, phase).map(|o| o.2).collect();
    let (first, last) = (starts.iter().min().copied().unwrap_or(0), starts.iter().max().copied().unwrap_or(0));
    if first == last {
        let mode = options(instance, scope, phase).next().expect("it has several options").0;
        return [true, false].map(|only| Decision::Mode { phase, mode, only });
    }
    // The answer's own start ends the early side, so that both sides lose something of it.
    let answer = priced.plans[instance.phases[phase].project].as_ref();
    let answered = answer.map_or(first, |slots| instance.slot_of(phase, slots).start as usize);
    let last = answered.clamp(first, last - 1);
    [true, false].map(|early| Decision::Start { phase, last, early })
}

/// Starts and modes of a phase that are left, in order.
fn left(instance: &Instance, scope: &Scope, phase: usize) -> (Vec<u32>, Vec<u32>) {
    let in_order = |all: &mut Vec<u32>| {
        all.sort_unstable();
        all.dedup();
    };
    let (mut modes, mut starts): (Vec<u32>, Vec<u32>) =
        options(instance, scope, phase).map(|(mode, _, start)| (mode as u32, start as u32)).unzip();
    in_order(&mut starts);
    in_order(&mut modes);
    (starts, modes)
}

/// Early or late, such that about as many answers are on either side. None where all agree.
fn about_start(phase: usize, left: &[u32], shares: impl Iterator<Item = (u32, f64)>) -> Option<Question> {
    let shares = summed(left, shares);
    let all: f64 = shares.iter().map(|x| x.1).sum();
    let (mut early, mut best) = (0.0, None::<(f64, usize)>);
    for (start, share) in shares.iter().take(shares.len().saturating_sub(1)) {
        early += share;
        if best.is_none_or(|(b, _)| (early - all / 2.0).abs() < (b - all / 2.0).abs()) {
            best = Some((early, *start as usize));
        }
    }
    let (early, last) = best?;
    let sides = [true, false].map(|early| Decision::Start { phase, last, early });
    Some(question(Subject::Start(phase), sides, [all - early, early]))
}

/// The mode that most answers have, or another. None where all agree.
fn about_mode(phase: usize, left: &[u32], shares: impl Iterator<Item = (u32, f64)>) -> Option<Question> {
    let shares = summed(left, shares);
    let all: f64 = shares.iter().map(|x| x.1).sum();
    let (mode, share) = shares.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|_| shares.len() > 1)?;
    let mode = mode as usize;
    let sides = [true, false].map(|only| Decision::Mode { phase, mode, only });
    Some(question(Subject::Mode(mode), sides, [all - share, share]))
}

fn question(subject: Subject, sides: [Decision; 2], taken: [f64; 2]) -> Question {
    Question { subject, sides, taken: taken.map(|x| x.max(LEAST)) }
}

/// By each of what is left that has any: its share.
fn summed(left: &[u32], shares: impl Iterator<Item = (u32, f64)>) -> Vec<(u32, f64)> {
    let mut sums = vec![0.0; left.len()];
    for (x, share) in shares {
        if let Ok(i) = left.binary_search(&x) {
            sums[i] += share;
        }
    }
    left.iter().copied().zip(sums).filter(|x| x.1 > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::super::bound::Pricer;
    use super::super::state::tests::on_some_stage;
    use super::*;
    use crate::base::Rng;

    /// Questions about phases that move along would be looked at for nothing.
    #[test]
    fn of_when_a_project_is_done_one_question_is_asked_that_answers_agree_on_least() {
        let (mut asked, mut others) = (0, 0);
        for seed in 0..200 {
            on_some_stage(&mut Rng::new(seed), |stage, rng| {
                let (pricer, scope) = (Pricer::new(stage), Scope::root(stage));
                let priced = |rng: &mut Rng| {
                    let mut price = |_| if rng.chance(0.5) { 0.0 } else { 10_f64.powf(8.0 * rng.unit()) };
                    let prices: Vec<f64> = (0..pricer.rows.len).map(&mut price).collect();
                    pricer.price(&prices, &scope).plans
                };
                let mut mix = Mix::of(&priced(rng));
                (0..6).for_each(|_| mix.add(0.3, &priced(rng)));
                let instance = stage.instance;
                let mut starts = vec![None; instance.projects.len()];
                for question in questions(instance, &scope, &mix) {
                    let Subject::Start(phase) = question.subject else { continue };
                    let before = starts[instance.phases[phase].project].replace(question);
                    assert_eq!(before, None, "seed {seed}: two questions");
                    asked += 1;
                }
                for (p, question) in starts.iter().enumerate() {
                    let Some(question) = question else { continue };
                    for (i, phase) in instance.projects[p].phases.clone().enumerate() {
                        let shares = mix.plans(p).map(|(share, slots)| (slots[i].start, share));
                        let Some(other) = about_start(phase, &left(instance, &scope, phase).0, shares) else {
                            continue;
                        };
                        assert!(other.doubt() <= question.doubt(), "seed {seed}: {other:?} and {question:?}");
                        others += usize::from(other.subject != question.subject);
                    }
                }
            });
        }
        assert!(asked > 50 && others > 20, "{asked} questions, {others} others");
    }
}
