//! The state kept up to date against a full recount, over random placements, liftings and undoings.

use super::State;
use crate::base::{Never, PeriodUnit, Rng};
use crate::model::draft::{
    CalendarDraft, CostDraft, DependencyDraft, EffortDraft, FlowLimitDraft, FrameworkDraft, FundDraft, ModeDraft,
    PhaseDraft, PolicyDraft, PoolDraft, PortfolioDraft, ProjectDraft, PurchaseDraft, RateLineDraft, RuleDraft,
    StaffWindowDraft, YearAmountDraft,
};
use crate::model::{FlowKind, FundKind, Measure, Portfolio, SelectionRuleKind, validate};
use crate::solve::instance::{Functional, Instance, Rule, Slot, functional, lower};
use crate::solve::stage::{Stage, sum};

pub(crate) const PROJECTS: usize = 6;

#[test]
fn what_is_kept_up_to_date_equals_a_full_recount() {
    for seed in 0..20 {
        let mut rng = Rng::new(seed);
        let portfolio = portfolio(&mut rng);
        let instance = lower(&portfolio, None, &Never).expect("nothing abandons it");
        let of = |measure| functional(&portfolio, None, &instance, measure);
        let caps = vec![(of(Measure::TotalCost), 900_000_000), (of(Measure::Overload), 500)];
        let stage = Stage::new(&instance, of(Measure::Value), caps, instance.periods);
        let mut state = State::new(&stage);
        for _ in 0..300 {
            stir(&mut state, &mut rng);
            assert_eq!(kept(&state), recount(&state), "seed {seed}");
            assert_eq!(sorted(state.placed()), with_plan(&state, true), "seed {seed}");
            assert_eq!(sorted(state.left_out()), with_plan(&state, false), "seed {seed}");
        }
    }
}

#[test]
fn undoing_everything_leaves_nothing_changed() {
    on_some_stage(&mut Rng::new(7), |stage, rng| {
        let mut state = State::new(stage);
        (0..10).for_each(|_| stir(&mut state, rng));
        state.commit();
        let before = (state.plans.clone(), kept(&state));
        for _ in 0..50 {
            let p = rng.below(PROJECTS);
            if state.contains(p) { state.lift(p) } else { state.place(p, anywhere(stage.instance, p, rng)) }
        }
        state.undo_to(0);
        assert_eq!((state.plans.clone(), kept(&state)), before);
    });
}

/// Asking phase by phase says the same as placing all of the project and looking at every row.
#[test]
fn a_chain_that_fits_phase_by_phase_breaks_no_row() {
    let mut seen = [0; 2];
    for seed in 0..1_000 {
        on_some_stage(&mut Rng::new(seed), |stage, rng| {
            let mut state = State::new(stage);
            for _ in 0..200 {
                stir(&mut state, rng);
                let p = rng.below(PROJECTS);
                let slots = anywhere(stage.instance, p, rng);
                if !state.contains(p) && state.is_in_place(p, &slots) && state.rules_allow(p) {
                    // Money is seldom short in these portfolios.
                    let mut short = state.clone();
                    short.room.iter_mut().for_each(|room| *room = (*room as f64 * 0.3 * rng.unit()) as i64);
                    let fits = short.fits(p, &slots);
                    assert_eq!(fits, short.fits_with_all_rows(p, &slots), "seed {seed}");
                    seen[usize::from(fits)] += usize::from(stage.instance.projects[p].chain);
                }
            }
        });
    }
    assert!(seen.iter().all(|n| *n > 50), "{seen:?}");
}

/// Runs a test on the most value of a random portfolio.
pub(crate) fn on_some_stage(rng: &mut Rng, test: impl FnOnce(&Stage, &mut Rng)) {
    let portfolio = portfolio(rng);
    let instance = lower(&portfolio, None, &Never).expect("nothing abandons it");
    let value = functional(&portfolio, None, &instance, Measure::Value);
    test(&Stage::new(&instance, value, Vec::new(), instance.periods), rng);
}

/// Places or lifts a project, or takes some of that back.
fn stir(state: &mut State, rng: &mut Rng) {
    if rng.chance(0.1) {
        state.undo_to(rng.below(state.mark() + 1));
        return;
    }
    let p = rng.below(PROJECTS);
    let slots = anywhere(state.instance(), p, rng);
    match state.contains(p) {
        true => state.lift(p),
        false if rng.chance(0.5) => drop(state.try_place(p, &slots)),
        false => state.place(p, slots),
    }
}

/// Some mode and start for each phase, whether they fit or not.
pub(crate) fn anywhere(instance: &Instance, project: usize, rng: &mut Rng) -> Vec<Slot> {
    let mut slot = |phase: usize| {
        let modes = instance.phases[phase].modes.clone();
        let mode = modes.start + rng.below(modes.len());
        Slot { mode: mode as u32, start: rng.below(instance.modes[mode].starts) as u32 }
    };
    instance.projects[project].phases.clone().map(&mut slot).collect()
}

/// What there is room for of all projects, one after the other, each somewhere.
pub(crate) fn somewhere<'a>(stage: &'a Stage, rng: &mut Rng) -> State<'a> {
    let mut state = State::new(stage);
    for p in 0..PROJECTS {
        state.try_place(p, &anywhere(stage.instance, p, rng));
    }
    state
}

/// Everything that a state keeps: what is free, room, orders, room under flow limits, rules, profit and caps, owed and
/// overload included.
type Books = (Vec<i64>, Vec<i64>, Vec<i64>, Vec<Vec<i64>>, Vec<i64>, i64, Vec<i64>, usize, i64);

fn kept(state: &State) -> Books {
    let capped = (0..state.stage.caps.len()).map(|c| state.capped(c)).collect();
    (
        state.free.clone(),
        state.room.clone(),
        state.ordered.clone(),
        state.flow_room.clone(),
        state.in_rule.clone(),
        state.profit(),
        capped,
        state.missing,
        state.rules_unmet,
    )
}

fn sorted(projects: &[usize]) -> Vec<usize> {
    let mut out = projects.to_vec();
    out.sort_unstable();
    out
}

fn with_plan(state: &State, is_in: bool) -> Vec<usize> {
    (0..state.plans.len()).filter(|p| state.plans[*p].is_some() == is_in).collect()
}

/// The slow twin.
fn recount(state: &State) -> Books {
    let instance = state.instance();
    let mut free = instance.limit.clone();
    let mut room: Vec<i64> = instance.consumables.iter().map(|c| c.limit).collect();
    let mut ordered = vec![0; instance.frameworks.len()];
    let mut flow_room: Vec<Vec<i64>> = instance.flows.iter().map(|f| vec![f.max; f.rows]).collect();
    let placed = || state.plans.iter().enumerate().filter_map(|(p, slots)| Some((p, slots.as_deref()?)));
    for (p, slots) in placed() {
        for slot in slots {
            let mode = instance.mode(*slot);
            for usage in &mode.uses {
                for (k, x) in instance.spread(mode, usage).iter().enumerate() {
                    free[usage.resource * instance.periods + slot.start as usize + k] -= x;
                }
            }
            instance.charges(*slot).iter().for_each(|(row, x)| room[*row as usize] -= x);
            mode.orders.iter().for_each(|(f, x)| ordered[*f] += x);
        }
        let (first, end) = instance.span(slots);
        for f in &instance.projects[p].flows {
            instance.flows[*f].hits(first, end, instance.periods).for_each(|row| flow_room[*f][row] -= 1);
        }
    }
    let owed: Vec<i64> = instance.frameworks.iter().zip(&ordered).map(|(f, x)| short(f.min, *x)).collect();
    for (f, owed) in instance.frameworks.iter().zip(&owed) {
        f.owed.iter().for_each(|row| room[*row as usize] -= owed);
    }
    let over = |row: usize| (instance.limit[row] - free[row] - instance.capacity[row]).max(0);
    let overload: i64 = (0..free.len()).map(over).sum();
    let total = |f: &Functional| {
        let own = (0..PROJECTS).map(|p| {
            state.plans[p].as_ref().map_or(f.out[p], |slots| sum(f, instance, p, slots, instance.span(slots).1))
        });
        own.sum::<i64>() + f.owed * owed.iter().sum::<i64>() + f.overload * overload
    };
    let caps = state.stage.caps.iter().map(|(f, _)| total(f)).collect();
    let count = |projects: &Vec<usize>| projects.iter().filter(|p| state.contains(**p)).count() as i64;
    let in_rule = instance.rules.iter().map(|r| count(&r.projects)).collect();
    let missing = (0..PROJECTS).filter(|p| instance.projects[*p].must && !state.contains(*p)).count();
    let unmet = instance
        .rules
        .iter()
        .map(|rule| unmet(rule, &rule.projects.iter().map(|p| state.contains(*p)).collect::<Vec<_>>()));
    let unmet = unmet.sum();
    (free, room, ordered, flow_room, in_rule, total(&state.stage.profit), caps, missing, unmet)
}

/// How many projects would have to come or go for the rule to be met.
fn unmet(rule: &Rule, is_in: &[bool]) -> i64 {
    let inside = is_in.iter().filter(|x| **x).count() as i64;
    let outside = is_in.len() as i64 - inside;
    match rule.kind {
        SelectionRuleKind::AtMost => (inside - rule.count).max(0),
        SelectionRuleKind::AtLeast => (rule.count - inside).max(0),
        SelectionRuleKind::Together => inside.min(outside),
        SelectionRuleKind::Implies if is_in[0] => outside,
        SelectionRuleKind::Implies => 0,
    }
}

fn short(min: i64, ordered: i64) -> i64 {
    if ordered > 0 { (min - ordered).max(0) } else { 0 }
}

pub(crate) fn portfolio(rng: &mut Rng) -> Portfolio {
    let (from, to) = ("2025-07-01".to_owned(), "2026-06-30".to_owned());
    let pool = |id: &str, fte| PoolDraft {
        id: id.into(),
        role: id.into(),
        staff: vec![StaffWindowDraft { from: from.clone(), to: to.clone(), fte, project_share: None }],
        max_overload: 0.2,
        day_cost: 300.0,
        ..PoolDraft::default()
    };
    let rate = RateLineDraft { role: "build".into(), day_rate: 500.0, max_days_per_period: Some(15.0) };
    let flow = |id: &str, kind, window| FlowLimitDraft {
        id: id.into(),
        kind: Some(kind),
        max: 2,
        window,
        ..FlowLimitDraft::default()
    };
    let all = |count| (0..count).map(|p| format!("p{p}")).collect();
    let draft = PortfolioDraft {
        id: "state".into(),
        calendar: Some(CalendarDraft {
            start: from.clone(),
            end: to.clone(),
            unit: Some(PeriodUnit::Month),
            ..CalendarDraft::default()
        }),
        pools: vec![pool("build", 2.0), pool("own", 1.0)],
        frameworks: vec![FrameworkDraft {
            id: "fw".into(),
            start: from.clone(),
            end: to.clone(),
            rates: vec![rate],
            min_amount: 20_000.0,
            max_amount: Some(60_000.0),
            fund: "inv".into(),
            ..FrameworkDraft::default()
        }],
        funds: vec![FundDraft {
            id: "inv".into(),
            total: Some(90_000.0),
            payments: [2025, 2026].map(|year| YearAmountDraft { year, amount: 50_000.0 }).into(),
            carry_over: true,
            name: String::new(),
            kind: FundKind::Unspecified,
            commitments: Vec::new(),
            from: String::new(),
            to: String::new(),
        }],
        projects: (0..PROJECTS).map(|p| project(p, rng).into()).collect(),
        rules: vec![RuleDraft { id: "r".into(), kind: Some(SelectionRuleKind::AtMost), projects: all(3), count: 2 }],
        policy: PolicyDraft {
            value_decay: 0.02,
            flow_limits: vec![
                flow("now", FlowKind::UnderWay, None),
                flow("in", FlowKind::Starts, Some(3)),
                flow("out", FlowKind::Finishes, Some(2)),
            ],
            ..PolicyDraft::default()
        },
        ..PortfolioDraft::default()
    };
    validate(&draft).expect("it is made to be valid")
}

fn project(p: usize, rng: &mut Rng) -> ProjectDraft {
    let mut phase =
        |id: &str| PhaseDraft { id: id.into(), modes: (0..2).map(|m| mode(m, rng)).collect(), ..PhaseDraft::default() };
    let mut phases = vec![phase("a"), phase("b")];
    // Some are chains.
    if p % 2 == 1 {
        phases[1].after = vec![DependencyDraft { phase: "a".into(), ..DependencyDraft::default() }];
    }
    if p == 5 {
        phases[0].after = vec![DependencyDraft { project: "p1".into(), ..DependencyDraft::default() }];
    }
    ProjectDraft {
        id: format!("p{p}"),
        phases,
        value: Some(10.0 + p as f64),
        must_do: p == 0,
        ..ProjectDraft::default()
    }
}

fn mode(m: usize, rng: &mut Rng) -> ModeDraft {
    let mut days = |most: usize| 1.0 + rng.below(most * 4) as f64 / 4.0;
    let effort = ["build", "own"].map(|pool| EffortDraft { pool: pool.into(), days: days(30) });
    let bought = PurchaseDraft { framework: "fw".into(), role: "build".into(), days: days(20) };
    ModeDraft {
        id: format!("m{m}"),
        duration: 1 + days(3) as i32,
        effort: effort.into(),
        purchases: if m == 1 { vec![bought] } else { Vec::new() },
        costs: vec![CostDraft { fund: "inv".into(), amount: 1_000.0, label: String::new() }],
    }
}
