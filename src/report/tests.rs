//! The summary of a small plan, word for word.

use super::summary;
use crate::base::Lang;
use crate::model::{Measure, Portfolio, validate};
use crate::plan::*;
use crate::wire::{Form, read_portfolio};

const PORTFOLIO: &str = r#"{
  "id": "p", "name": "Feuille de route",
  "calendar": {"start": "2021-01-01", "end": "2021-12-31", "unit": "PERIOD_UNIT_MONTH"},
  "pools": [{"id": "études", "role": "MOE"}],
  "funds": [{"id": "invest"}],
  "projects": [
    {"id": "a", "name": "État civil", "value": 10, "target": "2021-02-28",
     "phases": [{"id": "x", "modes": [{"id": "m", "duration": 4}]}]},
    {"id": "b", "name": "Parcs", "value": 1250.5,
     "phases": [{"id": "x", "modes": [{"id": "m", "duration": 1}]}]}]}"#;

fn portfolio() -> Portfolio {
    validate(&read_portfolio(PORTFOLIO.as_bytes(), Form::Json).unwrap()).unwrap()
}

fn reason(text: &str) -> Reason {
    Reason { code: ReasonCode::Capacity, subjects: vec![], periods: vec![], shortfall: 0.0, text: text.to_owned() }
}

fn plan() -> Plan {
    let phase = PhasePlan {
        phase: "x".into(),
        mode: "m".into(),
        start_period: 0,
        finish_period: 3,
        start: "2021-01-01".into(),
        finish: "2021-04-30".into(),
    };
    let month = |period, load, marginal_value| PeriodLoad { period, load, capacity: 20.0, marginal_value };
    let year = YearUse {
        year: 2021,
        committed: 1_500_000.0,
        paid: 750_000.0,
        commitment_ceiling: None,
        payment_ceiling: Some(1_000_000.0),
    };
    Plan {
        status: PlanStatus::Feasible,
        goals: vec![GoalResult { measure: Measure::Value, value: 1_340.2, bound: 1_452.1, gap: 0.0835 }],
        measures: vec![
            MeasureValue { measure: Measure::Value, value: 1_340.2 },
            MeasureValue { measure: Measure::TotalCost, value: 1_234_567.0 },
        ],
        projects: vec![
            ProjectPlan {
                project: "a".into(),
                selected: true,
                start: "2021-01-01".into(),
                finish: "2021-04-30".into(),
                phases: vec![phase],
                value: 9.5,
                external_spend: 12_000.0,
                total_cost: 34_000.4,
                reasons: vec![reason("Its target is out of reach.")],
                ..ProjectPlan::default()
            },
            ProjectPlan {
                project: "b".into(),
                reasons: vec![reason("No days left."), reason("Nor money."), reason("No days left.")],
                ..ProjectPlan::default()
            },
        ],
        pool_loads: vec![PoolLoad {
            pool: "études".into(),
            periods: vec![month(0, 20.0, 0.5), month(1, 20.0, 1.25), month(2, 2.0, 0.0), month(3, 19.0, 0.0)],
        }],
        framework_uses: vec![FrameworkUse {
            framework: "marché".into(),
            ordered: 12_000.0,
            owed: 3_000.0,
            max_amount: Some(100_000.0),
            periods: vec![],
        }],
        fund_uses: vec![FundUse { fund: "invest".into(), years: vec![year] }],
        ..Plan::default()
    }
}

#[test]
fn an_english_summary_says_what_is_in_what_is_out_and_where_it_is_tight() {
    let expected = "\
Feuille de route: feasible plan
  Measure          Plan    Bound    Gap  Unit
  value         1,340.2  1,452.1  8.35%  points
  total cost  1,234,567        –      –  EUR

In the plan: 1 of 2 projects
  Project              Start       Finish      Value  External spend  Total cost
  a        État civil  2021-01-01  2021-04-30    9.5          12,000      34,000

Left out, and why: 1 project
  Project           Value
  b        Parcs  1,250.5
      No days left.
      Nor money.

Late: 1 project
  Project              Target      Finish      Late (periods)
  a        État civil  2021-02-28  2021-04-30               2

Why late, why bought
  Project
  a        État civil
      Its target is out of reach.

Tightest pools and quarters
  Pool    Quarter  Load (d)  Capacity (d)    %  One more day (points)
  études  Q2 2021      19.0          20.0  95%                   0.00
  études  Q1 2021      42.0          60.0  70%                   1.25

Money by year (EUR)
  Fund    Year     Paid    Ceiling    %  Committed  Ceiling  %
  invest  2021  750,000  1,000,000  75%  1,500,000        –  –

Frameworks (EUR)
  Framework  Ordered  Ceiling    %  Owed below minimum
  marché      12,000  100,000  12%               3,000
";
    assert_eq!(summary(&portfolio(), &plan(), Lang::En), expected);
}

#[test]
fn a_french_summary_is_french_throughout() {
    let text = summary(&portfolio(), &plan(), Lang::Fr).replace('\u{202f}', " ");
    for line in [
        "Feuille de route : plan réalisable\n",
        "  valeur        1 340,2  1 452,1  8,35 %  points\n",
        "Retenus : 1 sur 2 projets\n",
        "  a       État civil  01/01/2021  30/04/2021     9,5           12 000      34 000\n",
        "Écartés, et pourquoi : 1 projet\n",
        "En retard : 1 projet\n",
        "Pourquoi en retard, pourquoi acheté\n",
        "  études  T1 2021          42,0          60,0  70 %                      1,25\n",
        "Argent par année (EUR)\n",
        "Accords-cadres (EUR)\n",
    ] {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
}

#[test]
fn without_a_plan_the_status_is_all() {
    let none = |status| Plan { status, projects: plan().projects, measures: plan().measures, ..Plan::default() };
    let infeasible = summary(&portfolio(), &none(PlanStatus::Infeasible), Lang::Fr);
    assert_eq!(infeasible, "Feuille de route : aucun plan ne peut tenir les contraintes, prouvé\n");
    let unknown = Plan { scenario: "B".into(), ..none(PlanStatus::Unknown) };
    assert_eq!(summary(&portfolio(), &unknown, Lang::En), "Feuille de route (B): no plan found in the time given\n");
}

#[test]
fn a_plan_from_anywhere_is_no_reason_to_panic() {
    let mut strange = plan();
    strange.projects[0].project = "no\nsuch".into();
    strange.projects[1].selected = true;
    strange.projects[1].value = f64::NAN;
    strange.pool_loads[0].periods[0].period = -1;
    strange.pool_loads[0].periods[1].period = i32::MAX;
    strange.fund_uses[0].years[0].payment_ceiling = Some(0.0);
    let text = summary(&portfolio(), &strange, Lang::En);
    assert!(text.contains("  no such "), "{text}");
}
