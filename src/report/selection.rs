//! What a selection came to.

use super::{decimal, percent};
use crate::base::Lang;
use crate::base::number::whole;
use crate::solve::{Selected, Selection};

/// The selection, what came of it and what is proven of that, a line each, and how long that took.
pub fn selection(name: &str, selection: &Selection, found: &Selected, seconds: f64, lang: Lang) -> String {
    let count = |n: usize| whole(i64::try_from(n).unwrap_or(i64::MAX), lang);
    let candidates = count(selection.projects.len());
    let size = lang.pick(
        format!("{name}\u{a0}: {candidates} projets candidats, {} années", selection.planning_window),
        format!("{name}: {candidates} candidates, {} years", selection.planning_window),
    );
    let outcome = match &found.starts {
        None => lang.pick("aucun choix trouvé à temps", "no selection found in time").to_owned(),
        Some(starts) => {
            let (value, bound) = (decimal(found.value, 1, lang), decimal(found.bound, 1, lang));
            let (gap, chosen) = (percent(found.gap, 2, lang), count(starts.iter().flatten().count()));
            lang.pick(
                format!("valeur {value}, borne {bound}, écart {gap}\u{a0}; projets retenus\u{a0}: {chosen}"),
                format!("value {value}, bound {bound}, gap {gap}; projects selected: {chosen}"),
            )
        }
    };
    let steps = whole(i64::try_from(found.steps).unwrap_or(i64::MAX), lang);
    format!("{size}\n{outcome}\n{} s, {steps} {}\n", decimal(seconds, 1, lang), lang.pick("étapes", "steps"))
}
