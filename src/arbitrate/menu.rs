//! The menu: searches under one set of terms after another, and of what they find the options that are really different
//! and that none of the others beats; beside it what beats the first by changing more.

use super::facts::ArbitrationOption;
use super::fewest::Fewest;
use super::ground::Ground;
use super::option;
use super::searches::Searches;
use crate::base::ProjectId;
use crate::model::{Goal, Measure, Portfolio};
use crate::plan::{Plan, PlanStatus};
use crate::solve::{Giving, InternalError, Levers, Limit};

/// Share of what is left of the budget for the best plan among those with the fewest changes.
const BEST_SHARE: f64 = 0.25;

/// Projects of the first option that are kept out of it in turn, to see who else could give way.
const SPARED: usize = 3;

/// Plans at most that beat the first option by changing more.
const WIDER: usize = 2;

/// Changes that an option may have: more is a new plan, not a package that a committee can weigh.
fn most_changes(fewest: usize) -> u32 {
    u32::try_from(2 * fewest + 3).unwrap_or(u32::MAX)
}

/// Terms of one search.
struct Terms {
    giving: Giving,
    limits: Vec<Limit>,
    /// The goals, where they are not the portfolio's.
    goals: Option<Vec<Measure>>,
}

/// What is shown.
pub(super) struct Menu {
    pub options: Vec<ArbitrationOption>,
    /// What beats the first in value, disruption and external spend together, by changing more.
    pub wider: Vec<ArbitrationOption>,
}

/// The options, from a plan that changes the fewest.
pub(super) fn of(
    ground: &Ground,
    fewest: &Plan,
    proof: &Fewest,
    searches: &mut Searches,
) -> Result<Menu, InternalError> {
    let first = first(ground, fewest, proof, searches)?;
    let mut found: Vec<ArbitrationOption> = Vec::new();
    if ground.options > 1 {
        let all = terms(ground, &first, proof.count);
        for (i, terms) in all.iter().enumerate() {
            if searches.is_over() {
                break;
            }
            let share = 1.0 / (all.len() - i) as f64;
            let best = found.iter().max_by(|a, b| value(a).total_cmp(&value(b))).map_or(fewest, |best| &best.plan);
            let option = search(ground, terms, &[&first.plan, best, &ground.decided, &first.plan], share, searches)?;
            found.extend(option);
        }
    }
    Ok(choose(first, found, proof.at_least, ground.options))
}

/// The best plan among those that change as few.
fn first(
    ground: &Ground,
    fewest: &Plan,
    proof: &Fewest,
    searches: &mut Searches,
) -> Result<ArbitrationOption, InternalError> {
    let most = u32::try_from(proof.count).unwrap_or(u32::MAX);
    let giving = Giving { limits: vec![(ground.committed.clone(), most)], ..ground.giving() };
    let best =
        search_plan(ground, &Terms { giving, limits: Vec::new(), goals: None }, &[fewest], BEST_SHARE, searches)?;
    Ok(option::of(ground, best.unwrap_or_else(|| fewest.clone())))
}

/// Terms that lead to different packages: none at all; one lever alone; no more spend; nobody of the first package, and
/// each of its projects spared in turn; the least disruption and the least spend.
fn terms(ground: &Ground, first: &ArbitrationOption, count: usize) -> Vec<Terms> {
    let most = |most: u32| vec![(ground.committed.clone(), most)];
    let few = |giving: Giving| Giving { limits: most(most_changes(count)), ..giving };
    let plain = |giving: Giving| Terms { giving: few(giving), limits: Vec::new(), goals: None };
    let mut out = vec![plain(ground.giving())];
    out.push(Terms { goals: Some(vec![Measure::Disruption, Measure::Value]), ..plain(ground.giving()) });
    out.extend(single_levers(ground.levers).map(|lever| plain(ground.giving_by(|_| lever))));
    let spend = ground.decided.measure(Measure::ExternalSpend).unwrap_or(0.0);
    let no_more = vec![Limit { measure: Measure::ExternalSpend, most: spend }];
    out.push(Terms { limits: no_more, ..plain(ground.giving()) });
    out.push(Terms { goals: Some(vec![Measure::ExternalSpend, Measure::Value]), ..plain(ground.giving()) });
    let touched: Vec<ProjectId> =
        ground.committed.iter().copied().filter(|p| first.touched.iter().any(|id| id == ground.id(*p))).collect();
    let spared = touched.iter().take(SPARED).map(|p| vec![*p]);
    for spared in spared.chain((touched.len() > 1).then(|| touched.clone())) {
        let levers = |p: ProjectId| if spared.contains(&p) { Levers::NONE } else { ground.levers };
        let limits = most(u32::try_from(count + 1).unwrap_or(u32::MAX));
        out.push(Terms { giving: Giving { limits, ..ground.giving_by(levers) }, ..plain(ground.giving()) });
    }
    out
}

fn single_levers(allowed: Levers) -> impl Iterator<Item = Levers> {
    let all = [
        Levers { delay: allowed.delay, ..Levers::NONE },
        Levers { drop: allowed.drop, ..Levers::NONE },
        Levers { source: allowed.source, ..Levers::NONE },
        Levers { rearrange: allowed.rearrange, ..Levers::NONE },
    ];
    all.into_iter().filter(move |l| *l != Levers::NONE && *l != allowed)
}

fn search(
    ground: &Ground,
    terms: &Terms,
    hints: &[&Plan],
    share: f64,
    searches: &mut Searches,
) -> Result<Option<ArbitrationOption>, InternalError> {
    Ok(search_plan(ground, terms, hints, share, searches)?.map(|plan| option::of(ground, plan)))
}

fn search_plan(
    ground: &Ground,
    terms: &Terms,
    hints: &[&Plan],
    share: f64,
    searches: &mut Searches,
) -> Result<Option<Plan>, InternalError> {
    let other = terms.goals.as_ref().map(|goals| with_goals(&ground.portfolio, goals));
    let portfolio = other.as_ref().unwrap_or(&ground.portfolio);
    let found = searches.run_on(portfolio, ground, hints, &terms.giving, &terms.limits, share)?;
    let mut plan = found.plan;
    if !plan.status.has_plan() {
        return Ok(None);
    }
    // What its own terms proved says nothing of the portfolio's goals.
    plan.status = PlanStatus::Feasible;
    plan.goals.clear();
    Ok(Some(plan))
}

fn with_goals(portfolio: &Portfolio, measures: &[Measure]) -> Portfolio {
    let mut out = portfolio.clone();
    out.policy.goals = measures.iter().map(|m| Goal { measure: *m, slack: 0.0 }).collect();
    out
}

/// The first, and of the others those that no other one beats, nor the first, as long as they differ from all that are
/// there: the most value first, then the least disruption, the least spend, and the rest by value. What beats the first at
/// the price of more changes has no place beside it: it is shown as wider.
fn choose(first: ArbitrationOption, found: Vec<ArbitrationOption>, at_least: usize, most: usize) -> Menu {
    let first = fewest_unbeaten(first, &found, at_least);
    let unbeaten = |x: &&ArbitrationOption| !first.dominates(x) && !found.iter().any(|y| y.dominates(x));
    let mut left: Vec<ArbitrationOption> = found.iter().filter(unbeaten).cloned().collect();
    left.sort_by(|a, b| value(b).total_cmp(&value(a)));
    let (wide, mut left): (Vec<_>, Vec<_>) = left.into_iter().partition(|x| x.dominates(&first));
    let mut menu = Menu { options: vec![first], wider: Vec::new() };
    for option in wide {
        if menu.wider.len() < WIDER && menu.lacks(&option) {
            menu.wider.push(option);
        }
    }
    let figure = |x: &ArbitrationOption, m| x.plan.measure(m).unwrap_or(0.0);
    for least in [None, Some(Measure::Disruption), Some(Measure::ExternalSpend)] {
        let at = match least {
            None => (!left.is_empty()).then_some(0),
            Some(m) => (0..left.len()).min_by(|a, b| figure(&left[*a], m).total_cmp(&figure(&left[*b], m))),
        };
        if let Some(at) = at {
            menu.add(left.remove(at), most);
        }
    }
    left.into_iter().for_each(|x| menu.add(x, most));
    menu.number();
    menu
}

fn value(option: &ArbitrationOption) -> f64 {
    option.plan.measure(Measure::Value).unwrap_or(0.0)
}

/// The first, or another one: one that changes fewer, where the search for the fewest ended before it was found, or one that
/// changes as few and beats it.
fn fewest_unbeaten(mut first: ArbitrationOption, found: &[ArbitrationOption], at_least: usize) -> ArbitrationOption {
    for other in found {
        let (own, others) = (first.touched.len(), other.touched.len());
        // One of as many that was passed over beats no later one: it would have beaten the one before.
        if others < own || (others == own && other.dominates(&first)) {
            first = other.clone();
        }
    }
    first.fewest_changes = first.touched.len() == at_least;
    first
}

impl Menu {
    /// Whether the option is really another than all that are there.
    fn lacks(&self, option: &ArbitrationOption) -> bool {
        self.options.iter().chain(&self.wider).all(|x| x.differs_from(option))
    }

    fn add(&mut self, option: ArbitrationOption, most: usize) {
        if self.options.len() < most && self.lacks(&option) {
            self.options.push(option);
        }
    }

    fn number(&mut self) {
        for (name, options) in [("option", &mut self.options), ("wider", &mut self.wider)] {
            options.iter_mut().enumerate().for_each(|(i, option)| option.id = format!("{name}-{}", i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::MeasureValue;

    /// An option that touches these projects, with its value and spend.
    fn option(touched: &[&str], value: f64, spend: f64) -> ArbitrationOption {
        let measures = [(Measure::Value, value), (Measure::Disruption, 1.0), (Measure::ExternalSpend, spend)];
        let measures = measures.into_iter().map(|(measure, value)| MeasureValue { measure, value }).collect();
        ArbitrationOption {
            id: String::new(),
            headline: String::new(),
            plan: Plan { measures, ..Plan::default() },
            changes: Vec::new(),
            deltas: Vec::new(),
            fewest_changes: false,
            touched: touched.iter().map(|p| (*p).to_owned()).collect(),
            levers: Levers::ALL,
            sponsors: Vec::new(),
            objectives: Vec::new(),
            subsidies: Vec::new(),
        }
    }

    #[track_caller]
    fn check(found: Vec<ArbitrationOption>, at_least: usize, expected: &[&[&str]], is_proven: bool) -> Menu {
        let menu = choose(option(&["a", "b", "c"], 10.0, 5.0), found, at_least, 5);
        assert_eq!(touched(&menu.options), expected);
        assert_eq!(menu.options[0].fewest_changes, is_proven);
        menu
    }

    fn touched(options: &[ArbitrationOption]) -> Vec<&[String]> {
        options.iter().map(|o| &o.touched[..]).collect()
    }

    #[test]
    fn the_first_changes_the_fewest_that_were_found() {
        check(vec![option(&["d", "e"], 9.0, 5.0)], 2, &[&["d", "e"]], true);
        check(vec![option(&["d", "e"], 9.0, 5.0)], 1, &[&["d", "e"]], false);
    }

    #[test]
    fn one_of_as_many_that_beats_the_first_takes_its_place() {
        check(vec![option(&["d", "e", "f"], 11.0, 5.0)], 3, &[&["d", "e", "f"]], true);
        check(vec![option(&["d", "e", "f"], 11.0, 6.0)], 3, &[&["a", "b", "c"], &["d", "e", "f"]], true);
    }

    #[test]
    fn what_beats_the_first_by_more_changes_is_wider() {
        let better = option(&["d", "e", "f", "g"], 11.0, 5.0);
        let menu = check(vec![better.clone()], 3, &[&["a", "b", "c"]], true);
        assert_eq!(touched(&menu.wider), [&["d", "e", "f", "g"]]);
        assert_eq!((&menu.options[0].id[..], &menu.wider[0].id[..]), ("option-1", "wider-1"));
        // What a wider one beats is nowhere, and a neighbour of one that is shown neither.
        let menu = check(vec![better.clone(), option(&["h", "i", "j", "k"], 10.5, 5.0)], 3, &[&["a", "b", "c"]], true);
        assert_eq!(touched(&menu.wider), [&["d", "e", "f", "g"]]);
        let menu = check(vec![better, option(&["d", "e", "f", "g", "h"], 10.5, 4.0)], 3, &[&["a", "b", "c"]], true);
        assert_eq!(touched(&menu.wider), [&["d", "e", "f", "g"]]);
    }
}
