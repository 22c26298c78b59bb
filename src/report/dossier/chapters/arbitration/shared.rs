//! What the parts of the chapter share: names, and a cell for each option.

use crate::arbitrate::{ArbitrationOption, Recounted};
use crate::base::Lang;
use crate::plan::{Plan, ProjectPlan};

/// What an option is called here: by its place in the menu.
pub(super) fn label(position: usize, lang: Lang) -> String {
    format!("{}\u{a0}{}", lang.pick("Option", "Option"), position + 1)
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

/// One column's cell for each option, by its position.
pub(super) fn by_option<T>(found: &Recounted, cell: impl Fn(&ArbitrationOption) -> T) -> Vec<T> {
    found.arbitration.options.iter().map(cell).collect()
}
