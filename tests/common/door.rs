//! The door that every document comes through, knocked on with any bytes at all. The fuzz target under `fuzz/` and the
//! bounded run in `tests/mutations.rs` both call [`knock`].

use arbitre::base::{Lang, Never};
use arbitre::model::draft::scenario::ScenarioDraft;
use arbitre::model::{self, Portfolio, Problem, expand};
use arbitre::plan::{Baseline, Plan};
use arbitre::solve::{self, Options, Question, Silent};
use arbitre::wire::{self, Form};
use arbitre::{check, scenario};

/// How far a document got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Got {
    /// It cannot be read.
    Refused,
    /// It can be read, as at least one kind of document.
    Read,
    /// It is a valid portfolio.
    Valid,
    /// It is a valid portfolio small enough to be planned, and was.
    Planned,
}

/// Reads the bytes as each kind of document in each form, and goes on with what can be read. Panics if something that
/// was promised does not hold.
pub(crate) fn knock(bytes: &[u8], plan: Option<&Plan>) -> Got {
    [Form::Json, Form::Binary].map(|form| read(bytes, form, plan)).into_iter().max().expect("there are two forms")
}

/// The plan in the bytes, if there is one.
pub(crate) fn plan(bytes: &[u8], form: Form) -> Option<Plan> {
    wire::read_plan(bytes, form).ok()
}

/// Plans the portfolio with any plan whatever as its baseline and hint.
pub(crate) fn plan_from(portfolio: &Portfolio, plan: Option<&Plan>) {
    let baseline = plan.map(|plan| Baseline::new(plan, 2));
    let options = Options { max_steps: Some(20), threads: Some(1), ..Options::default() };
    if let Some(plan) = plan {
        check::check(portfolio, baseline.as_ref(), plan, check::Claims::Checked);
        check::complete(portfolio, baseline.as_ref(), plan.clone());
    }
    for hint in [None, plan] {
        let question = Question { portfolio, baseline: baseline.as_ref(), hint };
        let answer =
            solve::plan(&question, &options, &Never, &Silent).expect("no plan leaves that its referee refuses");
        assert_eq!(answer.plan.portfolio, portfolio.id);
    }
}

/// Reads the bytes as each request of the services, and does what can be done of it.
pub(crate) fn call(bytes: &[u8]) -> Got {
    let subject = |subject: wire::Subject| {
        let draft = match &subject.scenario {
            Some(changes) => scenario::apply(&subject.portfolio, changes),
            None => Ok(subject.portfolio),
        };
        draft.and_then(|draft| model::validate(&draft))
    };
    let told = |problems: Vec<Problem>| {
        told(&problems);
        Got::Read
    };
    let go_on = |s: wire::Subject, plan: Option<&Plan>| subject(s).map_or_else(told, |p| valid(&p, plan));
    let planned = |o: wire::Order| go_on(o.subject, o.decided.baseline.as_ref().or(o.hint.as_ref()));
    let looked_at = |s: wire::Subject| subject(s).map_or_else(told, |_| Got::Valid);
    let checked = |c: wire::Check| go_on(c.subject, Some(&c.plan));
    let compared = |o: wire::ComparisonOrder| {
        let scenario = o.scenarios.into_iter().next_back();
        go_on(wire::Subject { portfolio: o.portfolio, scenario }, o.decided.baseline.as_ref())
    };
    let explored = |o: wire::FrontierOrder| go_on(o.subject, o.decided.baseline.as_ref());
    let opened = |o: wire::WorkspaceOrder| go_on(o.subject, o.decided.baseline.as_ref().or(o.hint.as_ref()));
    let questioned = |o: wire::QuestionOrder| {
        changes(&o.scenario);
        Got::Read
    };
    let got = [
        asked(wire::read_message(bytes).and_then(wire::read_plan_request), planned),
        asked(wire::read_message(bytes).and_then(wire::read_stream_plan_request), planned),
        asked(wire::read_message(bytes).and_then(wire::read_validate_request), looked_at),
        asked(wire::read_message(bytes).and_then(wire::read_expand_request), looked_at),
        asked(wire::read_message(bytes).and_then(wire::read_check_request), checked),
        asked(wire::read_message(bytes).and_then(wire::read_compare_request), compared),
        asked(wire::read_message(bytes).and_then(wire::read_frontier_request), explored),
        asked(wire::read_message(bytes).and_then(wire::read_open_request), opened),
        asked(wire::read_message(bytes).and_then(wire::read_ask_request), questioned),
    ];
    got.into_iter().max().expect("there are some")
}

fn asked<T>(request: Result<T, Vec<Problem>>, answer: impl Fn(T) -> Got) -> Got {
    match request {
        Ok(request) => answer(request),
        Err(problems) => {
            told(&problems);
            Got::Refused
        }
    }
}

fn read(bytes: &[u8], form: Form, plan: Option<&Plan>) -> Got {
    let scenario = wire::read_scenario(bytes, form);
    let got = [portfolio(bytes, form, plan), plan_document(bytes, form)].into_iter().max().expect("there are two");
    match scenario {
        Ok(scenario) => {
            changes(&scenario);
            got.max(Got::Read)
        }
        Err(problems) => {
            told(&problems);
            got
        }
    }
}

/// Makes the changes to a portfolio that each of them could fit.
fn changes(changes: &ScenarioDraft) {
    let seed = include_bytes!("../../fuzz/seeds/portfolio.json");
    let draft = wire::read_portfolio(seed, Form::Json).expect("the seed is a portfolio");
    match scenario::apply(&draft, changes).and_then(|draft| model::validate(&draft)) {
        Ok(portfolio) => drop(valid(&portfolio, None)),
        Err(problems) => told(&problems),
    }
}

fn portfolio(bytes: &[u8], form: Form, plan: Option<&Plan>) -> Got {
    let draft = match wire::read_portfolio(bytes, form) {
        Ok(draft) => draft,
        Err(problems) => {
            told(&problems);
            return Got::Refused;
        }
    };
    let text = wire::write_portfolio(&draft);
    let again = wire::read_portfolio(text.as_bytes(), Form::Json).expect("what was written can be read");
    assert_eq!(text, wire::write_portfolio(&again), "written and read, the portfolio is another");
    let again = wire::read_portfolio(&wire::portfolio_to_bytes(&draft), Form::Binary);
    assert_eq!(text, wire::write_portfolio(&again.expect("what was written can be read")));
    match model::validate(&draft) {
        Ok(portfolio) => valid(&portfolio, plan),
        Err(problems) => {
            told(&problems);
            Got::Read
        }
    }
}

fn plan_document(bytes: &[u8], form: Form) -> Got {
    match wire::read_plan(bytes, form) {
        Ok(plan) => {
            let text = wire::write_plan(&plan);
            let again = wire::read_plan(text.as_bytes(), Form::Json).expect("what was written can be read");
            assert_eq!(text, wire::write_plan(&again), "written and read, the plan is another");
            let again =
                wire::read_plan(&wire::plan_to_bytes(&plan), Form::Binary).expect("what was written can be read");
            assert_eq!(text, wire::write_plan(&again));
            Got::Read
        }
        Err(problems) => {
            told(&problems);
            Got::Refused
        }
    }
}

/// A refusal says why, in both languages.
fn told(problems: &[Problem]) {
    assert!(!problems.is_empty(), "refused without a reason");
    for problem in problems.iter().take(100) {
        assert_ne!(problem.line(Lang::Fr), problem.line(Lang::En));
    }
}

fn valid(portfolio: &Portfolio, plan: Option<&Plan>) -> Got {
    for project in &portfolio.projects {
        for phase in &project.phases {
            let modes = expand::phase_modes(portfolio, project, phase);
            for (i, mode) in modes.iter().enumerate() {
                let uses = !(mode.effort.is_empty() && mode.purchases.is_empty() && mode.costs.is_empty());
                assert!(mode.duration > 0 || !uses, "milestone {} uses something", mode.id);
                assert!(modes[..i].iter().all(|m| m.id != mode.id), "mode {} stands twice", mode.id);
            }
        }
    }
    let phases: usize = portfolio.projects.iter().map(|p| p.phases.len()).sum();
    if portfolio.calendar.len() > 60 || phases > 30 {
        return Got::Valid;
    }
    plan_from(portfolio, plan);
    Got::Planned
}
