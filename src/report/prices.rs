//! Prices, in words: what is estimated and what is proven stand apart.

use super::table::{Align, Table, name};
use super::words;
use crate::base::Lang;
use crate::base::number::{NONE, decimal};
use crate::model::Portfolio;
use crate::study::{Margin, MarginKind, Margins, Sample};

/// So many are shown.
const MOST: usize = 30;

/// The dearest, with what was sampled of them.
pub fn prices(portfolio: &Portfolio, m: &Margins, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.pick("Une unité de plus de", "One unit more of"), Align::Left),
        (lang.pick("Unité", "Unit"), Align::Right),
        (lang.pick("Prix (estimé)", "Price (estimate)"), Align::Right),
        (lang.pick("Tient jusqu'à", "Holds up to"), Align::Right),
    ]);
    for margin in m.prices.iter().take(MOST) {
        let unit = unit(portfolio, margin, lang);
        let range = margin.holds_to().map_or(NONE.to_owned(), |to| decimal(to * margin.unit, 0, lang));
        table.row(vec![what(margin, lang), unit, decimal(margin.price, 3, lang), range]);
        margin.samples.iter().for_each(|s| table.note(&sample(margin, s, lang)));
    }
    let (measure, unit) = (words::measure(m.measure, lang), words::unit(portfolio, m.measure, lang));
    table.section(&lang.pick(
        format!("Ce que plus de moyens apporterait ({measure}, {unit})"),
        format!("What more means would bring ({measure}, {unit})"),
    ))
}

fn what(m: &Margin, lang: Lang) -> String {
    let subject = name(&m.subject);
    let year = m.year.map_or(String::new(), |y| format!(" {y}"));
    match m.kind {
        MarginKind::Staff => {
            let q = m.quarter.unwrap_or(0);
            format!("{subject}, {}{q}{year}", lang.pick("T", "Q"))
        }
        MarginKind::Payments => format!("{subject}, {}{year}", lang.pick("paiements", "payments")),
        MarginKind::Commitments => format!("{subject}, {}{year}", lang.pick("engagements", "commitments")),
        MarginKind::Total => format!("{subject}, {}", lang.pick("en tout", "in all")),
        MarginKind::Framework => format!("{subject}, {}", lang.pick("plafond", "ceiling")),
        MarginKind::Flow => format!("{subject}, {}", lang.pick("limite", "limit")),
    }
}

fn unit(portfolio: &Portfolio, m: &Margin, lang: Lang) -> String {
    match m.kind {
        MarginKind::Staff => lang.pick("jour × personne", "person-day").to_owned(),
        MarginKind::Flow => lang.pick("projet", "project").to_owned(),
        MarginKind::Payments | MarginKind::Commitments | MarginKind::Total | MarginKind::Framework => {
            format!("{} {}", decimal(m.unit, 0, lang), portfolio.currency)
        }
    }
}

fn sample(m: &Margin, s: &Sample, lang: Lang) -> String {
    let more = decimal(s.more * m.unit, 0, lang);
    let figure = |x: f64| decimal(x, 2, lang);
    let most = s.most.map_or(NONE.to_owned(), figure);
    let (promised, gain, least) = (figure(s.promised), figure(s.gain), figure(s.least));
    lang.pick(
        format!("{more} de plus\u{a0}: {promised} promis, {gain} trouvés\u{a0}; prouvé\u{a0}: de {least} à {most}"),
        format!("{more} more: {promised} promised, {gain} found; proven: {least} to {most}"),
    )
}
