//! The first option against exhaustive search.

use arbitre::arbitrate::Triage;

use crate::asked::{Terms, ask};
use crate::common::parallel;
use crate::common::small::{self, Case};

#[test]
fn the_first_option_changes_as_few_as_any_plan_and_says_so() {
    let seeds: Vec<u64> = (1..=200).collect();
    let counts = parallel::map(&seeds, |seed| compared(&small::demanded(*seed)));
    let some = counts.iter().flatten().filter(|n| **n > 0).count();
    let refused = counts.iter().filter(|n| n.is_none()).count();
    assert!(some >= 40, "few cases in which something gives way: {some}");
    assert!(refused >= 20, "few cases without a plan: {refused}");
}

/// The fewest changes, once the menu says the same.
fn compared(case: &Case) -> Option<usize> {
    let fewest = case.oracle().fewest(&|_, _| true);
    let menu = ask(case, &Terms::default());
    let at = format!("seed {}: {:?}, at least {}", case.seed, menu.triage, menu.at_least);
    let Some(fewest) = fewest else {
        assert_eq!(menu.triage, Triage::Cannot, "{at}");
        assert!(menu.options.is_empty(), "{at}");
        return None;
    };
    assert_eq!(menu.triage, if fewest == 0 { Triage::FitsAsIs } else { Triage::FitsIf }, "{at}");
    let first = &menu.options[0];
    assert_eq!((first.touched.len(), menu.at_least), (fewest, fewest), "{at}");
    assert!(first.fewest_changes, "{at}");
    Some(fewest)
}
