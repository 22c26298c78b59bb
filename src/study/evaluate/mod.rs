//! Up to hundreds of candidate changes, each scored against one plan: made to a copy of the portfolio, planned from that
//! plan and its prices with a budget of its own, and thrown away. What is wrong with one says nothing of the others.

mod facts;
mod wish;

pub use facts::{Candidate, Evaluated, Evaluation, Wish};

use super::case::{Decided, Prepared, prepare};
use super::compare::{self, Change, Side};
use crate::base::Slice;
use crate::base::Stop;
use crate::check;
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::model::{Portfolio, Problem, ProblemCode};
use crate::plan::{GoalResult, Plan};
use crate::solve::{self, Answer, InternalError, Options, Prices, Question, Silent, Start};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Evaluating<'a> {
    /// As said, changes made.
    pub draft: &'a PortfolioDraft,
    /// As validated.
    pub portfolio: &'a Portfolio,
    /// It keeps every constraint.
    pub plan: &'a Plan,
    /// What binds plans.
    pub decided: Decided<'a>,
}

/// What the candidates come to. `stop` is for all of them together, `options.max_steps` for each. The same question, seed and
/// step budget give the same figures on any number of threads.
pub fn evaluate(
    asked: &Evaluating<'_>,
    candidates: &[Candidate],
    options: &Options,
    stop: &dyn Stop,
) -> Result<Evaluation, InternalError> {
    let baseline = asked.decided.baseline(asked.portfolio);
    let plan = check::complete(asked.portfolio, baseline.as_ref(), asked.plan.clone());
    let known = Known { asked, plan, options };
    let share = |done: usize| Slice::of_rest(stop, 1.0 / (candidates.len() + 1 - done) as f64);
    let case = Prepared { draft: asked.draft.clone(), portfolio: asked.portfolio.clone(), baseline };
    let answer = known.planned(&case, None, &share(0))?;
    let best = answer.plan.goals.first().copied();
    let unchanged = known.evaluated(Evaluated::default(), asked.portfolio, &answer, best);
    let mut out = Vec::new();
    for (i, candidate) in candidates.iter().enumerate() {
        let mut own = Evaluated { id: candidate.id.clone(), name: candidate.name.clone(), ..Evaluated::default() };
        let is_twice = candidates[..i].iter().any(|c| c.id == candidate.id);
        match known.changed(candidate, is_twice, &mut own) {
            Err(problems) => out.push(Evaluated { problems, ..own }),
            Ok(case) => {
                let prices = Some(&answer.prices).filter(|_| is_alike(&case.portfolio, asked.portfolio));
                let found = known.planned(&case, prices, &share(i + 1))?;
                out.push(known.evaluated(own, &case.portfolio, &found, best));
            }
        }
    }
    Ok(Evaluation { portfolio: asked.portfolio.id.clone(), unchanged, candidates: out })
}

/// Whether prices of one are prices of the other.
fn is_alike(a: &Portfolio, b: &Portfolio) -> bool {
    a.policy.goals[0].measure == b.policy.goals[0].measure
}

/// What all candidates are held against.
struct Known<'a> {
    asked: &'a Evaluating<'a>,
    plan: Plan,
    options: &'a Options,
}

impl Known<'_> {
    /// The portfolio with the candidate's changes, which are noted.
    fn changed(&self, candidate: &Candidate, is_twice: bool, own: &mut Evaluated) -> Result<Prepared, Vec<Problem>> {
        if is_twice {
            return Err(vec![Problem::new(ProblemCode::DuplicateId, "candidate.id", &candidate.id)]);
        }
        let changes = wish::changes(&candidate.what, self.asked.draft, self.asked.portfolio, &self.plan)?;
        own.changes = changes.iter().flatten().cloned().collect();
        let scenario = ScenarioDraft { changes, ..ScenarioDraft::default() };
        prepare(self.asked.draft, &scenario, &self.asked.decided)
            .map_err(|found| found.into_iter().map(renamed).collect())
    }

    fn planned(&self, case: &Prepared, prices: Option<&Prices>, stop: &dyn Stop) -> Result<Answer, InternalError> {
        let question =
            Question { portfolio: &case.portfolio, baseline: case.baseline.as_ref(), hint: Some(&self.plan) };
        // The plan is nearly its own: all streams begin there.
        let start = Start { hints: &[&self.plan; 3], prices, ..Start::default() };
        solve::plan_from(&question, &start, self.options, stop, &Silent)
    }

    /// `best` is the first goal's figure and bound without the change.
    fn evaluated(&self, own: Evaluated, portfolio: &Portfolio, found: &Answer, best: Option<GoalResult>) -> Evaluated {
        let plan = &found.plan;
        if !plan.status.has_plan() {
            return Evaluated { status: plan.status, ..own };
        }
        let was = plan.goals.first().and_then(|g| self.plan.measure(g.measure));
        let sign = |g: &GoalResult| if g.measure.is_maximised() { 1.0 } else { -1.0 };
        let first = plan.goals.first();
        // Nothing is proven of a first goal that the change replaces by another.
        let best = best.filter(|b| first.is_some_and(|g| g.measure == b.measure));
        let known = first.zip(best);
        let finite = |x: f64| Some(x).filter(|x| x.is_finite());
        Evaluated {
            status: plan.status,
            goals: plan.goals.clone(),
            differences: compare::differences(plan, &self.plan),
            moves: self.moves(portfolio, plan),
            gain: first.zip(was).map(|(g, was)| sign(g) * (g.value - was)),
            least_gain: known.and_then(|(g, b)| finite(sign(g) * (g.value - b.bound))),
            most_gain: known.and_then(|(g, b)| finite(sign(g) * (g.bound - b.value))),
            ..own
        }
    }

    fn moves(&self, portfolio: &Portfolio, plan: &Plan) -> Vec<Change> {
        let of = |id: &str| {
            let find = |plan: &'_ Plan| plan.projects.iter().position(|p| p.project == id && p.selected);
            let (old, new) = (find(&self.plan), find(plan));
            let old = Side { portfolio: self.asked.portfolio, plan: old.map(|i| &self.plan.projects[i]) };
            compare::change(id, old, Side { portfolio, plan: new.map(|i| &plan.projects[i]) })
        };
        let own = portfolio.projects.iter().map(|p| &p.id[..]);
        let gone = self.asked.portfolio.projects.iter().map(|p| &p.id[..]);
        let gone = gone.filter(|id| portfolio.projects.iter().all(|p| p.id != *id));
        own.chain(gone).filter_map(of).collect()
    }
}

/// What is wrong with a change is wrong with the candidate.
fn renamed(mut problem: Problem) -> Problem {
    if let Some(rest) = problem.path.strip_prefix("scenario") {
        problem.path = format!("candidate{rest}");
    }
    problem
}
