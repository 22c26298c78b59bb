//! The dossier as a whole: what has to hold of any, whatever its plans are.

use std::collections::BTreeSet;

use super::table::{Cell, Column, Level, Table};
use super::*;
use crate::arbitrate::{Arbitrating, arbitrate, recount};
use crate::base::Never;
use crate::model::Measure;
use crate::model::draft::*;
use crate::plan::{Commitment, GoalResult, PhasePlan, Plan, PlanStatus, ProjectPlan};
use crate::solve::{Levers, Options};
use crate::study::{self, Decided, Laid};

/// One team for half a year, and projects of a month each.
fn portfolio(projects: usize, unit: crate::base::PeriodUnit) -> PortfolioDraft {
    let staff = StaffWindowDraft { from: "2021-01-01".into(), to: "2021-06-30".into(), fte: 5.0, project_share: None };
    let project = |i: usize| ProjectDraft {
        id: format!("p{i}"),
        name: format!("<b>Projet</b> {i}"),
        sponsor: format!("s{}", i % 3),
        value: Some(10.0 + i as f64),
        phases: vec![PhaseDraft {
            id: "run".into(),
            modes: vec![ModeDraft {
                id: "own".into(),
                duration: 1,
                effort: vec![EffortDraft { pool: "team".into(), days: 1.0 }],
                ..ModeDraft::default()
            }],
            ..PhaseDraft::default()
        }],
        ..ProjectDraft::default()
    };
    PortfolioDraft {
        id: "p".into(),
        calendar: Some(CalendarDraft {
            start: "2021-01-01".into(),
            end: "2021-06-30".into(),
            unit: Some(unit),
            ..CalendarDraft::default()
        }),
        pools: vec![PoolDraft { id: "team".into(), role: "MOE".into(), staff: vec![staff], ..PoolDraft::default() }],
        projects: (0..projects).map(|i| std::sync::Arc::new(project(i))).collect(),
        ..PortfolioDraft::default()
    }
}

/// A plan that does all projects but the last at once, with a bound a tenth above its value.
fn plan(draft: &PortfolioDraft) -> Plan {
    let count = draft.projects.len().saturating_sub(1);
    let one = |i: usize| ProjectPlan {
        project: format!("p{i}"),
        selected: i < count,
        phases: if i < count {
            let at = (i % 6) as i32;
            vec![PhasePlan {
                phase: "run".into(),
                mode: "own".into(),
                start_period: at,
                finish_period: at,
                ..PhasePlan::default()
            }]
        } else {
            Vec::new()
        },
        ..ProjectPlan::default()
    };
    let value: f64 = (0..count).map(|i| 10.0 + i as f64).sum();
    let goal = GoalResult { measure: Measure::Value, value, bound: value * 1.1, gap: 0.1 };
    Plan {
        portfolio: "p".into(),
        status: PlanStatus::Feasible,
        goals: vec![goal],
        projects: (0..draft.projects.len()).map(one).collect(),
        ..Plan::default()
    }
}

fn material(draft: PortfolioDraft) -> Material {
    let cases = study::cases(&draft, &[Default::default()], &Decided::default());
    let laid = [Some(Laid { plan: plan(&draft), prices: None, same_as: None })];
    let comparison = study::beside("p", &cases, &laid);
    Material::new(draft, cases, comparison, None)
}

/// The same, and the menu for its last project, for which one that is decided has to go.
fn arbitrated() -> Material {
    let mut draft = portfolio(7, crate::base::PeriodUnit::Month);
    draft.pools[0].staff[0].fte = 0.06;
    // The least valuable is not the least disruptive to leave out.
    std::sync::Arc::make_mut(&mut draft.projects[0]).commitment_weight = Some(3.0);
    let mut baseline = plan(&draft);
    baseline.projects.iter_mut().filter(|p| p.selected).for_each(|p| p.commitment = Commitment::Decided);
    let demands = [draft.projects[6].as_ref().clone()];
    let asked = Arbitrating {
        draft: &draft,
        demands: &demands,
        baseline: &baseline,
        frozen_until: None,
        all_decided: false,
        options: 3,
        levers: Levers::ALL,
        hold_funds: false,
        hold_load: false,
        lang: Lang::Fr,
    };
    let options = Options { max_steps: Some(3000), threads: Some(1), ..Options::default() };
    let told = arbitrate(&asked, &options, &Never, &|_| ()).unwrap();
    let counted = recount(&asked, told.clone()).unwrap();
    assert!(counted.violations.iter().all(Vec::is_empty));
    assert_eq!(
        format!("{:?}", counted.arbitration),
        format!("{told:?}"),
        "nothing is told otherwise than it is counted"
    );
    Material { arbitration: Some(counted), ..material(draft) }
}

fn cells(material: &Material) -> Vec<Table> {
    chapters::all(material, Lang::Fr)
        .iter()
        .flat_map(|c| c.tables().into_iter().cloned().collect::<Vec<Table>>())
        .collect()
}

#[test]
fn ids_in_the_page_are_unique_and_what_refers_to_them_finds_them() {
    for material in [material(portfolio(9, crate::base::PeriodUnit::Month)), arbitrated()] {
        expect_ids_of_their_own(&html(&material, Lang::Fr));
    }
}

fn expect_ids_of_their_own(page: &str) {
    let after = |mark: &str| -> Vec<String> {
        page.split(mark).skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
    };
    let ids = after(" id=\"");
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
    for id in after("aria-labelledby=\"").iter().chain(&after("href=\"#")) {
        assert!(unique.contains(id), "{id}");
    }
    assert!(!page.contains("<b>Projet") && page.contains("&lt;b&gt;Projet"));
}

#[test]
fn every_table_has_a_cell_for_each_head_and_an_id_of_its_own() {
    let plain = [0, 1, 2, 40].map(|projects| material(portfolio(projects, crate::base::PeriodUnit::Week)));
    for material in plain.into_iter().chain([arbitrated()]) {
        let tables = cells(&material);
        let ids: BTreeSet<&String> = tables.iter().map(|t| &t.id).collect();
        assert_eq!(ids.len(), tables.len());
        for table in &tables {
            assert!(table.rows.iter().all(|r| r.cells.len() == table.columns.len()), "{}", table.title);
            assert!(!table.title.is_empty() && table.id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
        }
    }
}

#[test]
fn loads_are_told_by_month_whatever_the_periods_are() {
    let heats = |unit| {
        let table = cells(&material(portfolio(7, unit))).into_iter().find(|t| t.id.starts_with("t-charge")).unwrap();
        let row = table.rows.iter().find(|r| r.level == Level::Plain).unwrap().clone();
        row.cells.iter().filter(|c| matches!(c, Cell::Heat { .. })).count()
    };
    // Six months and their total.
    for unit in [crate::base::PeriodUnit::Day, crate::base::PeriodUnit::Week, crate::base::PeriodUnit::Month] {
        assert_eq!(heats(unit), 7, "{unit:?}");
    }
}

#[test]
fn a_plan_that_breaks_something_is_flagged_in_words_of_the_referee() {
    let mut draft = portfolio(3, crate::base::PeriodUnit::Month);
    draft.pools[0].staff[0].fte = 0.01;
    let broken = material(draft);
    assert!(!broken.verdicts[0].is_empty());
    let page = html(&broken, Lang::En);
    assert!(
        page.contains("Does not hold") && page.contains(&broken.verdicts[0][0].line(Lang::En).replace('"', "&quot;")),
        "{page}"
    );
}

#[test]
fn a_thousand_projects_stand_on_pages() {
    let big = material(portfolio(1000, crate::base::PeriodUnit::Month));
    let pages = cells(&big).into_iter().filter(|t| t.id.starts_with("t-calendrier")).count();
    assert_eq!(pages, 999usize.div_ceil(120));
    assert!(xlsx(&big, Lang::Fr).is_ok_and(|b| b.starts_with(b"PK")));
}

#[test]
fn figures_that_depend_on_the_search_have_their_bound_and_gap() {
    let table = cells(&material(portfolio(5, crate::base::PeriodUnit::Month))).remove(0);
    let cell = |name: &str| {
        let is = |c: &Cell| matches!(c, Cell::Text(t) if t == name);
        table.rows.iter().find(|r| is(&r.cells[0])).map(|r| r.cells[2].clone())
    };
    assert!(matches!(cell("Valeur"), Some(Cell::Number { x, .. }) if (x - 46.0).abs() < 1e-9));
    assert!(matches!(cell("borne prouvée"), Some(Cell::Number { x, .. }) if (x - 50.6).abs() < 1e-9));
    assert!(matches!(cell("écart prouvé"), Some(Cell::Share { x, .. }) if (x - 0.1).abs() < 1e-9));
}

#[test]
fn a_menu_stands_beside_what_was_decided() {
    let material = arbitrated();
    let found = material.arbitration.as_ref().unwrap();
    assert!(found.arbitration.options.len() > 1, "{:?}", found.arbitration.options);
    let tables = cells(&material);
    let table = |id: &str| tables.iter().find(|t| t.id == id).unwrap_or_else(|| panic!("no {id}"));
    let menu = table("t-arbitrage");
    let row = |name: &str| menu.rows.iter().find(|r| matches!(&r.cells[0], Cell::Text(t) if t == name)).unwrap();
    let figure = |c: &Cell| if let Cell::Number { x, .. } = c { *x } else { panic!("{c:?}") };
    let value = |plan: &Plan| plan.measure(Measure::Value).unwrap();
    assert_eq!(figure(&row("Valeur").cells[2]), value(&found.decided));
    for (i, option) in found.arbitration.shown().enumerate() {
        assert_eq!(figure(&row("Valeur").cells[3 + i]), value(&option.plan));
        assert_eq!(figure(&row("Projets décidés qui changent").cells[3 + i]), option.touched.len() as f64);
    }
    assert!(matches!(&row("En changer moins").cells[3], Cell::Mark(table::Tone::Good, _)));
    // The demand comes first, and every project that some option changes has its line.
    let projects = table("t-arbitrage-projets");
    assert!(matches!(&projects.rows[0].cells[0], Cell::Name { id, .. } if id == "p6"));
    let changed: BTreeSet<&String> =
        found.arbitration.shown().flat_map(|o| o.changes.iter().map(|c| &c.project)).collect();
    assert_eq!(projects.rows.len(), changed.len());
    assert!(tables.iter().any(|t| t.id == "t-arbitrage-directions"));
}

#[test]
fn rows_of_another_width_than_the_heads_are_a_mistake() {
    let wrong =
        std::panic::catch_unwind(|| Table::new("t", "t", vec![Column::text("a")]).row(vec![Cell::Empty, Cell::Empty]));
    assert!(wrong.is_err());
}
