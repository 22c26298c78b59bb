//! What beats the first option by changing more: two projects that take two months each leave three months free, one here,
//! one there, and one at the end. A demand that needs three in a row gets in if one of them is dropped, or if both move up.

use arbitre::arbitrate::{Arbitrating, arbitrate, recount};
use arbitre::base::{Lang, Never};
use arbitre::model::draft::{PortfolioDraft, ProjectDraft};
use arbitre::plan::Plan;
use arbitre::solve::{Levers, Options};
use arbitre::wire::{self, Document, Form};
use serde_json::{Value, json};

fn work(id: &str, value: f64, months: u32) -> Value {
    let mode = json!({"id": "own", "duration": months, "effort": [{"pool": "team", "days": 15 * months}]});
    json!({"id": id, "value": value, "phases": [{"id": "build", "modes": [mode]}]})
}

fn portfolio() -> PortfolioDraft {
    let said = json!({
        "id": "moving-up",
        "calendar": {"start": "2026-01-01", "end": "2026-07-31", "unit": "PERIOD_UNIT_MONTH"},
        "pools": [{"id": "team", "staff": [{"from": "2026-01-01", "to": "2026-07-31", "fte": 1.0}]}],
        "projects": [work("a", 10.0, 2), work("b", 10.0, 2)],
    });
    wire::read_portfolio(said.to_string().as_bytes(), Form::Json).expect("it can be read")
}

fn demand() -> ProjectDraft {
    wire::read_demand(work("law", 1.0, 3).to_string().as_bytes(), Form::Json).expect("it can be read")
}

/// `a` in February and March, `b` in May and June.
fn decided() -> Plan {
    let project = |id: &str, start: u32| {
        json!({"project": id, "selected": true, "commitment": "COMMITMENT_DECIDED",
               "phases": [{"phase": "build", "mode": "own", "startPeriod": start}]})
    };
    let said = json!({"portfolio": "moving-up", "projects": [project("a", 1), project("b", 4)]});
    wire::read_plan(said.to_string().as_bytes(), Form::Json).expect("it can be read")
}

#[test]
fn what_is_better_in_everything_by_changing_more_stands_beside_the_menu() {
    let (draft, demands, baseline) = (portfolio(), [demand()], decided());
    let asked = |options| Arbitrating {
        draft: &draft,
        demands: &demands,
        baseline: &baseline,
        frozen_until: None,
        all_decided: false,
        options,
        levers: Levers::ALL,
        hold_funds: false,
        hold_load: false,
        lang: Lang::En,
    };
    let options = Options { max_steps: Some(20_000), threads: Some(1), ..Options::default() };
    let menu = arbitrate(&asked(5), &options, &Never, &|_| ()).expect("there is a menu");
    let [first] = &menu.options[..] else { panic!("{:?}", menu.options) };
    assert_eq!((first.touched.len(), first.fewest_changes), (1, true), "{:?}", first.touched);
    let [wider] = &menu.wider[..] else { panic!("{:?}", menu.wider) };
    assert_eq!(wider.touched, ["a", "b"]);
    assert!(wider.dominates(first) && !wider.fewest_changes);
    assert_eq!((&wider.id[..], wider.headline.is_empty()), ("wider-1", false));

    // What is told of it can be counted again.
    let document = wire::read_document(wire::write_arbitration(&menu, "").as_bytes(), Form::Json);
    let Ok(Document::Arbitration(told)) = document else { panic!("{document:?}") };
    let counted = recount(&asked(1), told.arbitration.clone()).expect("it can be counted");
    assert_eq!(counted.violations.len(), 2);
    assert!(counted.violations.iter().all(Vec::is_empty), "{:?}", counted.violations);
    assert!(told.contradictions(&counted.arbitration).is_empty());

    // Where one option is asked for, nothing else is looked for.
    let alone = arbitrate(&asked(1), &options, &Never, &|_| ()).expect("there is a menu");
    assert!(alone.wider.is_empty());
}
