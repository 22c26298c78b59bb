//! A project's best plan under scores that add up: dynamic programming over its phases.
//!
//! Each phase hangs under at most one other, so that the best completion from a start is a sum over its children. For a
//! chain of phases that is exact. For other shapes the precedences that the tree leaves out are relaxed and the finish
//! is bounded by one phase's, so that the value is an upper bound; [`Path::plan`] then repairs the precedences.

use std::ops::RangeInclusive;

use super::instance::{Instance, Slot};

const NEVER: f64 = f64::NEG_INFINITY;

/// Tables for one project at a time, reused.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path {
    width: usize,
    /// By phase and start: the best mode, and the value of starting exactly there.
    mode: Vec<u32>,
    best: Vec<f64>,
    /// By phase and start: the best start from there on, and its value.
    at: Vec<u32>,
    suffix: Vec<f64>,
    first: Vec<f64>,
    end: Vec<f64>,
}

impl Path {
    /// The best value of a plan of `project`: the sum of its options' `score` (by option, from the project's first), of
    /// `first` by first start and of `end` by period after the last finish. Minus infinity if there is no plan.
    pub(crate) fn solve(
        &mut self,
        instance: &Instance,
        project: usize,
        score: &[f64],
        first: &[f64],
        end: &[f64],
    ) -> f64 {
        let p = &instance.projects[project];
        self.prepare(p.phases.len(), instance.periods + 1);
        self.set_ends(instance, project, score, first, end);
        for phase in p.phases.clone().rev() {
            self.fill(instance, project, phase, score);
        }
        let at_zero = |phase: usize| self.suffix[(phase - p.phases.start) * self.width];
        p.phases.clone().filter(|ph| instance.phases[*ph].is_root).map(at_zero).sum()
    }

    /// A plan of the project last solved: the best one for a chain, a good one otherwise. `None` if the tables lead
    /// nowhere.
    pub(crate) fn plan(&self, instance: &Instance, project: usize) -> Option<Vec<Slot>> {
        self.plan_where(instance, project, |_, _| true)
    }

    /// As [`plan`](Self::plan), each slot accepted by `fits` beside the slots before it.
    pub(crate) fn plan_where(
        &self,
        instance: &Instance,
        project: usize,
        fits: impl Fn(Slot, &[Slot]) -> bool,
    ) -> Option<Vec<Slot>> {
        let p = &instance.projects[project];
        let mut slots: Vec<Slot> = Vec::with_capacity(p.phases.len());
        for (j, phase) in p.phases.clone().enumerate() {
            let ready = |(pred, lag): &(usize, i64)| instance.end(slots[pred - p.phases.start]) + lag;
            let earliest = instance.phases[phase].preds.iter().map(ready).max().unwrap_or(0).max(0);
            let slot = self.pick(j, usize::try_from(earliest).ok()?, |slot| fits(slot, &slots))?;
            slots.push(slot);
        }
        Some(slots)
    }

    fn pick(&self, j: usize, earliest: usize, fits: impl Fn(Slot) -> bool) -> Option<Slot> {
        if earliest >= self.width {
            return None;
        }
        let row = j * self.width;
        let slot = |start: usize| Slot { mode: self.mode[row + start], start: start as u32 };
        let start = self.at[row + earliest] as usize;
        if self.suffix[row + earliest] == NEVER {
            return None;
        }
        if fits(slot(start)) {
            return Some(slot(start));
        }
        let mut others: Vec<usize> = (earliest..self.width).filter(|s| self.best[row + s] > NEVER).collect();
        others.sort_by(|a, b| self.best[row + b].total_cmp(&self.best[row + a]).then(a.cmp(b)));
        others.into_iter().map(slot).find(|s| fits(*s))
    }

    fn prepare(&mut self, phases: usize, width: usize) {
        self.width = width;
        let size = phases * width;
        if self.best.len() < size {
            self.mode.resize(size, 0);
            self.best.resize(size, NEVER);
            self.at.resize(size, 0);
            self.suffix.resize(size, NEVER);
        }
    }

    /// For a chain the scores by first start and by end are taken as they are; otherwise the project starts no later
    /// than its source and ends no earlier than its sink, so that the best over all such periods in which it may start or end
    /// bounds them.
    fn set_ends(&mut self, instance: &Instance, project: usize, score: &[f64], first: &[f64], end: &[f64]) {
        self.first.clear();
        self.first.extend_from_slice(first);
        self.end.clear();
        self.end.extend_from_slice(end);
        if !instance.projects[project].chain {
            let (starts, ends) = span(instance, project, score);
            keep_only(&mut self.first, starts);
            keep_only(&mut self.end, ends);
            for t in 1..self.first.len() {
                self.first[t] = self.first[t].max(self.first[t - 1]);
            }
            for t in (1..self.end.len()).rev() {
                self.end[t - 1] = self.end[t - 1].max(self.end[t]);
            }
        }
    }

    fn fill(&mut self, instance: &Instance, project: usize, phase: usize, score: &[f64]) {
        let p = &instance.projects[project];
        let width = self.width;
        let row = (phase - p.phases.start) * width;
        self.best[row..row + width].fill(NEVER);
        let children = &instance.phases[phase].children;
        for m in instance.phases[phase].modes.clone() {
            let mode = &instance.modes[m];
            let option = mode.first_option - p.options.start;
            for start in instance.starts(mode) {
                let score = &score[option + start];
                if *score == NEVER {
                    continue;
                }
                let end = start + mode.duration;
                let mut value = *score + if phase == p.sink { self.end[end] } else { 0.0 };
                for (child, lag) in children {
                    let ready = (end as i64 + lag).max(0) as usize;
                    value += if ready < width { self.suffix[(child - p.phases.start) * width + ready] } else { NEVER };
                }
                if value > self.best[row + start] {
                    self.best[row + start] = value;
                    self.mode[row + start] = m as u32;
                }
            }
        }
        if phase == p.source {
            self.best[row..row + width].iter_mut().zip(&self.first).for_each(|(best, first)| *best += first);
        }
        let (from, to) = instance.phases[phase].window;
        let (from, end) = (from.min(width), (to + 1).min(width));
        let mut best = (NEVER, 0);
        self.set_suffix(row + end..row + width, best);
        for t in (from..end).rev() {
            if self.best[row + t] >= best.0 && self.best[row + t] > NEVER {
                best = (self.best[row + t], t as u32);
            }
            (self.suffix[row + t], self.at[row + t]) = best;
        }
        self.set_suffix(row..row + from, best);
    }

    fn set_suffix(&mut self, rows: std::ops::Range<usize>, (value, at): (f64, u32)) {
        self.suffix[rows.clone()].fill(value);
        self.at[rows].fill(at);
    }
}

/// The periods in which a project may start, and those after which it may end, by options that have a score: it starts by the time
/// that every phase has to, and ends no earlier than every phase can.
fn span(instance: &Instance, project: usize, score: &[f64]) -> (RangeInclusive<usize>, RangeInclusive<usize>) {
    let p = &instance.projects[project];
    let (mut starts, mut ends) = ((usize::MAX, usize::MAX), (0, 0));
    for phase in p.phases.clone() {
        let (mut own_starts, mut own_ends) = ((usize::MAX, 0), (usize::MAX, 0));
        for mode in &instance.modes[instance.phases[phase].modes.clone()] {
            let option = mode.first_option - p.options.start;
            for start in instance.starts(mode).filter(|start| score[option + start] > NEVER) {
                let end = start + mode.duration;
                own_starts = (own_starts.0.min(start), own_starts.1.max(start));
                own_ends = (own_ends.0.min(end), own_ends.1.max(end));
            }
        }
        starts = (starts.0.min(own_starts.0), starts.1.min(own_starts.1));
        ends = (ends.0.max(own_ends.0), ends.1.max(own_ends.1));
    }
    (starts.0..=starts.1, ends.0..=ends.1)
}

fn keep_only(scores: &mut [f64], periods: RangeInclusive<usize>) {
    for (t, score) in scores.iter_mut().enumerate() {
        if !periods.contains(&t) {
            *score = NEVER;
        }
    }
}
