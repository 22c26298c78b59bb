//! Documents that can and cannot be used, and how that is said.

use crate::support::{Desk, SMALL, arbitre, finish, run, run_with_input};

#[test]
fn a_valid_portfolio_is_said_to_be_valid() {
    let desk = Desk::new();
    let said = run(&["validate", &desk.small()]).ended(0);
    assert!(said.out.ends_with("small.json: valid (projects 3, periods 6, pools 2, frameworks 1, funds 1, rules 0)\n"));
    assert_eq!(said.err, "");
}

#[test]
fn every_problem_is_a_line_and_they_are_counted() {
    let desk = Desk::new();
    let bad = desk.changed("bad.json", |p| {
        p["frameworks"][0]["maxAmount"] = (-500).into();
        p["projects"][1]["deadline"] = "tomorrow".into();
        p["projects"][2]["phases"][0]["modes"][0]["effort"][0]["pool"] = "no\u{1b}[31m\nbody".into();
    });
    let said = run(&["validate", &bad]).ended(2);
    assert_eq!(said.out, "");
    let lines: Vec<&str> = said.err.lines().collect();
    assert_eq!(lines.len(), 4, "{}", said.err);
    for (line, (path, code)) in lines.iter().zip([
        ("frameworks[0].maxAmount", "NEGATIVE"),
        ("projects[1].deadline", "BAD_DATE"),
        ("projects[2].phases[0].modes[0].effort[0].pool", "UNKNOWN_ID"),
    ]) {
        assert!(line.starts_with(&format!("{bad}: {path}: ")) && line.ends_with(&format!("[{code}]")), "{line}");
        assert!(!line.contains('\u{1b}'), "{line}");
    }
    assert_eq!(lines[3], "3 problems");
}

#[test]
fn what_is_no_number_is_told_before_anything_is_made_of_the_document() {
    let desk = Desk::new();
    for no_number in ["NaN", "-Infinity"] {
        let bad = desk.changed("bad.json", |p| {
            p["frameworks"][0]["maxAmount"] = (-500).into();
            p["projects"][1]["value"] = no_number.into();
        });
        let said = run(&["validate", &bad]).ended(2);
        assert!(said.err.starts_with(&format!("{bad}: projects[1].value: ")), "{}", said.err);
        assert!(said.err.ends_with("[NOT_FINITE]\n1 problem\n"), "{}", said.err);
    }
}

#[test]
fn nothing_in_a_document_breaks_its_line_or_steers_the_terminal() {
    let bad = run_with_input(&["validate", "-"], "{\"a\\u001b[31m\\nb\": 1}".as_bytes()).ended(2);
    assert_eq!(bad.err.lines().count(), 2, "{}", bad.err);
    assert!(bad.err.starts_with("-: a [31m b: ") && !bad.err.contains('\u{1b}'), "{}", bad.err);
}

#[test]
fn all_files_are_looked_at_before_any_is_reported() {
    let desk = Desk::new();
    let portfolio = desk.changed("bad.json", |p| p["id"] = "".into());
    let plan = desk.put("plan.json", r#"{"nonsense": 1}"#);
    let said = run(&["plan", &portfolio, "--baseline", &plan, "--hint", &desk.path("none.json")]).ended(2);
    for part in ["bad.json: id: ", "plan.json: nonsense: ", "none.json: no such file or directory\n", "3 problems\n"] {
        assert!(said.err.contains(part), "{part:?} is not in {}", said.err);
    }
}

#[test]
fn problems_are_told_in_french_to_those_who_read_french() {
    let desk = Desk::new();
    let bad = desk.changed("bad.json", |p| p["id"] = "".into());
    let asked = run(&["validate", &bad, "--lang", "fr"]).ended(2);
    assert!(asked.err.contains("identifiant vide") && asked.err.ends_with("1 problème\n"), "{}", asked.err);
    let mut command = arbitre(&["validate", &bad]);
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "fr_FR.UTF-8");
    assert_eq!(finish(command).ended(2).err, asked.err);
    let mut command = arbitre(&["validate", &bad, "--lang", "en"]);
    command.env("LC_ALL", "fr_FR.UTF-8");
    assert!(finish(command).ended(2).err.ends_with("1 problem\n"));
}

#[test]
fn what_is_no_readable_document_is_refused_in_one_line() {
    let desk = Desk::new();
    for (file, said) in [
        (desk.path(""), "is a directory, not a file"),
        (desk.path("none.json"), "no such file or directory"),
        (desk.put("empty.json", ""), "[SYNTAX]"),
        (desk.put("bytes.json", b"\xff\xfe{\x00}"), "[SYNTAX]"),
        (desk.put("latin1.json", b"{\"id\": \"\xe9\"}"), "[SYNTAX]"),
        (desk.put("cut.json", &SMALL[..SMALL.len() / 2]), "[SYNTAX]"),
        (desk.put("deep.json", "[".repeat(100_000)), "[SYNTAX]"),
        (desk.put("list.json", "[]"), "[WRONG_TYPE]"),
        (desk.put("bytes.pb", b"\xff\xff\xff\xff"), "[SYNTAX]"),
    ] {
        let run = run(&["validate", &file]).ended(2);
        assert!(
            run.err.starts_with(&file) && run.err.ends_with("\n1 problem\n") && run.err.contains(said),
            "{}",
            run.err
        );
        assert_eq!((run.out.as_str(), run.err.lines().count()), ("", 2), "{}", run.err);
    }
}

#[test]
fn a_mistake_in_the_command_is_input_that_cannot_be_used() {
    for args in [
        &[][..],
        &["plan"],
        &["fly", "x"],
        &["plan", "x", "--seconds", "-1"],
        &["plan", "x", "--seconds", "nan"],
        &["plan", "x", "--gap", "inf"],
        &["plan", "x", "--threads", "0"],
        &["plan", "x", "--frozen-until", "2021-01-01"],
        &["check", "x", "y", "--baseline", "z", "--frozen-until", "tomorrow"],
        &["validate", "x", "--lang", "de"],
    ] {
        let said = run(args).ended(2);
        assert!(said.out.is_empty() && !said.err.is_empty(), "{args:?}");
    }
    assert!(run(&["--help"]).ended(0).out.contains("Exit codes"));
}

#[test]
fn standard_input_is_one_file() {
    assert!(run_with_input(&["validate", "-"], SMALL.as_bytes()).ended(0).out.starts_with("-: valid"));
    let twice = run_with_input(&["check", "-", "-"], SMALL.as_bytes()).ended(2);
    assert!(twice.err.starts_with("-: standard input can stand for one file only"), "{}", twice.err);
}

#[test]
fn a_plan_given_for_a_portfolio_is_told_in_one_line() {
    let desk = Desk::new();
    let plan = desk.path("plan.json");
    run(&["plan", &desk.small(), "--steps", "100", "--out", &plan]).ended(0);
    let said = run(&["validate", &plan, "--lang", "en"]).ended(2);
    let told = "is not of the expected type (Portfolio) [Plan]; give a value of this type [WRONG_TYPE]";
    assert_eq!(said.err, format!("{plan}: {told}\n1 problem\n"));
}

/// Editors of some systems write one.
#[test]
fn a_byte_order_mark_is_passed_over() {
    let marked = format!("\u{feff}{SMALL}");
    assert!(run_with_input(&["validate", "-"], marked.as_bytes()).ended(0).out.starts_with("-: valid"));
}

#[test]
fn a_negative_figure_is_told_as_one_that_is_out_of_range() {
    for (flag, told) in [("--seconds", "from 0 to"), ("--gap", "from 0 to 1"), ("--threads", "from 1 to")] {
        let said = run(&["plan", "x", flag, "-1"]).ended(2);
        assert!(said.err.contains(told), "{}", said.err);
    }
}

#[test]
fn what_is_no_json_is_told_without_a_path() {
    let said = run_with_input(&["validate", "-", "--lang", "en"], b"{").ended(2);
    let begin = "-: cannot be read (EOF while parsing an object at line 1 column 1); correct the syntax [SYNTAX]\n";
    assert_eq!(said.err, format!("{begin}1 problem\n"));
}
