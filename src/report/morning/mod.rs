//! The morning report as one page of HTML: no script, nothing fetched from anywhere, fit to be mailed.

mod portfolio;
mod words;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::base::Lang;
use crate::wire::v1;
use words::{gap, outcome};

/// How it looks. Light or dark as the reader's system is.
const STYLE: &str = "
:root{color-scheme:light dark}
body{font:15px/1.45 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:.5rem 0 1rem}
th,td{text-align:left;padding:.15rem .7rem .15rem 0;border-bottom:1px solid #8884;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.bad{color:#c0281f;font-weight:600}
.mute{opacity:.65}
h2{margin-top:2rem}
@media (prefers-color-scheme:dark){.bad{color:#ff8a80}}
";

/// The page.
pub fn morning(report: &v1::MorningReport, lang: Lang) -> String {
    let title = lang.pick("Rapport du matin", "Morning report");
    let page = html! {
        (DOCTYPE)
        html lang=(lang.pick("fr", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                p.mute { (report.made) " · arbitre " (report.engine_version) }
                (summary(report, lang))
                @for portfolio in &report.portfolios { (portfolio::section(portfolio, lang)) }
            }
        }
    };
    page.into_string() + "\n"
}

/// All portfolios, those that somebody has to look at first.
fn summary(report: &v1::MorningReport, lang: Lang) -> Markup {
    let mut all: Vec<&v1::MorningPortfolio> = report.portfolios.iter().collect();
    all.sort_by_key(|p| (p.outcome() == v1::MorningOutcome::Planned, p.late.is_empty()));
    html! {
        table {
            thead { tr {
                th { (lang.pick("Portefeuille", "Portfolio")) }
                th { (lang.pick("Résultat", "Outcome")) }
                th.n { (lang.pick("Écart", "Gap")) }
                th.n { (lang.pick("Hier", "Yesterday")) }
                th.n { (lang.pick("Changements", "Changes")) }
                th.n { (lang.pick("Ne tient plus", "No longer holds")) }
                th.n { (lang.pick("En retard", "Late")) }
            } }
            tbody { @for p in all { tr {
                td { a href={ "#" (p.name) } { (p.name) } }
                td class=[(p.outcome() != v1::MorningOutcome::Planned).then_some("bad")] { (outcome(p.outcome(), lang)) }
                td.n { (gap(&p.goals, lang)) }
                td.n { (gap(&p.goals_before, lang)) }
                td.n { (p.changes.len() + p.removed.len()) }
                td.n { (p.broken.len()) }
                td.n { (p.late.len()) }
            } } }
        }
    }
}
