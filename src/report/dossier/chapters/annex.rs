//! How it was made: what a gap means, what the referee says, with which engine, seed and inputs.

use super::super::block::{Block, Chapter};
use super::super::material::{Material, View};
use super::super::table::{Cell, Column, Table, Tone};
use super::super::words;
use crate::base::Lang;

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let mut blocks = vec![Block::Table(runs(m, lang))];
    blocks.extend(violations(m, lang));
    if !m.sources.is_empty() {
        blocks.push(Block::Table(sources(m, lang)));
    }
    blocks.push(Block::Points { title: lang.pick("Méthode", "Method").to_owned(), points: method(lang) });
    Some(Chapter {
        id: "annexe",
        short: lang.pick("Annexe", "Annex"),
        title: lang.pick("Annexe : méthode et vérification", "Annex: method and verification").to_owned(),
        lead: String::new(),
        blocks,
    })
}

fn method(lang: Lang) -> Vec<String> {
    let (fr, en): (&[&str], &[&str]) = (
        &[
            "Écart prouvé : |borne − valeur| / valeur. La borne est démontrée : aucun plan qui respecte les contraintes ne la \
             dépasse. Un écart de 5 % ne dit pas que le plan perd 5 %, mais qu'il ne peut en perdre davantage.",
            "Gain possible, prouvé : le meilleur plan d'un scénario vaut entre sa valeur trouvée et sa borne ; la différence de \
             deux meilleurs plans est donc encadrée.",
            "Arbitre : un programme indépendant du moteur recompte chaque plan (charges, crédits, accords-cadres, dates, règles) à \
             partir du portefeuille. Tout ce qui est dessiné ici vient de ce recomptage.",
            "Valeur marginale : ce qu'un jour ou un euro de plus apporterait, estimé par les prix du plan, pour de petits \
             changements. Une proposition, elle, est planifiée.",
            "Les bornes et les raisons sont celles du moteur ; l'arbitre vérifie qu'aucune ne contredit le plan.",
            "Charge par mois : une période compte dans le mois de son premier jour.",
        ],
        &[
            "Proven gap: |bound − value| / value. The bound is proven: no plan that keeps the constraints is beyond it. A gap of \
             5% does not say that the plan loses 5%, but that it cannot lose more.",
            "Possible gain, proven: the best plan of a scenario lies between the value found and its bound, so that the difference \
             of two best plans has limits too.",
            "Referee: a program independent of the engine counts each plan again (loads, money, frameworks, dates, rules) from the \
             portfolio. All that is drawn here comes from that count.",
            "Marginal value: what one more day or euro would bring, estimated from the plan's prices, for small changes. A \
             proposal, in contrast, is planned.",
            "Bounds and reasons are the engine's; the referee verifies that none contradicts the plan.",
            "Load by month: a period counts in the month of its first day.",
        ],
    );
    lang.pick(fr, en).iter().map(|s| (*s).to_owned()).collect()
}

fn runs(m: &Material, lang: Lang) -> Table {
    let columns = vec![
        Column::text(lang.pick("Scénario", "Scenario")),
        Column::text(lang.pick("État du plan", "Status of the plan")),
        Column::text(lang.pick("Arbitre", "Referee")),
        Column::text(lang.pick("Version du moteur", "Engine's version")),
        Column::text(lang.pick("Graine", "Seed")),
        Column::number(lang.pick("Temps (s)", "Time (s)")),
    ];
    let title = lang.pick("Comment chaque plan a été trouvé et vérifié", "How each plan was found and verified");
    let mut table = Table::new("t-methode", title, columns);
    for view in m.views() {
        table.row(run(m, &view, lang));
    }
    table
}

fn run(m: &Material, view: &View, lang: Lang) -> Vec<Cell> {
    let found = m.verdicts.get(view.index).map_or(0, Vec::len);
    let verdict = match found {
        0 => Cell::Mark(Tone::Good, lang.pick("conforme", "holds").to_owned()),
        n => Cell::Mark(Tone::Bad, words::count(n, ("infraction", "violation"), ("infractions", "violations"), lang)),
    };
    let solve = view.plan.solve.as_ref();
    let version = solve.map(|s| s.engine_version.trim()).filter(|v| !v.is_empty());
    vec![
        Cell::name(&view.title(lang), ""),
        words::status(view.plan.status, lang),
        verdict,
        version.map_or(Cell::None, |v| Cell::name(v, "")),
        solve.map_or(Cell::None, |s| Cell::text(s.seed.to_string())),
        solve.filter(|s| s.wall_seconds > 0.0).map_or(Cell::None, |s| Cell::number(s.wall_seconds, 1)),
    ]
}

/// What the referee finds wrong with plans that are drawn all the same.
pub(super) fn violations(m: &Material, lang: Lang) -> Vec<Block> {
    let list = |view: &View| {
        let found = m.verdicts.get(view.index)?;
        let points: Vec<String> = found.iter().map(|v| v.line(lang)).collect();
        let title = lang.pick(
            format!("Infractions du plan {}", view.label(lang)),
            format!("Violations of plan {}", view.label(lang)),
        );
        (!points.is_empty()).then_some(Block::Points { title, points })
    };
    m.views().iter().filter_map(list).collect()
}

fn sources(m: &Material, lang: Lang) -> Table {
    let columns = vec![Column::text(lang.pick("Document", "Document")), Column::text("SHA-256").wide(66)];
    let title = lang.pick("Documents dont ce dossier est tiré", "Documents that this dossier is made from");
    let mut table = Table::new("t-sources", title, columns);
    m.sources.iter().for_each(|s| table.row(vec![Cell::name(&s.name, ""), Cell::name(&s.sha256, "")]));
    table
}
