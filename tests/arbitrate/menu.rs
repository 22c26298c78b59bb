//! The menu: every option is a plan that both referees pass, they differ, and none beats another.

use arbitre::arbitrate::{Arbitration, ArbitrationOption};
use arbitre::base::Lang;
use arbitre::check::{Claims, check};
use arbitre::model::{Measure, validate};
use arbitre::plan::Plan;
use arbitre::wire;

use crate::asked::{Terms, ask, baseline};
use crate::common::oracle::Oracle;
use crate::common::small::{self, Case};
use crate::common::{parallel, referee, shared};

const SAME: f64 = 1e-6;

fn menu(case: &Case, steps: u64, threads: usize) -> Arbitration {
    ask(case, &Terms { options: 5, steps, threads, ..Terms::default() })
}

#[test]
fn options_are_checked_plans_that_differ_and_do_not_beat_one_another() {
    let seeds: Vec<u64> = (1..=120).collect();
    let found = parallel::map(&seeds, |seed| {
        let case = small::demanded(*seed);
        let menu = menu(&case, 10_000, 1);
        menu.shown().for_each(|option| holds(&case, option));
        differ(&case, &menu);
        menu.options.len()
    });
    let several = found.iter().filter(|n| **n > 1).count();
    assert!(several >= 8, "few menus with a choice: {several}");
}

/// The plan keeps everything, its figures are its own, and what is said of it is so.
fn holds(case: &Case, option: &ArbitrationOption) {
    let at = format!("seed {}, {}", case.seed, option.id);
    let portfolio = validate(&case.draft).expect("the case is valid");
    let committed = case.committed().expect("there is a baseline");
    let verdict = check(&portfolio, Some(&committed), &option.plan, Claims::Checked);
    assert!(verdict.holds(), "{at}: {:?}", verdict.violations);
    let oracle = case.oracle();
    let placed = small::placed(&case.draft, &oracle, &option.plan).expect("it names what there is");
    let judged = oracle.judge(&placed);
    assert!(judged.violations.is_empty(), "{at}: {:?}", judged.violations);
    let changed = (0..placed.len()).filter(|p| oracle.is_changed(*p, placed[*p].as_ref()));
    let changed: Vec<&str> = changed.map(|p| &case.draft.projects[p].id[..]).collect();
    assert_eq!(option.touched, changed, "{at}");
    deltas(case, &oracle, option, &judged.measures, &at);
    let demand = &case.draft.projects.last().expect("there is one").id;
    assert!(option.changes.first().is_some_and(|c| c.project == *demand), "{at}: the demand comes first");
    assert!(!option.headline.is_empty() && option.headline.ends_with('.'), "{at}: {}", option.headline);
}

fn deltas(case: &Case, oracle: &Oracle, option: &ArbitrationOption, measures: &[f64; 7], at: &str) {
    let decided = small::placed(&case.draft, oracle, baseline(case)).expect("it names what there is");
    let before = oracle.judge(&decided).measures;
    for (i, measure) in Measure::ALL.into_iter().enumerate() {
        let delta = option.deltas.iter().find(|d| d.measure == measure).expect("every measure has one").value;
        let expected = measures[i] - before[i];
        assert!((delta - expected).abs() <= SAME * expected.abs().max(1.0), "{at}: {} {delta}", measure.name());
    }
    let values: f64 = option.changes.iter().map(|c| c.value).sum();
    let expected = measures[0] - before[0];
    assert!((values - expected).abs() <= SAME * expected.abs().max(1.0), "{at}: changes sum to {values}");
    let sponsors: f64 = option.sponsors.iter().map(|e| e.value).sum();
    assert!((sponsors - expected).abs() <= SAME * expected.abs().max(1.0), "{at}: sponsors sum to {sponsors}");
}

fn figures(option: &ArbitrationOption) -> [f64; 3] {
    let of = |m| option.plan.measure(m).expect("every measure is told");
    [of(Measure::Value), -of(Measure::Disruption), -of(Measure::ExternalSpend)]
}

/// Any two differ, and none beats another, but that what is wider beats the first by changing more.
fn differ(case: &Case, menu: &Arbitration) {
    let shown: Vec<&ArbitrationOption> = menu.shown().collect();
    for (i, a) in shown.iter().enumerate() {
        for (j, b) in shown.iter().enumerate().skip(i + 1) {
            let at = format!("seed {}, {} and {}", case.seed, a.id, b.id);
            let only = |x: &[String], y: &[String]| x.iter().filter(|p| !y.contains(p)).count();
            let apart = only(&a.touched, &b.touched) + only(&b.touched, &a.touched);
            assert!(apart >= 2 || a.levers != b.levers, "{at}: {:?} {:?}", a.touched, b.touched);
            assert!(!beats(a, b), "{at}: the first is better in everything");
            let is_wider = i == 0 && j >= menu.options.len();
            assert_eq!(beats(b, a), is_wider, "{at}: whether the second is better in everything");
            assert!(!is_wider || b.touched.len() > a.touched.len(), "{at}: {:?} {:?}", a.touched, b.touched);
        }
    }
}

fn beats(a: &ArbitrationOption, b: &ArbitrationOption) -> bool {
    let (x, y) = (figures(a), figures(b));
    let near = |y: &f64| 1e-9 * y.abs().max(1.0);
    x.iter().zip(&y).all(|(x, y)| *x >= y - near(y)) && x.iter().zip(&y).any(|(x, y)| *x > y + SAME * y.abs().max(1.0))
}

#[test]
fn the_reference_referee_passes_every_option() {
    let Some(check_plan) = shared::file("tools/check_plan.py", "options before the reference referee") else { return };
    let seeds: Vec<u64> = (100..=130).collect();
    let asked = parallel::map(&seeds, |seed| {
        let case = small::demanded(*seed);
        let plans: Vec<Plan> = menu(&case, 5_000, 1).shown().map(|o| o.plan.clone()).collect();
        (case, plans)
    });
    let question =
        |case: &Case, plan: &Plan| referee::question(&case.draft, plan, case.baseline.as_ref(), case.frozen_before);
    let questions: Vec<_> = asked.iter().flat_map(|(case, plans)| plans.iter().map(|p| question(case, p))).collect();
    assert!(questions.len() >= 20, "few plans: {}", questions.len());
    for (said, question) in referee::judge(&check_plan, &questions).iter().zip(&questions) {
        assert!(said.violations.is_empty(), "{:?} of {question}", said.violations);
    }
}

#[test]
fn the_menu_is_the_same_on_any_number_of_threads() {
    for seed in 1..=12 {
        let case = small::demanded(seed);
        let [one, again, two] = [1, 1, 2].map(|threads| wire::write_arbitration(&menu(&case, 3_000, threads), ""));
        assert_eq!(one, again, "seed {seed}");
        assert_eq!(one, two, "seed {seed}");
    }
}

#[test]
fn held_funds_and_loads_are_kept() {
    let seeds: Vec<u64> = (1..=60).collect();
    let planned = parallel::map(&seeds, |seed| {
        let case = small::demanded(*seed);
        let oracle = case.oracle();
        let decided = small::placed(&case.draft, &oracle, baseline(&case)).expect("it names what there is");
        let before = oracle.judge(&decided);
        let terms = Terms { options: 3, hold_funds: true, hold_load: true, steps: 8_000, ..Terms::default() };
        let menu = ask(&case, &terms);
        for option in menu.shown() {
            let placed = small::placed(&case.draft, &oracle, &option.plan).expect("it names what there is");
            let after = oracle.judge(&placed);
            let paid = |v: &[Vec<(i64, i64)>]| v.iter().flatten().map(|y| y.0).collect::<Vec<_>>();
            let more = paid(&after.money).iter().zip(paid(&before.money)).any(|(x, was)| *x > was);
            assert!(!more, "seed {seed}, {}: a fund pays more", option.id);
            for (pool, load) in option.plan.pool_loads.iter().zip(&before.load) {
                for (period, was) in pool.periods.iter().zip(load) {
                    let most = period.capacity.max(*was as f64 / 100.0);
                    assert!(period.load <= most + SAME, "seed {seed}, {}: {} is loaded more", option.id, pool.pool);
                }
            }
        }
        usize::from(!menu.options.is_empty())
    });
    let planned: usize = planned.iter().sum();
    assert!(planned >= 10, "few cases have a plan: {planned}");
}

#[test]
fn sentences_are_in_both_languages() {
    let case = small::demanded(3);
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| crate::asked::ask_in(&case, &Terms::default(), lang));
    assert_eq!(en.options.len(), fr.options.len());
    for (a, b) in en.shown().zip(fr.shown()) {
        assert_ne!(a.headline, b.headline);
    }
}
