//! What a dossier can be made from, as it was read, and what is wrong with it.

use super::super::material::Source;
use crate::base::Date;
use crate::check::Violation;
use crate::model::Problem;
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::plan::Plan;
use crate::study::Frontier;
use crate::wire::{Told, ToldArbitration};

/// Something that was read, and the name of the file that it stands in.
#[derive(Clone, Debug)]
pub struct Named<T> {
    /// For messages.
    pub name: String,
    /// What was read.
    pub is: T,
}

/// What a dossier can be made from.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// The portfolio, before any scenario.
    pub portfolio: PortfolioDraft,
    /// The name of the portfolio's file.
    pub name: String,
    /// Scenarios that plans answer.
    pub scenarios: Vec<Named<ScenarioDraft>>,
    /// Plans of the portfolio and of scenarios.
    pub plans: Vec<Named<Plan>>,
    /// What a search said of the plans side by side.
    pub comparison: Option<Named<Told>>,
    /// Curves, each with the id of the scenario that its points come after.
    pub frontiers: Vec<Named<(Frontier, String)>>,
    /// What gives way to demands.
    pub arbitration: Option<Named<ToldArbitration>>,
    /// What was decided before.
    pub baseline: Option<Named<Plan>>,
    /// What begins before this day stays.
    pub frozen_until: Option<Date>,
    /// All of them, for the annex.
    pub sources: Vec<Source>,
}

/// Why there is no dossier: what is wrong with one of the documents.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// It cannot be used.
    Problems(String, Vec<Problem>),
    /// The plan breaks constraints, or gives figures that are others.
    Violations(String, Vec<Violation>),
}

/// One problem of a document.
pub(super) fn problem(name: &str, problem: Problem) -> Refusal {
    Refusal::Problems(name.to_owned(), vec![problem])
}
