//! Lowering of a selection: budgets by year are renewable resources that a project uses unevenly, budgets of streams are
//! consumables, and a project is one phase in one mode.

use super::functional::grid;
use super::money::Interner;
use super::{Consumable, Flow, Functional, Instance, Link, Mode, Origin, Phase, Project, Resource, Rule, Use, options};
use crate::base::{FlowLimitId, FundId, PoolId};
use crate::model::{FlowKind, Measure, SelectionRuleKind};
use crate::solve::selection::{Candidate, Selection};

/// The instance, and the value of its plans.
pub(crate) fn lower_selection(selection: &Selection) -> (Instance, Functional) {
    let lowering = Lowering::new(selection);
    let value = lowering.value();
    (lowering.out, value)
}

struct Lowering<'a> {
    selection: &'a Selection,
    /// Integers in a unit of cost. Costs are rounded down, and so are budgets: whole numbers are exact, and of others no plan
    /// is lost.
    scale: f64,
    out: Instance,
}

/// All costs together have so many bits: every sum of them is exact in an f64, and what rounding leaves is below what may exceed
/// a budget.
const COST_BITS: f64 = 52.0;

/// Budgets of a year: of all costs, of first years, of later ones.
const BUDGETS: usize = 3;

impl<'a> Lowering<'a> {
    fn new(selection: &'a Selection) -> Self {
        let (years, n) = (selection.years(), selection.projects.len());
        let costs = || selection.projects.iter().flat_map(|p| &p.cost);
        let is_whole = costs().all(|c| c.fract() == 0.0) && costs().sum::<f64>() < COST_BITS.exp2();
        let scale = if is_whole { 1.0 } else { (COST_BITS - costs().sum::<f64>().log2().ceil()).exp2() };
        let mut out = Instance::empty(years, n);
        // Named like pools: nobody asks for them by name.
        out.resources = (0..BUDGETS).map(|i| Resource::Pool(PoolId::new(i))).collect();
        let mut lowering = Self { selection, scale, out };
        lowering.lower_budgets();
        lowering.lower_starts();
        let mut vectors = Interner::default();
        for candidate in &selection.projects {
            lowering.lower_candidate(candidate, &mut vectors);
        }
        lowering.out.spendings = vectors.all;
        lowering.lower_exclusions();
        lowering.lower_prerequisites();
        (0..n).for_each(|p| options::tighten(&mut lowering.out, p));
        lowering.out.complete();
        lowering
    }

    fn units(&self, cost: f64) -> i64 {
        (cost * self.scale).floor() as i64
    }

    fn lower_budgets(&mut self) {
        let s = self.selection;
        let everything = self.units(s.projects.iter().flat_map(|p| &p.cost).sum());
        let lists = [
            (&s.budget, s.budget_window),
            (&s.initiation_budget, s.planning_window),
            (&s.ongoing_budget, s.budget_window),
        ];
        for (list, until) in lists {
            let limit = |year| if year < until { self.units(list[year]).min(everything) } else { everything };
            let limits: Vec<i64> = (0..self.out.periods).map(limit).collect();
            self.out.limit.extend(limits);
        }
        self.out.capacity.clone_from(&self.out.limit);
        for (stream, budget) in s.stream_budgets.iter().enumerate() {
            let limit = self.units(*budget).min(everything);
            self.out.consumables.push(Consumable { limit, origin: Origin::Total(FundId::new(stream)) });
        }
    }

    fn lower_starts(&mut self) {
        let most = self.selection.max_starts_per_period;
        if most < self.selection.projects.len() {
            let (kind, rows) = (FlowKind::Starts, self.out.periods);
            self.out.flows.push(Flow { kind, max: most as i64, window: 1, rows, origin: FlowLimitId::new(0) });
        }
    }

    fn lower_candidate(&mut self, candidate: &Candidate, vectors: &mut Interner) {
        let at = self.out.projects.len();
        let costs: Vec<i64> = candidate.cost.iter().map(|c| self.units(*c)).collect();
        let first = |k: usize, c: i64| if k == 0 { c } else { 0 };
        let mut uses = Vec::new();
        for resource in 0..BUDGETS {
            let spread = costs.iter().enumerate().map(|(k, c)| [*c, first(k, *c), c - first(k, *c)][resource]);
            let first_amount = self.out.amounts.len();
            self.out.amounts.extend(spread);
            let own = &self.out.amounts[first_amount..];
            if own.iter().any(|x| *x > 0) {
                uses.push(Use { resource, first_amount, least: own.iter().min().copied().unwrap_or(0) });
            }
        }
        let first_option = self.out.allowed.len();
        let starts = self.out.periods + 1 - candidate.duration;
        for start in 0..starts {
            let fits = |u: &Use| {
                let limits = &self.out.limit[u.resource * self.out.periods + start..];
                self.out.amounts[u.first_amount..][..candidate.duration].iter().zip(limits).all(|(x, limit)| x <= limit)
            };
            let allowed = start < self.selection.planning_window && uses.iter().all(fits);
            let cost: i64 = costs.iter().take(self.selection.planning_window.saturating_sub(start)).sum();
            let charge = if cost > 0 { vec![(candidate.stream as u32, cost)] } else { Vec::new() };
            self.out.allowed.push(allowed && cost <= self.out.consumables[candidate.stream].limit);
            self.out.spending.push(vectors.intern(charge));
        }
        self.out.modes.push(Mode {
            phase: at,
            index: 0,
            duration: candidate.duration,
            uses,
            orders: Vec::new(),
            total_cost: 0,
            first_option,
            starts,
        });
        self.out.phases.push(Phase {
            project: at,
            modes: at..at + 1,
            preds: Vec::new(),
            children: Vec::new(),
            window: (0, starts - 1),
            is_root: true,
        });
        self.out.projects.push(Project {
            phases: at..at + 1,
            order: vec![0],
            must: false,
            chain: true,
            source: at,
            sink: at,
            may_start: vec![true; self.out.periods + 1],
            flows: (0..self.out.flows.len()).collect(),
            rules: Vec::new(),
            resources: Vec::new(),
            needs: Vec::new(),
            serves: Vec::new(),
            options: first_option..first_option + starts,
        });
    }

    fn lower_exclusions(&mut self) {
        for (p, q) in self.selection.pairs() {
            [p, q].into_iter().for_each(|x| self.out.projects[x].rules.push(self.out.rules.len()));
            self.out.rules.push(Rule { kind: SelectionRuleKind::AtMost, projects: vec![p, q], count: 1 });
        }
    }

    /// What cannot start within the planning window is never done: neither are candidates that wait for one another in a
    /// circle, or for such.
    fn lower_prerequisites(&mut self) {
        let earliest = earliest(self.selection);
        for (succ, candidate) in self.selection.projects.iter().enumerate() {
            let options = self.out.projects[succ].options.clone();
            let Some(earliest) = earliest[succ].filter(|year| *year < self.selection.planning_window) else {
                self.out.allowed[options].fill(false);
                continue;
            };
            self.out.allowed[options.start..options.start + earliest].fill(false);
            for pred in &candidate.prerequisites {
                let link = self.out.links.len();
                self.out.projects[succ].needs.push(link);
                self.out.projects[*pred].serves.push(link);
                let (pred, succ_phase) = (*pred, succ);
                self.out.links.push(Link { pred, pred_phase: None, succ, succ_phase, lag: 0, is_mutual: false });
            }
        }
    }

    fn value(&self) -> Functional {
        let mut f = Functional::zero(&self.out, Measure::Value);
        let selection = self.selection;
        let worth = |p: usize| (0..selection.planning_window).map(move |start| selection.value(p, start));
        f.unit = grid((0..selection.projects.len()).map(|p| worth(p).fold(0.0, f64::max)).sum());
        for (p, candidate) in selection.projects.iter().enumerate() {
            for (start, worth) in worth(p).enumerate() {
                f.by_end[p][start + candidate.duration] = (worth * f.unit).round() as i64;
            }
        }
        f
    }
}

/// By project: the year before which its prerequisites cannot be done; none in a circle or behind one.
fn earliest(selection: &Selection) -> Vec<Option<usize>> {
    let n = selection.projects.len();
    let (mut waits, mut serves) = (vec![0; n], vec![Vec::new(); n]);
    for (p, candidate) in selection.projects.iter().enumerate() {
        waits[p] = candidate.prerequisites.len();
        candidate.prerequisites.iter().for_each(|q| serves[*q].push(p));
    }
    let mut years = vec![0; n];
    let mut next: Vec<usize> = (0..n).filter(|p| waits[*p] == 0).collect();
    while let Some(q) = next.pop() {
        for p in &serves[q] {
            years[*p] = years[*p].max(years[q] + selection.projects[q].duration);
            waits[*p] -= 1;
            if waits[*p] == 0 {
                next.push(*p);
            }
        }
    }
    (0..n).map(|p| (waits[p] == 0).then_some(years[p])).collect()
}
