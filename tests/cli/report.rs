//! `arbitre report`, and the dossier of `arbitre compare`.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use serde_json::{Value, json};

use crate::arbitrate::{decided, demand};
use crate::support::{Desk, Run, run};

const OWN: &str = r#"{"id": "own", "name": "Own people", "changes": [
    {"setSourcingRule": {"rule": "bought", "enabled": false}}, {"setSourcingRule": {"rule": "whole", "enabled": false}}]}"#;
const ARCHIVE: &str = r#"{"id": "archive", "changes": [{"setMustDo": {"project": "archive", "mustDo": true}},
    {"excludeProject": "portal"}]}"#;

/// A comparison of the small portfolio in a folder, and what else is asked of the command.
fn compared(desk: &Desk, portfolio: &str, more: &[&str]) -> (String, Run) {
    let (own, archive, out) = (desk.put("own.json", OWN), desk.put("archive.json", ARCHIVE), desk.path("out"));
    let asked =
        ["compare", portfolio, &own, &archive, "--with-base", "--propose", "1", "--steps", "300", "--out", &out];
    (out.clone(), run(&[&asked[..], more].concat()).ended(0))
}

fn read(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn change(path: &str, change: impl FnOnce(&mut Value)) {
    let mut document = read(path);
    change(&mut document);
    fs::write(path, document.to_string()).unwrap();
}

fn book(path: &str) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(fs::read(path).unwrap())).unwrap()
}

/// The page without the files that it was made from, which are others for the same comparison.
fn without_sources(html: &str) -> String {
    let Some(from) = html.find("<table id=\"t-sources\"") else { return html.to_owned() };
    let to = html[from..].find("</table>").unwrap() + from;
    format!("{}{}", &html[..from], &html[to..])
}

#[test]
fn a_comparison_becomes_a_page_and_a_workbook_with_the_same_tables() {
    let desk = Desk::new();
    let small = desk.small();
    let (out, _) = compared(&desk, &small, &["--lang", "fr"]);
    let (html, xlsx) = (desk.path("dossier.html"), desk.path("dossier.xlsx"));
    let said = run(&["report", &small, &out, "--html", &html, "--xlsx", &xlsx]).ended(0);
    assert_eq!((&said.out[..], &said.err[..]), ("", ""));
    let page = fs::read_to_string(&html).unwrap();
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"fr\">"), "{}", &page[..80]);
    for id in [
        "synthese",
        "scenarios",
        "calendrier",
        "plan-de-charge",
        "credits",
        "accords-cadres",
        "valeur",
        "projets",
        "refus",
        "annexe",
    ] {
        assert!(page.contains(&format!("<section class=\"chapter\" id=\"{id}\"")), "no chapter {id}");
    }
    assert!(page.contains("Les scénarios côte à côte") && !page.contains("Scenarios side by side"));
    let mut book = book(&xlsx);
    let tables = page.matches("<table ").count();
    assert_eq!(book.sheet_names().len(), tables + 1, "a sheet for each table, and their list");
    let range = book.worksheet_range("Scénarios").unwrap();
    let row =
        |name: &str| range.rows().find(|r| r[0] == Data::String(name.to_owned())).unwrap_or_else(|| panic!("{name}"));
    let plan = read(&format!("{out}/archive.plan.json"));
    let value = plan["measures"].as_array().unwrap().iter().find(|m| m["measure"] == "MEASURE_VALUE").unwrap()["value"]
        .as_f64();
    assert_eq!(row("Valeur")[4], Data::Float(value.unwrap()));
    assert!(matches!(row("écart prouvé")[2], Data::Float(x) if (0.0..1.0).contains(&x)), "{:?}", row("écart prouvé"));
}

#[test]
fn days_in_a_workbook_are_days_and_names_are_texts() {
    let desk = Desk::new();
    let hostile = "=HYPERLINK(\"http://example.org\",\"<script>alert(1)</script>\")";
    let small = desk.changed("hostile.json", |p| p["projects"][0]["name"] = json!(hostile));
    let (plan, html, xlsx) = (desk.plan("plan.json", |_| ()), desk.path("d.html"), desk.path("d.xlsx"));
    run(&["report", &small, &plan, "--html", &html, "--xlsx", &xlsx, "--lang", "en"]).ended(0);
    let page = fs::read_to_string(html).unwrap();
    assert!(!page.contains("<script>alert") && page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    let mut book = book(&xlsx);
    let range = book.worksheet_range("Calendar").unwrap();
    let row = range.rows().find(|r| r.iter().any(|c| matches!(c, Data::String(s) if s.contains("HYPERLINK")))).unwrap();
    let days: Vec<String> = row
        .iter()
        .filter_map(|c| if let Data::DateTime(d) = c { d.as_datetime() } else { None })
        .map(|d| d.date().to_string())
        .collect();
    assert_eq!(days, ["2021-01-01", "2021-02-28"]);
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert!(formulas.cells().all(|c| c.2.is_empty()), "a formula in {name}");
    }
}

#[test]
fn the_dossier_of_compare_is_that_of_its_folder() {
    let desk = Desk::new();
    let small = desk.small();
    let (at_once, later) = (desk.path("at-once.html"), desk.path("later.html"));
    let (out, said) = compared(&desk, &small, &["--html", &at_once]);
    assert!(said.out.contains("scénarios"), "a dossier is in French, and with it what is said: {}", said.out);
    run(&["report", &small, &format!("{out}/comparison.json"), "--html", &later]).ended(0);
    let (at_once, later) = (fs::read_to_string(at_once).unwrap(), fs::read_to_string(later).unwrap());
    let difference =
        without_sources(&at_once).split('<').zip(without_sources(&later).split('<')).position(|(a, b)| a != b);
    let near = |page: &str| {
        difference.map(|at| without_sources(page).split('<').skip(at).take(3).collect::<Vec<_>>().join("<"))
    };
    assert_eq!(near(&at_once), near(&later));
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let desk = Desk::new();
    let (small, plan) = (desk.small(), desk.plan("plan.json", |_| ()));
    let made = |n: u32| {
        let (html, xlsx) = (desk.path(&format!("{n}.html")), desk.path(&format!("{n}.xlsx")));
        run(&["report", &small, &plan, "--html", &html, "--xlsx", &xlsx]).ended(0);
        (fs::read(html).unwrap(), fs::read(xlsx).unwrap())
    };
    assert!(made(1) == made(2));
}

#[test]
fn plans_with_their_scenarios_a_baseline_and_a_frontier_are_told_together() {
    let desk = Desk::new();
    let small = desk.small();
    let decided = desk.plan("decided.json", |p| {
        p["projects"][0]["commitment"] = json!("COMMITMENT_DECIDED");
        p["projects"][1]["commitment"] = json!("COMMITMENT_FROZEN");
    });
    let archive = desk.put("archive.json", r#"{"id": "archive", "changes": [{"excludeProject": "portal"}]}"#);
    let (base, plan, curve, html) =
        (desk.path("base.json"), desk.path("plan.json"), desk.path("curve.json"), desk.path("d.html"));
    let baseline = ["--baseline", &decided[..]];
    run(&[&["plan", &small, "--steps", "200", "--out", &base], &baseline[..]].concat()).ended(0);
    run(&[&["plan", &small, "--scenario", &archive, "--steps", "200", "--out", &plan], &baseline[..]].concat())
        .ended(0);
    let frontier =
        ["frontier", &small, "--measure", "EXTERNAL_SPEND", "--points", "3", "--steps", "100", "--out", &curve];
    run(&[&frontier[..], &baseline[..]].concat()).ended(0);
    let files = ["report", &small, &curve, &plan, &archive, &base, "--html", &html];
    run(&[&files[..], &baseline[..]].concat()).ended(0);
    let page = fs::read_to_string(&html).unwrap();
    for part in [
        "class=\"ghost\"",
        ">décidé<",
        ">gelé<",
        "id=\"frontiere\"",
        "Par rapport au plan décidé",
        "projet décidé abandonné",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn a_figure_that_is_not_what_the_referee_counts_is_refused() {
    let desk = Desk::new();
    let small = desk.small();
    let (out, _) = compared(&desk, &small, &[]);
    let (plan, comparison, html) =
        (format!("{out}/archive.plan.json"), format!("{out}/comparison.json"), desk.path("d.html"));
    let honest = fs::read_to_string(&comparison).unwrap();
    change(&comparison, |c| {
        c["scenarios"][2]["measures"][0]["value"] = json!(99.0);
        c["pools"][0]["uses"][1]["periods"][0]["load"] = json!(1.5);
        c["projects"][1]["verdict"] = json!("PROJECT_VERDICT_SAME");
    });
    let said = run(&["report", &small, &out, "--html", &html, "--lang", "en"]).ended(2);
    for path in ["scenarios[2].measures[0].value", "pools[0].uses[1].periods[0].load", "projects[1].verdict"] {
        assert!(said.err.contains(&format!("{comparison}: {path}: is not what the referee counts")), "{}", said.err);
    }
    fs::write(&comparison, honest).unwrap();
    change(&plan, |p| p["projects"][1]["value"] = json!(1000.0));
    let said = run(&["report", &small, &out, "--html", &html, "--lang", "en"]).ended(1);
    assert!(said.err.contains(&plan) && said.err.contains("1,000"), "{}", said.err);
    assert!(!Path::new(&html).exists(), "nothing is written");
    // Flagged, it is told, with the referee's figures.
    run(&["report", &small, &out, "--html", &html, "--lang", "en", "--with-violations"]).ended(1);
    let page = fs::read_to_string(&html).unwrap();
    assert!(page.contains("Does not hold") && page.contains("Violations of plan archive"), "it is flagged");
}

#[test]
fn a_frontier_that_lies_is_refused() {
    let desk = Desk::new();
    let (small, plan) = (desk.small(), desk.plan("plan.json", |_| ()));
    let (curve, html) = (desk.path("curve.json"), desk.path("d.html"));
    run(&["frontier", &small, "--measure", "FUND:budget", "--points", "3", "--steps", "100", "--out", &curve]).ended(0);
    let honest = fs::read_to_string(&curve).unwrap();
    let refused = |lie: &dyn Fn(&mut Value), code: i32, word: &str| {
        fs::write(&curve, &honest).unwrap();
        change(&curve, |c| lie(c));
        let said = run(&["report", &small, &plan, &curve, "--html", &html, "--lang", "en"]).ended(code);
        assert!(said.err.contains(word) && said.err.contains(&curve), "{}", said.err);
    };
    refused(&|c| c["points"][2]["value"] = json!(5000.0), 2, "points[2].value");
    refused(&|c| c["points"][2]["used"] = json!(1.0), 2, "points[2].used");
    refused(&|c| c["points"][2]["plan"]["measures"][0]["value"] = json!(5000.0), 2, "points[2].value");
    refused(&|c| c["scenario"] = json!("nobody"), 2, "scenario");
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let desk = Desk::new();
    let small = desk.small();
    let other = desk.plan("other.json", |p| p["portfolio"] = json!("large"));
    let stray = desk.plan("stray.json", |p| p["scenario"] = json!("nobody"));
    let alone = desk.put("alone.json", r#"{"id": "alone", "changes": []}"#);
    let html = desk.path("d.html");
    let said = run(&["report", &small, &other, &stray, &alone, "--html", &html, "--lang", "en"]).ended(2);
    for part in [
        "other.json: portfolio: is about another portfolio (small) [large]",
        "stray.json: scenario: unknown id [nobody]",
        "alone.json: plan: is missing",
    ] {
        assert!(said.err.contains(part), "{part} is not in {}", said.err);
    }
    let (broken, missing) = (desk.put("broken.json", "{"), desk.path("missing.json"));
    let said = run(&["report", &small, &broken, &missing, "--html", &html]).ended(2);
    assert!(said.err.contains(&broken) && said.err.contains(&missing), "{}", said.err);
    let twice = desk.plan("twice.json", |_| ());
    let once = desk.plan("once.json", |_| ());
    assert!(run(&["report", &small, &once, &twice, "--html", &html]).ended(2).err.contains("DUPLICATE_ID"));
    assert!(run(&["report", &small, &once]).ended(2).err.contains("--html"));
}

/// The menu for a demand of so many days, and the baseline that it was asked about.
fn menu(desk: &Desk, days: f64, more: &[&str]) -> (String, String) {
    let (small, decided, asked) = (desk.small(), decided(desk), demand(desk, "law.json", days, |_| {}));
    let out = desk.path("menu.json");
    let args = ["arbitrate", &small, "--baseline", &decided, "--demand", &asked, "--steps", "4000", "--out", &out];
    let said = run(&[&args[..], more].concat());
    assert!(said.code < 2, "{}", said.err);
    (out, decided)
}

#[test]
fn a_menu_becomes_a_chapter_and_sheets_before_and_after() {
    let desk = Desk::new();
    let (small, (menu, decided)) = (desk.small(), menu(&desk, 38.0, &[]));
    let (html, xlsx) = (desk.path("d.html"), desk.path("d.xlsx"));
    let asked = ["report", &small, &menu, "--baseline", &decided, "--html", &html, "--xlsx", &xlsx];
    run(&[&asked[..], &["--lang", "fr"]].concat()).ended(0);
    let page = fs::read_to_string(&html).unwrap();
    for part in [
        "<section class=\"chapter\" id=\"arbitrage\"",
        "Les options côte à côte, avant et après",
        "Mise en conformité",
        "moins est impossible, prouvé",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let menu = read(&menu);
    let mut workbook = book(&xlsx);
    let range = workbook.worksheet_range("Arbitrage").unwrap();
    let row =
        |name: &str| range.rows().find(|r| r[0] == Data::String(name.to_owned())).unwrap_or_else(|| panic!("{name}"));
    let options = menu["options"].as_array().unwrap();
    for (i, option) in options.iter().enumerate() {
        let measures = option["plan"]["measures"].as_array().unwrap();
        let value = measures.iter().find(|m| m["measure"] == "MEASURE_VALUE").unwrap()["value"].as_f64().unwrap();
        assert_eq!(row("Valeur")[3 + i], Data::Float(value));
        let touched = option["touched"].as_array().unwrap().len() as f64;
        assert_eq!(row("Projets décidés qui changent")[3 + i], Data::Float(touched));
    }
    assert_eq!(range.width(), 3 + options.len());
    assert_eq!(row("Projets décidés inchangés")[2], Data::Float(2.0));
    let range = workbook.worksheet_range("Arbitrage, projets").unwrap();
    assert!(range.rows().any(|r| r.iter().any(|c| *c == Data::String("demandé".to_owned()))));
    run(&[&asked[..], &["--lang", "en"]].concat()).ended(0);
    let page = fs::read_to_string(&html).unwrap();
    assert!(page.contains("The options side by side, before and after") && page.contains("fewer is proven impossible"));
    assert!(book(&xlsx).sheet_names().contains(&"Arbitration".to_owned()));
}

#[test]
fn demands_that_cannot_get_in_are_told_with_what_it_would_take() {
    let desk = Desk::new();
    let (small, (menu, decided), html) = (desk.small(), menu(&desk, 60.0, &[]), desk.path("d.html"));
    run(&["report", &small, &menu, "--baseline", &decided, "--html", &html, "--lang", "en"]).ended(0);
    let page = fs::read_to_string(&html).unwrap();
    for part in
        ["The demands cannot get in, proven.", "What is in the way of the demands", "What would let the demands in"]
    {
        assert!(page.contains(part), "{part}");
    }
    assert!(page.contains("more days of builders"), "sentences are in the dossier's language");
}

#[test]
fn a_menu_of_a_scenario_stands_beside_that_scenario_s_plan() {
    let desk = Desk::new();
    let small = desk.small();
    let scenario = desk.put("less.json", r#"{"id": "less", "changes": [{"excludeProject": "dream"}]}"#);
    let (menu, decided) = menu(&desk, 38.0, &["--scenario", &scenario]);
    let (plan, html) = (desk.path("plan.json"), desk.path("d.html"));
    let baseline = ["--baseline", &decided[..]];
    run(&[&["plan", &small, "--scenario", &scenario, "--steps", "200", "--out", &plan], &baseline[..]].concat())
        .ended(0);
    run(&[&["report", &small, &menu, &scenario, &plan, "--html", &html], &baseline[..]].concat()).ended(0);
    let page = fs::read_to_string(&html).unwrap();
    assert!(page.contains("id=\"arbitrage\"") && page.contains("id=\"scenarios\""));
    let said = run(&[&["report", &small, &menu, "--html", &html, "--lang", "en"], &baseline[..]].concat()).ended(2);
    assert!(said.err.contains("menu.json: scenario: unknown id [less]"), "{}", said.err);
}

#[test]
fn a_menu_that_is_not_what_its_plans_come_to_is_refused() {
    let desk = Desk::new();
    let (small, (menu, decided), html) = (desk.small(), menu(&desk, 38.0, &[]), desk.path("d.html"));
    let honest = fs::read_to_string(&menu).unwrap();
    let asked = ["report", &small, &menu, "--baseline", &decided, "--html", &html, "--lang", "en"];
    let refused = |lie: &dyn Fn(&mut Value), code: i32, words: &[&str]| {
        fs::write(&menu, &honest).unwrap();
        change(&menu, |c| lie(c));
        let said = run(&asked).ended(code);
        assert!(words.iter().all(|w| said.err.contains(w)) && said.err.contains(&menu), "{words:?}: {}", said.err);
        assert!(!Path::new(&html).exists(), "nothing is written");
    };
    let several: &dyn Fn(&mut Value) = &|c| {
        c["committed"] = json!(7);
        c["options"][0]["deltas"][0]["value"] = json!(40.0);
        c["options"][0]["touched"] = json!([]);
        c["options"][0]["changes"][0]["kind"] = json!("CHANGE_KIND_DROPPED");
    };
    let places = ["committed", "options[0].deltas[0].value", "options[0].touched", "options[0].changes[0].kind"];
    refused(several, 2, &places);
    refused(&|c| c["triage"]["atLeast"] = json!(2), 2, &["triage.atLeast"]);
    refused(&|c| c["triage"]["verdict"] = json!("ARBITRATION_VERDICT_FITS_AS_IS"), 2, &["triage.verdict"]);
    refused(&|c| c["demanded"] = json!([]), 2, &["demanded: is missing"]);
    refused(
        &|c| c["demanded"][0]["phases"][0]["modes"][0]["effort"][0]["pool"] = json!("nobody"),
        2,
        &["demanded[0].phases[0].modes[0].effort[0].pool"],
    );
    refused(&|c| c["portfolio"] = json!("large"), 2, &["portfolio: is about another portfolio"]);
    refused(&|c| c["options"][0]["plan"]["projects"][0]["value"] = json!(1000.0), 1, &["options[0].plan", "1,000"]);
    refused(&|c| c["options"][0]["plan"] = Value::Null, 2, &["options[0].plan"]);
    // Its sentences are made anew.
    fs::write(&menu, &honest).unwrap();
    change(&menu, |c| c["options"][0]["headline"] = json!("Nothing happens."));
    run(&asked).ended(0);
    assert!(!fs::read_to_string(&html).unwrap().contains("Nothing happens."));
    let other = desk.put("other-menu.json", &honest);
    let said =
        run(&["report", &small, &menu, &other, "--baseline", &decided, "--html", &html, "--lang", "en"]).ended(2);
    assert!(said.err.contains("one arbitration too many"), "{}", said.err);
    let said = run(&["report", &small, &menu, "--html", &html, "--lang", "en"]).ended(2);
    assert!(said.err.contains("menu.json: baseline: is missing"), "{}", said.err);
}

#[test]
fn every_case_of_the_scenarios_has_a_dossier() {
    let desk = Desk::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut made = 0;
    for folder in fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        let portfolio = folder.join("portfolio.json");
        let (portfolio, plan) = (portfolio.to_str().unwrap(), desk.path("plan.json"));
        let steps = ["--steps", "20"];
        if run(&[&["plan", portfolio, "--out", &plan], &steps[..]].concat()).code != 0 {
            continue;
        }
        let (html, xlsx) = (desk.path("d.html"), desk.path("d.xlsx"));
        run(&["report", portfolio, &plan, "--html", &html, "--xlsx", &xlsx, "--lang", "en"]).ended(0);
        let page = fs::read_to_string(&html).unwrap();
        assert!(page.contains("id=\"annexe\"") && !page.contains("class=\"fault\""), "{portfolio}");
        let page = page.replace("Number.isNaN", "");
        assert!(!page.contains("NaN") && !page.contains(">inf"), "{portfolio}");
        made += usize::from(!book(&xlsx).sheet_names().is_empty());
    }
    assert!(made > 40, "{made} dossiers");
}
