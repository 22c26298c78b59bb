//! Candidate changes and their scores as messages.

use super::comparison::project_change;
use super::planning::{measure_value, problem_message};
use super::scenario::{change, change_message};
use super::{plan, v1};
use crate::base::Lang;
use crate::study::{Candidate, Evaluated, Evaluation, Wish};

/// A candidate as the contract says it.
pub fn candidate(m: v1::CandidateChange) -> Candidate {
    use v1::candidate_change::Candidate as C;
    let what = match m.candidate {
        Some(C::Delay(d)) => Wish::Delay { project: d.project, periods: d.periods },
        Some(C::DropProject(id)) => Wish::Drop(id),
        Some(C::Buy(b)) => Wish::Buy { project: b.project, phase: b.phase },
        Some(C::Changes(list)) => Wish::Changes(list.changes.into_iter().map(|c| c.change.map(change)).collect()),
        None => Wish::Nothing,
    };
    Candidate { id: m.id, name: m.name, what }
}

/// The evaluation as an answer holds it; problems are in that language.
pub fn evaluation_message(e: &Evaluation, lang: Lang) -> v1::Evaluation {
    v1::Evaluation {
        portfolio: e.portfolio.clone(),
        unchanged: Some(evaluated(&e.unchanged, lang)),
        candidates: e.candidates.iter().map(|c| evaluated(c, lang)).collect(),
    }
}

fn evaluated(e: &Evaluated, lang: Lang) -> v1::EvaluatedChange {
    v1::EvaluatedChange {
        id: e.id.clone(),
        name: e.name.clone(),
        problems: e.problems.iter().map(|p| problem_message(p, lang)).collect(),
        changes: e.changes.iter().map(change_message).collect(),
        status: plan::status_message(e.status).into(),
        goals: e.goals.iter().map(plan::goal_message).collect(),
        differences: e.differences.iter().map(|d| measure_value(d.measure, d.value)).collect(),
        moves: e.moves.iter().map(project_change).collect(),
        gain: e.gain,
        least_gain: e.least_gain,
        most_gain: e.most_gain,
    }
}
