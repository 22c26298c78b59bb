//! What scenarios are called.

use super::super::table::printable;
use crate::base::Lang;
use crate::model::draft::scenario::ScenarioDraft;
use crate::study::Comparison;

/// A scenario's id, or what the portfolio as it stands is called.
pub fn scenario_name(scenario: &ScenarioDraft, lang: Lang) -> String {
    if scenario.id.is_empty() { lang.pick("tel quel", "as it stands").to_owned() } else { printable(&scenario.id) }
}

/// The name of the scenario at that position.
pub(super) fn name(comparison: &Comparison, position: usize, lang: Lang) -> String {
    scenario_name(&comparison.scenarios[position].scenario, lang)
}
