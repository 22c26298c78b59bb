//! What the parts of the chapter share: names, and a cell for each option.

use crate::arbitrate::{ArbitrationOption, Recounted};
use crate::base::Lang;
use crate::plan::{Plan, ProjectPlan};

/// What the plans that are shown are called here, in their order: by their places in the menu or among the wider ones.
pub(super) fn labels(found: &Recounted, lang: Lang) -> Vec<String> {
    let (options, wider) = (found.arbitration.options.len(), found.arbitration.wider.len());
    let option = (1..=options).map(|i| format!("Option\u{a0}{i}"));
    let wider = (1..=wider).map(|i| format!("{}\u{a0}{i}", lang.pick("Plus large", "Wider")));
    option.chain(wider).collect()
}

/// What a project is called; its id if nobody says.
pub(super) fn project_name<'a>(found: &'a Recounted, id: &'a str) -> &'a str {
    let known = found.portfolio.projects.iter().find(|p| p.id == id);
    known.map(|p| p.name.trim()).filter(|n| !n.is_empty()).unwrap_or(id)
}

/// A project in a plan, if it is in.
pub(super) fn placed<'a>(plan: &'a Plan, id: &str) -> Option<&'a ProjectPlan> {
    plan.projects.iter().find(|p| p.project == id && p.selected)
}

/// One column's cell for each plan that is shown, by its position.
pub(super) fn by_option<T>(found: &Recounted, cell: impl Fn(&ArbitrationOption) -> T) -> Vec<T> {
    found.arbitration.shown().map(cell).collect()
}
