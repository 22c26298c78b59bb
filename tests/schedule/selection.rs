//! Selections: what the engine says is proven to be the best, against every choice of projects and starts.

use arbitre::base::Never;
use arbitre::exchange::{Format, Question, read};
use arbitre::solve::{Candidate, Options, Selection, select};
use proptest::prelude::*;

/// Every choice, one project after the other; the largest value of those that keep everything. Shares no code with the engine.
fn best(selection: &Selection) -> f64 {
    let n = selection.projects.len();
    let choices = selection.planning_window + 1;
    let values = (0..choices.pow(n as u32)).filter_map(|number| {
        let digit = |p: usize| number / choices.pow(p as u32) % choices;
        let starts: Vec<Option<usize>> = (0..n).map(|p| digit(p).checked_sub(1)).collect();
        keeps_all(selection, &starts).then(|| worth(selection, &starts))
    });
    values.fold(0.0, f64::max)
}

fn worth(selection: &Selection, starts: &[Option<usize>]) -> f64 {
    let mut sum = 0.0;
    for (candidate, start) in selection.projects.iter().zip(starts) {
        let Some(start) = start else { continue };
        for (k, value) in candidate.value.iter().enumerate() {
            sum += value * (1.0 + selection.discount_rate).powf(-((start + k) as f64));
        }
    }
    sum
}

fn keeps_all(selection: &Selection, starts: &[Option<usize>]) -> bool {
    let done = |p: usize| starts[p].map(|s| s + selection.projects[p].duration);
    for (p, candidate) in selection.projects.iter().enumerate() {
        let Some(start) = starts[p] else { continue };
        if candidate.exclusions.iter().any(|q| starts[*q].is_some())
            || candidate.prerequisites.iter().any(|q| done(*q).is_none_or(|end| end > start))
        {
            return false;
        }
    }
    let cost = |p: usize, year: usize| {
        let k = year.checked_sub(starts[p]?)?;
        Some((k, *selection.projects[p].cost.get(k)?))
    };
    for year in 0..selection.budget_window {
        let costs: Vec<(usize, f64)> = (0..starts.len()).filter_map(|p| cost(p, year)).collect();
        let sum = |of: &dyn Fn(usize) -> bool| costs.iter().filter(|c| of(c.0)).map(|c| c.1).sum::<f64>();
        let many = starts.iter().filter(|s| **s == Some(year)).count() > selection.max_starts_per_period;
        if many
            || sum(&|_| true) > selection.budget[year] + 1e-6
            || sum(&|k| k > 0) > selection.ongoing_budget[year] + 1e-6
            || (year < selection.planning_window && sum(&|k| k == 0) > selection.initiation_budget[year] + 1e-6)
        {
            return false;
        }
    }
    (0..selection.stream_budgets.len()).all(|stream| {
        let own = (0..starts.len()).filter(|p| selection.projects[*p].stream == stream);
        let of = |p: usize| (0..selection.planning_window).filter_map(|y| cost(p, y)).map(|c| c.1).sum::<f64>();
        own.map(of).sum::<f64>() <= selection.stream_budgets[stream] + 1e-6
    })
}

/// Whole costs, or with a fraction.
fn money(most: u32, is_whole: bool) -> impl Strategy<Value = f64> {
    (0..=most).prop_map(move |x| if is_whole { f64::from(x) } else { f64::from(x) + 0.37 })
}

fn candidate(n: usize, is_whole: bool) -> impl Strategy<Value = Candidate> {
    (1_usize..=4).prop_flat_map(move |duration| {
        let years = prop::collection::vec((money(9, is_whole), 0_u32..=20), duration);
        let others = |most| prop::collection::vec(0..n, 0..=most);
        (0_usize..2, years, others(1), others(1)).prop_map(move |(stream, years, prerequisites, exclusions)| {
            Candidate {
                stream,
                duration,
                cost: years.iter().map(|y| y.0).collect(),
                value: years.iter().map(|y| f64::from(y.1)).collect(),
                prerequisites,
                exclusions,
            }
        })
    })
}

fn selection() -> impl Strategy<Value = Selection> {
    (2_usize..=5, 1_usize..=3, 0_usize..=3, any::<bool>()).prop_flat_map(|(n, planning_window, more, is_whole)| {
        let budget_window = planning_window + more;
        let budgets = move |most| prop::collection::vec(money(most, true), budget_window);
        let candidates = prop::collection::vec(candidate(n, is_whole), n);
        let streams = prop::collection::vec(money(40, true), 2);
        let rest = (0_usize..=3, prop::sample::select(vec![0.0, 0.01, 0.3]));
        (budgets(20), budgets(9), budgets(14), streams, candidates, rest).prop_map(
            move |(budget, initiation_budget, ongoing_budget, stream_budgets, mut projects, rest)| {
                // Nothing waits for itself or excludes itself: the reader refuses that.
                for (p, candidate) in projects.iter_mut().enumerate() {
                    candidate.prerequisites.retain(|q| *q != p);
                    candidate.exclusions.retain(|q| *q != p);
                }
                let (max_starts_per_period, discount_rate) = rest;
                Selection {
                    planning_window,
                    budget_window,
                    discount_rate,
                    max_starts_per_period,
                    budget,
                    initiation_budget,
                    ongoing_budget,
                    stream_budgets,
                    projects,
                }
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_selection_is_proven_to_be_the_best(selection in selection()) {
        let options = Options { max_steps: Some(200_000), ..Options::default() };
        let found = select(&selection, &options, &Never).unwrap();
        let (starts, best) = (found.starts.unwrap(), best(&selection));
        prop_assert!(keeps_all(&selection, &starts), "{:?}", starts);
        prop_assert!((worth(&selection, &starts) - found.value).abs() < 1e-6);
        prop_assert!((found.value - best).abs() < 1e-6, "{} found, {} possible", found.value, best);
        prop_assert_eq!(found.gap, 0.0);
    }

    /// What is said of starts is what they come to, and everything that they break is told.
    #[test]
    fn starts_are_judged(selection in selection(), drawn in prop::collection::vec(0_usize..=3, 5)) {
        let start = |p: usize| drawn[p].checked_sub(1).filter(|s| *s < selection.planning_window);
        let starts: Vec<Option<usize>> = (0..selection.projects.len()).map(start).collect();
        let judged = selection.worth(&starts);
        prop_assert_eq!(judged.is_ok(), keeps_all(&selection, &starts), "{:?}", judged);
        if let Ok(value) = judged {
            prop_assert!((value - worth(&selection, &starts)).abs() < 1e-6);
        }
    }
}

#[test]
fn an_answer_is_the_same_on_any_number_of_threads() {
    let text = include_bytes!("files/choice.json");
    let Ok(Question::Select(selection)) = read(text, Format::Ppssp, &|_| Err(std::io::ErrorKind::NotFound.into()))
    else {
        panic!("a choice is asked for");
    };
    let on = |threads| {
        select(&selection, &Options { threads: Some(threads), max_steps: Some(500), ..Options::default() }, &Never)
    };
    assert_eq!(on(1).unwrap(), on(3).unwrap());
}
