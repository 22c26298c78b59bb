//! Asking for an arbitration of a random case.

use arbitre::arbitrate::{Arbitrating, Arbitration, arbitrate};
use arbitre::base::{Date, Lang, Never};
use arbitre::model;
use arbitre::model::draft::{PortfolioDraft, ProjectDraft};
use arbitre::plan::Plan;
use arbitre::solve::{Levers, Options};

use crate::common::small::Case;

/// How a case is asked.
pub(crate) struct Terms {
    pub(crate) options: usize,
    pub(crate) levers: Levers,
    pub(crate) hold_funds: bool,
    pub(crate) hold_load: bool,
    pub(crate) steps: u64,
    pub(crate) threads: usize,
}

impl Default for Terms {
    fn default() -> Self {
        Self { options: 1, levers: Levers::ALL, hold_funds: false, hold_load: false, steps: 60_000, threads: 1 }
    }
}

/// The portfolio without the demand, and the demand.
pub(crate) fn apart(case: &Case) -> (PortfolioDraft, ProjectDraft) {
    let mut draft = case.draft.clone();
    let demand = draft.projects.last().expect("there is one").as_ref().clone();
    // What others say of the demand would refer to nothing without it: it stays, for the demand to take its place.
    let last = draft.projects.len() - 1;
    std::sync::Arc::make_mut(&mut draft.projects[last]).must_do = false;
    (draft, demand)
}

/// The first day of the first period that is not frozen.
pub(crate) fn frozen_until(case: &Case) -> Option<Date> {
    let calendar = model::validate(&case.draft).expect("the case is valid").calendar;
    let last = usize::try_from(case.frozen_before).ok()?.checked_sub(1)?;
    calendar.periods().get(last)?.first.succ_opt()
}

pub(crate) fn baseline(case: &Case) -> &Plan {
    case.baseline.as_ref().expect("it has one")
}

pub(crate) fn ask(case: &Case, terms: &Terms) -> Arbitration {
    ask_in(case, terms, Lang::En)
}

pub(crate) fn ask_in(case: &Case, terms: &Terms, lang: Lang) -> Arbitration {
    let (draft, demand) = apart(case);
    let asked = Arbitrating {
        draft: &draft,
        demands: &[demand],
        baseline: baseline(case),
        frozen_until: frozen_until(case),
        all_decided: false,
        options: terms.options,
        levers: terms.levers,
        hold_funds: terms.hold_funds,
        hold_load: terms.hold_load,
        lang,
    };
    let options = Options { max_steps: Some(terms.steps), threads: Some(terms.threads), ..Options::default() };
    arbitrate(&asked, &options, &Never, &|_| ()).unwrap_or_else(|e| panic!("seed {}: {e:?}", case.seed))
}
