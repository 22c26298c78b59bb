//! Placing one project into what is left: the best plan that fits, at prices.

use super::fitting::Starts;
use super::guide::Guide;
use super::instance::{Instance, Slot};
use super::path::Path;
use super::state::{State, lift_family};
use crate::base::Rng;
use crate::model::FlowKind;

/// How often a plan that breaks some row is bent around it before the project is given up.
const ATTEMPTS: usize = 3;

/// Tables for insertion, reused.
#[derive(Clone, Debug)]
pub(crate) struct Inserter {
    rng: Rng,
    path: Path,
    score: Vec<f64>,
    first: Vec<f64>,
    end: Vec<f64>,
    gaps: Vec<(usize, usize)>,
    /// By project: the phase that had no room last. It is looked at first: most projects that are out fail on one phase.
    barred: Vec<usize>,
    /// How much luck an option may have, as a share of what its project brings: other places than the best come up, which
    /// make room that no order of best places makes (Ropke & Pisinger 2006, section 3.4).
    pub noise: f64,
    /// By project: whether another plan than its kept one comes first; none do if this is empty.
    pub moves: Vec<bool>,
}

impl Inserter {
    /// Draws its luck from `rng`; there is none to begin with.
    pub(crate) fn new(rng: Rng) -> Self {
        Self {
            rng,
            path: Path::default(),
            score: Vec::new(),
            first: Vec::new(),
            end: Vec::new(),
            gaps: Vec::new(),
            barred: Vec::new(),
            noise: 0.0,
            moves: Vec::new(),
        }
    }

    /// Places `project` at its best plan that fits, with shared rows at `weight` times their prices; predecessors in
    /// other projects that are out are placed first, and those that need it in turn right after it. Says whether it is
    /// in; what was placed on the way stays.
    pub(crate) fn insert(&mut self, state: &mut State, project: usize, guide: &Guide, weight: f64) -> bool {
        let instance = state.instance();
        let needs = instance.projects[project].needs.iter().map(|l| &instance.links[*l]);
        for link in needs.clone().filter(|link| !link.is_mutual) {
            if !state.contains(link.pred) && !self.insert(state, link.pred, guide, weight) {
                return false;
            }
        }
        let kept = self.kept(state, project, guide);
        let Some(slots) = kept.or_else(|| self.best(state, project, guide, weight)) else { return false };
        state.place(project, slots);
        for link in needs.filter(|link| link.is_mutual) {
            if !state.contains(link.pred) && !self.insert(state, link.pred, guide, weight) {
                lift_family(state, project);
                return false;
            }
        }
        true
    }

    /// The project's kept plan, if it counts, fits, and no other comes first.
    fn kept(&self, state: &mut State, project: usize, guide: &Guide) -> Option<Vec<Slot>> {
        let moves = self.moves.get(project).is_some_and(|moves| *moves);
        let slots = state.instance().kept[project].as_ref().filter(|_| guide.kept[project] > 0.0 && !moves)?;
        state.can_place(project, slots).then(|| slots.clone())
    }

    /// The best plan of `project` that fits into what is left.
    pub(crate) fn best(&mut self, state: &mut State, project: usize, guide: &Guide, weight: f64) -> Option<Vec<Slot>> {
        if !state.rules_allow(project) || !self.set_scores(state, project, guide, weight) {
            return None;
        }
        self.set_ends(state, project, guide);
        let instance = state.instance();
        let mut best: Option<(f64, Vec<Slot>)> = None;
        let gaps = std::mem::take(&mut self.gaps);
        for gap in &gaps {
            let (first, end) = self.cut_to(*gap, instance.periods);
            let floor = best.as_ref().map_or(f64::NEG_INFINITY, |b| b.0);
            let better = if instance.projects[project].chain {
                self.try_path(state, project, &first, &end, floor)
            } else {
                self.try_each_start(state, project, &first, &end, floor)
            };
            best = better.or(best);
        }
        self.gaps = gaps;
        best.map(|b| b.1)
    }

    /// A plan that fits, if the path's worth, which bounds its own, is more than `floor`; with that worth.
    fn try_path(
        &mut self,
        state: &mut State,
        project: usize,
        first: &[f64],
        end: &[f64],
        floor: f64,
    ) -> Option<(f64, Vec<Slot>)> {
        let value = self.path.solve(state.instance(), project, &self.score, first, end);
        if value <= floor {
            return None;
        }
        Some((value, self.place_somewhere(state, project, first, end)?))
    }

    /// For other shapes the path bounds a plan's first start only from one side: where starts differ in worth, or some
    /// are barred, each is tried in turn with nothing before it.
    fn try_each_start(
        &mut self,
        state: &mut State,
        project: usize,
        first: &[f64],
        end: &[f64],
        mut floor: f64,
    ) -> Option<(f64, Vec<Slot>)> {
        let instance = state.instance();
        let (from, to) = instance.projects[project].starts(instance);
        let open: Vec<usize> = (from..=to).filter(|t| first[*t] > f64::NEG_INFINITY).collect();
        let all_alike = open.len() == to + 1 - from && open.iter().all(|t| first[*t] == first[from]);
        let tried = if all_alike { &open[..1] } else { &open[..] };
        let whole = self.score.clone();
        let mut best = None;
        for start in tried {
            let mut only = vec![f64::NEG_INFINITY; first.len()];
            let until = if all_alike { first.len() - 1 } else { *start };
            only[*start..=until].copy_from_slice(&first[*start..=until]);
            bar_starts_before(instance, project, *start, &mut self.score);
            if let Some((_, slots)) = self.try_path(state, project, &only, end, floor) {
                let value = self.value(instance, project, &slots, first, end);
                if value > floor {
                    floor = value;
                    best = Some((value, slots));
                }
            }
        }
        self.score = whole;
        best
    }

    /// What a plan's options, first start and end come to.
    fn value(&self, instance: &Instance, project: usize, slots: &[Slot], first: &[f64], end: &[f64]) -> f64 {
        let base = instance.projects[project].options.start;
        let (start, last) = instance.span(slots);
        let option = |s: &Slot| instance.option(*s) - base;
        slots.iter().map(|s| self.score[option(s)]).sum::<f64>() + first[start] + end[last]
    }

    /// The path's plan if it fits; otherwise options that fit no more beside its other phases are barred, a few times.
    fn place_somewhere(&mut self, state: &mut State, project: usize, first: &[f64], end: &[f64]) -> Option<Vec<Slot>> {
        let instance = state.instance();
        let p = &instance.projects[project];
        let mut score = None;
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                let value = self.path.solve(instance, project, score.as_deref().unwrap_or(&self.score), first, end);
                if value == f64::NEG_INFINITY {
                    return None;
                }
            }
            let slots = if p.chain {
                self.path.plan(instance, project)?
            } else {
                self.path.plan_where(instance, project, |slot, before| no_clash(state, slot, before))?
            };
            if state.can_place(project, &slots) {
                return Some(slots);
            }
            let score = score.get_or_insert_with(|| self.score.clone());
            bar_dearest(state, project, &slots, score);
        }
        None
    }

    /// Scores of the options that fit; false if some phase has none.
    fn set_scores(&mut self, state: &State, project: usize, guide: &Guide, weight: f64) -> bool {
        let instance = state.instance();
        let p = &instance.projects[project];
        self.barred.resize(instance.projects.len(), 0);
        let first = p.phases.start + self.barred[project];
        if !has_room(state, project, first) {
            return false;
        }
        self.score.clear();
        self.score.resize(p.options.len(), f64::NEG_INFINITY);
        let others = p.phases.clone().filter(|phase| *phase != first);
        for phase in std::iter::once(first).chain(others) {
            if !self.score_phase(state, project, phase, guide, weight) {
                self.barred[project] = phase - p.phases.start;
                return false;
            }
        }
        true
    }

    /// Scores of one phase's options that fit; false if there are none.
    fn score_phase(&mut self, state: &State, project: usize, phase: usize, guide: &Guide, weight: f64) -> bool {
        let instance = state.instance();
        let p = &instance.projects[project];
        let luck = self.noise * guide.gift[project].abs();
        let mut any = false;
        for starts in open_starts(state, project, phase) {
            let (mode, mode_score) = (&instance.modes[starts.mode], guide.mode[starts.mode]);
            starts.each_that_fits(state, |start| {
                let option = mode.first_option + start;
                let cost = guide.cost[option];
                if cost < f64::INFINITY && state.affords(option) {
                    let luck = if luck > 0.0 { luck * self.rng.unit() } else { 0.0 };
                    self.score[option - p.options.start] = mode_score - weight * cost + luck;
                    any = true;
                }
                true
            });
        }
        any
    }

    /// Scores of first starts and ends under the flow limits, and the gaps between periods in which no more projects
    /// may be under way.
    fn set_ends(&mut self, state: &State, project: usize, guide: &Guide) {
        let instance = state.instance();
        let p = &instance.projects[project];
        let never = f64::NEG_INFINITY;
        self.first.clear();
        self.first.extend(p.may_start.iter().map(|may| if *may { 0.0 } else { never }));
        self.end.clear();
        self.end.extend_from_slice(&guide.end[project]);
        self.end[state.stage.horizon + 1..].fill(never);
        self.gaps.clear();
        self.gaps.push((0, instance.periods));
        for f in &p.flows {
            let (flow, room) = (&instance.flows[*f], &state.flow_room[*f]);
            let full = |first: usize, end: usize| room[flow.hits(first, end, instance.periods)].iter().any(|x| *x <= 0);
            match flow.kind {
                FlowKind::Starts => {
                    let starts = self.first.iter_mut().enumerate();
                    starts.filter(|(t, _)| full(*t, *t)).for_each(|(_, x)| *x = never);
                }
                FlowKind::Finishes => {
                    let ends = self.end.iter_mut().enumerate();
                    ends.filter(|(t, _)| full(*t, *t)).for_each(|(_, x)| *x = never);
                }
                FlowKind::UnderWay => self.gaps = cut_gaps(&self.gaps, room),
            }
        }
    }

    fn cut_to(&mut self, (from, to): (usize, usize), periods: usize) -> (Vec<f64>, Vec<f64>) {
        if (from, to) == (0, periods) {
            return (std::mem::take(&mut self.first), std::mem::take(&mut self.end));
        }
        let cut = |xs: &[f64]| {
            let inside = |(t, x): (usize, &f64)| if from <= t && t <= to { *x } else { f64::NEG_INFINITY };
            xs.iter().enumerate().map(inside).collect()
        };
        (cut(&self.first), cut(&self.end))
    }
}

fn bar_starts_before(instance: &Instance, project: usize, first: usize, score: &mut [f64]) {
    let p = &instance.projects[project];
    for mode in p.phases.clone().flat_map(|ph| &instance.modes[instance.phases[ph].modes.clone()]) {
        let own = mode.first_option - p.options.start;
        score[own..own + first.min(mode.starts)].fill(f64::NEG_INFINITY);
    }
}

/// Splits gaps at the periods without room. A gap (a, b) may hold a project that starts in a or later and has ended
/// before b.
fn cut_gaps(gaps: &[(usize, usize)], room: &[i64]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (from, to) in gaps {
        let mut start = *from;
        for (t, _) in room.iter().enumerate().take(*to).skip(*from).filter(|(_, x)| **x <= 0) {
            if t > start {
                out.push((start, t));
            }
            start = t + 1;
        }
        if *to > start || *from == *to {
            out.push((start, *to));
        }
    }
    out
}

/// By mode of the phase: the starts that the placed neighbours leave.
fn open_starts(state: &State, project: usize, phase: usize) -> impl Iterator<Item = Starts> {
    let instance = state.instance();
    let is_served = !instance.projects[project].serves.is_empty();
    let (from, to) = window(state, project, phase);
    instance.phases[phase].modes.clone().map(move |m| {
        let mode = &instance.modes[m];
        let starts = instance.starts(mode);
        let latest = to - if is_served { mode.duration as i64 } else { 0 };
        let end = usize::try_from(latest + 1).unwrap_or(0).min(starts.end);
        Starts { mode: m, from: from.max(starts.start), end }
    })
}

/// Whether some mode of the phase may find room.
fn has_room(state: &State, project: usize, phase: usize) -> bool {
    open_starts(state, project, phase).any(|starts| starts.any_fits(state))
}

/// Earliest start and latest start (or, where successors wait for it, latest end) that the placed neighbours leave.
fn window(state: &State, project: usize, phase: usize) -> (usize, i64) {
    let instance = state.instance();
    let p = &instance.projects[project];
    let (mut from, mut to) = (0_i64, instance.periods as i64);
    for link in p.needs.iter().map(|l| &instance.links[*l]).filter(|link| link.succ_phase == phase) {
        if let Some(end) = state.end_of(link.pred, link.pred_phase) {
            from = from.max(end + link.lag);
        }
    }
    for link in p.serves.iter().map(|l| &instance.links[*l]) {
        if link.pred_phase.is_none_or(|ph| ph == phase)
            && let Some(start) = state.start_of(link.succ, link.succ_phase)
        {
            to = to.min(start - link.lag);
        }
    }
    (usize::try_from(from).unwrap_or(0), to)
}

/// Whether a slot fits beside the project's own slots before it.
fn no_clash(state: &State, slot: Slot, before: &[Slot]) -> bool {
    let instance = state.instance();
    let mode = instance.mode(slot);
    mode.uses.iter().all(|u| {
        instance.spread(mode, u).iter().enumerate().all(|(k, x)| {
            let t = slot.start as usize + k;
            let own: i64 = before.iter().map(|other| use_at(state, *other, u.resource, t)).sum();
            own == 0 || x + own <= state.free[u.resource * instance.periods + t]
        })
    })
}

fn use_at(state: &State, slot: Slot, resource: usize, period: usize) -> i64 {
    let instance = state.instance();
    let mode = instance.mode(slot);
    let Some(k) = period.checked_sub(slot.start as usize).filter(|k| *k < mode.duration) else { return 0 };
    let of = |u: &super::instance::Use| instance.spread(mode, u)[k];
    mode.uses.iter().filter(|u| u.resource == resource).map(of).sum()
}

/// Bars the option that takes most of what is scarcest among the consumables, so that the next plan goes around it.
fn bar_dearest(state: &State, project: usize, slots: &[Slot], score: &mut [f64]) {
    let instance = state.instance();
    let base = instance.projects[project].options.start;
    let option = |s: &Slot| instance.option(*s);
    let share = |s: &Slot| {
        let parts = instance.charges(*s).iter().map(|(row, x)| *x as f64 / (state.room[*row as usize] as f64).max(1.0));
        parts.fold(0.0, f64::max)
    };
    let dearest = slots.iter().max_by(|a, b| share(a).total_cmp(&share(b))).expect("a project has a phase");
    let mode = instance.mode(*dearest);
    if share(dearest) > 0.0 {
        let most = share(dearest);
        for start in 0..mode.starts {
            let other = Slot { mode: dearest.mode, start: start as u32 };
            if share(&other) >= most {
                score[mode.first_option + start - base] = f64::NEG_INFINITY;
            }
        }
    }
    score[option(dearest) - base] = f64::NEG_INFINITY;
}
