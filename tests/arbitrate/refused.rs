//! Where the demands cannot get in: the conflict and what would let them in, against exhaustive search.

use arbitre::arbitrate::{Arbitration, Clash, Triage};
use arbitre::model::draft::PortfolioDraft;
use arbitre::model::draft::scenario::ScenarioDraft;
use arbitre::scenario;

use crate::asked::{Terms, ask, baseline};
use crate::common::oracle::Oracle;
use crate::common::parallel;
use crate::common::small::{self, Case};

#[test]
fn what_is_said_to_let_the_demands_in_does() {
    let seeds: Vec<u64> = (1..=200).collect();
    let found = parallel::map(&seeds, |seed| {
        let case = small::demanded(*seed);
        if case.oracle().fewest(&|_, _| true).is_some() {
            return (0, 0);
        }
        let menu = ask(&case, &Terms { steps: 20_000, ..Terms::default() });
        assert_eq!(menu.triage, Triage::Cannot, "seed {seed}");
        assert!(!menu.conflict.is_empty(), "seed {seed}: nothing clashes");
        (1, menu.relaxations.iter().filter(|r| verified(&case, &menu, &r.of, &r.changes)).count())
    });
    let refused: usize = found.iter().map(|f| f.0).sum();
    let helped = found.iter().filter(|f| f.1 > 0).count();
    assert!(refused >= 20, "few cases without a plan: {refused}");
    assert!(helped * 2 >= refused, "few of {refused} have a way out: {helped}");
}

/// Whether exhaustive search finds a plan, too; what is no part of a portfolio is not looked at.
fn verified(
    case: &Case,
    menu: &Arbitration,
    of: &Clash,
    changes: &[arbitre::model::draft::scenario::ChangeDraft],
) -> bool {
    let at = format!("seed {}: {of:?}", case.seed);
    assert!(menu.conflict.contains(of), "{at}: no part of the conflict");
    if changes.is_empty() {
        return true;
    }
    let said = ScenarioDraft { changes: changes.iter().cloned().map(Some).collect(), ..ScenarioDraft::default() };
    let draft: PortfolioDraft = scenario::apply(&case.draft, &said).unwrap_or_else(|e| panic!("{at}: {e:?}"));
    let oracle = Oracle::new(&draft, Some(baseline(case)), case.frozen_before);
    assert!(oracle.solve().plans > 0, "{at}: no plan with {changes:?}");
    true
}
