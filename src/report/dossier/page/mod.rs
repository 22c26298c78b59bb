//! The dossier as one page of HTML that needs nothing else: styles, drawings and the little script are in it. Without the
//! script everything is there, one thing below another; with it one looks at one scenario at a time, searches and sorts.

mod cell;
mod table;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::block::{Block, Chapter, Figure, Key, Tab};
use super::material::Material;
use super::typo;
use crate::base::Lang;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The whole page.
pub(crate) fn write(material: &Material, chapters: &[Chapter], lang: Lang) -> String {
    let words = lang.pick("Dossier d’arbitrage", "Portfolio dossier");
    let title = material.title();
    let page = html! {
        (DOCTYPE)
        html lang=(lang.pick("fr", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(concat!("arbitre ", env!("CARGO_PKG_VERSION")));
                title { (title) " – " (words) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body class=[is_large(material).then_some("large")] {
                a.skip href="#contenu" { (lang.pick("Aller au contenu", "Skip to the content")) }
                (patterns())
                header.top {
                    p.kind { (words) }
                    h1 { bdi { (title) } }
                    p.span { (period(material, lang)) }
                }
                nav.chapters aria-label=(lang.pick("Chapitres", "Chapters")) {
                    ol { @for c in chapters { li { a href=(format!("#{}", c.id)) { (c.short) } } } }
                }
                main #contenu tabindex="-1" { @for c in chapters { (chapter(c, lang)) } }
                footer { p { (typo::set(&made_by(lang), lang)) } }
                (words_of_script(lang))
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// From so many projects on, a browser lays out what it shows, no more.
const LARGE: usize = 300;

fn is_large(material: &Material) -> bool {
    material.comparison.projects.len() > LARGE
}

/// Fills that drawings refer to.
fn patterns() -> Markup {
    html! {
        svg.defs width="0" height="0" aria-hidden="true" focusable="false" {
            defs {
                pattern #hatch width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect.hatch-ground width="5" height="5" {}
                    rect.hatch-line width="2" height="5" {}
                }
            }
        }
    }
}

fn period(material: &Material, lang: Lang) -> String {
    let Some(calendar) = &material.draft.calendar else { return String::new() };
    let day = |text: &str| crate::base::date::parse(text).map_or(text.to_owned(), |d| typo::day(d, lang));
    format!("{} – {}", day(&calendar.start), day(&calendar.end))
}

fn made_by(lang: Lang) -> String {
    let version = env!("CARGO_PKG_VERSION");
    lang.pick(
        format!("Établi par arbitre {version} ; chaque plan est recompté par l'arbitre avant d'être dessiné."),
        format!("Made by arbitre {version}; the referee counts each plan again before it is drawn."),
    )
}

/// What the script says.
fn words_of_script(lang: Lang) -> Markup {
    let said: [(&str, &str); 7] = [
        ("filter", lang.pick("Filtrer", "Filter")),
        ("shown", lang.pick("affichés sur", "shown of")),
        ("sort", lang.pick("Trier par", "Sort by")),
        ("previous", lang.pick("Précédent", "Previous")),
        ("next", lang.pick("Suivant", "Next")),
        ("pages", lang.pick("Pages du tableau", "Pages of the table")),
        ("scenarios", lang.pick("Scénario", "Scenario")),
    ];
    html! { template #words { @for (key, word) in said { span data-key=(key) { (word) } } } }
}

fn chapter(c: &Chapter, lang: Lang) -> Markup {
    html! {
        section.chapter id=(c.id) aria-labelledby=(format!("{}-t", c.id)) {
            h2 id=(format!("{}-t", c.id)) { (typo::set(&c.title, lang)) }
            @if !c.lead.is_empty() { p.lead { (typo::set(&c.lead, lang)) } }
            (blocks(&c.blocks, lang))
        }
    }
}

/// Charts that follow one another stand side by side where there is room.
fn blocks(all: &[Block], lang: Lang) -> Markup {
    let is_figure = |b: &Block| matches!(b, Block::Figure(_));
    html! {
        @for part in all.chunk_by(|a, b| is_figure(a) && is_figure(b)) {
            @if part.len() > 1 { div.figures { @for b in part { (block(b, lang)) } } } @else { @for b in part { (block(b, lang)) } }
        }
    }
}

fn block(block: &Block, lang: Lang) -> Markup {
    match block {
        Block::Table(t) => table::write(t, lang),
        Block::Figure(f) => figure(f, lang),
        Block::Paragraph(p) => html! { p { (typo::set(p, lang)) } },
        Block::Points { title, points } => html! {
            div.points {
                @if !title.is_empty() { h3 { (typo::set(title, lang)) } }
                ul { @for p in points { li { (typo::set(p, lang)) } } }
            }
        },
        Block::Free(markup) => markup.clone(),
        Block::Tabs(tabs) => parts(tabs, "tabs", lang),
        Block::Pages(tabs) => parts(tabs, "pages", lang),
    }
}

fn parts(tabs: &[Tab], class: &str, lang: Lang) -> Markup {
    if let [only] = tabs {
        return blocks(&only.blocks, lang);
    }
    html! {
        div class=(class) {
            @for tab in tabs {
                div.panel data-key=(tab.key) data-title=(tab.title) {
                    h3.panel-title { (typo::set(&tab.title, lang)) }
                    (blocks(&tab.blocks, lang))
                }
            }
        }
    }
}

fn figure(f: &Figure, lang: Lang) -> Markup {
    html! {
        figure id=(f.id) {
            figcaption { (typo::set(&f.title, lang)) }
            (legend(&f.legend, lang))
            (f.svg)
        }
    }
}

/// What the signs stand for.
fn legend(all: &[(Key, String)], lang: Lang) -> Markup {
    html! {
        @if !all.is_empty() {
            ul.legend { @for (key, word) in all { li { (sign(*key)) (typo::set(word, lang)) } } }
        }
    }
}

fn sign(key: Key) -> Markup {
    match key {
        Key::Swatch(class) => html! { span class=(format!("key {class}")) aria-hidden="true" {} },
        Key::Series(n) => {
            let n = n % super::charts::canvas::COLOURS;
            html! { span class=(format!("key s{n}")) aria-hidden="true" {} }
        }
        Key::Dashed => html! { span.key.dashed aria-hidden="true" {} },
        Key::Dotted => html! { span.key.dotted aria-hidden="true" {} },
    }
}
