//! Reasons are true: each finding is held against exhaustive search on random small portfolios that use the whole
//! contract, and its words against the portfolio's ids. On the medium portfolios of the shared generator, the referee
//! holds what would fit.
//!
//! `ARBITRE_CASES` (120) portfolios from `ARBITRE_FIRST_SEED` (1) on, each with its plan and with that plan less each of
//! its projects.

mod common;

use std::collections::BTreeSet;
use std::env;

use arbitre::base::{Lang, Never, ProjectId};
use arbitre::check::{self, Claims};
use arbitre::explain::{self, Finding};
use arbitre::model::draft::PortfolioDraft;
use arbitre::model::{self, Goal, Measure, Portfolio};
use arbitre::plan::{Baseline, Plan, PlanStatus};
use arbitre::solve::{self, Barrier, Options, Place, Prices, Probe, Question, Shortage, Silent};
use arbitre::wire::{self, Form};
use common::oracle::{Oracle, Placed, Verdict};
use common::small::{self, Case, case};
use common::{relax, shared};

/// Few enough that plans are left improvable.
const STEPS: u64 = 20;

/// Figures that differ by less are the same: relative, and absolute below 1.
const SAME: f64 = 1e-6;

/// A plan of a small case, and exhaustive search beside it.
struct Trial<'a> {
    case: &'a Case,
    portfolio: Portfolio,
    baseline: Option<Baseline>,
    plan: Plan,
    prices: Prices,
    oracle: Oracle,
    placed: Vec<Option<Placed>>,
    now: Verdict,
}

#[test]
fn every_finding_holds_against_exhaustive_search() {
    let (first, count) = (setting("ARBITRE_FIRST_SEED", 1), setting("ARBITRE_CASES", 120));
    let results: Vec<(Vec<&'static str>, Vec<String>)> = (first..first + count).map(run).collect();
    let failed: Vec<&String> = results.iter().flat_map(|r| &r.1).collect();
    assert!(failed.is_empty(), "{} findings are false:\n{}", failed.len(), join(&failed));
    let kinds: Vec<&str> = results.iter().flat_map(|r| r.0.iter().copied()).collect();
    let met: BTreeSet<&str> = kinds.iter().copied().collect();
    let tally = met.iter().map(|k| format!("{k} {}", kinds.iter().filter(|x| *x == k).count()));
    println!("findings: {}", tally.collect::<Vec<_>>().join(", "));
    if count >= 100 {
        for kind in
            ["never fits", "no value", "overlooked", "overlooked with", "blocked", "late", "not by then", "CAPACITY"]
                .into_iter()
                .chain(["FUND", "FRAMEWORK", "RULE", "DEPENDENCY", "CONCURRENCY"])
        {
            assert!(met.contains(kind), "no case shows {kind}: {met:?}");
        }
    }
}

/// What was found in the case of a seed, and what of it is false.
fn run(seed: u64) -> (Vec<&'static str>, Vec<String>) {
    let case = case(seed);
    let (mut kinds, mut failed) = (Vec::new(), Vec::new());
    for trial in trials(&case) {
        let found = explain::find(&trial.portfolio, trial.baseline.as_ref(), &trial.plan, &trial.prices, &Never);
        for (project, findings) in &found {
            let p = project.index();
            if trial.placed[p].is_none() && findings.is_empty() {
                failed.push(format!("seed {seed}: nothing is said of project {p}, which is out"));
            }
            for finding in findings {
                kinds.push(name(finding));
                if let Err(why) = trial.holds(p, finding) {
                    failed.push(format!("seed {seed}, project {p}: {why}: {finding:?}"));
                }
            }
        }
        kinds.extend(trial.words(&found, &mut failed));
        for (p, finding) in trial.one_period_earlier() {
            kinds.push(name(&finding));
            if let Err(why) = trial.holds(p, &finding) {
                failed.push(format!("seed {seed}, project {p}: {why}: {finding:?}"));
            }
        }
    }
    (kinds, failed)
}

/// The case's plan, and that plan less each project that it does without.
fn trials(case: &Case) -> Vec<Trial<'_>> {
    let portfolio = model::validate(&case.draft).expect("cases are valid");
    let baseline = case.committed();
    let question = Question { portfolio: &portfolio, baseline: baseline.as_ref(), hint: None };
    let options = Options { max_steps: Some(STEPS), threads: Some(1), ..Options::default() };
    let answer = solve::plan(&question, &options, &Never, &Silent).expect("its plans hold");
    if matches!(answer.plan.status, PlanStatus::Infeasible | PlanStatus::Unknown) {
        return Vec::new();
    }
    let less = |p: usize| {
        let mut plan = answer.plan.clone();
        plan.projects[p].selected = false;
        plan.projects[p].phases.clear();
        let mut plan = check::complete(&portfolio, baseline.as_ref(), plan);
        let measures = plan.measures.clone();
        let value = |m: Measure| measures.iter().find(|x| x.measure == m).map_or(0.0, |x| x.value);
        plan.goals.iter_mut().for_each(|g| g.value = value(g.measure));
        plan.status = PlanStatus::Feasible;
        plan
    };
    let selected = (0..portfolio.projects.len()).filter(|p| answer.plan.projects[*p].selected);
    let plans = std::iter::once(answer.plan.clone()).chain(selected.map(less));
    let trials = plans.filter_map(|plan| {
        let oracle = case.oracle();
        let placed = small::placed(&case.draft, &oracle, &plan)?;
        let now = oracle.judge(&placed);
        let (portfolio, baseline, prices) = (portfolio.clone(), baseline.clone(), answer.prices.clone());
        let holds = now.violations.is_empty();
        holds.then_some(Trial { case, portfolio, baseline, plan, prices, oracle, placed, now })
    });
    trials.collect()
}

impl Trial<'_> {
    /// Whether what is said of a project is so.
    fn holds(&self, p: usize, finding: &Finding) -> Result<(), String> {
        match finding {
            Finding::NeverFits { shortages } => self.never_fits(p, shortages),
            Finding::NoValue { measure, loss } => self.no_value(p, *measure, *loss),
            Finding::Overlooked { with, measure, gain } => self.overlooked(p, with, *measure, *gain),
            Finding::Blocked { shortages, shortfall } => {
                expect(shortfall.is_finite() && *shortfall >= 0.0, "a shortfall is no figure")?;
                self.blocked(p, shortages, i64::MAX)
            }
            Finding::Late { shortages } => {
                let target = self.portfolio.projects[p].target.ok_or("it has no target")?;
                self.late(p, self.portfolio.calendar.periods_ended_by(target) as i64, shortages)
            }
            Finding::NotBy { end, shortages } => self.late(p, *end as i64, shortages),
            Finding::Undecided => Err("small cases can be settled".to_owned()),
            Finding::Bought { bargain } => {
                expect(bargain.project.index() == p && bargain.own > bargain.bought, "it does not pay")
            }
        }
    }

    fn never_fits(&self, p: usize, shortages: &[Shortage]) -> Result<(), String> {
        let draft = relax::alone(&self.case.draft, p);
        let fits = |draft: &PortfolioDraft| fits_in(self.case, draft, &vec![None; self.placed.len()], p, i64::MAX);
        expect(!fits(&draft), "it fits if nothing else is planned")?;
        let barriers: Vec<Barrier> = shortages.iter().map(|s| s.barrier).collect();
        let enough = fits(&relax::without_all(&draft, p, &barriers));
        expect(enough != shortages.is_empty(), "what is short does not decide it")
    }

    fn blocked(&self, p: usize, shortages: &[Shortage], end: i64) -> Result<(), String> {
        let draft = &self.case.draft;
        let mut rest = self.placed.clone();
        rest[p] = None;
        let fits = |draft: &PortfolioDraft| fits_in(self.case, draft, &rest, p, end);
        expect(!fits(draft), "it fits")?;
        let barriers: BTreeSet<Barrier> = shortages.iter().map(|s| s.barrier).collect();
        let all: Vec<Barrier> = barriers.iter().copied().collect();
        expect(fits(&relax::without_all(draft, p, &all)), "it does not fit with these lifted")?;
        for barrier in &all {
            let others: Vec<Barrier> = all.iter().filter(|b| *b != barrier).copied().collect();
            expect(!fits(&relax::without_all(draft, p, &others)), "it fits without lifting one of them")?;
        }
        match relax::with_days(draft, &self.portfolio, shortages) {
            Some(more) => expect(fits(&more), "it does not fit with the days that are short"),
            None => Ok(()),
        }
    }

    /// Why each project that is in does not end a period earlier, where something is said of it.
    fn one_period_earlier(&self) -> Vec<(usize, Finding)> {
        let ends = self.placed.iter().enumerate().filter_map(|(p, own)| Some((p, self.end(p, own.as_ref()?))));
        let asked: Vec<(ProjectId, usize)> =
            ends.filter_map(|(p, end)| Some((ProjectId::new(p), usize::try_from(end - 1).ok()?))).collect();
        let found = explain::find_not_by(&self.portfolio, self.baseline.as_ref(), &self.plan, &asked, &Never);
        asked.iter().zip(found).filter_map(|((p, _), finding)| Some((p.index(), finding?))).collect()
    }

    fn late(&self, p: usize, target: i64, shortages: &[Shortage]) -> Result<(), String> {
        let own = self.placed[p].as_ref().ok_or("it is out")?;
        expect(self.end(p, own) > target, "it is not late")?;
        if shortages.is_empty() {
            let ways = Oracle::new(&relax::alone(&self.case.draft, p), None, 0).ways(p);
            return expect(
                ways.iter().all(|w| self.end(p, w) > target) || self.baseline.is_some(),
                "it could be in time",
            );
        }
        self.blocked(p, shortages, target)
    }

    fn no_value(&self, p: usize, measure: Measure, loss: f64) -> Result<(), String> {
        for way in self.oracle.ways(p) {
            let Some(gains) = self.gains(&[(p, way)]) else { continue };
            let said = self.goals().iter().position(|g| g.measure == measure).ok_or("it is no goal")?;
            match gains.iter().position(|x| x.abs() > SAME) {
                None => expect(loss <= SAME, "somewhere it changes nothing")?,
                Some(first) if gains[first] > 0.0 => return Err(format!("it gains {gains:?}")),
                Some(first) => expect(first < said || gains[said] <= -loss + SAME, "it loses less")?,
            }
        }
        Ok(())
    }

    fn overlooked(&self, p: usize, with: &[ProjectId], measure: Measure, gain: f64) -> Result<(), String> {
        expect(self.plan.status != PlanStatus::Optimal, "the plan is proven to be the best")?;
        let mut all: Vec<Vec<(usize, Placed)>> = vec![Vec::new()];
        for q in with.iter().map(|q| q.index()).chain([p]) {
            let ways = self.oracle.ways(q);
            let extend = |head: &Vec<(usize, Placed)>| {
                let head = head.clone();
                ways.iter().map(move |w| head.iter().cloned().chain([(q, w.clone())]).collect()).collect::<Vec<_>>()
            };
            all = all.iter().flat_map(extend).collect();
        }
        let goals = self.goals();
        let said = goals.iter().position(|g| g.measure == measure).ok_or("it is no goal")?;
        let as_said = |choice: &Vec<(usize, Placed)>| {
            let is_kept = |(x, goal): (&f64, &Goal)| *x >= -SAME || goal.slack > 0.0;
            self.gains(choice)
                .is_some_and(|gains| same(gains[said], gain) && gains[..said].iter().zip(goals).all(is_kept))
        };
        expect(gain > 0.0 && all.iter().any(as_said), "nowhere does it gain that")
    }

    /// By goal: what these placements gain beside the plan, if it then holds.
    fn gains(&self, more: &[(usize, Placed)]) -> Option<Vec<f64>> {
        let mut placed = self.placed.clone();
        more.iter().for_each(|(p, way)| placed[*p] = Some(way.clone()));
        let verdict = self.oracle.judge(&placed);
        let gain = |g: &Goal| {
            let at = Measure::ALL.iter().position(|m| *m == g.measure).expect("ALL lists every measure");
            let more = verdict.measures[at] - self.now.measures[at];
            if g.measure.is_maximised() { more } else { -more }
        };
        verdict.violations.is_empty().then(|| self.goals().iter().map(gain).collect())
    }

    fn goals(&self) -> &[Goal] {
        &self.portfolio.policy.goals
    }

    fn end(&self, p: usize, placed: &Placed) -> i64 {
        end(&self.oracle, p, placed)
    }

    /// The reasons in both languages: codes that are met, and what is wrong with their words.
    fn words(&self, found: &[(ProjectId, Vec<Finding>)], failed: &mut Vec<String>) -> Vec<&'static str> {
        let mut codes = Vec::new();
        let ids = ids(&self.portfolio);
        let [fr, en] = [Lang::Fr, Lang::En].map(|lang| {
            explain::explain(&self.portfolio, self.baseline.as_ref(), self.plan.clone(), &self.prices, lang, &Never)
        });
        for ((project, findings), (fr, en)) in found.iter().zip(fr.projects.iter().zip(&en.projects)) {
            let reasons = fr.reasons.iter().zip(&en.reasons);
            for (fr, en) in reasons {
                let alike = fr.code == en.code && fr.subjects == en.subjects && fr.periods == en.periods;
                let sentence = |text: &str| text.len() > 20 && text.ends_with('.') && !text.contains("()");
                let known = fr.subjects.iter().all(|s| ids.contains(&s[..]));
                if !alike || !known || !sentence(&fr.text) || !sentence(&en.text) || fr.text == en.text {
                    failed.push(format!("project {}: {fr:?} beside {en:?}", project.index()));
                }
                codes.push(fr.code.name());
            }
            if fr.reasons.len() != en.reasons.len() || fr.reasons.is_empty() != findings.is_empty() {
                failed.push(format!("project {}: {findings:?} is not said as found", project.index()));
            }
        }
        codes
    }
}

/// Whether the project fits somewhere beside these, ending by then, without breaking what they do not break alone.
fn fits_in(case: &Case, draft: &PortfolioDraft, rest: &[Option<Placed>], p: usize, by: i64) -> bool {
    let oracle = Oracle::new(draft, case.baseline.as_ref(), case.frozen_before);
    let before = oracle.judge(rest).violations;
    oracle.ways(p).into_iter().filter(|way| end(&oracle, p, way) <= by).any(|way| {
        let mut placed = rest.to_vec();
        placed[p] = Some(way);
        oracle.judge(&placed).violations.iter().all(|v| before.contains(v))
    })
}

fn end(oracle: &Oracle, p: usize, placed: &Placed) -> i64 {
    let ends = placed.iter().enumerate().map(|(j, (mode, start))| start + oracle.mode(p, j, *mode).1);
    ends.max().unwrap_or(0)
}

#[test]
fn on_medium_portfolios_what_would_fit_passes_the_referee() {
    for (name, seed) in [("random-60-1.json", 1_u64), ("random-60-2.json", 2)] {
        let Some(draft) = generated(60, seed) else { return };
        let portfolio = model::validate(&draft).expect("generated portfolios are valid");
        let question = Question { portfolio: &portfolio, baseline: None, hint: None };
        let options = Options { max_steps: Some(200), threads: Some(1), ..Options::default() };
        let answer = solve::plan(&question, &options, &Never, &Silent).expect("its plans hold");
        let found = explain::find(&portfolio, None, &answer.plan, &answer.prices, &Never);
        let mut blocked = 0;
        for (project, findings) in found.iter().filter(|(p, _)| !answer.plan.projects[p.index()].selected) {
            assert!(!findings.is_empty(), "{name}: nothing is said of project {}", project.index());
            for finding in findings {
                let Finding::Blocked { shortages, .. } = finding else { continue };
                blocked += 1;
                let barriers: Vec<Barrier> = shortages.iter().map(|s| s.barrier).collect();
                let relaxed = relax::without_all(&draft, project.index(), &barriers);
                let relaxed = model::validate(&relaxed).expect("with more of something it stays valid");
                assert!(fits_as_placed(&relaxed, &answer.plan, *project), "{name}: {finding:?} does not make it fit");
                assert!(!fits_as_placed(&portfolio, &answer.plan, *project), "{name}: {finding:?}, and it fits");
            }
        }
        assert!(blocked > 0, "{name}: nothing is out for want of something");
    }
}

/// Whether a probe finds a place, which the referee then has to pass.
fn fits_as_placed(portfolio: &Portfolio, plan: &Plan, project: ProjectId) -> bool {
    let probe = Probe::new(portfolio, None, plan);
    let Place::At(placement) = probe.inquire(project).place(&BTreeSet::new()) else { return false };
    let mut with = plan.clone();
    let planned = &mut with.projects[project.index()];
    planned.selected = true;
    planned.phases = probe.phases(portfolio, project, &placement);
    let verdict = check::check(portfolio, None, &with, Claims::Ignored);
    assert!(verdict.holds(), "the referee refuses the probe's place: {:?}", verdict.violations);
    true
}

/// A portfolio of the shared generator.
fn generated(projects: usize, seed: u64) -> Option<PortfolioDraft> {
    let script = shared::file("tools/make_portfolio.py", "reasons on generated portfolios")?;
    let mut command = std::process::Command::new("python3");
    command.arg(script).args(["random", "--projects", &projects.to_string(), "--seed", &seed.to_string()]);
    let output = command.output().expect("python3 runs");
    assert!(output.status.success(), "the generator failed: {}", String::from_utf8_lossy(&output.stderr));
    Some(wire::read_portfolio(&output.stdout, Form::Json).expect("what it writes can be read"))
}

fn ids(portfolio: &Portfolio) -> BTreeSet<&str> {
    let pools = portfolio.pools.iter().map(|x| &x.id[..]);
    let money = portfolio.funds.iter().map(|x| &x.id[..]).chain(portfolio.frameworks.iter().map(|x| &x.id[..]));
    let limits =
        portfolio.policy.flow_limits.iter().map(|x| &x.id[..]).chain(portfolio.rules.iter().map(|x| &x.id[..]));
    pools.chain(money).chain(limits).chain(portfolio.projects.iter().map(|x| &x.id[..])).collect()
}

fn name(finding: &Finding) -> &'static str {
    match finding {
        Finding::NeverFits { .. } => "never fits",
        Finding::NoValue { .. } => "no value",
        Finding::Overlooked { with, .. } if !with.is_empty() => "overlooked with",
        Finding::Overlooked { .. } => "overlooked",
        Finding::Blocked { .. } => "blocked",
        Finding::Late { .. } => "late",
        Finding::NotBy { .. } => "not by then",
        Finding::Bought { .. } => "bought",
        Finding::Undecided => "undecided",
    }
}

fn expect(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME * a.abs().max(b.abs()).max(1.0)
}

fn join(lines: &[&String]) -> String {
    lines.iter().take(20).map(|l| l.as_str()).collect::<Vec<_>>().join("\n")
}

/// A number from the environment.
fn setting(name: &str, default: u64) -> u64 {
    env::var(name).ok().map_or(default, |x| x.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}
