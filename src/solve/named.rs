//! The names of an instance's shared rows and of what branching decides, to and fro: from a tree's record to a proof that
//! another question can take up, and back to a record of that question's own.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::api::{PricedClique, PricedCut};
use super::bound::{Clique, Cut, Cuts, Member, Plane, Rows};
use super::cut_name::{Capacity, CliqueMember, CutMember, NamedClique, NamedCut};
use super::decision::Decision;
use super::instance::{Functional, Instance, Origin, Resource, Slot};
use super::proof::{Choice, Part, Parts, Proof, Row};
use super::record::{self, Record};
use super::tie::{Dependency, Tie};
use crate::model::{Portfolio, expand};

/// Shares that a cut may allow; what is beyond comes from elsewhere.
const LARGEST_CUT: i64 = 1_000;

/// An instance with the names of what it is made of.
pub(crate) struct Named<'a> {
    portfolio: &'a Portfolio,
    instance: &'a Instance,
    rows: Vec<Row>,
    /// The first row that is a tie; the rest are, too.
    first_tie: usize,
    /// Integers of a row in one of its own units.
    scale: Vec<f64>,
    /// Integers in a unit of the first goal.
    unit: f64,
    /// By phase: its position in its project.
    original: Vec<usize>,
    /// By phase: the ids of its modes, once they are asked for.
    modes: Vec<OnceCell<Vec<String>>>,
}

impl<'a> Named<'a> {
    /// `caps` are those that the first goal is pursued under; `unit` are integers in one of its units.
    pub(crate) fn new(portfolio: &'a Portfolio, instance: &'a Instance, caps: &[(Functional, i64)], unit: f64) -> Self {
        let mut original = vec![0; instance.phases.len()];
        for p in &instance.projects {
            p.order.iter().enumerate().for_each(|(i, at)| original[p.phases.start + at] = i);
        }
        let modes = vec![OnceCell::new(); instance.phases.len()];
        let mut named =
            Self { portfolio, instance, rows: Vec::new(), first_tie: 0, scale: Vec::new(), unit, original, modes };
        named.name_rows(caps, unit);
        named
    }

    /// In the order of [`Rows`], cuts aside.
    fn name_rows(&mut self, caps: &[(Functional, i64)], unit: f64) {
        let (portfolio, instance) = (self.portfolio, self.instance);
        let mut push = |row: Row, per: f64| {
            self.rows.push(row);
            self.scale.push(per / unit);
        };
        for resource in &instance.resources {
            let name = capacity_name(portfolio, resource);
            let row = |t| match &name {
                Capacity::Pool(id) => Row::Pool(id.clone(), t),
                Capacity::Supply(id, role) => Row::Supply(id.clone(), role.clone(), t),
            };
            (0..instance.periods).for_each(|t| push(row(t), 100.0));
        }
        for c in &instance.consumables {
            push(consumable_name(portfolio, &c.origin), 10_000.0);
        }
        for (i, (cap, _)) in caps.iter().enumerate() {
            push(Row::Limit(i), cap.unit);
        }
        for flow in &instance.flows {
            let id: Arc<str> = portfolio.policy.flow_limits[flow.origin.index()].id.as_str().into();
            (0..flow.rows).for_each(|t| push(Row::Flow(id.clone(), t), 1.0));
        }
        self.first_tie = self.rows.len();
        let mut push = |tie: Tie, per: f64| {
            self.rows.push(Row::Tie(tie));
            self.scale.push(per / unit);
        };
        for (i, rule) in instance.rules.iter().enumerate() {
            let id: Arc<str> = portfolio.rules[i].id.as_str().into();
            (0..Rows::of_rule(rule)).for_each(|k| push(Tie::Rule(id.clone(), k), 1.0));
        }
        for link in 0..instance.links.len() {
            let of = Arc::new(dependency_name(portfolio, instance, &self.original, link));
            (0..=instance.periods).for_each(|t| push(Tie::Dependency(of.clone(), t), 1.0));
        }
        for f in &portfolio.frameworks {
            push(Tie::Minimum(f.id.as_str().into()), 10_000.0);
        }
    }

    /// A tree's record, for others.
    pub(crate) fn proof(&self, record: &Record) -> Proof {
        if record.parts.is_empty() {
            return Proof::default();
        }
        let unit = 1.0 / self.unit;
        let scale = || self.scale.iter().chain(std::iter::repeat(&unit));
        let mut rows: Vec<Row> = self.rows.iter().cloned().chain(record.cuts.iter().map(|x| self.plane(x))).collect();
        let shared = rows.len();
        let mut numbers = HashMap::new();
        let mut number = |plane: &Arc<Plane>| {
            *numbers.entry(Arc::as_ptr(plane)).or_insert_with(|| {
                rows.push(self.plane(plane));
                (rows.len() - 1) as u32
            })
        };
        let part = |part: &record::Part| {
            let (prices, own) = part.prices.split_at(part.prices.len() - part.cuts.len());
            Part {
                prices: prices.iter().zip(scale()).map(|(x, per)| (x * per) as f32).collect(),
                own: part.cuts.iter().zip(own).map(|(plane, x)| (number(plane), (x * unit) as f32)).collect(),
                split: part
                    .split
                    .map(|sides| sides.map(|(decision, side)| (self.choice(decision), side.map(|part| part as u32)))),
            }
        };
        let parts = record.parts.iter().map(part).collect();
        Proof(Arc::new(Parts { rows, shared, parts }))
    }

    fn plane(&self, plane: &Plane) -> Row {
        match plane {
            Plane::Shares(cut) => Row::Cut(Arc::new(self.cut_name(cut))),
            Plane::Clique(clique) => Row::Clique(Arc::new(self.clique_name(clique))),
        }
    }

    /// What others proved, as a record of this instance: rows that they do not know have no price, and what is said of
    /// what does not exist here holds or does not, once and for all.
    pub(crate) fn record(&self, proof: &Proof) -> Record {
        let Parts { rows: theirs, shared, parts } = &*proof.0;
        let known: HashMap<&Row, usize> = theirs[..*shared].iter().enumerate().map(|(i, row)| (row, i)).collect();
        let mut from: Vec<Option<usize>> = self.rows.iter().map(|row| nearest(&known, row)).collect();
        let lookup = Lookup::new(self);
        let rows = || theirs.iter().enumerate();
        let cuts = rows().filter_map(|(i, row)| if let Row::Cut(cut) = row { Some((i, &**cut)) } else { None });
        let cliques = rows().filter_map(|(i, row)| if let Row::Clique(own) = row { Some((i, &**own)) } else { None });
        let planes = self.planes(cuts, cliques, &lookup).into_iter().map(|(i, plane)| (i, Arc::new(plane)));
        let (common, own): (Vec<_>, Vec<_>) = planes.partition(|(i, _)| i < shared);
        from.extend(common.iter().map(|(i, _)| Some(*i)));
        let own: HashMap<usize, Arc<Plane>> = own.into_iter().collect();
        let unit = 1.0 / self.unit;
        let part = |part: &Part| {
            let own = part.own.iter().filter_map(|(i, x)| Some((own.get(&(*i as usize))?.clone(), told(*x, unit))));
            let (cuts, last): (Vec<Arc<Plane>>, Vec<f64>) = own.unzip();
            let mut prices = self.prices(&part.prices, &from);
            prices.extend(last);
            let side = |(choice, side): &(Choice, Option<u32>)| (lookup.decision(choice), side.map(|x| x as usize));
            let split = part.split.as_ref().map(|sides| sides.each_ref().map(side));
            record::Part { prices: Arc::new(prices), cuts: Arc::new(cuts), split }
        };
        Record::new(common.into_iter().map(|x| x.1).collect(), parts.iter().map(part).collect())
    }

    fn prices(&self, theirs: &[f32], from: &[Option<usize>]) -> Vec<f64> {
        let unit = 1.0 / self.unit;
        let price =
            |(from, per): (&Option<usize>, &f64)| from.and_then(|i| theirs.get(i)).map_or(0.0, |x| told(*x, *per));
        from.iter().zip(self.scale.iter().chain(std::iter::repeat(&unit))).map(price).collect()
    }

    /// What ties are worth, of the prices of all rows; those that are worth nothing are left out.
    pub(crate) fn ties(&self, prices: &[f64]) -> Vec<(Tie, f64)> {
        let rows = self.rows.iter().zip(prices).zip(&self.scale).skip(self.first_tie);
        let named = |((row, price), per): ((&Row, &f64), &f64)| match row {
            Row::Tie(tie) if *price > 0.0 => Some((tie.clone(), price * per)),
            _ => None,
        };
        rows.filter_map(named).collect()
    }

    /// The prices of the rows that are ties; what is not told of is worth nothing.
    pub(crate) fn tie_prices(&self, theirs: &[(Tie, f64)]) -> Vec<f64> {
        let known: HashMap<&Tie, f64> = theirs.iter().map(|(tie, price)| (tie, *price)).collect();
        let rows = self.rows.iter().zip(&self.scale).skip(self.first_tie);
        let price = |(row, per): (&Row, &f64)| match row {
            Row::Tie(tie) => known.get(tie).map_or(0.0, |price| price / per),
            _ => 0.0,
        };
        rows.map(price).map(|x| if x.is_finite() { x.max(0.0) } else { 0.0 }).collect()
    }

    /// The names of a cut.
    pub(crate) fn cut_name(&self, cut: &Cut) -> NamedCut {
        let member = |member: &Member| {
            let phase = &self.instance.phases[member.group];
            let (project, name) = phase_name(self.portfolio, self.instance, &self.original, member.group);
            let is_whole = self.instance.projects[phase.project].chain;
            CutMember { project, phase: (!is_whole).then_some(name), steps: member.steps.clone() }
        };
        NamedCut {
            capacity: capacity_name(self.portfolio, &self.instance.resources[cut.resource]),
            period: cut.period,
            most: cut.most,
            members: cut.members.iter().map(member).collect(),
        }
    }

    /// The names of a clique.
    pub(crate) fn clique_name(&self, clique: &Clique) -> NamedClique {
        let member = |slots: &[Slot]| {
            let mode = self.instance.mode(slots[0]);
            let (project, phase) = phase_name(self.portfolio, self.instance, &self.original, mode.phase);
            let starts = slots.iter().map(|s| s.start).collect();
            CliqueMember { project, phase, mode: self.modes(mode.phase)[mode.index].clone(), starts }
        };
        NamedClique { members: clique.slots.chunk_by(|a, b| a.mode == b.mode).map(member).collect() }
    }

    /// Cuts and cliques that hold here, with their prices in integers of the measure.
    pub(crate) fn priced_planes(&self, cuts: &[PricedCut], cliques: &[PricedClique]) -> Vec<(Plane, f64)> {
        let cuts = cuts.iter().map(|own| (own.price, &*own.cut));
        let cliques = cliques.iter().map(|own| (own.price, &*own.clique));
        let price = |price: f64| if price.is_finite() { (price * self.unit).max(0.0) } else { 0.0 };
        let planes = self.planes(cuts, cliques, &Lookup::new(self));
        planes.into_iter().map(|(x, plane)| (plane, price(x))).collect()
    }

    /// Those of them that hold here, cuts first.
    fn planes<'c, K>(
        &self,
        cuts: impl Iterator<Item = (K, &'c NamedCut)>,
        cliques: impl Iterator<Item = (K, &'c NamedClique)>,
        lookup: &Lookup,
    ) -> Vec<(K, Plane)> {
        let cuts = self.cuts(cuts, lookup).into_iter().map(|(key, cut)| (key, Plane::Shares(cut)));
        let cliques = cliques.filter_map(|(key, own)| Some((key, Plane::Clique(lookup.clique(own)?))));
        cuts.chain(cliques).collect()
    }

    /// Those of the cuts that hold here. What a project counted that is not there, or whose phases follow each other no more,
    /// counts nothing.
    fn cuts<'c, K>(&self, theirs: impl Iterator<Item = (K, &'c NamedCut)>, lookup: &Lookup) -> Vec<(K, Cut)> {
        let (instance, known) = (self.instance, Cuts::new(self.instance));
        let names = instance.resources.iter().enumerate().map(|(i, r)| (capacity_name(self.portfolio, r), i));
        let names: HashMap<Capacity, usize> = names.collect();
        let group = |member: &CutMember| {
            let p = &instance.projects[*lookup.projects.get(&member.project[..])?];
            match &member.phase {
                None => p.chain.then_some(p.phases.start),
                Some(phase) => lookup.phase(&member.project, phase).filter(|_| !p.chain),
            }
        };
        let cut = |(key, theirs): (K, &NamedCut)| {
            let resource = *names.get(&theirs.capacity)?;
            let is_there = theirs.period < instance.periods && (1..=LARGEST_CUT).contains(&theirs.most);
            let member = |m: &CutMember| Some(Member { group: group(m)?, steps: m.steps.clone() });
            let mut members: Vec<Member> = theirs.members.iter().filter_map(member).collect();
            members.sort_by_key(|m| m.group);
            let cut = Cut { resource, period: theirs.period, most: theirs.most, members };
            let capacity = instance.limit[resource * instance.periods..].get(theirs.period)?;
            (is_there && cut.is_sound() && cut.holds(known.users(resource), *capacity)).then_some((key, cut))
        };
        theirs.filter_map(cut).collect()
    }

    fn choice(&self, decision: Decision) -> Choice {
        match decision {
            Decision::Project { project, is_in } => {
                Choice::Project { project: self.portfolio.projects[project].id.clone(), is_in }
            }
            Decision::Used { framework, used } => {
                Choice::Used { framework: self.portfolio.frameworks[framework].id.clone(), used }
            }
            Decision::Start { phase, last, early } => {
                let (project, phase) = phase_name(self.portfolio, self.instance, &self.original, phase);
                Choice::Start { project, phase, last, early }
            }
            Decision::Mode { phase: ph, mode, only } => {
                let (project, phase) = phase_name(self.portfolio, self.instance, &self.original, ph);
                let mode = self.modes(ph)[self.instance.modes[mode].index].clone();
                Choice::Mode { project, phase, mode, only }
            }
            Decision::Kept { project, is_kept } => {
                Choice::Kept { project: self.portfolio.projects[project].id.clone(), is_kept }
            }
            Decision::All => Choice::All,
            Decision::None => Choice::None,
        }
    }

    /// The ids of a phase's modes.
    fn modes(&self, phase: usize) -> &[String] {
        self.modes[phase].get_or_init(|| {
            let project = &self.portfolio.projects[self.instance.phases[phase].project];
            let modes = expand::phase_modes(self.portfolio, project, &project.phases[self.original[phase]]);
            modes.into_iter().map(|m| m.id).collect()
        })
    }
}

/// From names to positions.
struct Lookup<'a> {
    named: &'a Named<'a>,
    projects: HashMap<&'a str, usize>,
    frameworks: HashMap<&'a str, usize>,
}

impl<'a> Lookup<'a> {
    fn new(named: &'a Named<'a>) -> Self {
        let projects = named.portfolio.projects.iter().enumerate().map(|(i, p)| (&p.id[..], i)).collect();
        let frameworks = named.portfolio.frameworks.iter().enumerate().map(|(i, f)| (&f.id[..], i)).collect();
        Self { named, projects, frameworks }
    }

    /// A project that is not there is out, a framework that is not there has no orders, and no phase that is not there
    /// starts late or in another mode: every plan is on that one side.
    fn decision(&self, choice: &Choice) -> Decision {
        let either = |all: bool| if all { Decision::All } else { Decision::None };
        match choice {
            Choice::Project { project, is_in } => match self.projects.get(&project[..]) {
                Some(project) => Decision::Project { project: *project, is_in: *is_in },
                None => either(!is_in),
            },
            Choice::Used { framework, used } => match self.frameworks.get(&framework[..]) {
                Some(framework) => Decision::Used { framework: *framework, used: *used },
                None => either(!used),
            },
            Choice::Start { project, phase, last, early } => match self.phase(project, phase) {
                Some(phase) => Decision::Start { phase, last: *last, early: *early },
                None => either(*early),
            },
            Choice::Mode { project, phase, mode, only } => match self.mode(project, phase, mode) {
                Some((phase, mode)) => Decision::Mode { phase, mode, only: *only },
                None => either(!only),
            },
            Choice::Kept { project, is_kept } => match self.projects.get(&project[..]) {
                Some(project) => Decision::Kept { project: *project, is_kept: *is_kept },
                None => either(!is_kept),
            },
            Choice::All => Decision::All,
            Choice::None => Decision::None,
        }
    }

    fn phase(&self, project: &str, phase: &str) -> Option<usize> {
        let p = *self.projects.get(project)?;
        let i = self.named.portfolio.projects[p].phases.iter().position(|ph| ph.id == phase)?;
        let lowered = &self.named.instance.projects[p];
        Some(lowered.phases.start + lowered.order[i])
    }

    /// What of it is there, if no two of that go together here.
    fn clique(&self, theirs: &NamedClique) -> Option<Clique> {
        let instance = self.named.instance;
        let mut slots = Vec::new();
        for member in &theirs.members {
            let Some((_, mode)) = self.mode(&member.project, &member.phase, &member.mode) else { continue };
            let starts = member.starts.iter().filter(|start| (**start as usize) < instance.modes[mode].starts);
            slots.extend(starts.map(|start| Slot { mode: mode as u32, start: *start }));
        }
        slots.sort_unstable();
        let clique = Clique { slots };
        clique.holds(instance).then_some(clique)
    }

    fn mode(&self, project: &str, phase: &str, mode: &str) -> Option<(usize, usize)> {
        let phase = self.phase(project, phase)?;
        let index = self.named.modes(phase).iter().position(|m| m == mode)?;
        Some((phase, self.named.instance.phases[phase].modes.start + index))
    }
}

/// The row of that name; where a calendar is longer than theirs, the last that they know.
fn nearest(known: &HashMap<&Row, usize>, row: &Row) -> Option<usize> {
    if let Some(i) = known.get(row) {
        return Some(*i);
    }
    let mut row = row.earlier();
    while let Some(earlier) = row {
        if let Some(i) = known.get(&earlier) {
            return Some(*i);
        }
        row = earlier.earlier();
    }
    None
}

/// A price in integers of the measure, told in a row's own unit, which is so much of one.
fn told(price: f32, per: f64) -> f64 {
    let price = f64::from(price) / per;
    if price.is_finite() { price.max(0.0) } else { 0.0 }
}

fn capacity_name(portfolio: &Portfolio, resource: &Resource) -> Capacity {
    match resource {
        Resource::Pool(pool) => Capacity::Pool(portfolio.pools[pool.index()].id.as_str().into()),
        Resource::Supply(framework, role) => {
            Capacity::Supply(portfolio.frameworks[framework.index()].id.as_str().into(), role.as_str().into())
        }
    }
}

fn consumable_name(portfolio: &Portfolio, origin: &Origin) -> Row {
    match origin {
        Origin::Payments(fund, year) => Row::Payments(portfolio.funds[fund.index()].id.as_str().into(), *year),
        Origin::Commitments(fund, year) => Row::Commitments(portfolio.funds[fund.index()].id.as_str().into(), *year),
        Origin::Total(fund) => Row::Total(portfolio.funds[fund.index()].id.as_str().into()),
        Origin::Ceiling(framework) => Row::Ceiling(portfolio.frameworks[framework.index()].id.as_str().into()),
    }
}

fn dependency_name(portfolio: &Portfolio, instance: &Instance, original: &[usize], link: usize) -> Dependency {
    let link = &instance.links[link];
    let succ = phase_name(portfolio, instance, original, link.succ_phase);
    let pred_phase = link.pred_phase.map(|ph| phase_name(portfolio, instance, original, ph).1);
    Dependency { succ, pred: (portfolio.projects[link.pred].id.clone(), pred_phase) }
}

/// Project and phase.
fn phase_name(portfolio: &Portfolio, instance: &Instance, original: &[usize], phase: usize) -> (String, String) {
    let project = &portfolio.projects[instance.phases[phase].project];
    (project.id.clone(), project.phases[original[phase]].id.clone())
}
