//! Dynamic programming over the tree of a project's phases: the most that can still come of an option. Exact for a
//! chain; for other shapes precedences outside the tree are left out and the ends are those of one phase, so that it is
//! a bound. As [`crate::solve::path`], in exact scores.

use super::applicant::Applicant;
use super::worth::{Score, Worth};

/// Which periods a placement may start and end in.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    /// By first start, by period after the last finish.
    pub first: Vec<bool>,
    pub end: Vec<bool>,
    /// No phase starts before the first or ends after the second: between them a flow limit has room.
    pub gap: (usize, usize),
}

/// Bounds by option, phase and start.
#[derive(Debug)]
pub(super) struct Tables {
    width: usize,
    /// By option, from the project's first: its own worth with that of its end, and with all below it.
    pub own: Vec<Option<Score>>,
    pub through: Vec<Option<Score>>,
    /// By phase and start: the most from there on.
    suffix: Vec<Option<Score>>,
    /// By phase: what it hangs under, by position in the project, and whether that is so.
    pub parent: Vec<Option<usize>>,
}

impl Tables {
    pub(super) fn new<W: Worth>(applicant: &Applicant, worth: &W, lifted: &[bool], ends: &Ends) -> Self {
        let instance = &applicant.ground.instance;
        let p = &instance.projects[applicant.project];
        let width = instance.periods + 1;
        let mut parent = vec![None; p.phases.len()];
        for (at, phase) in p.phases.clone().enumerate() {
            instance.phases[phase].children.iter().for_each(|(child, _)| parent[child - p.phases.start] = Some(at));
        }
        let mut tables = Self {
            width,
            own: vec![None; p.options.len()],
            through: vec![None; p.options.len()],
            suffix: vec![None; p.phases.len() * width],
            parent,
        };
        let (first, end) = (first_scores(p.chain, ends), end_scores(applicant, worth, p.chain, ends));
        for phase in p.phases.clone().rev() {
            for m in instance.phases[phase].modes.clone() {
                let mode = &instance.modes[m];
                for start in ends.gap.0..mode.starts.min((ends.gap.1 + 1).saturating_sub(mode.duration)) {
                    let option = mode.first_option + start;
                    if (phase == p.source && !first[start]) || !applicant.is_open(option, lifted) {
                        continue;
                    }
                    let last = if phase == p.sink { end[start + mode.duration] } else { Some(Score::default()) };
                    let own = last.map(|last| last + worth.option(applicant, m, start));
                    tables.own[option - p.options.start] = own;
                    tables.through[option - p.options.start] =
                        own.and_then(|own| tables.with_children(applicant, phase, start + mode.duration, own));
                }
            }
            tables.set_suffix(applicant, phase);
        }
        tables
    }

    /// The most of a phase, by its position in the project, from a start on.
    pub(super) fn most(&self, position: usize, start: usize) -> Option<Score> {
        if start < self.width { self.suffix[position * self.width + start] } else { None }
    }

    fn with_children(&self, applicant: &Applicant, phase: usize, end: usize, own: Score) -> Option<Score> {
        let instance = &applicant.ground.instance;
        let base = instance.projects[applicant.project].phases.start;
        instance.phases[phase].children.iter().try_fold(own, |sum, (child, lag)| {
            let ready = usize::try_from((end as i64 + lag).max(0)).ok()?;
            Some(sum + self.most(child - base, ready)?)
        })
    }

    fn set_suffix(&mut self, applicant: &Applicant, phase: usize) {
        let instance = &applicant.ground.instance;
        let p = &instance.projects[applicant.project];
        let row = (phase - p.phases.start) * self.width;
        for mode in &instance.modes[instance.phases[phase].modes.clone()] {
            for start in 0..mode.starts {
                let through = self.through[mode.first_option + start - p.options.start];
                self.suffix[row + start] = self.suffix[row + start].max(through);
            }
        }
        for start in (0..self.width - 1).rev() {
            self.suffix[row + start] = self.suffix[row + start].max(self.suffix[row + start + 1]);
        }
    }
}

/// Where a chain may start; otherwise where some start up to there is allowed, since it starts no later than its source.
fn first_scores(chain: bool, ends: &Ends) -> Vec<bool> {
    let mut before = false;
    let allowed = |may: &bool| {
        before |= *may;
        if chain { *may } else { before }
    };
    ends.first.iter().map(allowed).collect()
}

/// What an end of the sink adds: for a chain its own; otherwise the most of it and all later ones.
fn end_scores<W: Worth>(applicant: &Applicant, worth: &W, chain: bool, ends: &Ends) -> Vec<Option<Score>> {
    let score = |(t, may): (usize, &bool)| may.then(|| worth.end(applicant, t));
    let mut scores: Vec<Option<Score>> = ends.end.iter().enumerate().map(score).collect();
    if !chain {
        for t in (1..scores.len()).rev() {
            scores[t - 1] = scores[t - 1].max(scores[t]);
        }
    }
    scores
}
