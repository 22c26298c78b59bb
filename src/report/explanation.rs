//! Why a project is as it is, and what would have it by a day, in words.

use super::words;
use crate::base::Lang;
use crate::model::Portfolio;
use crate::study::{ProjectExplanation, WhyNotBy};

/// A few lines.
pub fn explanation(portfolio: &Portfolio, e: &ProjectExplanation, lang: Lang) -> String {
    let project = portfolio.projects.iter().find(|p| p.id == e.project && !p.name.is_empty());
    let name = project.map_or(&e.project, |p| &p.name);
    let (start, finish) = (words::day(&e.start, lang), words::day(&e.finish, lang));
    let mut lines = vec![match e.selected {
        true => lang.pick(format!("{name}\u{a0}: du {start} au {finish}"), format!("{name}: {start} to {finish}")),
        false => lang.pick(format!("{name}\u{a0}: hors du plan"), format!("{name}: out of the plan")),
    }];
    let mut texts: Vec<&String> = e.reasons.iter().map(|r| &r.text).collect();
    texts.dedup();
    lines.extend(texts.into_iter().map(|text| format!("  {text}")));
    lines.extend(e.not_by.iter().flat_map(|n| not_by(n, lang)));
    let mut out: String = lines.iter().map(|line| line.replace(char::is_control, " ")).collect::<Vec<_>>().join("\n");
    out.push('\n');
    out
}

fn not_by(n: &WhyNotBy, lang: Lang) -> Vec<String> {
    let by = words::day(&n.by, lang);
    if n.is_met {
        return vec![lang.pick(format!("Fini dès le {by}."), format!("Finished by {by} already."))];
    }
    let mut lines = vec![lang.pick(format!("Pourquoi pas dès le {by}"), format!("Why not by {by}"))];
    let mut texts: Vec<&String> = n.reasons.iter().map(|r| &r.text).collect();
    texts.dedup();
    lines.extend(texts.into_iter().map(|text| format!("  {text}")));
    if n.is_infeasible {
        let proven = (
            "  Rien de ce qui est planifié ne peut lui faire assez de place, prouvé.",
            "  Nothing that is planned can make enough room for it, proven.",
        );
        lines.push(lang.pick(proven.0, proven.1).to_owned());
    }
    lines.extend(n.ways.iter().map(|w| format!("  - {}", w.headline)));
    lines
}
