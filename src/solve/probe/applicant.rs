//! One project that is out, beside what is placed: everything that can bar it, what it would take, and which of its
//! options run into what.

use std::collections::BTreeSet;

use super::barrier::Barrier;
use super::ground::Ground;
use super::rest::Rest;
use crate::base::{FlowLimitId, FrameworkId, ProjectId, RuleId};
use crate::solve::instance::Slot;

/// A project that is out, and all that can bar it.
#[derive(Debug)]
pub(super) struct Applicant<'a> {
    pub ground: &'a Ground,
    pub rest: &'a Rest,
    pub project: usize,
    pub makespan: usize,
    /// It has ended by the end of this period at the latest: period after its finish.
    pub latest: usize,
    /// In order, each once.
    pub barriers: Vec<Barrier>,
    /// By consumable: what is left, with all that the project's own orders could make up for of what is owed.
    pub room: Vec<i64>,
    /// By option, from the project's first: barriers (by position) that it runs into on its own, back to back.
    first_bar: Vec<u32>,
    bars: Vec<u16>,
}

impl<'a> Applicant<'a> {
    pub(super) fn new(ground: &'a Ground, rest: &'a Rest, project: usize, makespan: usize) -> Self {
        let instance = &ground.instance;
        let mut applicant = Self {
            ground,
            rest,
            project,
            makespan,
            latest: instance.periods,
            barriers: barriers(ground, project),
            room: rest.room.clone(),
            first_bar: vec![0],
            bars: Vec::new(),
        };
        applicant.add_what_is_owed();
        for phase in instance.projects[project].phases.clone() {
            for m in instance.phases[phase].modes.clone() {
                (0..instance.modes[m].starts).for_each(|start| applicant.bar_option(phase, m, start));
            }
        }
        applicant
    }

    /// Where the barrier stands among the project's.
    pub(super) fn position(&self, barrier: Barrier) -> Option<usize> {
        self.barriers.binary_search(&barrier).ok()
    }

    /// Whether the option is the project's own to take and runs only into barriers that are lifted.
    pub(super) fn is_open(&self, option: usize, lifted: &[bool]) -> bool {
        let instance = &self.ground.instance;
        let i = option - instance.projects[self.project].options.start;
        let bars = &self.bars[self.first_bar[i] as usize..self.first_bar[i + 1] as usize];
        instance.allowed[option] && bars.iter().all(|b| lifted[*b as usize])
    }

    /// What the mode is charged when it starts there.
    pub(super) fn charges(&self, mode: usize, start: usize) -> &'a [(u32, i64)] {
        self.ground.instance.charges(Slot { mode: mode as u32, start: start as u32 })
    }

    /// What the placement uses of each resource and period (by row), each row once.
    pub(super) fn usage(&self, slots: &[Slot]) -> Vec<(usize, i64)> {
        let instance = &self.ground.instance;
        let mut usage = Vec::new();
        for slot in slots {
            let mode = instance.mode(*slot);
            for u in &mode.uses {
                let row = u.resource * instance.periods + slot.start as usize;
                usage.extend(instance.spread(mode, u).iter().enumerate().map(|(k, x)| (row + k, *x)));
            }
        }
        merged(usage)
    }

    /// What the placement orders under each framework.
    pub(super) fn orders(&self, slots: &[Slot]) -> Vec<(usize, i64)> {
        let instance = &self.ground.instance;
        merged(slots.iter().flat_map(|s| instance.mode(*s).orders.iter().copied()).collect())
    }

    /// Projects that the phase, started there, does not follow or precede as it has to.
    pub(super) fn order_broken(&self, phase: usize, start: usize, duration: usize) -> Vec<usize> {
        let (instance, plans) = (&self.ground.instance, &self.rest.plans);
        let p = &instance.projects[self.project];
        let needs = p.needs.iter().map(|l| &instance.links[*l]).filter(|l| l.succ_phase == phase);
        let too_early = needs.filter(|l| {
            let end = plans[l.pred].as_ref().map(|slots| match l.pred_phase {
                Some(ph) => instance.end(instance.slot_of(ph, slots)),
                None => instance.span(slots).1 as i64,
            });
            end.is_none_or(|end| (start as i64) < end + l.lag)
        });
        let serves = p.serves.iter().map(|l| &instance.links[*l]).filter(|l| l.pred_phase.is_none_or(|ph| ph == phase));
        let too_late = serves.filter(|l| {
            let waiting = plans[l.succ].as_ref().map(|slots| instance.slot_of(l.succ_phase, slots).start);
            waiting.is_some_and(|s| i64::from(s) < (start + duration) as i64 + l.lag)
        });
        too_early.map(|l| l.pred).chain(too_late.map(|l| l.succ)).collect()
    }

    /// Own orders can make up for what is owed under the contracts they are placed under; lifted, they owe nothing.
    fn add_what_is_owed(&mut self) {
        let instance = &self.ground.instance;
        for barrier in &self.barriers {
            let Barrier::Framework(f) = barrier else { continue };
            let owed = self.rest.owed(instance, f.index(), 0);
            instance.frameworks[f.index()].owed.iter().for_each(|row| self.room[*row as usize] += owed);
        }
    }

    fn bar_option(&mut self, phase: usize, m: usize, start: usize) {
        let instance = &self.ground.instance;
        let mode = &instance.modes[m];
        let from = self.bars.len();
        for usage in &mode.uses {
            let row = usage.resource * instance.periods + start;
            let mut spread = instance.spread(mode, usage).iter().zip(&self.rest.free[row..]);
            if spread.any(|(x, free)| *x > 0 && x > free) {
                self.bar(self.ground.resource[usage.resource]);
            }
        }
        for (row, x) in self.charges(m, start) {
            if *x > 0 && *x > self.room[*row as usize] {
                self.bar(self.ground.consumable[*row as usize]);
            }
        }
        for other in self.order_broken(phase, start, mode.duration) {
            self.bar(Barrier::Project(ProjectId::new(other)));
        }
        self.bars[from..].sort_unstable();
        self.first_bar.push(self.bars.len() as u32);
    }

    fn bar(&mut self, barrier: Barrier) {
        let position = self.position(barrier).expect("barriers holds every row that the project touches");
        self.bars.push(u16::try_from(position).expect("a project touches few rows"));
    }
}

/// Everything that can bar the project, in order, each once.
fn barriers(ground: &Ground, project: usize) -> Vec<Barrier> {
    let instance = &ground.instance;
    let p = &instance.projects[project];
    let mut all = BTreeSet::new();
    let phases = p.phases.clone().flat_map(|ph| instance.phases[ph].modes.clone());
    for mode in phases.map(|m| &instance.modes[m]) {
        all.extend(mode.uses.iter().map(|u| ground.resource[u.resource]));
        for (f, _) in &mode.orders {
            all.insert(Barrier::Framework(FrameworkId::new(*f)));
            all.extend(instance.frameworks[*f].owed.iter().map(|row| ground.consumable[*row as usize]));
        }
    }
    let spendings = p.options.clone().map(|o| instance.spending[o]).collect::<BTreeSet<u32>>();
    let rows = spendings.iter().flat_map(|s| &instance.spendings[*s as usize]);
    all.extend(rows.map(|(row, _)| ground.consumable[*row as usize]));
    all.extend(p.flows.iter().map(|f| Barrier::Flow(FlowLimitId::new(*f))));
    all.extend(p.rules.iter().map(|r| Barrier::Rule(RuleId::new(*r))));
    all.extend(p.needs.iter().map(|l| Barrier::Project(ProjectId::new(instance.links[*l].pred))));
    all.extend(p.serves.iter().map(|l| Barrier::Project(ProjectId::new(instance.links[*l].succ))));
    all.into_iter().collect()
}

fn merged(mut all: Vec<(usize, i64)>) -> Vec<(usize, i64)> {
    all.sort_unstable_by_key(|x| x.0);
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0 };
        same
    });
    all
}
