//! The words of the morning report.

use crate::base::Lang;
use crate::base::number::{NONE, percent};
use crate::wire::v1::{self, ChangeKind, MorningOutcome};

pub(super) fn outcome(outcome: MorningOutcome, lang: Lang) -> &'static str {
    match outcome {
        MorningOutcome::Unspecified => "?",
        MorningOutcome::Planned => lang.pick("planifié", "planned"),
        MorningOutcome::Infeasible => lang.pick("infaisable, prouvé", "infeasible, proven"),
        MorningOutcome::NoPlan => lang.pick("aucun plan à temps", "no plan in time"),
        MorningOutcome::Unusable => lang.pick("fichier inutilisable", "unusable file"),
        MorningOutcome::Failed => lang.pick("erreur interne", "internal error"),
    }
}

pub(super) fn kind(change: &v1::MorningChange, lang: Lang) -> &'static str {
    match change.kind() {
        ChangeKind::Unspecified => "?",
        ChangeKind::Added if change.new => lang.pick("nouveau, retenu", "new, in"),
        ChangeKind::Added => lang.pick("retenu", "now in"),
        ChangeKind::Dropped => lang.pick("écarté", "now out"),
        ChangeKind::Delayed => lang.pick("retardé", "delayed"),
        ChangeKind::Advanced => lang.pick("avancé", "advanced"),
        ChangeKind::Rearranged => lang.pick("réorganisé", "rearranged"),
    }
}

/// The first goal's proven gap.
pub(super) fn gap(goals: &[v1::GoalResult], lang: Lang) -> String {
    goals.first().map_or_else(|| NONE.to_owned(), |goal| percent(goal.gap, 1, lang))
}

/// "+12 d".
pub(super) fn shift(days: i32, lang: Lang) -> String {
    if days == 0 { String::new() } else { format!("{days:+} {}", lang.pick("j", "d")) }
}
