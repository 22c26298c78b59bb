//! A proposal in a sentence.

use crate::base::Lang;
use crate::base::number::decimal;
use crate::study::compare::Proposal;

/// Gains below this are none.
const NOTHING: f64 = 0.05;

pub(super) fn of(what: &str, p: &Proposal, lang: Lang) -> String {
    let points = |x: f64| decimal(x, 1, lang);
    if p.gain < NOTHING {
        let most = p.most_gain.map_or(String::new(), |x| {
            lang.pick(format!(" (au plus {}, prouvé)", points(x)), format!(" (at most {}, proven)", points(x)))
        });
        return lang.pick(
            format!("{what}\u{a0}: planifié, ce changement ne rapporte rien de plus{most}."),
            format!("{what}: planned, this change brings nothing more{most}."),
        );
    }
    let proven = if p.least_gain >= NOTHING {
        lang.pick(
            format!(", dont {} prouvés", points(p.least_gain)),
            format!(", {} of them proven", points(p.least_gain)),
        )
    } else {
        String::new()
    };
    lang.pick(
        format!("{what}\u{a0}: {} points de plus une fois planifié{proven}.", points(p.gain)),
        format!("{what}: {} points more once planned{proven}.", points(p.gain)),
    )
}
