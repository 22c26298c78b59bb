//! Lowering: from the validated portfolio to the instance.

use std::collections::BTreeMap;

use super::money::{Interner, Ledger, purchases};
use super::options::{self, Window};
use super::shape;
use super::{Flow, Framework, Instance, Link, Mode, Phase, Project, Resource, Rule, Use};
use crate::base::{Centidays, FlowLimitId, FrameworkId, Never, PoolId, ProjectId, Stop, spread};
use crate::model::{self, Dependency, FlowKind, Portfolio, SelectionRuleKind, expand};
use crate::plan::{Baseline, Commitment, CommittedProject};

/// The instance of a portfolio after what a baseline protects; none if it was abandoned on the way.
pub(crate) fn lower(portfolio: &Portfolio, baseline: Option<&Baseline>, stop: &dyn Stop) -> Option<Instance> {
    let mut lowering = Lowering::new(portfolio, baseline);
    lowering.fill(stop)?;
    lowering.drop_what_never_fits();
    Some(lowering.finish())
}

/// As [`lower`], but options that only shared rows rule out stay allowed: what a project could do if there were more of
/// everything. No number of people works in a period without working days.
pub(crate) fn lower_unlimited(portfolio: &Portfolio, baseline: Option<&Baseline>) -> Instance {
    let mut lowering = Lowering::new(portfolio, baseline);
    lowering.fill(&Never).expect("nothing abandons it");
    lowering.drop_work_on_days_off();
    lowering.finish()
}

struct Lowering<'a> {
    portfolio: &'a Portfolio,
    committed: BTreeMap<&'a str, &'a CommittedProject>,
    frozen_before: i32,
    ledger: Ledger<'a>,
    vectors: Interner,
    open: Vec<Vec<bool>>,
    gates: Vec<bool>,
    out: Instance,
}

impl<'a> Lowering<'a> {
    fn new(portfolio: &'a Portfolio, baseline: Option<&'a Baseline>) -> Self {
        let out = Instance::empty(portfolio.calendar.len(), portfolio.projects.len());
        Self {
            portfolio,
            committed: baseline.map(|b| b.projects.iter().map(|c| (&c.project[..], c)).collect()).unwrap_or_default(),
            frozen_before: baseline.map_or(0, |b| b.frozen_before),
            ledger: Ledger::new(portfolio),
            vectors: Interner::default(),
            open: portfolio.frameworks.iter().map(|f| options::open_periods(portfolio, f)).collect(),
            gates: options::gates(portfolio),
            out,
        }
    }

    fn fill(&mut self, stop: &dyn Stop) -> Option<()> {
        self.lower_pools();
        self.lower_frameworks();
        self.lower_flows();
        for i in 0..self.portfolio.projects.len() {
            if stop.is_abandoned() {
                return None;
            }
            self.lower_project(ProjectId::new(i));
        }
        self.lower_rules();
        self.lower_links();
        self.mark_mutual_links();
        self.out.consumables = std::mem::take(&mut self.ledger.rows);
        self.out.spendings = std::mem::take(&mut self.vectors.all);
        Some(())
    }

    fn finish(mut self) -> Instance {
        for p in 0..self.out.projects.len() {
            options::tighten(&mut self.out, p);
        }
        self.out.complete();
        self.out
    }

    fn lower_pools(&mut self) {
        for (i, pool) in self.portfolio.pools.iter().enumerate() {
            self.out.resources.push(Resource::Pool(PoolId::new(i)));
            for period in self.portfolio.calendar.periods() {
                let days = |windows: &[model::StaffWindow], sign: f64, sum: f64| {
                    windows.iter().fold(sum, |sum, w| {
                        let (from, to) = (period.first.max(w.from), period.last.min(w.to));
                        let worked = self.portfolio.calendar.working_days(from, to);
                        sum + sign * w.fte * w.project_share * worked as f64
                    })
                };
                let left = days(&pool.reserved, -1.0, days(&pool.staff, 1.0, 0.0));
                let capacity = Centidays::from_days(left.max(0.0)).0;
                self.out.capacity.push(capacity);
                self.out.limit.push((capacity as f64 * (1.0 + pool.max_overload) + 1e-6).floor() as i64);
            }
        }
    }

    fn lower_frameworks(&mut self) {
        for (i, framework) in self.portfolio.frameworks.iter().enumerate() {
            let id = FrameworkId::new(i);
            for rate in &framework.rates {
                if let Some(most) = rate.max_days_per_period {
                    self.out.resources.push(Resource::Supply(id, rate.role.clone()));
                    for row in [&mut self.out.capacity, &mut self.out.limit] {
                        row.extend(std::iter::repeat_n(most.0, self.out.periods));
                    }
                }
            }
            let owed = self.ledger.owed(id);
            self.out.frameworks.push(Framework { min: framework.min_amount.0, owed });
        }
    }

    fn lower_flows(&mut self) {
        for (i, limit) in self.portfolio.policy.flow_limits.iter().enumerate() {
            let window = if limit.kind == FlowKind::UnderWay { 1 } else { limit.window as usize };
            self.out.flows.push(Flow {
                kind: limit.kind,
                max: i64::from(limit.max),
                window,
                rows: (self.out.periods + 1).saturating_sub(window),
                origin: FlowLimitId::new(i),
            });
        }
    }

    fn lower_project(&mut self, id: ProjectId) {
        let portfolio = self.portfolio;
        let project = &portfolio.projects[id.index()];
        let committed = self.committed.get(&project.id[..]).copied();
        let own = |d: &Dependency| d.project.is_none_or(|p| p == id);
        let topological = shape::topological(project, own);
        let base = self.out.phases.len();
        let mut order = vec![0; topological.len()];
        topological.iter().enumerate().for_each(|(at, i)| order[*i] = at);
        let window = Window::new(portfolio, project);
        let first_option = self.out.allowed.len();
        for original in &topological {
            self.lower_phase(id, *original, committed, window);
        }
        for (at, original) in topological.iter().enumerate() {
            let after = project.phases[*original].after.iter().filter(|d| own(d));
            self.out.phases[base + at].preds =
                after.filter_map(|d| Some((base + order[d.phase?.index()], i64::from(d.lag)))).collect();
        }
        let flows = portfolio.policy.flow_limits.iter().enumerate();
        let mut lowered = Project {
            phases: base..self.out.phases.len(),
            order,
            must: project.must_do || committed.is_some_and(|c| self.holds(c)),
            chain: true,
            source: base,
            sink: base,
            may_start: (0..=self.out.periods).map(|t| t >= window.release && self.gates[t]).collect(),
            flows: flows.filter(|(_, limit)| limit.counts(project)).map(|x| x.0).collect(),
            rules: Vec::new(),
            resources: Vec::new(),
            needs: Vec::new(),
            serves: Vec::new(),
            options: first_option..self.out.allowed.len(),
        };
        let least: Vec<i64> = lowered.phases.clone().map(|ph| self.least_duration(ph)).collect();
        shape::set_shape(&mut lowered, &mut self.out.phases[base..], &least);
        if lowered.chain {
            self.keep_gated_starts(&lowered);
        }
        self.out.projects.push(lowered);
    }

    /// Whether a new plan has to keep the committed project: it is protected, frozen, or has begun before the freeze.
    fn holds(&self, c: &CommittedProject) -> bool {
        matches!(c.commitment, Commitment::Protected | Commitment::Frozen)
            || c.phases.values().any(|(_, start)| *start < self.frozen_before)
    }

    fn least_duration(&self, phase: usize) -> i64 {
        let modes = &self.out.modes[self.out.phases[phase].modes.clone()];
        modes.iter().map(|m| m.duration as i64).min().unwrap_or(0)
    }

    fn keep_gated_starts(&mut self, project: &Project) {
        for mode in &self.out.modes[self.out.phases[project.source].modes.clone()] {
            for start in 0..mode.starts {
                self.out.allowed[mode.first_option + start] &= project.may_start[start];
            }
        }
    }

    fn lower_phase(&mut self, id: ProjectId, original: usize, committed: Option<&CommittedProject>, window: Window) {
        let portfolio = self.portfolio;
        let project = &portfolio.projects[id.index()];
        let phase = &project.phases[original];
        let fixed = committed.and_then(|c| {
            let (mode, start) = c.phases.get(&phase.id)?;
            (c.commitment == Commitment::Frozen || *start < self.frozen_before).then_some((&mode[..], *start))
        });
        let first_mode = self.out.modes.len();
        let position = self.out.phases.len();
        let stays_whole = committed.is_none_or(|c| {
            let known = |id: &str| project.phases.iter().any(|p| p.id == id);
            let begun_is_known = c.phases.iter().all(|(id, (_, start))| *start >= self.frozen_before || known(id));
            let whole = c.phases.len() == project.phases.len() && fixed.is_some();
            begun_is_known && (c.commitment != Commitment::Frozen || whole)
        });
        for (index, mode) in expand::phase_modes(portfolio, project, phase).iter().enumerate() {
            self.lower_mode(id, position, index, mode, |start, end| {
                stays_whole
                    && start >= window.release
                    && end <= window.due
                    && fixed.is_none_or(|(m, s)| m == mode.id && i64::from(s) == start as i64)
            });
        }
        self.out.phases.push(Phase {
            project: id.index(),
            modes: first_mode..self.out.modes.len(),
            preds: Vec::new(),
            children: Vec::new(),
            window: (0, self.out.periods),
            is_root: true,
        });
    }

    fn lower_mode(
        &mut self,
        id: ProjectId,
        phase: usize,
        index: usize,
        mode: &model::Mode,
        in_window: impl Fn(usize, usize) -> bool,
    ) {
        let portfolio = self.portfolio;
        let project = &portfolio.projects[id.index()];
        let duration = mode.duration as usize;
        let starts = (self.out.periods + 1).saturating_sub(duration);
        let bought = purchases(mode);
        let first_option = self.out.allowed.len();
        let nothing = self.vectors.intern(Vec::new());
        // What the start before is charged, if it was looked at; nothing can be if a fund that would pay is closed.
        let mut before: Option<Option<u32>> = None;
        for start in 0..starts {
            let is_open = in_window(start, start + duration)
                && !options::buys_while_closed(&bought, &self.open, start, mode.duration);
            let charged = match before.filter(|_| self.ledger.is_charged_as_before(start, duration)) {
                _ if !is_open => None,
                Some(same) => Some(same),
                None => Some(self.ledger.charges(project, mode, start).map(|c| self.vectors.intern(c))),
            };
            before = charged;
            let charged = charged.flatten();
            self.out.allowed.push(charged.is_some());
            self.out.spending.push(charged.unwrap_or(nothing));
        }
        let mut lowered = Mode {
            phase,
            index,
            duration,
            uses: Vec::new(),
            orders: Vec::new(),
            total_cost: mode.costs.iter().map(|c| c.amount.0).sum(),
            first_option,
            starts,
        };
        for effort in &mode.effort {
            lowered.total_cost += portfolio.pools[effort.pool.index()].day_cost.cost(effort.days).0;
            self.add_use(&mut lowered, effort.pool.index(), effort.days.0);
        }
        for (framework, role, days) in bought {
            let f = &portfolio.frameworks[framework.index()];
            let rate = f.rates.iter().find(|r| r.role == role).expect("validation wants a rate").day_rate;
            let amount = rate.0 * days;
            lowered.total_cost += amount;
            match lowered.orders.iter_mut().find(|o| o.0 == framework.index()) {
                Some(order) => order.1 += amount,
                None => lowered.orders.push((framework.index(), amount)),
            }
            let supply = Resource::Supply(framework, role.to_owned());
            if let Some(resource) = self.out.resources.iter().position(|r| *r == supply) {
                self.add_use(&mut lowered, resource, days);
            }
        }
        self.out.modes.push(lowered);
    }

    fn add_use(&mut self, mode: &mut Mode, resource: usize, total: i64) {
        if total == 0 || mode.duration == 0 {
            return;
        }
        let first_amount = self.out.amounts.len();
        let d = mode.duration as u32;
        self.out.amounts.extend((0..d).map(|k| spread(total, d, k)));
        mode.uses.push(Use { resource, first_amount, least: total / i64::from(d) });
    }

    fn lower_rules(&mut self) {
        for (i, rule) in self.portfolio.rules.iter().enumerate() {
            let projects: Vec<usize> = rule.projects.iter().map(|p| p.index()).collect();
            projects.iter().for_each(|p| self.out.projects[*p].rules.push(i));
            self.out.rules.push(Rule { kind: rule.kind, projects, count: i64::from(rule.count) });
        }
        for rule in &self.out.rules {
            if rule.kind == SelectionRuleKind::AtLeast && rule.count == rule.projects.len() as i64 {
                rule.projects.iter().for_each(|p| self.out.projects[*p].must = true);
            }
        }
    }

    fn lower_links(&mut self) {
        for (i, project) in self.portfolio.projects.iter().enumerate() {
            for (j, phase) in project.phases.iter().enumerate() {
                for d in phase.after.iter() {
                    let Some(pred) = d.project.map(|p| p.index()).filter(|p| *p != i) else { continue };
                    let at =
                        |p: usize, phase: usize| self.out.projects[p].phases.start + self.out.projects[p].order[phase];
                    let link = Link {
                        pred,
                        pred_phase: d.phase.map(|ph| at(pred, ph.index())),
                        succ: i,
                        succ_phase: at(i, j),
                        lag: i64::from(d.lag),
                        is_mutual: false,
                    };
                    let position = self.out.links.len();
                    self.out.projects[i].needs.push(position);
                    self.out.projects[pred].serves.push(position);
                    self.out.links.push(link);
                }
            }
        }
    }

    /// Phases never wait for one another in a circle, but projects may: each then needs the other.
    fn mark_mutual_links(&mut self) {
        for i in 0..self.out.links.len() {
            let (from, to) = (self.out.links[i].pred, self.out.links[i].succ);
            let mut needed = vec![false; self.out.projects.len()];
            let mut next = vec![from];
            while let Some(p) = next.pop() {
                if !std::mem::replace(&mut needed[p], true) {
                    next.extend(self.out.projects[p].needs.iter().map(|l| self.out.links[*l].pred));
                }
            }
            if needed[to] {
                self.out.links[i].is_mutual = true;
                self.out.mutual.push(i);
            }
        }
    }

    /// Options that take days of a pool in a period in which nobody works.
    fn drop_work_on_days_off(&mut self) {
        let calendar = &self.portfolio.calendar;
        let is_off: Vec<bool> =
            calendar.periods().iter().map(|p| calendar.working_days(p.first, p.last) == 0).collect();
        let out = &mut self.out;
        for mode in &out.modes {
            for usage in mode.uses.iter().filter(|u| matches!(out.resources[u.resource], Resource::Pool(_))) {
                let spread = &out.amounts[usage.first_amount..usage.first_amount + mode.duration];
                for start in 0..mode.starts {
                    let works_on_day_off = spread.iter().zip(&is_off[start..]).any(|(x, off)| *x > 0 && *off);
                    out.allowed[mode.first_option + start] &= !works_on_day_off;
                }
            }
        }
    }

    /// Options that fit nowhere even if nothing else is planned.
    fn drop_what_never_fits(&mut self) {
        let out = &mut self.out;
        for mode in &out.modes {
            for start in 0..mode.starts {
                let option = mode.first_option + start;
                let holds = mode.uses.iter().all(|u| {
                    let row = u.resource * out.periods + start;
                    let spread = &out.amounts[u.first_amount..u.first_amount + mode.duration];
                    spread.iter().zip(&out.limit[row..]).all(|(x, most)| x <= most)
                }) && out.spendings[out.spending[option] as usize]
                    .iter()
                    .all(|(row, x)| *x <= out.consumables[*row as usize].limit);
                out.allowed[option] &= holds;
            }
        }
    }
}
