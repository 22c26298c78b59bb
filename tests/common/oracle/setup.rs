//! The portfolio and the baseline with dates turned into periods and ids into positions.

use std::collections::BTreeMap;

use arbitre::model::draft::*;
use arbitre::model::{FlowKind, Measure, SelectionRuleKind};
use arbitre::plan::{Commitment, Plan};

use super::calendar::{Calendar, date};
use super::index::Index;
use super::modes::{self, Mode, centi, half_up, money};

pub(super) struct Setup {
    pub(super) calendar: Calendar,
    pub(super) index: Index,
    pub(super) pools: Vec<Pool>,
    pub(super) lines: Vec<Line>,
    pub(super) frameworks: Vec<Framework>,
    pub(super) funds: Vec<Fund>,
    pub(super) projects: Vec<Project>,
    /// Kind, count and projects.
    pub(super) rules: Vec<(SelectionRuleKind, i64, Vec<usize>)>,
    pub(super) flows: Vec<Flow>,
    /// By period; everywhere if none.
    pub(super) gates: Option<Vec<bool>>,
    pub(super) decay: f64,
    pub(super) goals: Vec<(Measure, f64)>,
    pub(super) frozen_before: i64,
}

pub(super) struct Pool {
    pub(super) id: String,
    pub(super) capacity: Vec<i64>,
    pub(super) limit: Vec<i64>,
    pub(super) day_cost: i64,
}

/// A role of a framework.
pub(super) struct Line {
    pub(super) framework: usize,
    pub(super) role: String,
    pub(super) rate: i64,
    pub(super) cap: Option<i64>,
}

pub(super) struct Framework {
    pub(super) id: String,
    pub(super) open: Vec<bool>,
    /// Position of the year in which what is owed is paid.
    pub(super) last_year: usize,
    pub(super) min: i64,
    pub(super) max: Option<i64>,
    pub(super) fund: usize,
}

pub(super) struct Fund {
    pub(super) id: String,
    pub(super) open: Vec<bool>,
    pub(super) total: Option<i64>,
    /// By position of the year.
    pub(super) payments: Vec<Option<i64>>,
    pub(super) commitments: Vec<Option<i64>>,
    pub(super) carry: bool,
}

pub(super) struct Project {
    pub(super) id: String,
    pub(super) value: f64,
    pub(super) must: bool,
    pub(super) release: i64,
    pub(super) due: i64,
    pub(super) target: Option<i64>,
    pub(super) penalty: f64,
    pub(super) phases: Vec<Phase>,
    pub(super) grants: Vec<(usize, f64)>,
    pub(super) weight: f64,
    pub(super) old: Option<Old>,
}

pub(super) struct Phase {
    pub(super) id: String,
    pub(super) modes: Vec<Mode>,
    /// Project, phase or all of them, and lag.
    pub(super) after: Vec<(usize, Option<usize>, i64)>,
}

/// What the baseline says of a project.
pub(super) struct Old {
    pub(super) commitment: Commitment,
    pub(super) finish: i64,
    /// Mode and start, by phase.
    pub(super) phases: BTreeMap<String, (String, i64)>,
}

pub(super) struct Flow {
    pub(super) kind: FlowKind,
    pub(super) max: i64,
    pub(super) window: usize,
    /// Projects that it counts.
    pub(super) counts: Vec<bool>,
}

impl Setup {
    pub(super) fn new(draft: &PortfolioDraft, baseline: Option<&Plan>, frozen_before: i64) -> Self {
        let calendar = Calendar::new(draft.calendar.as_ref().expect("the draft is valid"));
        let goals = draft.policy.goals.iter().map(|g| (g.measure.expect("the draft is valid"), g.slack));
        let goals: Vec<_> = goals.collect();
        let pools = draft.pools.iter().map(|p| pool(&calendar, p)).collect();
        let lines: Vec<Line> = draft.frameworks.iter().enumerate().flat_map(|(f, x)| lines(f, x)).collect();
        let gates = draft.policy.start_gates.iter().map(|d| date(d)).collect::<Vec<_>>();
        let holds_gate = |p: &(_, _)| gates.iter().any(|d| p.0 <= *d && *d <= p.1);
        Self {
            index: Index::new(draft, &calendar, lines.len()),
            pools,
            lines,
            frameworks: draft.frameworks.iter().map(|f| framework(draft, &calendar, f)).collect(),
            funds: draft.funds.iter().map(|f| fund(&calendar, f)).collect(),
            projects: (0..draft.projects.len()).map(|p| project(draft, &calendar, baseline, p)).collect(),
            rules: draft.rules.iter().map(|r| rule(draft, r)).collect(),
            flows: draft.policy.flow_limits.iter().map(|f| flow(draft, f)).collect(),
            gates: (!gates.is_empty()).then(|| calendar.periods.iter().map(holds_gate).collect()),
            decay: draft.policy.value_decay,
            goals: if goals.is_empty() { vec![(Measure::Value, 0.0)] } else { goals },
            frozen_before,
            calendar,
        }
    }

    /// The line of a role under a framework.
    pub(super) fn line(&self, framework: &str, role: &str) -> usize {
        let found = self.lines.iter().position(|l| self.frameworks[l.framework].id == framework && l.role == role);
        found.expect("the draft is valid")
    }
}

/// The position of the id.
fn at<'a>(mut ids: impl Iterator<Item = &'a String>, id: &str) -> usize {
    ids.position(|x| x == id).expect("the draft is valid")
}

fn pool(calendar: &Calendar, p: &PoolDraft) -> Pool {
    let capacity = |t: usize| {
        let mut x = 0.0;
        for w in &p.staff {
            x += calendar.staff(w, t);
        }
        for w in &p.reserved {
            x -= calendar.staff(w, t);
        }
        centi(x.max(0.0))
    };
    let capacity: Vec<i64> = (0..calendar.count()).map(capacity).collect();
    let limit = |c: &i64| (*c as f64 * (1.0 + p.max_overload) + 1e-6).floor() as i64;
    Pool {
        id: p.id.clone(),
        limit: capacity.iter().map(limit).collect(),
        capacity,
        day_cost: half_up(p.day_cost * 100.0),
    }
}

fn lines(framework: usize, f: &FrameworkDraft) -> impl Iterator<Item = Line> {
    f.rates.iter().map(move |r| Line {
        framework,
        role: r.role.clone(),
        rate: half_up(r.day_rate * 100.0),
        cap: r.max_days_per_period.map(centi),
    })
}

fn framework(draft: &PortfolioDraft, calendar: &Calendar, f: &FrameworkDraft) -> Framework {
    let end = date(&f.end);
    let mut open = calendar.inside(Some(date(&f.start)), Some(end));
    let mut lead = f.lead_periods;
    for x in open.iter_mut().filter(|x| **x) {
        *x = lead <= 0;
        lead -= 1;
    }
    let last = calendar.periods.iter().rposition(|p| p.0 <= end).unwrap_or(calendar.count() - 1);
    Framework {
        id: f.id.clone(),
        open,
        last_year: (calendar.year(last) - calendar.years.0) as usize,
        min: money(f.min_amount),
        max: f.max_amount.map(money),
        fund: at(draft.funds.iter().map(|x| &x.id), &f.fund),
    }
}

fn fund(calendar: &Calendar, f: &FundDraft) -> Fund {
    let open_end = |text: &str| (!text.is_empty()).then(|| date(text));
    let by_year = |list: &[YearAmountDraft]| {
        let amount = |year| list.iter().find(|y| y.year == year).map(|y| money(y.amount));
        (calendar.years.0..=calendar.years.1).map(amount).collect()
    };
    Fund {
        id: f.id.clone(),
        open: calendar.inside(open_end(&f.from), open_end(&f.to)),
        total: f.total.map(money),
        payments: by_year(&f.payments),
        commitments: by_year(&f.commitments),
        carry: f.carry_over,
    }
}

fn project(draft: &PortfolioDraft, calendar: &Calendar, baseline: Option<&Plan>, i: usize) -> Project {
    let p = &*draft.projects[i];
    let begun = |text: &str| calendar.periods.iter().filter(|x| x.0 < date(text)).count() as i64;
    let ended = |text: &str| calendar.periods.iter().filter(|x| x.1 <= date(text)).count() as i64 - 1;
    let weight = |id: &str| draft.objectives.iter().find(|o| o.id == id).expect("the draft is valid").weight;
    Project {
        id: p.id.clone(),
        value: p.value.unwrap_or_else(|| p.scores.iter().map(|s| weight(&s.objective) * s.score).sum()),
        must: p.must_do,
        release: if p.earliest_start.is_empty() { 0 } else { begun(&p.earliest_start) },
        due: if p.deadline.is_empty() { calendar.count() as i64 - 1 } else { ended(&p.deadline) },
        target: (!p.target.is_empty()).then(|| ended(&p.target)),
        penalty: p.late_penalty,
        phases: p.phases.iter().map(|ph| phase(draft, i, ph)).collect(),
        grants: p.grants.iter().map(|g| (at(draft.funds.iter().map(|f| &f.id), &g.fund), g.share)).collect(),
        weight: p.commitment_weight.unwrap_or(1.0),
        old: baseline.and_then(|plan| old(plan, &p.id)),
    }
}

fn phase(draft: &PortfolioDraft, i: usize, ph: &PhaseDraft) -> Phase {
    let depend = |d: &DependencyDraft| {
        let q = if d.project.is_empty() { i } else { at(draft.projects.iter().map(|x| &x.id), &d.project) };
        let phase = (!d.phase.is_empty()).then(|| at(draft.projects[q].phases.iter().map(|x| &x.id), &d.phase));
        (q, phase, i64::from(d.lag))
    };
    Phase {
        id: ph.id.clone(),
        modes: modes::all(draft, &draft.projects[i], ph),
        after: ph.after.iter().map(depend).collect(),
    }
}

fn old(plan: &Plan, id: &str) -> Option<Old> {
    let p = plan.projects.iter().find(|p| p.project == id)?;
    let committed = p.selected && p.commitment != Commitment::Unspecified;
    committed.then(|| Old {
        commitment: p.commitment,
        finish: p.phases.iter().map(|ph| i64::from(ph.finish_period)).max().expect("a selected project has phases"),
        phases: p.phases.iter().map(|x| (x.phase.clone(), (x.mode.clone(), i64::from(x.start_period)))).collect(),
    })
}

fn rule(draft: &PortfolioDraft, r: &RuleDraft) -> (SelectionRuleKind, i64, Vec<usize>) {
    let projects = r.projects.iter().map(|id| at(draft.projects.iter().map(|p| &p.id), id)).collect();
    (r.kind.expect("the draft is valid"), i64::from(r.count), projects)
}

fn flow(draft: &PortfolioDraft, f: &FlowLimitDraft) -> Flow {
    let counts = |p: &ProjectDraft| {
        (f.sponsor.is_empty() || p.sponsor == f.sponsor) && (f.tag.is_empty() || p.tags.contains(&f.tag))
    };
    let kind = f.kind.expect("the draft is valid");
    Flow {
        kind,
        max: i64::from(f.max),
        window: if kind == FlowKind::UnderWay { 1 } else { f.window.unwrap_or(1) as usize },
        counts: draft.projects.iter().map(|p| counts(p)).collect(),
    }
}
