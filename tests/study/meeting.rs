//! Questions to a workspace: held against the referees and against exhaustive search, and what is kept of them.

use arbitre::base::{Lang, Never, Stop};
use arbitre::check::{self, Claims};
use arbitre::model::draft::scenario::{ChangeDraft, ScenarioDraft};
use arbitre::plan::{Plan, PlanStatus};
use arbitre::solve::Options;
use arbitre::study::{AskError, Asking, Opening, Reply, Searching, Unwatched, Workspace};
use arbitre::{model, scenario, wire};
use serde_json::Value;

use crate::common::oracle::Oracle;
use crate::common::{parallel, referee, shared, small};
use crate::scenarios::{decided, scenarios};

const CASES: u64 = 60;

/// Few, so that some plans are far from the best; a question has hardly any.
const STEPS: u64 = 200;
const FEW: u64 = 20;

/// Figures that differ by less are the same.
const SAME: f64 = 1e-6;

/// A small portfolio's workspace, planned.
fn opened(small: &small::Case, threads: usize) -> Workspace {
    let before = decided(small);
    let opening = Opening {
        portfolio: small.draft.clone(),
        scenario: ScenarioDraft::default(),
        decided: small.baseline.clone(),
        frozen_until: before.frozen_until,
    };
    let mut workspace = Workspace::new(opening).expect("small portfolios are valid");
    with(STEPS, threads, &Never, |at| workspace.improve(None, at).expect("the referee passes all plans"));
    workspace
}

fn with<T>(steps: u64, threads: usize, stop: &dyn Stop, work: impl FnOnce(&Searching<'_>) -> T) -> T {
    let options = Options { max_steps: Some(steps), threads: Some(threads), ..Options::default() };
    work(&Searching { options: &options, stop, patience: &Never, watch: &Unwatched })
}

/// A question to the portfolio as it was opened, of which nothing is kept.
fn question(scenario: &ScenarioDraft) -> Asking<'_> {
    Asking { scenario, undo: 0, on_base: true, keep: false, lang: Lang::En }
}

fn ask(workspace: &mut Workspace, asked: &Asking<'_>) -> Result<Reply, AskError> {
    with(FEW, 1, &Never, |at| workspace.ask(asked, at))
}

/// Answers to random questions, each with the portfolio that it is about.
fn answers(seed: u64) -> Vec<(small::Case, model::draft::PortfolioDraft, Plan)> {
    let small = small::case(seed);
    let mut workspace = opened(&small, 1);
    let mut out = Vec::new();
    for scenario in scenarios(seed, &small.draft) {
        let changed = scenario::apply(&small.draft, &scenario);
        match (ask(&mut workspace, &question(&scenario)), changed) {
            (Ok(reply), Ok(draft)) => {
                out.push((small::case(seed), draft, reply.plan().expect("a plan's status").clone()))
            }
            (Err(AskError::Problems(problems)), changed) => {
                assert!(!problems.is_empty() && changed.is_err() | model::validate(&small.draft).is_ok());
            }
            (other, _) => panic!("seed {seed}, {}: {other:?}", scenario.id),
        }
    }
    out
}

#[test]
fn every_answer_passes_both_referees_and_its_bound_holds() {
    let seeds: Vec<u64> = (1..=CASES).collect();
    let all: Vec<_> = parallel::map(&seeds, |seed| answers(*seed)).into_iter().flatten().collect();
    let planned: Vec<_> = all.iter().filter(|a| a.2.status.has_plan()).collect();
    assert!(planned.len() > 2 * CASES as usize, "few questions have a plan: {}", planned.len());
    for (small, draft, plan) in &planned {
        let portfolio = model::validate(draft).expect("it was planned");
        let verdict = check::check(&portfolio, small.committed().as_ref(), plan, Claims::Checked);
        assert!(verdict.holds(), "seed {}, {}: {:?}", small.seed, plan.scenario, verdict.violations);
    }
    let wrong: Vec<String> =
        parallel::map(&all, |(small, draft, plan)| dishonest(small, draft, plan)).into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let what = "answers to questions before the reference referee";
    let Some(check_plan) = shared::file("tools/check_plan.py", what) else { return };
    let questions: Vec<Value> = planned
        .iter()
        .map(|(small, draft, plan)| referee::question(draft, plan, small.baseline.as_ref(), small.frozen_before))
        .collect();
    for ((small, _, plan), said) in planned.iter().zip(referee::judge(&check_plan, &questions)) {
        assert_eq!(said.violations, [""; 0], "seed {}, {}", small.seed, plan.scenario);
    }
}

/// What is not so of a plan's status or bound, by exhaustive search.
fn dishonest(small: &small::Case, draft: &model::draft::PortfolioDraft, plan: &Plan) -> Option<String> {
    let oracle = Oracle::new(draft, small.baseline.as_ref(), small.frozen_before);
    if oracle.plans() > 2e6 {
        return None;
    }
    let found = oracle.solve();
    let at = format!("seed {}, {}", small.seed, plan.scenario);
    match plan.status {
        PlanStatus::Infeasible => (found.plans > 0).then(|| format!("{at}: there is a plan")),
        PlanStatus::Unknown => None,
        _ => {
            let (goal, best) = (&plan.goals[0], found.best.first()?);
            let slack = SAME * best.abs().max(1.0);
            let holds =
                if goal.measure.is_maximised() { goal.bound >= best - slack } else { goal.bound <= best + slack };
            (!holds).then(|| format!("{at}: bound {} with the best {best}", goal.bound))
        }
    }
}

#[test]
fn answers_are_the_same_on_any_number_of_threads() {
    for seed in 1..=6 {
        let small = small::case(seed);
        let told = |threads| {
            let mut workspace = opened(&small, threads);
            let mut text = String::new();
            for scenario in &scenarios(seed, &small.draft) {
                let asked = Asking { on_base: false, keep: true, ..question(scenario) };
                let Ok(reply) = with(FEW, threads, &Never, |at| workspace.ask(&asked, at)) else { continue };
                text += &wire::write_reply(&reply, String::new(), 0.0, Lang::En);
            }
            text
        };
        assert_eq!(told(1), told(2), "seed {seed}");
    }
}

/// A change that excludes a project, under an id of its own.
fn without(project: &str) -> ScenarioDraft {
    let changes = vec![Some(ChangeDraft::ExcludeProject(project.to_owned()))];
    ScenarioDraft { id: format!("without-{project}"), changes, ..ScenarioDraft::default() }
}

/// Two projects that a small portfolio can do without, and its workspace.
fn free() -> (Workspace, String, String) {
    for seed in 1.. {
        let small = small::case(seed);
        let mut workspace = opened(&small, 1);
        let ids: Vec<String> = small.draft.projects.iter().map(|p| p.id.clone()).collect();
        let mut is_free = |id: &&String| {
            let scenario = without(id);
            ask(&mut workspace, &question(&scenario)).is_ok_and(|r| r.plan().is_some_and(|p| p.status.has_plan()))
        };
        let found: Vec<String> = ids.iter().filter(|id| is_free(id)).cloned().collect();
        let both = |w: &mut Workspace| {
            let (first, second) = (without(&found[0]), without(&found[1]));
            let keep = Asking { on_base: false, keep: true, ..question(&first) };
            ask(w, &keep).is_ok_and(|r| r.kept) && ask(w, &Asking { scenario: &second, ..keep }).is_ok_and(|r| r.kept)
        };
        if found.len() > 1 && both(&mut workspace.clone()) {
            return (opened(&small, 1), found[0].clone(), found[1].clone());
        }
    }
    unreachable!("some small portfolio can do without two projects")
}

fn excluded(reply: &Reply, project: &str) -> bool {
    let plan = reply.plan().expect("a plan");
    plan.projects.iter().any(|p| p.project == project && !p.selected)
}

#[test]
fn what_is_kept_is_built_upon_and_can_be_taken_back() {
    let (mut workspace, a, b) = free();
    let (first, second) = (without(&a), without(&b));
    let on_top = Asking { on_base: false, ..question(&first) };
    let asked = ask(&mut workspace, &on_top).expect("it can be asked");
    assert!(!asked.kept && workspace.kept() == 0);
    let kept = ask(&mut workspace, &Asking { keep: true, ..on_top }).expect("it can be asked");
    assert!(kept.kept && workspace.kept() == 1);
    // Asked again, it goes on from its own answer.
    let value = |r: &Reply| r.plan().expect("a plan").goals[0];
    let better = |a: f64, b: f64, maximised: bool| if maximised { a >= b - SAME } else { a <= b + SAME };
    assert!(better(value(&kept).value, value(&asked).value, value(&asked).measure.is_maximised()));
    let reply = ask(&mut workspace, &Asking { scenario: &second, keep: true, ..on_top }).expect("it can be asked");
    assert!(excluded(&reply, &a) && excluded(&reply, &b) && workspace.kept() == 2);
    // The base is as it was; and a question to it leaves what is kept alone.
    ask(&mut workspace, &question(&second)).expect("it can be asked");
    assert_eq!(workspace.kept(), 2);
    // More cannot be taken back than there is, and then nothing is.
    let too_many = ask(&mut workspace, &Asking { undo: 3, ..on_top });
    assert!(matches!(too_many, Err(AskError::Undo { asked: 3, kept: 2 })));
    let wrong = without("nobody");
    assert!(matches!(ask(&mut workspace, &Asking { scenario: &wrong, undo: 1, ..on_top }), Err(AskError::Problems(_))));
    assert_eq!(workspace.kept(), 2);
    ask(&mut workspace, &Asking { undo: 1, scenario: &second, ..on_top }).expect("it can be asked");
    assert_eq!(workspace.kept(), 1);
    // On the base, what is kept takes the place of all that was.
    let reply = ask(&mut workspace, &Asking { scenario: &second, keep: true, on_base: true, ..on_top });
    assert!(reply.expect("it can be asked").kept && workspace.kept() == 1);
}

#[test]
fn a_question_without_changes_searches_on_and_never_loses() {
    for seed in 1..=20 {
        let small = small::case(seed);
        let mut workspace = opened(&small, 1);
        let nothing = ScenarioDraft::default();
        let mut last: Option<(f64, f64)> = None;
        for _ in 0..4 {
            let reply = ask(&mut workspace, &question(&nothing)).expect("nothing is wrong with nothing");
            assert!(!reply.kept);
            let Some(goal) = reply.plan().and_then(|p| p.goals.first().copied()) else { break };
            let sign = if goal.measure.is_maximised() { 1.0 } else { -1.0 };
            let now = (sign * goal.value, -sign * goal.bound);
            if let Some(before) = last {
                assert!(now.0 >= before.0 - SAME && now.1 >= before.1 - SAME, "seed {seed}: {before:?} then {now:?}");
            }
            last = Some(now);
        }
    }
}

#[test]
fn who_leaves_leaves_the_workspace_as_it_was() {
    struct Gone;
    impl Stop for Gone {
        fn stop(&self) -> bool {
            true
        }
        fn is_abandoned(&self) -> bool {
            true
        }
    }
    let (mut workspace, a, _) = free();
    let scenario = without(&a);
    let asked = Asking { on_base: false, keep: true, ..question(&scenario) };
    let before = workspace.weight();
    let reply = with(FEW, 1, &Gone, |at| workspace.ask(&asked, at)).expect("nothing is wrong");
    assert!(!reply.kept && workspace.kept() == 0 && workspace.weight() == before);
}
