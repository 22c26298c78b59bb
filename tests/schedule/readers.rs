//! What the readers make of files, and what they say of broken ones.

use std::io;

use arbitre::base::{Lang, Never};
use arbitre::exchange::{Format, Question, read};
use arbitre::schedule::{Control, Instance, Objective, Status, Value, solve};

pub(crate) const ONE: &str = include_str!("files/one.sm");
pub(crate) const MODES: &str = include_str!("files/modes.mm");
pub(crate) const TWO: &str = include_str!("files/two.rcmp");
pub(crate) const LIST: &str = include_str!("files/list.txt");
pub(crate) const CHOICE: &str = include_str!("files/choice.json");

/// The files that a list may name.
pub(crate) fn beside(name: &str) -> io::Result<Vec<u8>> {
    match name {
        "modes.mm" => Ok(MODES.as_bytes().to_vec()),
        "broken.mm" => Ok(MODES.replace("\t1\t7", "\t1").into_bytes()),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

pub(crate) fn instance(text: &str, format: Format) -> Instance {
    match read(text.as_bytes(), format, &beside) {
        Ok(Question::Schedule(instance)) => instance,
        other => panic!("a schedule is asked for: {other:?}"),
    }
}

/// The file leads to the instance whose best schedule comes to this.
fn check(text: &str, format: Format, sizes: [usize; 4], value: (i64, i64)) {
    let instance = instance(text, format);
    let found = [
        instance.projects().len(),
        instance.activities().len(),
        instance.renewables().len(),
        instance.nonrenewables().len(),
    ];
    assert_eq!(found, sizes);
    let answer = solve(&instance, &Control { stop: &Never, steps: 10_000, seed: 1, report: &|_| () });
    assert_eq!(answer.status, Status::Optimal);
    assert_eq!(answer.best.map(|b| b.value), Some(Value { first: value.0, second: value.1 }));
}

/// The broken file is refused with lines that begin so, and no others.
fn refuse(text: &str, format: Format, expected: &[&str]) {
    let problems = read(text.as_bytes(), format, &beside).expect_err("it is broken");
    let lines: Vec<String> = problems.iter().map(|p| p.line(Lang::En)).collect();
    let same = lines.len() == expected.len() && lines.iter().zip(expected).all(|(l, e)| l.starts_with(e));
    assert!(same, "{lines:#?} where {expected:#?} was expected");
    assert!(problems.iter().all(|p| !p.line(Lang::Fr).is_empty()));
}

#[test]
fn psplib_is_read() {
    // 2 beside 4 from 0 to 3, then 3 (R2 is free) beside 5 until 7.
    check(ONE, Format::Psplib, [1, 6, 2, 0], (7, 0));
}

#[test]
fn mmlib_is_read() {
    // One after the other; 5 + 1, 2 + 4 or 2 + 1 of the seven units fit: 2 + 6, 4 + 3 or 4 + 6 units of time.
    check(MODES, Format::Psplib, [1, 4, 1, 1], (7, 0));
}

#[test]
fn mplib_is_read() {
    // What needs both units runs until 3, then the four units of time of the second project's activity beside the other.
    check(TWO, Format::Mplib, [2, 7, 2, 0], (7, 0));
}

#[test]
fn mista_is_read_with_the_files_that_it_names() {
    // Both on one global unit, each seven units of time: the first is done at 7, the other at 14.
    let instance = instance(LIST, Format::Mista);
    assert_eq!(instance.objective(), Objective::DelayThenMakespan);
    check(LIST, Format::Mista, [2, 8, 1, 2], (7 - 3 + 14 - 1 - 3, 14));
}

#[test]
fn ppssp_is_read() {
    let Ok(Question::Select(selection)) = read(CHOICE.as_bytes(), Format::Ppssp, &beside) else {
        panic!("a choice is asked for");
    };
    assert_eq!((selection.projects.len(), selection.projects[1].prerequisites[0]), (2, 0));
}

#[test]
fn formats_are_told_by_the_name() {
    let named = ["a/J1.SM", "b.mm", "c.rcmp", "d.txt", "e.json", "f.xml", "g"].map(Format::of);
    let expected = [Format::Psplib, Format::Psplib, Format::Mplib, Format::Mista, Format::Ppssp].map(Some);
    assert_eq!(named[..5], expected);
    assert_eq!(named[5..], [None, None]);
}

#[test]
fn broken_psplib_is_refused_with_every_problem() {
    refuse("", Format::Psplib, &["\"- renewable", "\"- nonrenewable", "\"PRECEDENCE", "\"REQUESTS", "\"RESOURCEAVAIL"]);
    let broken = ONE
        .replace("   2        1          1           5\n", "   2        1          2           9\n")
        .replace("  3      1     4       2    1\n", "  3      1     x       2    1\n")
        .replace("    3    1\n****", "    3\n****");
    refuse(
        &broken,
        Format::Psplib,
        &[
            "line 19: successors: 1 where 2 are announced",
            "line 30: \"x\" is no number",
            "line 31: activity 4 in the place of 3",
            "line 32: activity 5 in the place of 4",
            "line 33: activity 6 in the place of 5",
            "line 37: has 1 figures; give 2",
            "line 23: modes: 0 where 1 are announced",
            "line 19: there is no activity 9",
        ],
    );
    refuse(&ONE.replace(":  6\n", ":  7\n"), Format::Psplib, &["line 5: jobs: 6 where 7 are announced"]);
    refuse(&ONE.replace("  0   D", "  1   D"), Format::Psplib, &["line 10: has doubly constrained"]);
    refuse(
        &ONE.replace("     4       1    0\n", "     4000001       1    0\n"),
        Format::Psplib,
        &["line 32: 4000001 is too"],
    );
    let circle = ONE.replace("   5        1          1           6\n", "   5        1          1           2\n");
    refuse(&circle, Format::Psplib, &["activities follow one another in a circle: 2, 5"]);
}

#[test]
fn broken_mmlib_is_refused() {
    refuse(&MODES.replace("\t2\t4\t1\t2\t\n", ""), Format::Psplib, &["line 10: modes: 1 where 2 are announced"]);
    refuse(
        &MODES.replace("\t2\t4\t1\t2\t\n", "\t2\t4\t1\n"),
        Format::Psplib,
        &["line 19: has 3 figures; give 4", "line 10: modes: 1"],
    );
}

#[test]
fn broken_mplib_is_refused() {
    refuse("", Format::Mplib, &["\"number of projects\" is missing"]);
    refuse(&TWO.replace("2 1\n\n4", "2\n\n4"), Format::Mplib, &["line 3: has 1 figures; give 2"]);
    refuse(
        &TWO.replace("2:3\n0 0 0 0\n", "3:3\n0 0 0\n"),
        Format::Mplib,
        &["line 16: has 3 figures", "line 15: there is no activity 3:3"],
    );
    refuse(&TWO.replace("3 1\n1 0", "9 1\n1 0"), Format::Mplib, &["\"an activity\" is missing"]);
    refuse(&format!("{TWO}\n1 0\n"), Format::Mplib, &["line 18: projects: 3 where 2 are announced"]);
}

#[test]
fn broken_lists_are_refused_with_what_is_wrong_in_their_files() {
    refuse(&LIST.replacen("modes.mm", "gone.mm", 1), Format::Mista, &["line 4: gone.mm cannot be read"]);
    refuse(&LIST.replacen("modes.mm", "../modes.mm", 1), Format::Mista, &["line 4: ../modes.mm leads out"]);
    refuse(&LIST.replacen("modes.mm", "broken.mm", 1), Format::Mista, &["broken.mm: line 27: has 1 figures; give 2"]);
    refuse(&LIST.replace("\t-1\n", "\n"), Format::Mista, &["\"a resource's capacity\" is missing"]);
    refuse("x", Format::Mista, &["line 1: \"x\" is no number"]);
}

#[test]
fn broken_choices_are_refused() {
    refuse("{", Format::Ppssp, &["line 1: is not of the form"]);
    let broken = CHOICE.replace("\"prerequisites\": [0]", "\"prerequisites\": [1]").replace("[5, 6]", "[5, -6]");
    refuse(&broken, Format::Ppssp, &["projects[0].cost[1]: is -6; give zero", "projects[1].prerequisites: is 1; give"]);
    refuse(&CHOICE.replace("\"budget\": [10, 10, 10]", "\"budget\": [10]"), Format::Ppssp, &["budget: is of 1 years"]);
}
