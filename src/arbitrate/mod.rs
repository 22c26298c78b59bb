//! What gives way when new demands arrive: packages of decided projects that make room for them, each a whole checked
//! plan, the first with a proof that no smaller package exists; or why there is none and what it would take.
//!
//! The demands go in. What commitments and the freeze protect stays. A committed project is changed where its phases,
//! modes or periods are not the baseline's, or where it is out; proposed projects are free and do not count. Everything
//! that is said are facts ([`facts`]); their words are in `wording`.

mod facts;

mod ground;
mod searches;

mod fewest;

mod changes;
mod effects;
mod lift;
mod menu;
mod option;
mod refused;
mod relax;

mod wording;

mod recount;

pub use facts::*;
pub use ground::Arbitrating;
pub use recount::{Recounted, recount};

use crate::base::{Lang, Stop};
use crate::model::Problem;
use crate::solve::Options;
use fewest::fewest;
use ground::{Ground, demanded};
use searches::Searches;

/// The menu. `stop` and `options.max_steps` are for all of it. The same question, seed and step budget give the same menu
/// on any number of threads. `told` hears early whether the demands get in.
pub fn arbitrate(
    asked: &Arbitrating<'_>,
    options: &Options,
    stop: &dyn Stop,
    told: &dyn Fn(&Early),
) -> Result<Arbitration, ArbitrationError> {
    let ground = Ground::new(asked).map_err(ArbitrationError::Problems)?;
    let mut searches = Searches::new(options, stop);
    let first = fewest(&ground, &mut searches)?;
    let changed = first.plan.as_ref().map(|_| first.count);
    told(&Early { triage: first.triage(), changed, at_least: first.at_least });
    let mut out = Arbitration {
        portfolio: asked.draft.id.clone(),
        demands: ground.demands.iter().map(|p| ground.id(*p).to_owned()).collect(),
        demanded: asked.demands.iter().map(demanded).collect(),
        all_decided: asked.all_decided,
        committed: ground.committed.len(),
        triage: first.triage(),
        at_least: first.at_least,
        options: Vec::new(),
        wider: Vec::new(),
        conflict: Vec::new(),
        relaxations: Vec::new(),
    };
    match &first.plan {
        Some(plan) => {
            let menu = menu::of(&ground, plan, &first, &mut searches)?;
            (out.options, out.wider) = (menu.options, menu.wider);
        }
        None if out.triage == Triage::Cannot => {
            out.conflict = refused::conflict(&ground, &mut searches)?;
            out.relaxations = relax::cheapest(&ground, &out.conflict, &mut searches)?;
        }
        None => {}
    }
    say(&ground, &mut out, asked.lang);
    Ok(out)
}

/// The sentences, from the facts.
fn say(ground: &Ground, out: &mut Arbitration, lang: Lang) {
    out.shown_mut().for_each(|option| option.headline = wording::headline(ground, option, lang));
    out.relaxations.iter_mut().for_each(|r| r.headline = wording::relaxation(ground, r, lang));
}

/// Whether what is asked can be looked at, or everything that is wrong with it.
pub fn validate(asked: &Arbitrating<'_>) -> Result<(), Vec<Problem>> {
    Ground::new(asked).map(drop)
}
