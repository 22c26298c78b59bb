//! Levers: what may change, and what does.

use arbitre::model::draft::PortfolioDraft;
use arbitre::plan::Commitment;
use arbitre::solve::Levers;

use crate::asked::{Terms, ask, baseline};
use crate::common::oracle::{Oracle, Placed};
use crate::common::parallel;
use crate::common::small::{self, Case};

/// Each lever alone.
const SINGLE: [Levers; 4] = [
    Levers { delay: true, ..Levers::NONE },
    Levers { drop: true, ..Levers::NONE },
    Levers { source: true, ..Levers::NONE },
    Levers { rearrange: true, ..Levers::NONE },
];

#[test]
fn a_lever_alone_changes_as_few_as_exhaustive_search_finds_for_it() {
    let seeds: Vec<u64> = (1..=60).collect();
    let found = parallel::map(&seeds, |seed| {
        let case = small::demanded(*seed);
        SINGLE.map(|levers| compared(&case, levers))
    });
    for (i, levers) in SINGLE.iter().enumerate() {
        let planned = found.iter().filter(|f| f[i]).count();
        assert!(planned >= 15, "few cases have a plan under {levers:?}: {planned}");
    }
}

/// Whether there is a plan, once both say so.
fn compared(case: &Case, levers: Levers) -> bool {
    let oracle = case.oracle();
    let fewest = oracle.fewest(&|p, placed| may(case, &oracle, p, placed, levers));
    let menu = ask(case, &Terms { levers, ..Terms::default() });
    let at = format!("seed {}, {levers:?}", case.seed);
    assert_eq!(menu.options.first().map(|o| o.touched.len()), fewest, "{at}: {:?}", menu.triage);
    if let Some(first) = menu.options.first() {
        assert!(first.fewest_changes, "{at}");
    }
    fewest.is_some()
}

/// The slow twin of the levers: whether a committed project may be so.
fn may(case: &Case, oracle: &Oracle, p: usize, placed: Option<&Placed>, levers: Levers) -> bool {
    let id = &case.draft.projects[p].id;
    let old = baseline(case).projects.iter().rfind(|b| b.project == *id);
    let Some(old) = old.filter(|b| b.selected && b.commitment != Commitment::Unspecified) else { return true };
    let Some(placed) = placed else { return levers.drop };
    let ended = old.phases.iter().map(|ph| ph.finish_period).max().unwrap_or(0);
    let phases = |draft: &PortfolioDraft| draft.projects[p].phases.iter().map(|ph| ph.id.clone()).collect::<Vec<_>>();
    phases(&case.draft).iter().zip(placed).enumerate().all(|(j, (phase, (mode, start)))| {
        let was = old.phases.iter().find(|ph| ph.phase == *phase).expect("the baseline has every phase");
        let (mode, duration) = oracle.mode(p, j, *mode);
        let ends = (*start + duration) as i32 - 1;
        let (earlier, later) = (*start < i64::from(was.start_period), *start > i64::from(was.start_period));
        (mode == was.mode || levers.source)
            && (!earlier || levers.rearrange)
            && (!later || levers.delay || (levers.rearrange && ends <= ended))
            && (ends <= ended || levers.delay)
    })
}
