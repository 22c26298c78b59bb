//! Small plans that break one thing each: ours says so and nothing else, and so does `check_plan.py`.

use arbitre::base::Lang;
use arbitre::model::Measure;
use arbitre::plan::{Commitment, PlanStatus};
use serde_json::json;

use super::base::Edit::*;
use super::base::{Case, case, find, ours, start};
use super::plans::selected;
use super::{Scene, kinds, python};

fn cases() -> Vec<Case> {
    let mut all = vec![case("the base breaks nothing", vec![], &[])];
    all.extend(projects());
    all.extend(selection());
    all.extend(people());
    all.extend(money());
    all.extend(baselines());
    all.extend(words());
    all.extend(unknown());
    all
}

fn projects() -> Vec<Case> {
    vec![
        case("no such mode", vec![Choices(|p| find(p, "d").phases[1].mode = "own+ext".into())], &["UnknownMode"]),
        ours(
            "a rule that is off adds no mode",
            vec![Field("/sourcingRules/0/enabled", json!(false))],
            &["UnknownMode"],
        ),
        case(
            "the order of phases is free",
            vec![Choices(|p| {
                find(p, "a").phases.swap(0, 1);
            })],
            &[],
        ),
        case(
            "a billionth too much in a duration is forgiven",
            vec![Field("/sourcingRules/0/durationFactor", json!(1.0000000000000002))],
            &[],
        ),
        case(
            "a phase is missing",
            vec![Choices(|p| {
                find(p, "d").phases.pop();
            })],
            &["WrongPhases"],
        ),
        ours("no phase at all", vec![Choices(|p| find(p, "d").phases.clear())], &["WrongPhases"]),
        case(
            "a phase is unknown",
            vec![Choices(|p| {
                let extra = find(p, "a").phases[0].clone();
                find(p, "d").phases.push(extra);
            })],
            &["WrongPhases"],
        ),
        case("past the end", vec![Choices(|p| *start(p, "d", 1) = 24)], &["OutsideCalendar"]),
        case("before the beginning", vec![Choices(|p| *start(p, "d", 1) = -1)], &["OutsideCalendar"]),
        case("as far out as can be said", vec![Choices(|p| *start(p, "d", 1) = i32::MIN)], &["OutsideCalendar"]),
        case("as late as can be said", vec![Choices(|p| *start(p, "d", 1) = i32::MAX)], &["OutsideCalendar"]),
        case(
            "before its earliest start",
            vec![Field("/projects/0/earliestStart", json!("2021-03-02"))],
            &["StartsTooEarly"],
        ),
        case("on its earliest start", vec![Field("/projects/0/earliestStart", json!("2021-03-01"))], &[]),
        case("after its deadline", vec![Field("/projects/3/deadline", json!("2022-05-30"))], &["FinishesTooLate"]),
        case("on its deadline", vec![Field("/projects/3/deadline", json!("2022-05-31"))], &[]),
        case("in a period without a gate", vec![Field("/policy/startGates/2", json!("2022-05-01"))], &["OffGate"]),
        case(
            "needs what is out",
            vec![Field("/projects/3/phases/0/after", json!([{"project": "c", "phase": "do"}]))],
            &["DependencyOut"],
        ),
        case(
            "before the lag has gone by",
            vec![Field("/projects/1/phases/1/after/0/lag", json!(1))],
            &["DependencyBroken"],
        ),
        case("a lag below zero lets them overlap", vec![Field("/projects/1/phases/1/after/0/lag", json!(-2))], &[]),
        case(
            "a milestone takes no time",
            vec![Field("/projects/3/phases/1/modes/0", json!({"id": "own"})), Choices(|p| *start(p, "d", 1) = 24)],
            &[],
        ),
    ]
}

fn selection() -> Vec<Case> {
    vec![
        case("must be done and is out", vec![Field("/projects/2/mustDo", json!(true))], &["MustDoLeftOut"]),
        case("more than at most", vec![Field("/rules/0/projects/1", json!("b"))], &["RuleBroken"]),
        case("less than at least", vec![Field("/rules/1/count", json!(3))], &["RuleBroken"]),
        case("not together", vec![Field("/rules/2/projects/1", json!("c"))], &["RuleBroken"]),
        case("one without what it implies", vec![Field("/rules/3/projects/1", json!("c"))], &["RuleBroken"]),
        case(
            "too many under way",
            vec![Field("/policy/startGates/2", json!("2021-11-03")), Choices(|p| *start(p, "d", 0) = 10)],
            &["FlowExceeded"],
        ),
        case("too many starts in a window", vec![Field("/policy/flowLimits/1/window", json!(6))], &["FlowExceeded"]),
        case("too many finishes in a window", vec![Field("/policy/flowLimits/2/window", json!(5))], &["FlowExceeded"]),
        case(
            "other sponsors don't count",
            vec![Field("/policy/flowLimits/1/window", json!(6)), Field("/projects/1/sponsor", json!("south"))],
            &[],
        ),
        case(
            "a window longer than the calendar binds nothing",
            vec![Field("/policy/flowLimits/2/window", json!(25))],
            &[],
        ),
    ]
}

fn people() -> Vec<Case> {
    let reserved = json!([{"from": "2021-03-01", "to": "2021-03-31", "fte": 3, "projectShare": 0.6}]);
    vec![
        case("reserved for other work", vec![Field("/pools/0/reserved", reserved)], &["Overloaded"]),
        case("more than there are", vec![Field("/pools/0/staff/0/fte", json!(0.4))], &["Overloaded", "Overloaded"]),
        case(
            "overload allows it",
            vec![Field("/pools/0/staff/0/fte", json!(0.4)), Field("/pools/0/maxOverload", json!(0.2))],
            &[],
        ),
        case(
            "days that nobody works",
            vec![
                Field("/pools/1/staff/0/fte", json!(0.3)),
                Field("/calendar/publicHolidays", json!("FR")),
                Field("/pools/1/staff/0/projectShare", json!(0.9)),
            ],
            &[],
        ),
        case("the framework's lead", vec![Field("/frameworks/0/leadPeriods", json!(3))], &["FrameworkClosed"]),
        case(
            "the framework's end",
            vec![Field("/frameworks/0/end", json!("2021-07-30")), Field("/frameworks/0/minAmount", json!(0))],
            &["FrameworkClosed"],
        ),
        case(
            "what is owed is paid in the framework's last year",
            vec![Field("/frameworks/0/end", json!("2021-07-31"))],
            &["PaymentsExceeded"],
        ),
        case(
            "a year that the framework only touches counts",
            vec![Field("/frameworks/0/end", json!("2022-01-15"))],
            &[],
        ),
        case(
            "more than the supplier can place",
            vec![Field("/frameworks/0/rates/0/maxDaysPerPeriod", json!(3.99))],
            &["SupplyExceeded", "SupplyExceeded", "SupplyExceeded"],
        ),
    ]
}

fn money() -> Vec<Case> {
    vec![
        case(
            "more than may be ordered",
            vec![Field("/frameworks/0/maxAmount", json!(5999.99)), Field("/frameworks/0/minAmount", json!(10))],
            &["CeilingExceeded"],
        ),
        case("a fund that does not pay any more", vec![Field("/funds/0/to", json!("2021-11-29"))], &["FundClosed"]),
        case(
            "a year's payments",
            vec![Field("/funds/0/payments/0/amount", json!(6499.99)), Field("/funds/0/carryOver", json!(false))],
            &["PaymentsExceeded"],
        ),
        case(
            "what a year takes too much is carried over too",
            vec![Field("/funds/0/payments/0/amount", json!(6499.99))],
            &["PaymentsExceeded", "PaymentsExceeded"],
        ),
        case(
            "a year's payments with what is owed",
            vec![Field("/funds/0/payments/1/amount", json!(999.99))],
            &["PaymentsExceeded"],
        ),
        case(
            "what a year leaves is carried over",
            vec![Field("/funds/0/payments/1/amount", json!(999)), Field("/funds/0/payments/0/amount", json!(6501))],
            &[],
        ),
        case(
            "without carry-over it is lost",
            vec![
                Field("/funds/0/payments/1/amount", json!(999)),
                Field("/funds/0/payments/0/amount", json!(6501)),
                Field("/funds/0/carryOver", json!(false)),
            ],
            &["PaymentsExceeded"],
        ),
        case(
            "a year's commitments",
            vec![Field("/funds/0/commitments/0/amount", json!(6499.99))],
            &["CommitmentsExceeded"],
        ),
        case("a fund's total", vec![Field("/funds/0/total", json!(7499.99))], &["TotalExceeded"]),
        case("a grant's total", vec![Field("/funds/1/total", json!(4499.99))], &["TotalExceeded"]),
        case(
            "a grant that does not pay yet leaves all to the fund",
            vec![Field("/funds/1/from", json!("2021-05-02"))],
            &["CommitmentsExceeded", "PaymentsExceeded", "PaymentsExceeded", "TotalExceeded"],
        ),
    ]
}

fn baselines() -> Vec<Case> {
    vec![
        case(
            "as decided",
            vec![Baseline(|p| p.projects.iter_mut().for_each(|p| p.commitment = Commitment::Frozen), "2022-12-31")],
            &[],
        ),
        case(
            "a frozen project moves",
            vec![Choices(|p| *start(p, "d", 1) = 17), Baseline(|p| find(p, "d").commitment = Commitment::Frozen, "")],
            &["FrozenChanged"],
        ),
        case(
            "a decided project moves",
            vec![
                Choices(|p| *start(p, "d", 1) = 17),
                Baseline(|p| find(p, "d").commitment = Commitment::Decided, "2022-05-01"),
            ],
            &[],
        ),
        case(
            "a phase that has begun moves",
            vec![
                Choices(|p| *start(p, "d", 1) = 17),
                Baseline(|p| find(p, "d").commitment = Commitment::Decided, "2022-05-02"),
            ],
            &["BegunChanged"],
        ),
        case(
            "a protected project is dropped",
            vec![Baseline(
                |p| {
                    *find(p, "c") = selected("c", &[("do", "own", 3)]);
                    find(p, "c").commitment = Commitment::Protected;
                },
                "",
            )],
            &["ProtectedDropped"],
        ),
        case(
            "a project that is gone does not count",
            vec![Baseline(
                |p| {
                    p.projects.push(selected("gone", &[("do", "own", 3)]));
                    find(p, "gone").commitment = Commitment::Frozen;
                },
                "2022-12-31",
            )],
            &[],
        ),
    ]
}

fn words() -> Vec<Case> {
    vec![
        case("a measure is off", vec![Words(|p| p.measures[0].value += 0.01)], &["WrongFigure"]),
        case(
            "a goal is off",
            vec![Words(|p| p.goals[0].value += 0.01), Words(|p| p.goals[0].bound = p.goals[0].value)],
            &["WrongFigure"],
        ),
        case(
            "a bound below the value",
            vec![Words(|p| p.goals[0].bound -= 1.0), Words(|p| p.status = PlanStatus::Feasible)],
            &["BoundContradicted"],
        ),
        case(
            "a bound above a cost",
            vec![Words(|p| p.goals[1].bound += 1.0), Words(|p| p.status = PlanStatus::Feasible)],
            &["BoundContradicted"],
        ),
        case(
            "a bound with a gap",
            vec![Words(|p| p.goals[0].bound += 1.0), Words(|p| p.status = PlanStatus::Feasible)],
            &[],
        ),
        case("optimal with a gap", vec![Words(|p| p.goals[0].bound += 1.0)], &["GapLeft"]),
        case("projects out of order", vec![Words(|p| p.projects.reverse())], &["WrongOrder"]),
        case(
            "a project is not listed",
            vec![Words(|p| {
                p.projects.remove(2);
            })],
            &["WrongOrder"],
        ),
        case("a start is off", vec![Words(|p| find(p, "a").start = "2021-03-02".into())], &["WrongDates"]),
        case("a finish is not given", vec![Words(|p| find(p, "a").finish = String::new())], &["WrongDates"]),
        case("a value is off", vec![Words(|p| find(p, "b").value += 0.01)], &["WrongFigure"]),
        case(
            "a finish period is off",
            vec![Words(|p| find(p, "b").phases[1].finish_period += 1)],
            &["WrongFinishPeriod"],
        ),
        case("a load is off", vec![Words(|p| p.pool_loads[0].periods[3].load += 0.01)], &["WrongFigure"]),
        case("a capacity is off", vec![Words(|p| p.pool_loads[1].periods[23].capacity += 0.01)], &["WrongFigure"]),
        case("an order is off", vec![Words(|p| p.framework_uses[0].ordered += 0.01)], &["WrongFigure"]),
        case("what is owed is off", vec![Words(|p| p.framework_uses[0].owed = 0.0)], &["WrongFigure"]),
        case("what is paid is off", vec![Words(|p| p.fund_uses[0].years[1].paid = 0.0)], &["WrongFigure"]),
        case("what is committed is off", vec![Words(|p| p.fund_uses[1].years[0].committed += 0.01)], &["WrongFigure"]),
        case(
            "a fund that is unknown pays nothing",
            vec![Words(|p| p.fund_uses[0].fund = "x".into())],
            &["WrongFigure", "WrongFigure", "WrongFigure"],
        ),
        case(
            "a year outside the calendar has nothing",
            vec![Words(|p| p.fund_uses[0].years[1].year = i32::MIN)],
            &["WrongFigure"],
        ),
    ]
}

fn unknown() -> Vec<Case> {
    vec![
        ours(
            "a project is unknown",
            vec![Choices(|p| p.projects.push(selected("x", &[("do", "own", 1)])))],
            &["UnknownProject", "WrongOrder"],
        ),
        ours(
            "a project is named twice",
            vec![Words(|p| p.projects.push(p.projects[3].clone()))],
            &["RepeatedProject", "WrongOrder"],
        ),
        ours(
            "a phase is named twice",
            vec![Words(|p| {
                let again = find(p, "d").phases[1].clone();
                find(p, "d").phases.push(again);
            })],
            &["RepeatedPhase"],
        ),
        ours(
            "a mode that others wait for is unknown",
            vec![Choices(|p| find(p, "b").phases[0].mode = "x".into())],
            &["OffGate", "UnknownMode"],
        ),
        ours("a pool is unknown", vec![Words(|p| p.pool_loads[0].pool = "x".into())], &["UnknownPool"]),
        ours("a period is unknown", vec![Words(|p| p.pool_loads[0].periods[0].period = 24)], &["UnknownPeriod"]),
        ours(
            "a period is before all others",
            vec![Words(|p| p.pool_loads[0].periods[0].period = -1)],
            &["UnknownPeriod"],
        ),
        ours(
            "a framework is unknown",
            vec![Words(|p| p.framework_uses[0].framework = "x".into())],
            &["UnknownFramework"],
        ),
        ours(
            "no numbers",
            vec![Words(|p| {
                p.measures[0].value = f64::NAN;
                p.measures[1].value = f64::INFINITY;
                p.goals[0].bound = f64::NAN;
            })],
            &["BoundContradicted", "GapLeft", "WrongFigure", "WrongFigure"],
        ),
    ]
}

#[test]
fn each_case_breaks_what_it_says_and_nothing_else() {
    for case in cases() {
        let verdict = case.scene().verdict();
        assert_eq!(kinds(&verdict), case.expected, "{}: {:#?}", case.name, verdict.violations);
        for violation in &verdict.violations {
            let (en, fr) = (violation.line(Lang::En), violation.line(Lang::Fr));
            assert!(en == violation.to_string() && en != fr && !en.is_empty(), "{en} / {fr}");
        }
    }
}

#[test]
fn check_plan_says_the_same_of_each_case() {
    let Some(tools) = python::tools("comparison of the small cases with check_plan.py") else { return };
    let cases: Vec<Case> = cases().into_iter().filter(|c| c.python).collect();
    let scenes: Vec<Scene> = cases.iter().map(Case::scene).collect();
    for (case, answer) in cases.iter().zip(python::ask(&tools, &scenes)) {
        let said = answer.violations.unwrap_or_else(|e| panic!("{}: {e}", case.name));
        let mut kinds: Vec<&str> = said.iter().map(|s| python::kind(s)).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, case.expected, "{}: {said:#?}", case.name);
    }
}

#[test]
fn the_base_comes_to_figures_that_can_be_counted_by_hand() {
    let figures = case("the base", vec![], &[]).scene().verdict().figures;
    let worth = |value: f64, finish: i32| value * 0.99_f64.powi(finish + 1);
    let expected = [
        (Measure::Value, worth(10.0, 6) - 1.0 + worth(5.0, 10) + worth(1.0, 16)),
        (Measure::Lateness, 1.0),
        (Measure::Disruption, 0.0),
        (Measure::ExternalSpend, 7_000.0),
        // 43.2 days of builders, 31 of owners, 5 000 of costs.
        (Measure::TotalCost, 7_000.0 + 43.2 * 300.0 + 31.0 * 200.0 + 5_000.0),
        (Measure::Overload, 0.0),
        (Measure::Makespan, 17.0),
    ];
    for (measure, value) in expected {
        let counted = figures.measure(measure);
        assert!((counted - value).abs() < 1e-9, "{}: {counted}, expected {value}", measure.name());
    }
}

#[test]
fn sentences_are_written_as_people_write_them() {
    let scene = case("", vec![Field("/funds/0/total", json!(7499.99))], &[]).scene();
    let line = |lang| scene.verdict().violations[0].line(lang);
    assert_eq!(line(Lang::En), "fund inv: 7,500.00 paid in all over 7,499.99");
    assert_eq!(line(Lang::Fr), "enveloppe inv : 7\u{a0}500,00 payés en tout pour 7\u{a0}499,99 au plus");
    let reserved = json!([{"from": "2021-03-01", "to": "2021-03-31", "fte": 1.8}]);
    let scene = case("", vec![Field("/pools/0/reserved", reserved)], &[]).scene();
    let line = |lang| scene.verdict().violations[0].line(lang);
    assert_eq!(line(Lang::En), "pool build, 2021-03-01 (period 2): load of 10\u{a0}d over 4.6\u{a0}d");
    assert_eq!(line(Lang::Fr), "équipe build, 2021-03-01 (période 2) : charge de 10\u{a0}j pour 4,6\u{a0}j au plus");
}
