//! Files, variables and flags: which counts, and where a value is said to come from.

use std::path::Path;

use super::super::{Config, Origin, ProblemCode, variable};
use super::{good, load, wrong};
use crate::base::Lang;

#[test]
fn nothing_said_is_every_default() {
    assert_eq!(good(""), Config::default());
    let nothing = Config::load(None, std::iter::empty());
    assert_eq!(nothing, Ok(Config::default()));
}

#[test]
fn variables_come_before_the_file_and_flags_before_both() {
    let text = "[solve]\nqueue = 1\nthreads = 1\n\n[server]\nlisten = '127.0.0.1:1'\n";
    let env = [("ARBITRE_SOLVE_QUEUE", "2"), ("ARBITRE_SERVER_LISTEN", "127.0.0.1:2"), ("HOME", "/")];
    let flags = [("--listen", "server.listen", "127.0.0.1:3")];
    let (config, origins) = load(text, &env, &flags).expect("a configuration");
    assert_eq!((config.solve.threads, config.solve.queue, config.server.listen.port()), (1, 2, 3));
    assert!(
        matches!(&origins["solve.threads"], Origin::File(path, 3) if path.ends_with("arbitre.toml")),
        "{origins:?}"
    );
    assert_eq!(origins["solve.queue"], Origin::Variable("ARBITRE_SOLVE_QUEUE".to_owned()));
    assert_eq!(origins["server.listen"], Origin::Flag("--listen"));
    assert!(!origins.contains_key("solve.nice"));
}

#[test]
fn a_variable_is_said_to_be_wrong_even_where_the_file_is_right_and_the_other_way_round() {
    let found = wrong(
        "[solve]\nqueue = 'many'\nthreads = 1\n",
        &[("ARBITRE_SOLVE_QUEUE", "3"), ("ARBITRE_SOLVE_THREADS", "few")],
    );
    assert_eq!(found, ["2 WRONG_TYPE solve.queue ['many']", "ARBITRE_SOLVE_THREADS WRONG_TYPE solve.threads [few]"]);
}

#[test]
fn everything_wrong_is_told_at_once_each_with_its_place() {
    let text = "\
[server]
listen = '0.0.0.0:50051'
grace = 3
[solve]
queue = -1
threads = 'all'
[limits]
max_projects = 0
max_periods = 4.5
[tls]
handshake_seconds = 1e9
[auth]
issuer = 'https://id.example.org'
[web]
allowed_origins = ['example.org']
[telemetry]
log_level = 'loud'
[extra]
secret = 'hunter2'
";
    let env = [("ARBITRE_SOLVE_NICE", "20"), ("ARBITRE_SOLVE_NICER", "hunter2"), ("ARBITRE_LIMITS_MAX_STEPS", "")];
    let mut found = wrong(text, &env);
    found.sort();
    let mut expected = [
        "3 UNKNOWN_KEY server.grace",
        "5 WRONG_TYPE solve.queue [-1]",
        "6 WRONG_TYPE solve.threads ['all']",
        "8 OUT_OF_RANGE limits.max_projects [0]",
        "9 WRONG_TYPE limits.max_periods [4.5]",
        "11 OUT_OF_RANGE tls.handshake_seconds [1e9]",
        "17 WRONG_TYPE telemetry.log_level ['loud']",
        "18 UNKNOWN_KEY extra",
        "ARBITRE_SOLVE_NICE OUT_OF_RANGE solve.nice [20]",
        "ARBITRE_SOLVE_NICER UNKNOWN_KEY ",
        "ARBITRE_LIMITS_MAX_STEPS WRONG_TYPE limits.max_steps",
        "2 OPEN_WITHOUT_TLS server.listen [0.0.0.0:50051]",
        "2 OPEN_WITHOUT_AUTH server.listen [0.0.0.0:50051]",
        "13 ALONE auth.issuer",
        "15 BAD_ORIGIN web.allowed_origins [example.org]",
    ];
    expected.sort_unstable();
    assert_eq!(found, expected);
    let problems = load(text, &env, &[]).expect_err("the same");
    for lang in [Lang::Fr, Lang::En] {
        assert!(problems.iter().all(|p| !p.line(lang).contains("hunter2")), "a stray value is shown");
    }
}

#[test]
fn a_file_that_is_no_toml_is_told_with_the_line_and_so_is_one_that_is_not_there() {
    let found = wrong("[solve]\nqueue = = 3\n[limits]\nmax_projects = 0\n", &[]);
    assert!(found[0].starts_with("2 SYNTAX"), "{found:?}");
    assert!(found.iter().any(|told| told.starts_with("4 OUT_OF_RANGE limits.max_projects")), "{found:?}");
    let missing = Config::load(Some(Path::new("/nowhere/arbitre.toml")), std::iter::empty()).expect_err("not there");
    assert_eq!((missing.len(), missing[0].code), (1, ProblemCode::Unreadable));
    assert!(missing[0].line(Lang::En).starts_with("/nowhere/arbitre.toml: "), "{}", missing[0]);
}

#[test]
fn sections_that_are_none_and_keys_outside_of_them_are_told() {
    assert_eq!(wrong("solve = 3\nlisten = 'x'\n", &[]), ["1 WRONG_TYPE solve", "2 UNKNOWN_KEY listen"]);
    assert_eq!(wrong("[[solve]]\nqueue = 3\n", &[])[0].split(' ').nth(1), Some("WRONG_TYPE"));
}

#[test]
fn variables_of_others_that_begin_like_ours_are_left_alone() {
    let env = [
        ("ARBITRE_SHARED", "x"),
        ("ARBITRE_CONFIG", "x"),
        ("ARBITRE_SERVICE_HOST", "x"),
        ("ARBITRE_SERVICE_PORT_GRPC", "x"),
        ("ARBITRE_PORT_50051_TCP", "x"),
    ];
    assert_eq!(load("", &env, &[]).expect("they are not ours").0, Config::default());
}

#[test]
fn each_key_has_a_variable_of_its_own_that_no_other_takes() {
    let mut variables: Vec<String> = Config::keys().iter().map(|key| variable(key)).collect();
    let count = variables.len();
    variables.sort();
    variables.dedup();
    assert_eq!(variables.len(), count);
}
