//! Every choice of modes and starts of a tiny instance. It asks nothing of the kernel but the instance.

use arbitre::schedule::{Instance, Objective};

/// The least value, as a pair; none if there is no schedule.
pub(crate) fn best(instance: &Instance) -> Option<(i64, i64)> {
    let mut search = Search { instance, chosen: Vec::new(), best: None };
    search.next();
    search.best
}

struct Search<'a> {
    instance: &'a Instance,
    /// Start and mode of the first activities. Random instances name them so that each comes after those it follows.
    chosen: Vec<(u32, usize)>,
    best: Option<(i64, i64)>,
}

impl Search<'_> {
    fn next(&mut self) {
        if self.best.is_some_and(|best| self.value() >= best) {
            return;
        }
        let at = self.chosen.len();
        let Some(activity) = self.instance.activities().get(at) else {
            self.best = Some(self.value());
            return;
        };
        let horizon = u32::try_from(self.instance.horizon()).expect("it is tiny");
        for mode in 0..activity.modes.len() {
            for start in self.instance.projects()[activity.project].release..=horizon {
                self.chosen.push((start, mode));
                if self.holds() {
                    self.next();
                }
                self.chosen.pop();
            }
        }
    }

    fn span(&self, at: usize) -> (u32, u32) {
        let (start, mode) = self.chosen[at];
        (start, start + self.instance.activities()[at].modes[mode].duration)
    }

    /// Whether the last choice goes with those before it.
    fn holds(&self) -> bool {
        let last = self.chosen.len() - 1;
        let (start, end) = self.span(last);
        let follows = |at: usize| self.instance.activities()[at].successors.contains(&last);
        if (0..last).any(|at| follows(at) && self.span(at).1 > start) {
            return false;
        }
        let used = |at: usize, kind: bool, r: usize| {
            let mode = &self.instance.activities()[at].modes[self.chosen[at].1];
            let needs = if kind { &mode.renewable } else { &mode.nonrenewable };
            needs.iter().filter(|n| n.0 == r).map(|n| n.1).sum::<u32>()
        };
        let runs = |at: usize, t: u32| self.span(at).0 <= t && t < self.span(at).1;
        let held = |t: u32, r: usize| (0..=last).filter(|&at| runs(at, t)).map(|at| used(at, true, r)).sum::<u32>();
        let renewables = self.instance.renewables().iter().enumerate();
        let nonrenewables = self.instance.nonrenewables().iter().enumerate();
        let spent = |r: usize| (0..=last).map(|at| used(at, false, r)).sum::<u32>();
        renewables.clone().all(|(r, &c)| (start..end).all(|t| held(t, r) <= c))
            && nonrenewables.clone().all(|(r, &c)| spent(r) <= c)
    }

    /// Of what is chosen so far: no more than that of all of it.
    fn value(&self) -> (i64, i64) {
        let projects = self.instance.projects();
        let mut finishes: Vec<i64> = projects.iter().map(|p| i64::from(p.release)).collect();
        for at in 0..self.chosen.len() {
            let finish = &mut finishes[self.instance.activities()[at].project];
            *finish = (*finish).max(i64::from(self.span(at).1));
        }
        let last = finishes.iter().copied().max().unwrap_or(0);
        let first = projects.iter().map(|p| i64::from(p.release)).min().unwrap_or(0);
        match self.instance.objective() {
            // A project without activities finishes nothing.
            Objective::Makespan => ((0..self.chosen.len()).map(|at| i64::from(self.span(at).1)).max().unwrap_or(0), 0),
            Objective::DelayThenMakespan => {
                let due = |p: usize| i64::from(projects[p].release) + i64::from(projects[p].duration);
                ((0..projects.len()).map(|p| finishes[p] - due(p)).sum(), last - first)
            }
        }
    }
}
