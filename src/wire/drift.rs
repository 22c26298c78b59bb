//! Drift reports as messages.

use super::comparison::project_change;
use super::planning::measure_value;
use super::v1;
use crate::study::{Cause, Difference, Drift, Moved, Part, PartKind, Root};

/// The report as an answer holds it.
pub fn drift_message(d: &Drift) -> v1::Drift {
    v1::Drift {
        portfolio: d.portfolio.clone(),
        parts: d.parts.iter().map(part).collect(),
        differences: d.differences.iter().map(|m| measure_value(m.measure, m.value)).collect(),
        moves: d.moved.iter().map(moved).collect(),
        unmoved: i32::try_from(d.unmoved).unwrap_or(i32::MAX),
    }
}

fn moved(m: &Moved) -> v1::DriftMove {
    let cause = match m.cause {
        Cause::Input => v1::DriftCause::ChangedInput,
        Cause::Decision => v1::DriftCause::ChangedDecision,
        Cause::Engine => v1::DriftCause::EnginesChoice,
    };
    v1::DriftMove {
        change: Some(project_change(&m.change)),
        cause: cause.into(),
        roots: m.roots.iter().map(root).collect(),
        through: m.through.clone(),
        fits: m.fits,
        losses: m.losses.iter().map(|l| measure_value(l.measure, l.value)).collect(),
        text: m.text.clone(),
    }
}

fn root(root: &Root) -> v1::DriftRoot {
    use v1::drift_root::Root as R;
    let root = match root {
        Root::New(id) => R::NewProject(id.clone()),
        Root::Gone(id) => R::GoneProject(id.clone()),
        Root::Own(id) => R::ChangedProject(id.clone()),
        Root::Place(id) => R::DisplacedProject(id.clone()),
        Root::Part(p) => R::Part(part(p)),
        Root::Short(p) => R::Short(part(p)),
    };
    v1::DriftRoot { root: Some(root) }
}

fn part(p: &Part) -> v1::DriftPart {
    let kind = match p.kind {
        PartKind::Project => v1::DriftPartKind::Project,
        PartKind::Pool => v1::DriftPartKind::Pool,
        PartKind::Framework => v1::DriftPartKind::Framework,
        PartKind::Fund => v1::DriftPartKind::Fund,
        PartKind::SourcingRule => v1::DriftPartKind::SourcingRule,
        PartKind::Objective => v1::DriftPartKind::Objective,
        PartKind::Rule => v1::DriftPartKind::Rule,
        PartKind::FlowLimit => v1::DriftPartKind::FlowLimit,
        PartKind::Calendar => v1::DriftPartKind::Calendar,
        PartKind::Ratios => v1::DriftPartKind::Ratios,
        PartKind::Decay => v1::DriftPartKind::Decay,
        PartKind::Gates => v1::DriftPartKind::Gates,
        PartKind::Goals => v1::DriftPartKind::Goals,
    };
    let difference = match p.difference {
        Difference::Added => v1::DriftDifference::Added,
        Difference::Removed => v1::DriftDifference::Removed,
        Difference::Changed => v1::DriftDifference::Changed,
    };
    v1::DriftPart { kind: kind.into(), id: p.id.clone(), difference: difference.into(), decision: p.is_decision }
}
