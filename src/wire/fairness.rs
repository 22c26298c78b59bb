//! Who has given way, as messages.

use super::{scenario, v1};
use crate::model::draft::scenario::ScenarioDraft;
use crate::study::{Fairness, FairnessRow};

/// The report as an answer holds it, with the limits if they were asked for.
pub fn fairness_message(f: &Fairness, limits: Option<&ScenarioDraft>) -> v1::Fairness {
    v1::Fairness {
        decisions: i32::try_from(f.decisions).unwrap_or(i32::MAX),
        all: Some(row(&f.all)),
        sponsors: f.sponsors.iter().map(row).collect(),
        objectives: f.objectives.iter().map(row).collect(),
        limits: limits.map(scenario::message),
    }
}

fn row(r: &FairnessRow) -> v1::FairnessRow {
    v1::FairnessRow {
        subject: r.subject.clone(),
        decided: r.decided,
        dropped: r.dropped,
        delayed: r.delayed,
        periods: r.periods,
        share: r.share(),
    }
}
