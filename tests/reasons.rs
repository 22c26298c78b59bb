//! A reason that is given is true: on random small portfolios each one is held against every placement that its project
//! could have beside the plan, judged by the referee.

mod common;

use arbitre::base::{Lang, Never};
use arbitre::check::{self, Claims, Violation};
use arbitre::explain::explain;
use arbitre::model::{self, Portfolio, expand};
use arbitre::plan::{Baseline, PhasePlan, Plan, PlanStatus, ProjectPlan, ReasonCode};
use arbitre::solve::{self, Options, Question, Silent};
use common::parallel;
use common::small::case;

/// Few, so that some plans are far from the best and projects are overlooked.
const STEPS: u64 = 150;

/// Portfolios looked at.
const CASES: u64 = 150;

/// Projects with more placements than this are left out, and counted.
const MOST_PLACEMENTS: usize = 4_000;

/// What there is to tell of a run.
#[derive(Default)]
struct Tally {
    verified: Vec<ReasonCode>,
    left_out: usize,
    wrong: Vec<String>,
}

#[test]
fn every_reason_of_a_project_that_is_out_is_true() {
    let seeds: Vec<u64> = (1..=CASES).collect();
    let tallies = parallel::map(&seeds, |seed| reasons_of(*seed));
    let wrong: Vec<&String> = tallies.iter().flat_map(|t| &t.wrong).collect();
    let verified: Vec<ReasonCode> = tallies.iter().flat_map(|t| t.verified.clone()).collect();
    let left_out: usize = tallies.iter().map(|t| t.left_out).sum();
    println!("{} reasons verified, {left_out} projects with too many placements left out", verified.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(verified.len() > 100 && left_out < verified.len(), "{} verified, {left_out} left out", verified.len());
    for code in [ReasonCode::NeverFits, ReasonCode::Capacity, ReasonCode::Rule, ReasonCode::Concurrency] {
        assert!(verified.contains(&code), "no portfolio has a project that is out by {code:?}");
    }
}

fn reasons_of(seed: u64) -> Tally {
    let case = case(seed);
    let portfolio = model::validate(&case.draft).expect("small portfolios are valid");
    let baseline = case.committed();
    let question = Question { portfolio: &portfolio, baseline: baseline.as_ref(), hint: None };
    let options = Options { max_steps: Some(STEPS), threads: Some(1), ..Options::default() };
    let answer = solve::plan(&question, &options, &Never, &Silent).expect("the referee passes it");
    let mut tally = Tally::default();
    if !matches!(answer.plan.status, PlanStatus::Optimal | PlanStatus::Feasible) {
        return tally;
    }
    let plan = explain(&portfolio, baseline.as_ref(), answer.plan, &answer.prices, Lang::En, &Never);
    let desk = Desk { portfolio: &portfolio, baseline: baseline.as_ref(), plan: &plan };
    for (index, planned) in plan.projects.iter().enumerate().filter(|(_, p)| !p.selected) {
        if planned.reasons.is_empty() {
            tally.wrong.push(format!("seed {seed}: {} is out for no reason", planned.project));
        } else if desk.placements(index) > MOST_PLACEMENTS {
            tally.left_out += 1;
        } else {
            desk.verify(seed, index, planned, &mut tally);
        }
    }
    tally
}

struct Desk<'a> {
    portfolio: &'a Portfolio,
    baseline: Option<&'a Baseline>,
    plan: &'a Plan,
}

impl Desk<'_> {
    fn verify(&self, seed: u64, index: usize, planned: &ProjectPlan, tally: &mut Tally) {
        let codes: Vec<ReasonCode> = planned.reasons.iter().map(|r| r.code).collect();
        let beside: Vec<Trial> = self.all(index).into_iter().map(|phases| self.trial(index, phases, true)).collect();
        let fits = beside.iter().any(|t| t.is_sound());
        let is_true = match codes[0] {
            ReasonCode::NeverFits => {
                let alone = self.all(index).into_iter().map(|phases| self.trial(index, phases, false));
                !alone.into_iter().any(|t| t.bars.iter().all(|b| matches!(b, Bar::By(code) if is_of_others(*code))))
            }
            ReasonCode::NoValue => !self.is_strict() || !beside.iter().any(|t| t.is_sound() && t.betters),
            // With others it may only fit together with them.
            ReasonCode::Overlooked if planned.reasons[0].subjects.is_empty() => {
                !self.is_strict() || beside.iter().any(|t| t.is_sound() && t.betters)
            }
            ReasonCode::Overlooked => !fits,
            ReasonCode::Undecided => true,
            ReasonCode::Capacity
            | ReasonCode::Fund
            | ReasonCode::Framework
            | ReasonCode::Rule
            | ReasonCode::Dependency
            | ReasonCode::Concurrency => !fits && beside.iter().any(|t| t.is_barred_only_by(&codes)),
        };
        if is_true {
            tally.verified.extend(codes);
        } else {
            let said: Vec<&String> = planned.reasons.iter().map(|r| &r.text).collect();
            tally.wrong.push(format!("seed {seed}: {} by {codes:?}, fits: {fits}: {said:?}", planned.project));
        }
    }

    /// No goal may be worsened for a later one.
    fn is_strict(&self) -> bool {
        self.portfolio.policy.goals.iter().all(|g| g.slack == 0.0)
    }

    fn choices(&self, index: usize) -> Vec<Vec<(String, i32)>> {
        let project = &self.portfolio.projects[index];
        let periods = self.portfolio.calendar.len() as i32;
        let of = |phase| {
            let modes = expand::phase_modes(self.portfolio, project, phase);
            let starts = |m: &model::Mode| 0..=periods - m.duration as i32;
            modes.iter().flat_map(|m| starts(m).map(|s| (m.id.clone(), s))).collect()
        };
        project.phases.iter().map(of).collect()
    }

    fn placements(&self, index: usize) -> usize {
        self.choices(index).iter().map(Vec::len).product()
    }

    /// Every placement of the project.
    fn all(&self, index: usize) -> Vec<Vec<PhasePlan>> {
        let phases = self.portfolio.projects[index].phases.iter().zip(self.choices(index));
        phases.fold(vec![Vec::new()], |all, (phase, choices)| {
            let with = |before: &Vec<PhasePlan>, (mode, start): &(String, i32)| {
                let mut after = before.clone();
                let (phase, mode) = (phase.id.clone(), mode.clone());
                after.push(PhasePlan { phase, mode, start_period: *start, ..PhasePlan::default() });
                after
            };
            all.iter().flat_map(|before| choices.iter().map(move |c| with(before, c))).collect()
        })
    }

    /// The plan with the project placed so, or the project alone.
    fn trial(&self, index: usize, phases: Vec<PhasePlan>, beside: bool) -> Trial {
        let mut plan =
            Plan { projects: if beside { self.plan.projects.clone() } else { Vec::new() }, ..Plan::default() };
        let project = self.portfolio.projects[index].id.clone();
        plan.projects.retain(|p| p.project != project);
        plan.projects.push(ProjectPlan { project: project.clone(), selected: true, phases, ..ProjectPlan::default() });
        let verdict = check::check(self.portfolio, self.baseline, &plan, Claims::Ignored);
        let goals = self.portfolio.policy.goals.iter().map(|g| {
            let change =
                verdict.figures.measure(g.measure) - self.plan.measure(g.measure).expect("plans have all measures");
            if g.measure.is_maximised() { change } else { -change }
        });
        let first = goals.into_iter().find(|x| x.abs() > 1e-7);
        let bars = verdict.violations.iter().filter_map(|v| bar(v, &project)).collect();
        Trial { bars, betters: first.is_some_and(|x| x > 0.0) }
    }
}

/// What bars a placement, and whether it would better the plan.
struct Trial {
    bars: Vec<Bar>,
    betters: bool,
}

impl Trial {
    fn is_sound(&self) -> bool {
        self.bars.is_empty()
    }

    fn is_barred_only_by(&self, codes: &[ReasonCode]) -> bool {
        self.bars.iter().all(|b| matches!(b, Bar::By(code) if codes.contains(code)))
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Bar {
    /// The project's own dates, gates and order.
    Own,
    By(ReasonCode),
}

/// With everything else out, these say nothing of the project.
fn is_of_others(code: ReasonCode) -> bool {
    matches!(code, ReasonCode::Rule | ReasonCode::Dependency)
}

/// What a violation bars the project by; none if it is about others that the plan leaves out.
fn bar(violation: &Violation, own: &str) -> Option<Bar> {
    use Violation as V;
    Some(match violation {
        V::Overloaded { .. } => Bar::By(ReasonCode::Capacity),
        V::SupplyExceeded { .. } | V::CeilingExceeded { .. } => Bar::By(ReasonCode::Framework),
        V::PaymentsExceeded { .. } | V::CommitmentsExceeded { .. } | V::TotalExceeded { .. } => {
            Bar::By(ReasonCode::Fund)
        }
        V::FlowExceeded { .. } => Bar::By(ReasonCode::Concurrency),
        V::RuleBroken { .. } => Bar::By(ReasonCode::Rule),
        V::DependencyOut { needs, .. } if needs != own => Bar::By(ReasonCode::Dependency),
        V::DependencyBroken { after_project, .. } if after_project != own => Bar::By(ReasonCode::Dependency),
        V::DependencyBroken { project, .. } if project != own => Bar::By(ReasonCode::Dependency),
        V::MustDoLeftOut { project } | V::ProtectedDropped { project } if project != own => return None,
        V::FrozenChanged { project } | V::BegunChanged { project, .. } if project != own => return None,
        _ => Bar::Own,
    })
}
