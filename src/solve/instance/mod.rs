//! The portfolio as the engine computes with it: dense positions, integers, and few kinds of constraint.
//!
//! Pools and suppliers become renewable resources; funds, ceilings and goal floors become consumables; everything that
//! concerns one project alone (windows, gates, open contracts, open funds, freezes) becomes a mask over its options,
//! where an option is a mode of a phase with a start.

mod functional;
mod hold;
mod lower;
mod money;
mod options;
mod selection;
mod shape;
mod trials;

pub(crate) use functional::{Functional, functional};
pub(crate) use lower::{lower, lower_unlimited};
pub(crate) use selection::lower_selection;
pub(crate) use trials::{Demand, Trials};

use std::collections::BTreeSet;

use crate::base::{FlowLimitId, FrameworkId, FundId, PoolId};
use crate::model::{FlowKind, SelectionRuleKind};

/// The lowered portfolio. Periods run from 0 to `periods - 1`; a start may be `periods` for a milestone at the end.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub periods: usize,
    pub projects: Vec<Project>,
    pub phases: Vec<Phase>,
    pub modes: Vec<Mode>,
    /// Even spreads of every use, back to back.
    pub amounts: Vec<i64>,
    /// By option: whether it respects all that concerns its project alone.
    pub allowed: Vec<bool>,
    /// By option: which of `spendings` it is charged.
    pub spending: Vec<u32>,
    /// Distinct vectors of consumption of consumables.
    pub spendings: Vec<Vec<(u32, i64)>>,
    /// By resource and period (resource-major): what may be used.
    pub limit: Vec<i64>,
    /// By resource and period: what may be used without overload.
    pub capacity: Vec<i64>,
    pub resources: Vec<Resource>,
    /// By resource: projects that some mode of theirs uses it for.
    pub users: Vec<Vec<usize>>,
    pub trials: Trials,
    pub consumables: Vec<Consumable>,
    pub frameworks: Vec<Framework>,
    pub flows: Vec<Flow>,
    pub rules: Vec<Rule>,
    pub links: Vec<Link>,
    /// Of the links, those that are mutual.
    pub mutual: Vec<usize>,
    /// By project: its plan in the baseline, where it matters whether a plan keeps it.
    pub kept: Vec<Option<Vec<Slot>>>,
}

/// Where a renewable resource comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resource {
    Pool(PoolId),
    Supply(FrameworkId, String),
}

/// Something that is used up over the whole horizon.
#[derive(Clone, Debug)]
pub(crate) struct Consumable {
    pub limit: i64,
    pub origin: Origin,
}

/// Where a consumable comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Payments up to and with that year, or in that year without carry-over.
    Payments(FundId, i32),
    Commitments(FundId, i32),
    Total(FundId),
    Ceiling(FrameworkId),
}

/// A contract's minimum: what orders leave short of it is charged to `owed`.
#[derive(Clone, Debug)]
pub(crate) struct Framework {
    pub min: i64,
    /// Consumables that each unit owed uses one unit of.
    pub owed: Vec<u32>,
}

#[derive(Clone, Debug)]
pub(crate) struct Project {
    /// Positions of its phases, in topological order.
    pub phases: std::ops::Range<usize>,
    /// For each phase of the portfolio's project, its position in `phases`' order.
    pub order: Vec<usize>,
    /// It has to be in every plan.
    pub must: bool,
    /// The path through its phases is a chain without overlap: dynamic programming over it is exact.
    pub chain: bool,
    /// Phase whose start is taken for the project's, and whose finish is.
    pub source: usize,
    pub sink: usize,
    /// By period of first start (0..=periods): whether it may start there.
    pub may_start: Vec<bool>,
    /// Flow limits that count it.
    pub flows: Vec<usize>,
    /// Rules that speak of it.
    pub rules: Vec<usize>,
    /// Resources that some mode of its uses, ascending.
    pub resources: Vec<usize>,
    /// Links whose successor, predecessor it is.
    pub needs: Vec<usize>,
    pub serves: Vec<usize>,
    /// First and one-past-last option.
    pub options: std::ops::Range<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct Phase {
    pub project: usize,
    pub modes: std::ops::Range<usize>,
    /// Predecessors inside the project: position (global) and lag.
    pub preds: Vec<(usize, i64)>,
    /// Successors in the tree that dynamic programming runs over; each phase hangs under at most one.
    pub children: Vec<(usize, i64)>,
    /// Starts that some option has.
    pub window: (usize, usize),
    /// Hangs under no phase.
    pub is_root: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Mode {
    pub phase: usize,
    /// Position among the phase's expanded modes.
    pub index: usize,
    pub duration: usize,
    /// Of each resource at most one.
    pub uses: Vec<Use>,
    /// Money ordered under frameworks.
    pub orders: Vec<(usize, i64)>,
    /// Money in TOTAL_COST: purchases, costs and own days.
    pub total_cost: i64,
    /// Option of start 0; the options of starts 0..=periods - duration follow each other.
    pub first_option: usize,
    /// Number of starts.
    pub starts: usize,
}

/// Use of a renewable resource by a mode.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Use {
    pub resource: usize,
    /// Where its spread begins in `amounts`; it is as long as the mode.
    pub first_amount: usize,
    /// The smallest amount of its spread.
    pub least: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Flow {
    pub kind: FlowKind,
    pub max: i64,
    /// 1 for what is under way.
    pub window: usize,
    /// Number of windows: rows of the constraint.
    pub rows: usize,
    pub origin: FlowLimitId,
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub kind: SelectionRuleKind,
    pub projects: Vec<usize>,
    pub count: i64,
}

/// A dependency across projects: if the successor is in, so is the predecessor, and its phase (or all of it) has ended
/// `lag` periods before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub pred: usize,
    /// Global phase; the predecessor's finish if none.
    pub pred_phase: Option<usize>,
    pub succ: usize,
    pub succ_phase: usize,
    pub lag: i64,
    /// The predecessor needs the successor as well, by this or other links: they are in together or not at all.
    pub is_mutual: bool,
}

/// One phase of a project's plan: its mode (global) and start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot {
    pub mode: u32,
    pub start: u32,
}

impl Instance {
    /// Nothing yet, for so many projects.
    fn empty(periods: usize, projects: usize) -> Self {
        Self {
            periods,
            projects: Vec::with_capacity(projects),
            phases: Vec::new(),
            modes: Vec::new(),
            amounts: Vec::new(),
            allowed: Vec::new(),
            spending: Vec::new(),
            spendings: Vec::new(),
            limit: Vec::new(),
            capacity: Vec::new(),
            resources: Vec::new(),
            users: Vec::new(),
            trials: Trials::default(),
            consumables: Vec::new(),
            frameworks: Vec::new(),
            flows: Vec::new(),
            rules: Vec::new(),
            links: Vec::new(),
            mutual: Vec::new(),
            kept: vec![None; projects],
        }
    }

    /// What follows from projects and modes, once all are there.
    fn complete(&mut self) {
        self.trials = Trials::new(self.modes.iter().map(|mode| mode.uses.iter().map(|usage| self.demand(mode, usage))));
        self.list_users();
    }

    fn demand(&self, mode: &Mode, usage: &Use) -> Demand {
        Demand {
            least: usage.least,
            most: self.spread(mode, usage).iter().copied().max().unwrap_or(0),
            row: (usage.resource * self.periods) as u32,
            duration: mode.duration as u32,
        }
    }

    /// Which projects use which resources.
    fn list_users(&mut self) {
        let Self { projects, phases, modes, users, resources, .. } = self;
        users.resize(resources.len(), Vec::new());
        for (p, project) in projects.iter_mut().enumerate() {
            let modes = phases[project.phases.clone()].iter().flat_map(|phase| &modes[phase.modes.clone()]);
            let used: BTreeSet<usize> = modes.flat_map(|mode| mode.uses.iter().map(|usage| usage.resource)).collect();
            used.iter().for_each(|r| users[*r].push(p));
            project.resources = used.into_iter().collect();
        }
    }

    pub(crate) fn spread(&self, mode: &Mode, usage: &Use) -> &[i64] {
        &self.amounts[usage.first_amount..usage.first_amount + mode.duration]
    }

    pub(crate) fn mode(&self, slot: Slot) -> &Mode {
        &self.modes[slot.mode as usize]
    }

    /// The slot among all options.
    pub(crate) fn option(&self, slot: Slot) -> usize {
        self.mode(slot).first_option + slot.start as usize
    }

    /// Starts outside of which no option of the mode is allowed.
    pub(crate) fn starts(&self, mode: &Mode) -> std::ops::Range<usize> {
        let (first, last) = self.phases[mode.phase].window;
        let end = mode.starts.min(last + 1);
        first.min(end)..end
    }

    /// Whether every allowed option is among its mode's [`starts`](Self::starts).
    pub(crate) fn windows_hold(&self) -> bool {
        let holds =
            |mode: &Mode, start: usize| !self.allowed[mode.first_option + start] || self.starts(mode).contains(&start);
        self.modes.iter().all(|mode| (0..mode.starts).all(|start| holds(mode, start)))
    }

    /// Period after the slot's last one.
    pub(crate) fn end(&self, slot: Slot) -> i64 {
        i64::from(slot.start) + self.mode(slot).duration as i64
    }

    /// First start and period after the last finish of a project's plan.
    pub(crate) fn span(&self, slots: &[Slot]) -> (usize, usize) {
        let first = slots.iter().map(|s| s.start as usize).min().expect("a project has a phase");
        let end = slots.iter().map(|s| self.end(*s) as usize).max().expect("a project has a phase");
        (first, end)
    }

    /// The consumption that the slot is charged.
    pub(crate) fn charges(&self, slot: Slot) -> &[(u32, i64)] {
        &self.spendings[self.spending[self.option(slot)] as usize]
    }

    /// Whether the project's plan is its kept one.
    pub(crate) fn is_kept(&self, project: usize, slots: &[Slot]) -> bool {
        self.kept[project].as_deref() == Some(slots)
    }

    /// The phase's slot in its project's plan.
    pub(crate) fn slot_of(&self, phase: usize, slots: &[Slot]) -> Slot {
        slots[phase - self.projects[self.phases[phase].project].phases.start]
    }
}

impl Project {
    /// First and last period in which the project may start as far as its phases' windows say.
    pub(crate) fn starts(&self, instance: &Instance) -> (usize, usize) {
        let windows = || self.phases.clone().map(|ph| instance.phases[ph].window);
        let first = windows().map(|w| w.0).min().unwrap_or(0);
        (first, windows().map(|w| w.1).min().unwrap_or(0).max(first))
    }
}

impl Flow {
    /// Rows that a project with this first start and end (period after its finish) is counted in.
    pub(crate) fn hits(&self, first: usize, end: usize, periods: usize) -> std::ops::Range<usize> {
        if self.rows == 0 {
            return 0..0;
        }
        match self.kind {
            FlowKind::UnderWay => first.min(periods)..end.min(periods).max(first.min(periods)),
            FlowKind::Starts => self.windows_of(first.min(periods - 1)),
            FlowKind::Finishes => self.windows_of(end.saturating_sub(1).min(periods - 1)),
        }
    }

    fn windows_of(&self, period: usize) -> std::ops::Range<usize> {
        (period + 1).saturating_sub(self.window)..(period + 1).min(self.rows)
    }
}
