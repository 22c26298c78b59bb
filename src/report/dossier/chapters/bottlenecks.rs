//! What is short in each plan after all that is bought, and what the next euro buys.

use super::super::block::{Block, Chapter};
use super::super::material::{Material, View};
use super::super::table::{Cell, Column, Table, Tone};
use super::super::typo;
use super::tabs::{tabs, titled};
use crate::base::Lang;
use crate::study::{Bottleneck, MoneyKind, MoneyMargin};

pub(super) fn chapter(m: &Material, lang: Lang) -> Option<Chapter> {
    let is_short =
        |v: &View| v.compared.bottleneck.as_ref().is_some_and(|b| !b.pools.is_empty() || !b.money.is_empty());
    m.views().iter().any(is_short).then(|| Chapter {
        id: "goulots",
            short: lang.pick("Goulots", "Bottlenecks"),
        title: lang.pick("Goulots", "Bottlenecks").to_owned(),
        lead: lang
            .pick(
                "Les équipes où un jour de plus apporterait des points, et ce que l'argent y peut : un jour de MOE acheté \
                 demande encore des jours de MOA et d'AMOA. Les valeurs marginales sont des estimations tirées des prix du \
                 plan, pas des promesses.",
                "Pools where one more day would bring points, and whether money helps: a bought day of building still asks for \
                 days of the owners. Marginal values are estimates from the plan's prices, no promises.",
            )
            .to_owned(),
        blocks: vec![tabs(m, lang, |view| blocks(m, view, lang))],
    })
}

fn blocks(m: &Material, view: &View, lang: Lang) -> Vec<Block> {
    let Some(bottleneck) = &view.compared.bottleneck else { return Vec::new() };
    let mut blocks = vec![Block::Table(pools(m, view, bottleneck, lang))];
    let dear: Vec<&MoneyMargin> = bottleneck.money.iter().collect();
    if dear.is_empty() {
        let unknown = lang.pick(
            "Ce que vaut l'argent de plus n'est pas connu : ce plan n'est pas accompagné de ses prix.",
            "What more money is worth is not known: this plan comes without its prices.",
        );
        blocks.push(Block::Paragraph(unknown.to_owned()));
    } else {
        blocks.push(Block::Table(money(m, view, &dear, lang)));
    }
    blocks
}

fn pools(m: &Material, view: &View, bottleneck: &Bottleneck, lang: Lang) -> Table {
    let columns = vec![
        Column::text(lang.pick("Équipe", "Pool")),
        Column::text(lang.pick("Rôle", "Role")),
        Column::number(lang.pick("Périodes tendues", "Short periods")),
        Column::number(lang.pick("Charge sur capacité", "Load over capacity")),
        Column::number(lang.pick("Un jour de plus (points)", "One more day (points)")),
        Column::number(lang.pick("Jours liés aux achats", "Days beside purchases")),
        Column::text(lang.pick("Acheter y aide", "Buying helps")),
    ];
    let title =
        titled(m, lang.pick("Équipes qui manquent après achat", "Pools that are short after buying"), view, lang);
    let mut table = Table::new(format!("t-goulots-{}", view.key()), title, columns);
    for p in &bottleneck.pools {
        let role = view.portfolio().pools.iter().find(|x| x.id == p.pool).map_or("", |x| &x.role);
        let helps = match p.unmoved_by_money {
            true => Cell::Mark(Tone::Warn, lang.pick("non", "no").to_owned()),
            false => Cell::text(lang.pick("oui", "yes")),
        };
        table.row(vec![
            Cell::name(m.pool_name(&p.pool), &p.pool),
            Cell::name(role, ""),
            Cell::number(p.periods.len() as f64, 0),
            Cell::Share { x: p.tightness, places: 0 },
            Cell::number(p.marginal_value / p.periods.len().max(1) as f64, 2),
            Cell::number(p.load_beside_bought, 0),
            helps,
        ]);
    }
    table
}

fn money(m: &Material, view: &View, margins: &[&MoneyMargin], lang: Lang) -> Table {
    let thousand = typo::money(1000.0, m.currency(), lang);
    let columns = vec![
        Column::text(lang.pick("Plafond", "Ceiling")),
        Column::text(lang.pick("Nature", "Kind")),
        Column::text(lang.pick("Année", "Year")),
        Column::number(lang.pick("Montant", "Amount")),
        Column::number(lang.pick("Utilisé", "Used")),
        Column::number("%"),
        Column::number(lang.pick(format!("{thousand} de plus (points)"), format!("{thousand} more (points)"))),
    ];
    let title = titled(m, lang.pick("Ce qu'achète l'argent de plus", "What more money buys"), view, lang);
    let mut table = Table::new(format!("t-marges-{}", view.key()), title, columns);
    for x in margins {
        table.row(vec![
            Cell::name(&subject(view, x), &x.subject),
            Cell::text(kind(x.kind, lang)),
            x.year.map_or(Cell::None, |y| Cell::text(y.to_string())),
            Cell::number(x.ceiling, 0),
            Cell::number(x.used, 0),
            Cell::share(x.used, x.ceiling),
            Cell::number(x.price * 1000.0, 2),
        ]);
    }
    table
}

fn kind(kind: MoneyKind, lang: Lang) -> &'static str {
    match kind {
        MoneyKind::Payments => lang.pick("paiements (CP)", "payments"),
        MoneyKind::Commitments => lang.pick("engagements (AP)", "commitments"),
        MoneyKind::Total => lang.pick("total", "total"),
        MoneyKind::Framework => lang.pick("accord-cadre", "framework"),
    }
}

fn subject(view: &View, margin: &MoneyMargin) -> String {
    let portfolio = view.portfolio();
    let name = match margin.kind {
        MoneyKind::Framework => portfolio.frameworks.iter().find(|f| f.id == margin.subject).map(|f| &f.name),
        MoneyKind::Payments | MoneyKind::Commitments | MoneyKind::Total => {
            portfolio.funds.iter().find(|f| f.id == margin.subject).map(|f| &f.name)
        }
    };
    name.cloned().unwrap_or_default()
}
