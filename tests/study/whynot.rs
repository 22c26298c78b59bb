//! What would have a project by a day: the fewest that move for it, held against exhaustive search.

use arbitre::base::{Lang, Never, ProjectId};
use arbitre::model;
use arbitre::plan::{ChangeKind, Commitment};
use arbitre::solve::{self, Options, Question, Silent};
use arbitre::study::{self, Decided, Explaining, WayKind};

use crate::common::oracle::{Oracle, Placed};
use crate::common::parallel;
use crate::common::small;

/// Few, so that plans leave projects out that others could make room for.
const FEW: u64 = 10;

/// Enough for each of these portfolios to be closed.
const STEPS: u64 = 50_000;

const CASES: u64 = 200;

/// What a run came to.
#[derive(Default)]
struct Tally {
    proven: usize,
    /// Of those, ways beside one that moves others less and more of them.
    beside: usize,
    infeasible: usize,
    wrong: Vec<String>,
}

#[test]
fn the_fewest_that_move_for_a_project_are_the_fewest() {
    let seeds: Vec<u64> = (1..=CASES).collect();
    let tallies = parallel::map(&seeds, |seed| run(*seed));
    let sum = |f: fn(&Tally) -> usize| tallies.iter().map(f).sum::<usize>();
    let wrong: Vec<&String> = tallies.iter().flat_map(|t| &t.wrong).collect();
    println!("{} proven, {} beside others, {} infeasible", sum(|t| t.proven), sum(|t| t.beside), sum(|t| t.infeasible));
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(sum(|t| t.proven) > 40, "few to show");
    assert!(sum(|t| t.beside) > 0, "nowhere do fewer move than where they move little");
    assert!(sum(|t| t.infeasible) > 0, "everything is possible");
}

fn run(seed: u64) -> Tally {
    let case = small::case(seed);
    let mut tally = Tally::default();
    // Of a baseline only what it protects binds, and that it does beside the plan asked about.
    if case.baseline.is_some() {
        return tally;
    }
    let portfolio = model::validate(&case.draft).expect("small portfolios are valid");
    let question = Question { portfolio: &portfolio, baseline: None, hint: None };
    let options = |steps| Options { max_steps: Some(steps), threads: Some(1), gap: 0.0, ..Options::default() };
    let plan = solve::plan(&question, &options(FEW), &Never, &Silent).expect("the referee passes it").plan;
    if !plan.status.has_plan() {
        return tally;
    }
    for p in 0..portfolio.projects.len() {
        let own = &plan.projects[p];
        // Out: at all. In: a period earlier.
        let periods = portfolio.calendar.periods();
        let by = own.finish_period().filter(|_| own.selected).map_or(periods.len() as i32 - 1, |end| end - 1);
        let Some(last) = usize::try_from(by).ok().map(|by| periods[by].last) else { continue };
        let asked = Explaining {
            draft: &case.draft,
            portfolio: &portfolio,
            plan: &plan,
            decided: Decided::default(),
            project: ProjectId::new(p),
            by: Some(last),
            lang: Lang::En,
        };
        let told = study::explain_project(&asked, &options(STEPS), &Never).expect("plans that hold");
        let Some(told) = told.not_by.filter(|n| !n.is_met) else { continue };
        let mut decided = plan.clone();
        let commit = |(i, own): (usize, &mut arbitre::plan::ProjectPlan)| {
            own.commitment = if i == p { Commitment::Unspecified } else { Commitment::Decided };
        };
        decided.projects.iter_mut().enumerate().for_each(commit);
        let oracle = Oracle::new(&case.draft, Some(&decided), 0);
        let in_time = |q: usize, placed: Option<&Placed>| {
            q != p || placed.is_some_and(|placed| end(&oracle, p, placed) <= i64::from(by))
        };
        let fewest = oracle.fewest(&in_time);
        if told.is_infeasible {
            tally.infeasible += 1;
            if let Some(fewest) = fewest {
                tally
                    .wrong
                    .push(format!("seed {seed}, project {p}: {fewest} would have to move, not said to be possible"));
            }
        }
        let displacing: Vec<_> = told.ways.iter().filter(|w| w.kind == WayKind::Displace).collect();
        for way in &displacing {
            let is_moved = |m: &&study::Change| m.project != own.project && m.kind != ChangeKind::Added;
            let moved = way.moves.iter().filter(is_moved).count();
            tally.proven += usize::from(way.is_fewest);
            tally.beside += usize::from(way.is_fewest && displacing.len() > 1);
            if fewest.is_none_or(|fewest| moved < fewest || (way.is_fewest && moved > fewest)) {
                tally.wrong.push(format!("seed {seed}, project {p}: {moved} move, {fewest:?} would have to"));
            }
        }
    }
    tally
}

/// The last period of a project placed so.
fn end(oracle: &Oracle, project: usize, placed: &Placed) -> i64 {
    let ends = placed.iter().enumerate().map(|(phase, (mode, start))| start + oracle.mode(project, phase, *mode).1 - 1);
    ends.max().unwrap_or(-1)
}
