//! What an arbitration stands on: the portfolio with its demands, and what was decided.

use crate::base::{Centidays, Date, Lang, Money, ProjectId};
use crate::check;
use crate::model::draft::scenario::{ChangeDraft, ScenarioDraft};
use crate::model::draft::{PortfolioDraft, ProjectDraft};
use crate::model::{self, Portfolio, Problem, ProblemCode, YearAmount};
use crate::plan::{Baseline, Commitment, Plan};
use crate::scenario;
use crate::solve::{Giving, Levers};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Arbitrating<'a> {
    /// The portfolio, with or without the demands.
    pub draft: &'a PortfolioDraft,
    /// Projects that have to go in. One that the portfolio has already, by its id, takes its place.
    pub demands: &'a [ProjectDraft],
    /// What was decided.
    pub baseline: &'a Plan,
    /// What begins before this day stays.
    pub frozen_until: Option<Date>,
    /// Whether projects that the baseline has in without a commitment count as decided.
    pub all_decided: bool,
    /// Options at most, at least one.
    pub options: usize,
    /// How committed projects may change.
    pub levers: Levers,
    /// No fund pays more in a year than in the baseline.
    pub hold_funds: bool,
    /// No pool is loaded beyond its capacity, or beyond the baseline's load where that is more.
    pub hold_load: bool,
    /// The language of sentences.
    pub lang: Lang,
}

/// Ready to be planned.
#[derive(Clone)]
pub(super) struct Ground {
    /// With the demands, which have to be in.
    pub draft: PortfolioDraft,
    pub portfolio: Portfolio,
    pub baseline: Baseline,
    /// The baseline's plan with its figures.
    pub decided: Plan,
    pub demands: Vec<ProjectId>,
    /// By project: whether the baseline commits to it.
    pub is_committed: Vec<bool>,
    pub committed: Vec<ProjectId>,
    pub levers: Levers,
    pub loads: Vec<Vec<Centidays>>,
    pub options: usize,
}

impl Ground {
    pub(super) fn new(asked: &Arbitrating<'_>) -> Result<Self, Vec<Problem>> {
        let (draft, mut portfolio) = with_demands(asked)?;
        let mut plan = asked.baseline.clone();
        if asked.all_decided {
            plan.projects.iter_mut().for_each(decide);
        }
        let frozen = asked.frozen_until.map_or(0, |day| portfolio.calendar.periods_beginning_before(day));
        let frozen = i32::try_from(frozen).expect("a calendar has far fewer than 2^31 periods");
        let baseline = Baseline::new(&plan, frozen);
        let decided = check::complete(&portfolio, Some(&baseline), known(&portfolio, plan));
        let find = |id: &str| portfolio.projects.iter().position(|p| p.id == id).map(ProjectId::new);
        let demands = asked.demands.iter().filter_map(|d| find(&d.id)).collect();
        let mut is_committed = vec![false; portfolio.projects.len()];
        baseline.projects.iter().filter_map(|c| find(&c.project)).for_each(|p| is_committed[p.index()] = true);
        let committed = (0..is_committed.len()).filter(|p| is_committed[*p]).map(ProjectId::new).collect();
        if asked.hold_funds {
            hold_funds(&mut portfolio, &decided);
        }
        let loads = if asked.hold_load { loads(&decided) } else { Vec::new() };
        let (levers, options) = (asked.levers, asked.options.max(1));
        Ok(Self { draft, portfolio, baseline, decided, demands, is_committed, committed, levers, loads, options })
    }

    /// What committed projects may do, by the levers and holds.
    pub(super) fn giving(&self) -> Giving {
        self.giving_by(|_| self.levers)
    }

    /// The same, with levers by project.
    pub(super) fn giving_by(&self, levers: impl Fn(ProjectId) -> Levers) -> Giving {
        let levers = (0..self.portfolio.projects.len()).map(|p| levers(ProjectId::new(p))).collect();
        Giving { levers, loads: self.loads.clone(), ..Giving::default() }
    }

    pub(super) fn id(&self, project: ProjectId) -> &str {
        &self.portfolio.projects[project.index()].id
    }
}

fn decide(p: &mut crate::plan::ProjectPlan) {
    if p.selected && p.commitment == Commitment::Unspecified {
        p.commitment = Commitment::Decided;
    }
}

/// A demand as it is put into the portfolio.
pub(super) fn demanded(demand: &ProjectDraft) -> ProjectDraft {
    ProjectDraft { must_do: true, ..demand.clone() }
}

/// The portfolio with the demands, which have to be in.
fn with_demands(asked: &Arbitrating<'_>) -> Result<(PortfolioDraft, Portfolio), Vec<Problem>> {
    let mut problems = Vec::new();
    if asked.demands.is_empty() {
        problems.push(Problem::new(ProblemCode::Missing, "demands", ""));
    }
    for (i, demand) in asked.demands.iter().enumerate() {
        if asked.demands[..i].iter().any(|d| d.id == demand.id) {
            problems.push(Problem::new(ProblemCode::DuplicateId, format!("demands[{i}].id"), &demand.id));
        }
    }
    let put = |d: &ProjectDraft| ChangeDraft::PutProject(Box::new(demanded(d)));
    let changes = asked.demands.iter().map(put).map(Some).collect();
    let scenario = ScenarioDraft { changes, ..ScenarioDraft::default() };
    let draft = scenario::apply(asked.draft, &scenario).map_err(|found| said(asked, asked.draft, found))?;
    match model::validate(&draft) {
        Ok(portfolio) if problems.is_empty() => Ok((draft, portfolio)),
        Ok(_) => Err(problems),
        Err(found) => {
            problems.extend(said(asked, &draft, found));
            Err(problems)
        }
    }
}

/// Problems of demands at their own paths.
fn said(asked: &Arbitrating<'_>, draft: &PortfolioDraft, problems: Vec<Problem>) -> Vec<Problem> {
    let moved = |path: &str| {
        let (rest, by_project) = match path.strip_prefix("projects[") {
            Some(rest) => (rest, true),
            None => (path.strip_prefix("changes[")?, false),
        };
        let (number, rest) = rest.split_once(']')?;
        let number: usize = number.parse().ok()?;
        if !by_project {
            return Some(format!("demands[{number}]{}", rest.replacen(".putProject", "", 1)));
        }
        let id = &draft.projects.get(number)?.id;
        let demand = asked.demands.iter().position(|d| d.id == *id)?;
        Some(format!("demands[{demand}]{rest}"))
    };
    let told = |problem: Problem| match moved(&problem.path) {
        Some(path) => Problem { path, ..problem },
        None => problem.under("portfolio"),
    };
    problems.into_iter().map(told).collect()
}

/// The plan without projects that the portfolio does not have: they bind nothing.
fn known(portfolio: &Portfolio, mut plan: Plan) -> Plan {
    plan.projects.retain(|p| portfolio.projects.iter().any(|q| q.id == p.project));
    plan
}

/// No fund pays more in a year than it does.
fn hold_funds(portfolio: &mut Portfolio, decided: &Plan) {
    for (fund, used) in portfolio.funds.iter_mut().zip(&decided.fund_uses) {
        let held = |y: &crate::plan::YearUse| YearAmount { year: y.year, amount: Money::from_units(y.paid) };
        fund.held = used.years.iter().map(held).collect();
    }
}

fn loads(decided: &Plan) -> Vec<Vec<Centidays>> {
    let of = |pool: &crate::plan::PoolLoad| pool.periods.iter().map(|p| Centidays::from_days(p.load)).collect();
    decided.pool_loads.iter().map(of).collect()
}
