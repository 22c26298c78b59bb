//! Each kind of change does what the contract says, and what it cannot do it refuses at its path.

use arbitre::model::draft::PortfolioDraft;
use arbitre::model::{Problem, validate};
use arbitre::scenario::apply;
use arbitre::wire::{Form, read_portfolio, read_scenario, write_portfolio};
use serde_json::{Value, json};

fn portfolio() -> PortfolioDraft {
    let run = |pool: &str| json!({"id": "run", "modes": [{"id": "own", "duration": 1, "effort": [{"pool": pool, "days": 5}]}]});
    let mut after_a = run("dev");
    after_a["after"] = json!([{"project": "a"}]);
    let mut bought = run("dev");
    bought["modes"][0]["purchases"] = json!([{"framework": "days", "role": "MOE", "days": 2}]);
    read(json!({
        "id": "base",
        "calendar": {"start": "2021-01-01", "end": "2021-12-31", "unit": "PERIOD_UNIT_MONTH"},
        "pools": [
            {"id": "dev", "role": "MOE", "staff": [{"from": "2021-01-01", "to": "2021-12-31", "fte": 4, "projectShare": 0.5}],
             "reserved": [{"from": "2021-02-01", "to": "2021-02-28", "fte": 1}]},
            {"id": "data", "role": "MOE", "staff": [{"from": "2021-07-01", "to": "2021-12-31", "fte": 2}]},
            {"id": "owners", "role": "MOA", "staff": [{"from": "2021-01-01", "to": "2021-12-31", "fte": 3}]},
        ],
        "frameworks": [
            {"id": "days", "start": "2021-01-01", "end": "2021-12-31", "fund": "money", "rates": [{"role": "MOE", "dayRate": 500}]},
            {"id": "spare", "start": "2021-01-01", "end": "2021-12-31", "fund": "money", "rates": [{"role": "MOE", "dayRate": 600}]},
        ],
        "sourcingRules": [{"id": "buy", "shares": [{"role": "MOE", "framework": "days", "share": 0.5}]}],
        "funds": [{"id": "money", "total": 1000}],
        "projects": [
            {"id": "a", "value": 1, "earliestStart": "2021-02-01", "deadline": "2021-10-31", "phases": [run("dev")]},
            {"id": "b", "value": 2, "phases": [after_a]},
            {"id": "c", "value": 3, "phases": [bought]},
            {"id": "d", "value": 4, "phases": [run("data")]},
        ],
        "rules": [{"id": "pair", "kind": "SELECTION_RULE_KIND_TOGETHER", "projects": ["a", "c"]}],
        "policy": {"flowLimits": [{"id": "flow", "kind": "FLOW_KIND_STARTS", "max": 2}], "goals": [{"measure": "MEASURE_VALUE"}]},
    }))
}

fn read(portfolio: Value) -> PortfolioDraft {
    read_portfolio(portfolio.to_string().as_bytes(), Form::Json).expect("the test's portfolio reads")
}

fn outcome(changes: Value) -> Result<PortfolioDraft, Vec<Problem>> {
    let scenario = json!({"id": "what-if", "changes": changes}).to_string();
    apply(&portfolio(), &read_scenario(scenario.as_bytes(), Form::Json).expect("the test's scenario reads"))
}

/// The changed portfolio as JSON; it has to be valid too.
fn changed(changes: Value) -> Value {
    let draft = outcome(changes).expect("the changes can be made");
    validate(&draft).expect("the changed portfolio is valid");
    serde_json::from_str(&write_portfolio(&draft)).expect("what is written is JSON")
}

/// That the changes are refused with exactly these problems, each `CODE path` or `CODE path (detail)`.
fn refused(changes: Value, expected: &[&str]) {
    let text = |p: &Problem| {
        let detail = if p.detail.is_empty() { String::new() } else { format!(" ({})", p.detail) };
        format!("{} {}{detail}", p.code.as_str(), p.path)
    };
    let found: Vec<String> = outcome(changes).expect_err("the changes are refused").iter().map(text).collect();
    assert_eq!(found, expected);
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|x| x["id"].as_str().expect("an id")).collect()
}

fn staff(portfolio: &Value, pool: usize) -> Vec<(String, String, f64)> {
    let windows = portfolio["pools"][pool]["staff"].as_array().expect("a list").iter();
    let text = |x: &Value| x.as_str().expect("a date").to_owned();
    windows.map(|w| (text(&w["from"]), text(&w["to"]), w["fte"].as_f64().unwrap_or(0.0))).collect()
}

fn window(from: &str, to: &str, fte: f64) -> (String, String, f64) {
    (from.to_owned(), to.to_owned(), fte)
}

#[test]
fn a_scenario_without_changes_changes_nothing() {
    assert_eq!(outcome(json!([])), Ok(portfolio()));
}

#[test]
fn a_change_that_says_nothing_is_missing() {
    refused(json!([{}, {"setCalendarEnd": "2021-12-31"}, {}]), &["MISSING changes[0]", "MISSING changes[2]"]);
}

#[test]
fn a_sourcing_rule_is_turned_on_and_off() {
    let on = json!({"setSourcingRule": {"rule": "buy", "enabled": true}});
    assert_eq!(changed(json!([on]))["sourcingRules"][0]["enabled"], true);
    let off = json!({"setSourcingRule": {"rule": "buy"}});
    assert_eq!(changed(json!([on, off]))["sourcingRules"][0].get("enabled"), None);
}

#[test]
fn a_sourcing_rule_that_is_not_there_is_refused() {
    let changes =
        json!([{"setSourcingRule": {"rule": "sell", "enabled": true}}, {"setSourcingRule": {"enabled": true}}]);
    refused(changes, &["UNKNOWN_ID changes[0].setSourcingRule.rule", "MISSING changes[1].setSourcingRule.rule"]);
}

#[test]
fn staff_is_scaled_between_two_days_and_kept_around_them() {
    let scale = json!({"scaleStaff": {"pool": "dev", "from": "2021-04-01", "to": "2021-06-30", "factor": 1.5}});
    let after = changed(json!([scale]));
    let expected = [
        window("2021-01-01", "2021-03-31", 4.0),
        window("2021-04-01", "2021-06-30", 6.0),
        window("2021-07-01", "2021-12-31", 4.0),
    ];
    assert_eq!(staff(&after, 0), expected);
    assert!(after["pools"][0]["staff"].as_array().expect("a list").iter().all(|w| w["projectShare"] == 0.5));
    assert_eq!(staff(&after, 1), [window("2021-07-01", "2021-12-31", 2.0)], "another pool of the role stays");
}

#[test]
fn scaling_leaves_reservations_alone() {
    let after = changed(json!([{"scaleStaff": {"pool": "dev", "factor": 2}}]));
    assert_eq!(after["pools"][0]["reserved"], json!([{"from": "2021-02-01", "to": "2021-02-28", "fte": 1.0}]));
}

#[test]
fn staff_of_a_role_is_scaled_in_all_its_pools() {
    let after = changed(json!([{"scaleStaff": {"role": "MOE", "to": "2021-07-31", "factor": 0}}]));
    assert_eq!(staff(&after, 0), [window("2021-01-01", "2021-07-31", 0.0), window("2021-08-01", "2021-12-31", 4.0)]);
    assert_eq!(staff(&after, 1), [window("2021-07-01", "2021-07-31", 0.0), window("2021-08-01", "2021-12-31", 2.0)]);
    assert_eq!(staff(&after, 2), [window("2021-01-01", "2021-12-31", 3.0)]);
}

#[test]
fn scaling_twice_multiplies_where_the_windows_overlap() {
    let first = json!({"scaleStaff": {"pool": "owners", "from": "2021-07-01", "factor": 2}});
    let second = json!({"scaleStaff": {"pool": "owners", "to": "2021-09-30", "factor": 0.5}});
    let expected = [
        window("2021-01-01", "2021-06-30", 1.5),
        window("2021-07-01", "2021-09-30", 3.0),
        window("2021-10-01", "2021-12-31", 6.0),
    ];
    assert_eq!(staff(&changed(json!([first, second])), 2), expected);
}

#[test]
fn staff_outside_the_window_is_not_split() {
    let after = changed(json!([{"scaleStaff": {"pool": "data", "to": "2021-06-30", "factor": 3}}]));
    assert_eq!(staff(&after, 1), [window("2021-07-01", "2021-12-31", 2.0)]);
}

#[test]
fn scaling_leaves_no_staff_outside_the_calendar() {
    let earlier = json!({"setCalendarEnd": "2021-06-30"});
    let scale = json!({"scaleStaff": {"pool": "dev", "from": "2021-02-01", "to": "2021-08-31", "factor": 2}});
    let gone = json!({"removeProject": "d"});
    let data = json!({"putPool": {"id": "data", "role": "MOE"}});
    let expected = [window("2021-01-01", "2021-01-31", 4.0), window("2021-02-01", "2021-08-31", 8.0)];
    assert_eq!(staff(&changed(json!([gone, data, scale, earlier])), 0), expected, "though the end comes after it");
}

#[test]
fn staff_can_be_scaled_in_time_that_the_scenario_adds() {
    let more = json!({"addStaff": {"pool": "data", "staff": {"from": "2022-01-01", "to": "2022-06-30", "fte": 1}}});
    let scale = json!({"scaleStaff": {"pool": "data", "from": "2022-01-01", "factor": 2}});
    let after = changed(json!([more, scale, {"setCalendarEnd": "2022-06-30"}]));
    assert_eq!(staff(&after, 1), [window("2021-07-01", "2021-12-31", 2.0), window("2022-01-01", "2022-06-30", 2.0)]);
}

#[test]
fn scaling_needs_a_pool_or_a_role_that_exists() {
    let changes = json!([
        {"scaleStaff": {"factor": 1}},
        {"scaleStaff": {"pool": "dev", "role": "MOE", "factor": 1}},
        {"scaleStaff": {"pool": "nobody", "factor": 1}},
        {"scaleStaff": {"role": "AMOA", "factor": 1}},
    ]);
    let expected = [
        "MISSING changes[0].scaleStaff.pool (pool, role)",
        "REPEATED changes[1].scaleStaff.role (pool dev)",
        "UNKNOWN_ID changes[2].scaleStaff.pool",
        "UNKNOWN_ID changes[3].scaleStaff.role",
    ];
    refused(changes, &expected);
}

#[test]
fn scaling_by_an_impossible_factor_is_refused() {
    let changes = json!([
        {"scaleStaff": {"pool": "dev", "factor": "NaN"}},
        {"scaleStaff": {"pool": "dev", "factor": "Infinity"}},
        {"scaleStaff": {"pool": "dev", "factor": -0.5}},
    ]);
    let expected = [
        "NOT_FINITE changes[0].scaleStaff.factor",
        "NOT_FINITE changes[1].scaleStaff.factor",
        "NEGATIVE changes[2].scaleStaff.factor",
    ];
    refused(changes, &expected);
}

#[test]
fn scaling_between_impossible_days_is_refused() {
    let changes = json!([
        {"scaleStaff": {"pool": "dev", "from": "spring", "to": "2021-02-30", "factor": 1}},
        {"scaleStaff": {"pool": "dev", "from": "2021-06-02", "to": "2021-06-01", "factor": 1}},
        {"scaleStaff": {"pool": "dev", "from": "2022-01-01", "factor": 1}},
    ]);
    let expected = [
        "BAD_DATE changes[0].scaleStaff.from",
        "BAD_DATE changes[0].scaleStaff.to",
        "EMPTY_WINDOW changes[1].scaleStaff.to (2021-06-02)",
        "OUTSIDE_CALENDAR changes[2].scaleStaff (2021-01-01 .. 2021-12-31)",
    ];
    refused(changes, &expected);
}

#[test]
fn everything_wrong_with_one_scaling_is_said_at_once() {
    let changes = json!([{"scaleStaff": {"pool": "nobody", "from": "spring", "factor": -1}}]);
    let expected = [
        "UNKNOWN_ID changes[0].scaleStaff.pool",
        "BAD_DATE changes[0].scaleStaff.from",
        "NEGATIVE changes[0].scaleStaff.factor",
    ];
    refused(changes, &expected);
}

#[test]
fn staff_is_added_to_a_pool() {
    let more = json!({"from": "2021-03-01", "to": "2021-05-31", "fte": 1});
    let after = changed(json!([{"addStaff": {"pool": "data", "staff": more}}]));
    assert_eq!(staff(&after, 1), [window("2021-07-01", "2021-12-31", 2.0), window("2021-03-01", "2021-05-31", 1.0)]);
}

#[test]
fn adding_staff_needs_the_staff_and_a_pool_that_exists() {
    let more = json!({"from": "2021-03-01", "to": "2021-05-31", "fte": 1});
    let changes =
        json!([{"addStaff": {"pool": "dev"}}, {"addStaff": {"pool": "nobody", "staff": more}}, {"addStaff": {}}]);
    let expected = [
        "MISSING changes[0].addStaff.staff",
        "UNKNOWN_ID changes[1].addStaff.pool",
        "MISSING changes[2].addStaff.pool",
        "MISSING changes[2].addStaff.staff",
    ];
    refused(changes, &expected);
}

#[test]
fn a_project_is_replaced_in_its_place_or_added_at_the_end() {
    let project = |id: &str| json!({"putProject": {"id": id, "value": 9, "phases": [{"id": "run", "modes": [{"id": "own", "duration": 2}]}]}});
    let after = changed(json!([project("b"), project("e")]));
    assert_eq!(ids(&after["projects"]), ["a", "b", "c", "d", "e"]);
    assert_eq!(after["projects"][1]["value"], 9.0);
    assert_eq!(after["projects"][1]["phases"][0].get("after"), None, "nothing of the old one is left");
}

#[test]
fn a_pool_is_replaced_in_its_place_or_added_at_the_end() {
    let pool = |id: &str| json!({"putPool": {"id": id, "role": "AMOA", "dayCost": 300}});
    let after = changed(json!([pool("dev"), pool("aides")]));
    assert_eq!(ids(&after["pools"]), ["dev", "data", "owners", "aides"]);
    assert_eq!(after["pools"][0], json!({"id": "dev", "role": "AMOA", "dayCost": 300.0}));
}

#[test]
fn a_framework_is_replaced_in_its_place_or_added_at_the_end() {
    let framework = |id: &str| {
        json!({"putFramework": {"id": id, "start": "2021-02-01", "end": "2021-12-31", "fund": "money",
               "rates": [{"role": "MOE", "dayRate": 450}]}})
    };
    let after = changed(json!([framework("days"), framework("new")]));
    assert_eq!(ids(&after["frameworks"]), ["days", "spare", "new"]);
    assert_eq!(after["frameworks"][0]["rates"][0]["dayRate"], 450.0);
}

#[test]
fn a_fund_is_replaced_in_its_place_or_added_at_the_end() {
    let fund = |id: &str| json!({"putFund": {"id": id, "total": 2500}});
    let after = changed(json!([fund("money"), fund("grant")]));
    assert_eq!(ids(&after["funds"]), ["money", "grant"]);
    assert_eq!(after["funds"][0]["total"], 2500.0);
}

#[test]
fn a_rule_is_replaced_in_its_place_or_added_at_the_end() {
    let rule = |id: &str| json!({"putRule": {"id": id, "kind": "SELECTION_RULE_KIND_AT_LEAST", "projects": ["d"], "count": 1}});
    let after = changed(json!([rule("d-in"), rule("pair")]));
    assert_eq!(ids(&after["rules"]), ["pair", "d-in"]);
    assert_eq!(after["rules"][0]["projects"], json!(["d"]));
}

#[test]
fn a_flow_limit_is_replaced_in_its_place_or_added_at_the_end() {
    let limit = |id: &str| json!({"putFlowLimit": {"id": id, "kind": "FLOW_KIND_FINISHES", "max": 1, "window": 3}});
    let after = changed(json!([limit("flow"), limit("ends")]));
    assert_eq!(ids(&after["policy"]["flowLimits"]), ["flow", "ends"]);
    assert_eq!(after["policy"]["flowLimits"][0]["kind"], "FLOW_KIND_FINISHES");
}

#[test]
fn what_is_put_needs_an_id() {
    let kinds = ["putProject", "putPool", "putFramework", "putFund", "putRule", "putFlowLimit"];
    let changes: Vec<Value> = kinds.iter().map(|kind| json!({ *kind: {} })).collect();
    let expected: Vec<String> =
        kinds.iter().enumerate().map(|(i, kind)| format!("EMPTY_ID changes[{i}].{kind}.id")).collect();
    refused(json!(changes), &expected.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn a_project_that_nothing_refers_to_is_removed() {
    assert_eq!(ids(&changed(json!([{"removeProject": "d"}]))["projects"]), ["a", "b", "c"]);
}

#[test]
fn a_project_is_removed_after_what_refers_to_it() {
    let after = changed(json!([{"removeProject": "b"}, {"removeRule": "pair"}, {"removeProject": "a"}]));
    assert_eq!(ids(&after["projects"]), ["c", "d"]);
}

#[test]
fn a_project_that_phases_and_rules_refer_to_is_not_removed() {
    let changes = json!([{"removeProject": "a"}, {"removeProject": "x"}, {"removeProject": ""}]);
    let expected = [
        "STILL_REFERRED changes[0].removeProject (projects/b/run, rules/pair)",
        "UNKNOWN_ID changes[1].removeProject",
        "MISSING changes[2].removeProject",
    ];
    refused(changes, &expected);
}

#[test]
fn a_project_that_names_itself_is_removed() {
    let run = |id: &str| json!({"id": id, "modes": [{"id": "own", "duration": 1}]});
    let mut then = run("then");
    then["after"] = json!([{"project": "e", "phase": "first"}]);
    let put = json!({"putProject": {"id": "e", "value": 1, "phases": [run("first"), then]}});
    assert_eq!(ids(&changed(json!([put, {"removeProject": "e"}]))["projects"]), ["a", "b", "c", "d"]);
}

#[test]
fn a_framework_that_nothing_refers_to_is_removed() {
    assert_eq!(ids(&changed(json!([{"removeFramework": "spare"}]))["frameworks"]), ["days"]);
}

#[test]
fn a_framework_that_rules_and_modes_buy_under_is_not_removed() {
    let changes = json!([{"removeFramework": "days"}, {"removeFramework": "x"}]);
    let expected = [
        "STILL_REFERRED changes[0].removeFramework (sourcingRules/buy, projects/c/run)",
        "UNKNOWN_ID changes[1].removeFramework",
    ];
    refused(changes, &expected);
}

#[test]
fn a_rule_is_removed_once() {
    assert_eq!(changed(json!([{"removeRule": "pair"}])).get("rules"), None);
    refused(json!([{"removeRule": "pair"}, {"removeRule": "pair"}]), &["UNKNOWN_ID changes[1].removeRule"]);
}

#[test]
fn a_flow_limit_is_removed_once() {
    assert_eq!(changed(json!([{"removeFlowLimit": "flow"}]))["policy"].get("flowLimits"), None);
    let twice = json!([{"removeFlowLimit": "flow"}, {"removeFlowLimit": "flow"}]);
    refused(twice, &["UNKNOWN_ID changes[1].removeFlowLimit"]);
}

#[test]
fn a_project_becomes_must_do_and_free_again() {
    let must = json!({"setMustDo": {"project": "b", "mustDo": true}});
    assert_eq!(changed(json!([must]))["projects"][1]["mustDo"], true);
    let free = json!({"setMustDo": {"project": "b"}});
    assert_eq!(changed(json!([must, free]))["projects"][1].get("mustDo"), None);
    refused(json!([{"setMustDo": {"project": "x"}}]), &["UNKNOWN_ID changes[0].setMustDo.project"]);
}

#[test]
fn an_excluded_project_stays_in_the_portfolio_under_a_rule_that_keeps_it_out() {
    let after = changed(json!([{"excludeProject": "d"}]));
    assert_eq!(ids(&after["projects"]), ["a", "b", "c", "d"]);
    let rule = json!({"id": "exclude-d", "kind": "SELECTION_RULE_KIND_AT_MOST", "projects": ["d"]});
    assert_eq!(after["rules"][1], rule);
    refused(json!([{"excludeProject": "x"}]), &["UNKNOWN_ID changes[0].excludeProject"]);
}

#[test]
fn the_rule_of_an_excluded_project_meets_no_other_rule() {
    let rule =
        |id: &str| json!({"putRule": {"id": id, "kind": "SELECTION_RULE_KIND_AT_MOST", "projects": ["b"], "count": 1}});
    let after =
        changed(json!([rule("exclude-d"), {"excludeProject": "d"}, {"excludeProject": "d"}, rule("exclude-d-2")]));
    assert_eq!(ids(&after["rules"]), ["pair", "exclude-d", "exclude-d-3", "exclude-d-4", "exclude-d-2"]);
}

#[test]
fn a_window_changes_where_it_is_said_and_goes_where_it_is_empty() {
    let after = changed(json!([{"setWindow": {"project": "a", "deadline": "", "target": "2021-09-30"}}]));
    let project = &after["projects"][0];
    assert_eq!(project["earliestStart"], "2021-02-01");
    assert_eq!(project.get("deadline"), None);
    assert_eq!(project["target"], "2021-09-30");
}

#[test]
fn a_window_of_an_unknown_project_is_refused() {
    let changes = json!([{"setGoals": {}}, {"setCalendarEnd": "2021-12-31"}, {}, {"setWindow": {"project": "x"}}]);
    refused(changes, &["MISSING changes[2]", "UNKNOWN_ID changes[3].setWindow.project"]);
}

#[test]
fn goals_are_replaced() {
    let goals = json!([{"measure": "MEASURE_MAKESPAN"}, {"measure": "MEASURE_VALUE", "slack": 0.1}]);
    assert_eq!(changed(json!([{"setGoals": {"goals": goals}}]))["policy"]["goals"], goals);
    assert_eq!(changed(json!([{"setGoals": {}}]))["policy"].get("goals"), None);
}

#[test]
fn the_calendar_ends_on_another_day() {
    assert_eq!(changed(json!([{"setCalendarEnd": "2022-06-30"}]))["calendar"]["end"], "2022-06-30");
}

#[test]
fn a_portfolio_without_a_calendar_has_no_end_to_set() {
    let scenario = read_scenario(br#"{"changes": [{"setCalendarEnd": "2022-06-30"}]}"#, Form::Json).expect("it reads");
    let problems = apply(&PortfolioDraft::default(), &scenario).expect_err("it is refused");
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].code.as_str(), &problems[0].path[..]), ("MISSING", "changes[0].setCalendarEnd"));
}

#[test]
fn changes_are_made_in_order() {
    let put = json!({"putProject": {"id": "e", "value": 1, "phases": [{"id": "run", "modes": [{"id": "own", "duration": 1}]}]}});
    let must = json!({"setMustDo": {"project": "e", "mustDo": true}});
    assert_eq!(changed(json!([put, must]))["projects"][4]["mustDo"], true);
    refused(json!([must, put]), &["UNKNOWN_ID changes[0].setMustDo.project"]);
}
