//! One breakage for each constraint and each figure, for any portfolio: the portfolio or the plan is changed so
//! that the plan has to break it.

use arbitre::base::Rng;
use arbitre::check::{self, Claims};
use arbitre::plan::{Commitment, GoalResult, Plan, PlanStatus, ProjectPlan};
use serde_json::{Value, json};

use super::{Scene, plans, portfolios, read};

/// Kinds of violations that are about a plan's choices.
pub(crate) const CONSTRAINTS: [&str; 22] = [
    "UnknownMode",
    "WrongPhases",
    "OutsideCalendar",
    "StartsTooEarly",
    "FinishesTooLate",
    "OffGate",
    "DependencyOut",
    "DependencyBroken",
    "MustDoLeftOut",
    "RuleBroken",
    "FlowExceeded",
    "Overloaded",
    "FrameworkClosed",
    "SupplyExceeded",
    "CeilingExceeded",
    "FundClosed",
    "PaymentsExceeded",
    "CommitmentsExceeded",
    "TotalExceeded",
    "ProtectedDropped",
    "FrozenChanged",
    "BegunChanged",
];

/// How to break something.
pub(crate) struct Breakage {
    /// The kind of violation that has to come of it.
    pub(crate) kind: &'static str,
    how: How,
}

enum How {
    /// In the portfolio, given one of the plan's projects that is in; false if it cannot be done.
    Portfolio(fn(&mut Value, &ProjectPlan) -> bool),
    /// In the plan's choices, given the position of a project that is in.
    Choices(fn(&mut Plan, usize)),
    /// In the plan's choices, against a baseline that has this commitment, frozen until the end.
    Decided(Commitment, fn(&mut ProjectPlan)),
    /// In what the plan says of itself.
    Words(fn(&mut Plan, usize)),
}
use How::*;

const fn breakage(kind: &'static str, how: How) -> Breakage {
    Breakage { kind, how }
}

pub(crate) const BREAKAGES: &[Breakage] = &[
    breakage(
        "UnknownMode",
        Portfolio(|p, x| {
            // Nothing may wait for it, or the reference stops.
            forget_dependencies(p);
            set_phase(p, x, "modes", json!([{"id": "other", "duration": 1}])) && set_phase(p, x, "sourcing", json!([]))
        }),
    ),
    breakage(
        "WrongPhases",
        Portfolio(|p, x| {
            project(p, x)["phases"]
                .as_array_mut()
                .expect("a list")
                .push(json!({"id": "new", "modes": [{"id": "m", "duration": 1}]}));
            true
        }),
    ),
    breakage("OutsideCalendar", Choices(|p, i| p.projects[i].phases[0].start_period = 100_000)),
    breakage("OutsideCalendar", Choices(|p, i| p.projects[i].phases[0].start_period = -1)),
    breakage(
        "StartsTooEarly",
        Portfolio(|p, x| set(p, x, "deadline", Value::Null) && set(p, x, "earliestStart", json!("2023-01-01"))),
    ),
    breakage(
        "FinishesTooLate",
        Portfolio(|p, x| set(p, x, "earliestStart", Value::Null) && set(p, x, "deadline", json!("2020-12-31"))),
    ),
    breakage(
        "OffGate",
        Portfolio(|p, x| {
            p["policy"]["startGates"] = json!([p["calendar"]["end"]]);
            x.phases[0].start_period < 10 && x.phases[0].finish_period >= x.phases[0].start_period
        }),
    ),
    breakage("DependencyOut", Portfolio(|p, x| with_out(p) && set_phase(p, x, "after", json!([{"project": "out"}])))),
    breakage(
        "DependencyBroken",
        Portfolio(|p, x| {
            let last = x.phases.len() - 1;
            project(p, x)["phases"][last]["after"] = json!([{"phase": x.phases[0].phase, "lag": 100_000}]);
            last > 0
        }),
    ),
    breakage(
        "MustDoLeftOut",
        Portfolio(|p, _| {
            with_out(p);
            p["projects"].as_array_mut().expect("projects").last_mut().expect("the one more")["mustDo"] = json!(true);
            true
        }),
    ),
    breakage(
        "RuleBroken",
        Portfolio(|p, x| rule(p, json!({"kind": "SELECTION_RULE_KIND_AT_MOST", "projects": [x.project]}))),
    ),
    breakage(
        "RuleBroken",
        Portfolio(|p, x| {
            with_out(p)
                && rule(p, json!({"kind": "SELECTION_RULE_KIND_AT_LEAST", "projects": ["out", x.project], "count": 2}))
        }),
    ),
    breakage(
        "RuleBroken",
        Portfolio(|p, x| {
            with_out(p) && rule(p, json!({"kind": "SELECTION_RULE_KIND_TOGETHER", "projects": ["out", x.project]}))
        }),
    ),
    breakage(
        "RuleBroken",
        Portfolio(|p, x| {
            with_out(p) && rule(p, json!({"kind": "SELECTION_RULE_KIND_IMPLIES", "projects": [x.project, "out"]}))
        }),
    ),
    breakage("FlowExceeded", Portfolio(|p, x| flow(p, x, "FLOW_KIND_UNDER_WAY"))),
    breakage("FlowExceeded", Portfolio(|p, x| flow(p, x, "FLOW_KIND_STARTS"))),
    breakage("FlowExceeded", Portfolio(|p, x| flow(p, x, "FLOW_KIND_FINISHES"))),
    breakage(
        "Overloaded",
        Portfolio(|p, x| {
            p["pools"].as_array_mut().expect("a list").iter_mut().for_each(|pool| pool["staff"] = json!([]));
            only_mode(p, x, json!({"effort": [{"pool": "pool0", "days": 3.33}]}))
        }),
    ),
    breakage(
        "FrameworkClosed",
        Portfolio(|p, x| {
            p["frameworks"][0]["leadPeriods"] = json!(100);
            only_mode(p, x, json!({"purchases": [{"framework": "fw0", "role": "MOE", "days": 3.33}]}))
        }),
    ),
    breakage(
        "SupplyExceeded",
        Portfolio(|p, x| {
            p["frameworks"][0]["rates"][0]["maxDaysPerPeriod"] = json!(0.01);
            only_mode(p, x, json!({"purchases": [{"framework": "fw0", "role": "MOE", "days": 33.33}]}))
        }),
    ),
    breakage(
        "CeilingExceeded",
        Portfolio(|p, x| {
            p["frameworks"][0]["rates"][0]["dayRate"] = json!(99.99);
            p["frameworks"][0]["minAmount"] = json!(0);
            p["frameworks"][0]["maxAmount"] = json!(3332.66);
            only_mode(p, x, json!({"purchases": [{"framework": "fw0", "role": "MOE", "days": 33.33}]}))
        }),
    ),
    breakage(
        "FundClosed",
        Portfolio(|p, x| {
            let day = p["calendar"]["start"].clone();
            p["funds"][0]["from"] = Value::Null;
            p["funds"][0]["to"] = day;
            set(p, x, "grants", json!([]))
                && only_mode(p, x, json!({"costs": [{"fund": "fund0", "amount": 100.01}]}))
                && x.phases[0].start_period > 0
        }),
    ),
    breakage("PaymentsExceeded", Portfolio(|p, x| ceilings(p, x, "payments"))),
    breakage("CommitmentsExceeded", Portfolio(|p, x| ceilings(p, x, "commitments"))),
    breakage(
        "TotalExceeded",
        Portfolio(|p, x| {
            p["funds"][1]["total"] = json!(99.99);
            set(p, x, "grants", json!([])) && only_mode(p, x, json!({"costs": [{"fund": "fund1", "amount": 100.0}]}))
        }),
    ),
    breakage("ProtectedDropped", Decided(Commitment::Protected, |p| p.selected = false)),
    breakage("FrozenChanged", Decided(Commitment::Frozen, |p| p.phases[0].start_period += 1)),
    breakage("FrozenChanged", Decided(Commitment::Frozen, |p| p.selected = false)),
    breakage("BegunChanged", Decided(Commitment::Decided, |p| p.phases[0].start_period += 1)),
    breakage("WrongFigure", Words(|p, _| p.measures[4].value -= 100.0)),
    breakage("WrongFigure", Words(|p, _| p.goals[0].value -= 1.0)),
    breakage("WrongFigure", Words(|p, i| p.projects[i].value -= 1.0)),
    breakage("WrongFigure", Words(|p, _| p.pool_loads[1].periods[2].load -= 100.0)),
    breakage("WrongFigure", Words(|p, _| p.pool_loads[2].periods[1].capacity -= 1.0)),
    breakage("WrongFigure", Words(|p, _| p.framework_uses[0].ordered -= 100.0)),
    breakage("WrongFigure", Words(|p, _| p.framework_uses[1].owed -= 100.0)),
    breakage("WrongFigure", Words(|p, _| p.fund_uses[1].years[0].paid -= 100.0)),
    breakage("WrongFigure", Words(|p, _| p.fund_uses[0].years[0].committed -= 100.0)),
    breakage("WrongDates", Words(|p, i| p.projects[i].start = "2021-01-01".into())),
    breakage("WrongFinishPeriod", Words(|p, i| p.projects[i].phases[0].finish_period -= 1)),
    breakage("WrongOrder", Words(|p, _| p.projects.reverse())),
    breakage("BoundContradicted", Words(|p, _| p.goals[0].bound -= 1.0)),
    breakage(
        "GapLeft",
        Words(|p, _| {
            p.status = PlanStatus::Optimal;
            p.goals[0].bound += 1.0;
        }),
    ),
];

impl Breakage {
    /// A random plan with this broken; none where the draw does not allow it.
    pub(crate) fn scene(&self, seed: u64) -> Option<Scene> {
        let rng = &mut Rng::new(seed);
        let json = portfolios::random(rng);
        let portfolio = read(&json);
        let mut plan = check::complete(&portfolio, None, plans::random(&portfolio, rng));
        let counted = |p: &ProjectPlan| p.selected && !p.start.is_empty() && p.phases[0].start_period > 0;
        let project = plan.projects.iter().position(counted)?;
        let name = format!("{} of {}, seed {seed}", self.kind, plan.projects[project].project);
        let mut scene = Scene {
            name,
            portfolio: json,
            baseline: None,
            frozen_until: None,
            plan: plan.clone(),
            claims: Claims::Checked,
        };
        match &self.how {
            Portfolio(change) => {
                let mut value: Value = serde_json::from_str(&scene.portfolio).expect("it is JSON");
                if !change(&mut value, &plan.projects[project]) {
                    return None;
                }
                scene.portfolio = value.to_string();
            }
            Choices(change) => change(&mut plan, project),
            Decided(commitment, change) => {
                plan.projects[project].commitment = *commitment;
                scene.baseline = Some(plan.clone());
                scene.frozen_until = Some("2023-01-01".to_owned());
                change(&mut plan.projects[project]);
            }
            Words(_) => {}
        }
        let portfolio = read(&scene.portfolio);
        plan = check::complete(&portfolio, scene.decided(&portfolio).as_ref(), plan);
        let value = plan.measures[0].value;
        plan.goals = vec![GoalResult { measure: plan.measures[0].measure, value, bound: value, gap: 0.0 }];
        plan.status = PlanStatus::Feasible;
        if let Words(change) = &self.how {
            change(&mut plan, project);
        }
        scene.plan = plan;
        Some(scene)
    }
}

fn project<'p>(portfolio: &'p mut Value, plan: &ProjectPlan) -> &'p mut Value {
    let projects = portfolio["projects"].as_array_mut().expect("projects");
    projects.iter_mut().find(|p| p["id"] == plan.project[..]).expect("the plan's project")
}

fn set(portfolio: &mut Value, plan: &ProjectPlan, field: &str, value: Value) -> bool {
    let project = project(portfolio, plan).as_object_mut().expect("an object");
    match value {
        Value::Null => drop(project.remove(field)),
        value => drop(project.insert(field.to_owned(), value)),
    }
    true
}

fn set_phase(portfolio: &mut Value, plan: &ProjectPlan, field: &str, value: Value) -> bool {
    project(portfolio, plan)["phases"][0][field] = value;
    true
}

fn forget_dependencies(portfolio: &mut Value) {
    for p in portfolio["projects"].as_array_mut().expect("projects") {
        p["phases"].as_array_mut().expect("phases").iter_mut().for_each(|ph| ph["after"] = json!([]));
    }
}

/// A project more that no plan has.
fn with_out(portfolio: &mut Value) -> bool {
    let out = json!({"id": "out", "phases": [{"id": "ph", "modes": [{"id": "m", "duration": 1}]}]});
    portfolio["projects"].as_array_mut().expect("projects").push(out);
    true
}

fn rule(portfolio: &mut Value, mut rule: Value) -> bool {
    rule["id"] = json!("broken");
    portfolio["rules"] = json!([rule]);
    true
}

fn flow(portfolio: &mut Value, plan: &ProjectPlan, kind: &str) -> bool {
    portfolio["policy"]["flowLimits"] = json!([{"id": "broken", "kind": kind, "tag": "broken", "window": 2}]);
    set(portfolio, plan, "tags", json!(["broken"])) && plan.start < plan.finish
}

/// The first phase has one mode, the one that is planned, with this use.
fn only_mode(portfolio: &mut Value, plan: &ProjectPlan, mut mode: Value) -> bool {
    let ph = &plan.phases[0];
    mode["id"] = json!(ph.mode);
    mode["duration"] = json!(ph.finish_period - ph.start_period + 1);
    set_phase(portfolio, plan, "modes", json!([mode]));
    set_phase(portfolio, plan, "sourcing", json!([]));
    ph.finish_period >= ph.start_period
}

fn ceilings(portfolio: &mut Value, plan: &ProjectPlan, field: &str) -> bool {
    portfolio["funds"][0][field] = json!([{"year": 2021, "amount": 0.5}, {"year": 2022, "amount": 0.5}]);
    set(portfolio, plan, "grants", json!([]))
        && only_mode(portfolio, plan, json!({"costs": [{"fund": "fund0", "amount": 1.01}]}))
}
