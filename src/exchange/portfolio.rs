//! An instance as a portfolio that asks the same: a working day is a unit of time, renewable resources are pools, non-renewable
//! ones funds, activities phases of projects that have to be done, and delay is lateness after the critical path.

use std::fmt;
use std::sync::Arc;

use crate::base::{Date, Lang, PeriodUnit, date};
use crate::model::draft::{
    CalendarDraft, CostDraft, DependencyDraft, EffortDraft, FundDraft, GoalDraft, ModeDraft, PhaseDraft, PolicyDraft,
    PoolDraft, PortfolioDraft, ProjectDraft, StaffWindowDraft,
};
use crate::model::{FundKind, Measure};
use crate::schedule::{Activity, Instance, Mode, Objective};

/// The first day of every such portfolio: a Monday, so that five units of time are a week.
const FIRST_DAY: (i32, u32, u32) = (2024, 1, 1);

/// Most periods of a calendar, and most days of a phase, that the contract takes.
const MOST_PERIODS: u64 = 20_000;
const MOST_DAYS: u64 = 1_000_000;

/// Why the contract cannot say what an instance asks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Unsayable {
    /// One activity after the other takes more working days than a calendar has.
    TooLong { horizon: u64 },
    /// A mode takes more person-days than a phase may have.
    TooMuchWork { activity: usize, mode: usize },
    /// A mode takes no time and uses up a non-renewable resource; a milestone uses nothing.
    CostlyMilestone { activity: usize, mode: usize },
    /// Finishing before the reference duration would count as negative delay; lateness is never negative.
    EarlyFinish { project: usize },
    /// A project without activities.
    EmptyProject { project: usize },
    /// Costs differ from year to year of a project's life, and years follow one another without a wait.
    YearlyCosts,
}

impl Unsayable {
    /// The reason in one line; activities and projects are counted from 1.
    pub fn line(&self, lang: Lang) -> String {
        let of = |activity: usize, mode: usize| {
            let (activity, mode) = (activity + 1, mode + 1);
            lang.pick(format!("activité {activity}, mode {mode} : "), format!("activity {activity}, mode {mode}: "))
        };
        let of_project = |project: usize| {
            let number = project + 1;
            lang.pick(format!("projet {number} : "), format!("project {number}: "))
        };
        match self {
            Self::TooLong { horizon } => lang.pick(
                format!("un portefeuille ne compte que {MOST_PERIODS} jours ouvrés ; il en faudrait {horizon}"),
                format!("a portfolio has at most {MOST_PERIODS} working days; {horizon} would be needed"),
            ),
            Self::TooMuchWork { activity, mode } => {
                let why = lang.pick(
                    format!("plus de {MOST_DAYS} jours dans une phase"),
                    format!("more than {MOST_DAYS} days in a phase"),
                );
                of(*activity, *mode) + &why
            }
            Self::CostlyMilestone { activity, mode } => {
                of(*activity, *mode)
                    + lang.pick(
                        "sans durée, il consomme ; un jalon ne consomme rien",
                        "takes no time and uses something up; a milestone uses nothing",
                    )
            }
            Self::EarlyFinish { project } => {
                of_project(*project)
                    + lang.pick(
                        "il peut finir avant sa durée de référence, et une avance ne compense aucun retard",
                        "may finish before its reference duration, and being early makes up for no lateness",
                    )
            }
            Self::EmptyProject { project } => {
                of_project(*project) + lang.pick("il n'a aucune activité", "has no activities")
            }
            Self::YearlyCosts => lang
                .pick(
                    "les coûts d'un projet varient d'une année à l'autre sans qu'il puisse attendre ; une phase étale son \
                     coût également et peut attendre la précédente",
                    "a project's costs differ from year to year, and its years cannot wait for one another; a phase spreads \
                     its cost evenly and may wait for the one before",
                )
                .to_owned(),
        }
    }
}

impl fmt::Display for Unsayable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(Lang::En))
    }
}

/// The portfolio that asks what the instance asks: a plan of the one is a schedule of the other, period by unit of time, and
/// the first goals are the objective. Project `p` of the instance is `p1` and so on, its activities are phases `a1` and so
/// on, counted within the project; mode `m` is `m1` and so on.
///
/// # Errors
/// Every reason why the contract cannot say it.
pub fn portfolio(id: &str, instance: &Instance) -> Result<PortfolioDraft, Vec<Unsayable>> {
    let reasons = reasons(instance);
    if reasons.is_empty() { Ok(Writer::new(instance).portfolio(id)) } else { Err(reasons) }
}

fn reasons(instance: &Instance) -> Vec<Unsayable> {
    let mut reasons = Vec::new();
    if instance.horizon() > MOST_PERIODS {
        reasons.push(Unsayable::TooLong { horizon: instance.horizon() });
    }
    for (activity, a) in instance.activities().iter().enumerate() {
        for (mode, m) in a.modes.iter().enumerate() {
            if m.renewable.iter().any(|n| u64::from(n.1) * u64::from(m.duration) > MOST_DAYS) {
                reasons.push(Unsayable::TooMuchWork { activity, mode });
            }
            if m.duration == 0 && m.nonrenewable.iter().any(|n| n.1 > 0) {
                reasons.push(Unsayable::CostlyMilestone { activity, mode });
            }
        }
    }
    for project in 0..instance.projects().len() {
        if instance.activities().iter().all(|a| a.project != project) {
            reasons.push(Unsayable::EmptyProject { project });
        }
    }
    if instance.objective() == Objective::DelayThenMakespan {
        let early = early(instance).into_iter();
        reasons.extend(early.map(|project| Unsayable::EarlyFinish { project }));
    }
    reasons
}

/// Projects whose activities alone, each in its shortest mode, take less than the reference duration; or that have none, so
/// that no day can be their target.
fn early(instance: &Instance) -> Vec<usize> {
    let activities = instance.activities();
    let shortest = |a: &Activity| a.modes.iter().map(|m| m.duration).min().unwrap_or(0);
    let mut finishes: Vec<u64> = activities.iter().map(|a| u64::from(shortest(a))).collect();
    // As many passes as the longest chain has links.
    loop {
        let mut moved = false;
        for (at, a) in activities.iter().enumerate() {
            for &s in a.successors.iter().filter(|&&s| activities[s].project == a.project) {
                let finish = finishes[at] + u64::from(shortest(&activities[s]));
                moved |= finishes[s] < finish;
                finishes[s] = finishes[s].max(finish);
            }
        }
        if !moved {
            break;
        }
    }
    let least = |p: usize| (0..finishes.len()).filter(|&a| activities[a].project == p).map(|a| finishes[a]).max();
    let is_early = |&p: &usize| {
        let project = instance.projects()[p];
        least(p).unwrap_or(0) < u64::from(project.duration) || project.release + project.duration == 0
    };
    (0..instance.projects().len()).filter(is_early).collect()
}

struct Writer<'a> {
    instance: &'a Instance,
    /// By activity: its number within its project.
    numbers: Vec<usize>,
    predecessors: Vec<Vec<usize>>,
}

impl<'a> Writer<'a> {
    fn new(instance: &'a Instance) -> Self {
        let mut counts = vec![0; instance.projects().len()];
        let numbers = instance.activities().iter().map(|a| {
            counts[a.project] += 1;
            counts[a.project]
        });
        let numbers = numbers.collect();
        let mut predecessors = vec![Vec::new(); instance.activities().len()];
        for (at, a) in instance.activities().iter().enumerate() {
            a.successors.iter().for_each(|&s| predecessors[s].push(at));
        }
        Self { instance, numbers, predecessors }
    }

    fn portfolio(&self, id: &str) -> PortfolioDraft {
        let periods = self.instance.horizon().max(1);
        let (start, end) = (day(0), day(periods - 1));
        PortfolioDraft {
            id: id.to_owned(),
            name: id.to_owned(),
            calendar: Some(CalendarDraft {
                start: start.clone(),
                end: end.clone(),
                unit: Some(PeriodUnit::Day),
                ..CalendarDraft::default()
            }),
            pools: self.instance.renewables().iter().enumerate().map(|(r, &c)| pool(r, c, &start, &end)).collect(),
            funds: self.instance.nonrenewables().iter().enumerate().map(|(r, &c)| fund(r, c)).collect(),
            projects: (0..self.instance.projects().len()).map(|p| Arc::new(self.project(p))).collect(),
            policy: PolicyDraft { goals: self.goals(), ..PolicyDraft::default() },
            ..PortfolioDraft::default()
        }
    }

    fn goals(&self) -> Vec<GoalDraft> {
        let measures = match self.instance.objective() {
            Objective::Makespan => vec![Measure::Makespan],
            Objective::DelayThenMakespan => vec![Measure::Lateness, Measure::Makespan],
        };
        measures.into_iter().map(|m| GoalDraft { measure: Some(m), slack: 0.0 }).collect()
    }

    fn project(&self, project: usize) -> ProjectDraft {
        let said = self.instance.projects()[project];
        let due = u64::from(said.release) + u64::from(said.duration);
        let target = match self.instance.objective() {
            Objective::Makespan => String::new(),
            Objective::DelayThenMakespan => day(due - 1),
        };
        let mine = (0..self.numbers.len()).filter(|&a| self.instance.activities()[a].project == project);
        ProjectDraft {
            id: project_id(project),
            value: Some(0.0),
            must_do: true,
            earliest_start: if said.release == 0 { String::new() } else { day(u64::from(said.release)) },
            target,
            phases: mine.map(|a| self.phase(a)).collect(),
            ..ProjectDraft::default()
        }
    }

    fn phase(&self, activity: usize) -> PhaseDraft {
        let a = &self.instance.activities()[activity];
        let after = |&p: &usize| {
            let other = self.instance.activities()[p].project;
            let project = if other == a.project { String::new() } else { project_id(other) };
            DependencyDraft { project, phase: self.phase_id(p), lag: 0 }
        };
        PhaseDraft {
            id: self.phase_id(activity),
            modes: a.modes.iter().enumerate().map(|(m, mode)| mode_draft(m, mode)).collect(),
            after: self.predecessors[activity].iter().map(after).collect(),
            ..PhaseDraft::default()
        }
    }

    fn phase_id(&self, activity: usize) -> String {
        format!("a{}", self.numbers[activity])
    }
}

fn project_id(project: usize) -> String {
    format!("p{}", project + 1)
}

fn mode_draft(number: usize, mode: &Mode) -> ModeDraft {
    let uses =
        |needs: &[(usize, u32)]| needs.iter().copied().filter(|n| n.1 > 0 && mode.duration > 0).collect::<Vec<_>>();
    let effort =
        |(r, units): (usize, u32)| EffortDraft { pool: pool_id(r), days: f64::from(units) * f64::from(mode.duration) };
    let cost =
        |(r, units): (usize, u32)| CostDraft { fund: fund_id(r), amount: f64::from(units), label: String::new() };
    ModeDraft {
        id: format!("m{}", number + 1),
        duration: i32::try_from(mode.duration).expect("durations are below the horizon"),
        effort: uses(&mode.renewable).into_iter().map(effort).collect(),
        costs: uses(&mode.nonrenewable).into_iter().map(cost).collect(),
        ..ModeDraft::default()
    }
}

fn pool_id(resource: usize) -> String {
    format!("r{}", resource + 1)
}

fn fund_id(resource: usize) -> String {
    format!("n{}", resource + 1)
}

fn pool(resource: usize, capacity: u32, start: &str, end: &str) -> PoolDraft {
    let window =
        StaffWindowDraft { from: start.to_owned(), to: end.to_owned(), fte: f64::from(capacity), project_share: None };
    PoolDraft {
        id: pool_id(resource),
        role: pool_id(resource),
        staff: if capacity == 0 { Vec::new() } else { vec![window] },
        ..PoolDraft::default()
    }
}

fn fund(resource: usize, capacity: u32) -> FundDraft {
    FundDraft {
        id: fund_id(resource),
        name: String::new(),
        kind: FundKind::Operating,
        total: Some(f64::from(capacity)),
        payments: Vec::new(),
        commitments: Vec::new(),
        carry_over: false,
        from: String::new(),
        to: String::new(),
    }
}

/// The day of a period: five to a week.
fn day(period: u64) -> String {
    let (year, month, first) = FIRST_DAY;
    let start = Date::from_ymd_opt(year, month, first).expect("it is a day");
    let days = chrono::Days::new(period / 5 * 7 + period % 5);
    date::iso(start.checked_add_days(days).expect("calendars end long before time does"))
}
