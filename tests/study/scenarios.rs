//! Random scenarios of a small portfolio, and their plans.

use arbitre::base::{Lang, Never, Rng};
use arbitre::model::draft::PortfolioDraft;
use arbitre::model::draft::scenario::{ChangeDraft, ScenarioDraft};
use arbitre::solve::Options;
use arbitre::study::{self, Case, Comparison, Decided, Planned, Unwatched};

use crate::common::small;

/// Few, so that some plans are far from the best.
pub(crate) const STEPS: u64 = 400;

/// Scenarios of a small portfolio, planned and compared.
pub(crate) struct Study {
    pub(crate) small: small::Case,
    pub(crate) cases: Vec<Case>,
    pub(crate) planned: Vec<Option<Planned>>,
    pub(crate) comparison: Comparison,
}

/// The portfolio as it stands, three random scenarios, the second of them once more, and one that cannot be made.
pub(crate) fn scenarios(seed: u64, draft: &PortfolioDraft) -> Vec<ScenarioDraft> {
    let mut rng = Rng::new(seed).child("scenarios", 0);
    let named = |id: &str, changes| ScenarioDraft { id: id.to_owned(), changes, ..ScenarioDraft::default() };
    let mut out = vec![ScenarioDraft::default()];
    out.extend(["a", "b", "c"].map(|id| named(id, (0..2).map(|_| Some(change(&mut rng, draft))).collect())));
    out.push(named("b-again", out[2].changes.clone()));
    out.push(named("broken", vec![Some(ChangeDraft::ExcludeProject("nobody".to_owned()))]));
    out
}

fn change(rng: &mut Rng, draft: &PortfolioDraft) -> ChangeDraft {
    let project = draft.projects[rng.below(draft.projects.len())].id.clone();
    let pool = draft.pools.get(rng.below(draft.pools.len().max(1))).map(|p| p.id.clone());
    let rule = draft.sourcing_rules.get(rng.below(draft.sourcing_rules.len().max(1)));
    match (rng.below(6), pool, rule) {
        (0 | 1, Some(pool), _) => {
            let factor = [0.5, 0.8, 1.5, 2.0][rng.below(4)];
            let (role, from, to) = (String::new(), String::new(), String::new());
            ChangeDraft::ScaleStaff { pool, role, from, to, factor }
        }
        (2 | 3, _, Some(rule)) => ChangeDraft::SetSourcingRule { rule: rule.id.clone(), enabled: !rule.enabled },
        (4, ..) => ChangeDraft::SetMustDo { project, must_do: rng.chance(0.5) },
        (5, ..) => ChangeDraft::ExcludeProject(project),
        _ => {
            let deadline = Some(String::new());
            ChangeDraft::SetWindow { project, earliest_start: None, deadline, target: None }
        }
    }
}

/// The study of a seed.
pub(crate) fn study(seed: u64, steps: u64, threads: usize) -> Study {
    let small = small::case(seed);
    let scenarios = scenarios(seed, &small.draft);
    of(small, &scenarios, steps, threads)
}

/// These scenarios of a small portfolio, planned and compared.
pub(crate) fn of(small: small::Case, scenarios: &[ScenarioDraft], steps: u64, threads: usize) -> Study {
    let decided = decided(&small);
    let cases = study::cases(&small.draft, scenarios, &decided);
    let options = Options { max_steps: Some(steps), threads: Some(threads), ..Options::default() };
    let planned = study::plan_all(&cases, &options, &Never, &Unwatched).expect("the referee passes all plans");
    let comparison = study::compare(&small.draft.id, &cases, &planned, Lang::En, &Never);
    Study { small, cases, planned, comparison }
}

/// What binds; a day in the first period that is not frozen stands for the number of those that are.
pub(crate) fn decided(small: &small::Case) -> Decided<'_> {
    let portfolio = arbitre::model::validate(&small.draft).expect("small portfolios are valid");
    let periods = portfolio.calendar.periods();
    let frozen = usize::try_from(small.frozen_before).unwrap_or(0);
    let frozen_until = periods.get(frozen).map(|p| p.first).or_else(|| portfolio.calendar.end().succ_opt());
    Decided { plan: small.baseline.as_ref(), frozen_until }
}
