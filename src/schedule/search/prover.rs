//! One end of the proof: asks the solver whether there is a schedule within a limit, goes on from round to round while the
//! limit stays or shrinks, and begins anew where it grows.

use super::super::close::{Limit, News, Sense, Solver, Verdict};
use super::super::instance::{Objective, Value};
use super::super::network::Network;
use super::member::Member;
use crate::base::Stop;

/// Where only the first value is asked about.
pub(crate) const ANY: i64 = i64::MAX;

#[derive(Clone, Debug)]
pub(crate) struct Prover<'a> {
    network: &'a Network,
    sense: Sense,
    asked: Option<Value>,
    solver: Option<Solver<'a>>,
    /// Proven: no schedule's values are both as low as these.
    pub refuted: Option<Value>,
    /// A schedule that the solver came upon.
    pub found: Option<Member>,
}

impl<'a> Prover<'a> {
    pub(crate) fn new(network: &'a Network, sense: Sense) -> Self {
        Self { network, sense, asked: None, solver: None, refuted: None, found: None }
    }

    /// Goes on for so many conflicts with the question whether both values can be as low.
    pub(crate) fn advance(&mut self, asked: Option<Value>, conflicts: u64, stop: &dyn Stop) {
        let Some(asked) = asked else { return };
        if !self.ask(asked) {
            return;
        }
        let Some(solver) = &mut self.solver else { return };
        match solver.run(conflicts, &|| stop.stop()) {
            Verdict::Refuted => self.refute(asked),
            Verdict::Open => {}
            Verdict::Found(starts, ways) => {
                let value = self.network.value(&starts, &ways);
                self.found = Some(Member { starts, ways, value });
            }
        }
    }

    /// Whether there is a question to go on with.
    fn ask(&mut self, asked: Value) -> bool {
        if self.asked == Some(asked) {
            return self.solver.is_some();
        }
        let Some(limit) = limit(self.network, asked) else { return false };
        let goes_on = self.asked.is_some_and(|a| asked.first <= a.first && asked.second <= a.second);
        self.asked = Some(asked);
        if goes_on && let Some(solver) = &mut self.solver {
            if !solver.tighten(limit) {
                self.refute(asked);
            }
            return self.solver.is_some();
        }
        match Solver::new(self.network, limit, self.sense) {
            Some(solver) => self.solver = solver.is_handy().then_some(solver),
            None => self.refute(asked),
        }
        self.solver.is_some()
    }

    /// Conflicts that the present question has taken, and those before it from which it goes on.
    pub(crate) fn conflicts(&self) -> u64 {
        self.solver.as_ref().map_or(0, |solver| solver.conflicts)
    }

    /// What was learned since it was last asked for.
    pub(crate) fn news(&mut self) -> Option<News> {
        Some(self.solver.as_mut()?.news())
    }

    /// Takes what another has learned, as far as it holds for the present question.
    pub(crate) fn hear(&mut self, news: Option<News>) {
        if let (Some(news), Some(solver)) = (news, &mut self.solver) {
            solver.hear(&news);
        }
    }

    fn refute(&mut self, asked: Value) {
        self.refuted = Some(asked);
        self.solver = None;
    }
}

/// What values stand for; none where it cannot be counted.
fn limit(network: &Network, asked: Value) -> Option<Limit> {
    let horizon = network.horizon as i32;
    let count = |value: i64| i32::try_from(value).ok();
    match network.objective {
        Objective::Makespan => Some(Limit { sum: i32::MAX, last: count(asked.first)?.min(horizon) }),
        Objective::DelayThenMakespan => {
            let due = network.release.iter().zip(&network.reference).map(|(&r, &d)| i64::from(r) + i64::from(d));
            let first = network.release.iter().copied().min().unwrap_or(0);
            let last = asked.second.saturating_add(i64::from(first)).min(i64::from(horizon));
            Some(Limit { sum: count(asked.first + due.sum::<i64>())?, last: count(last)? })
        }
    }
}
