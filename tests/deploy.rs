//! What an operator installs fits the program: the unit, the image and the sample configuration name what there is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::tempdir;

#[path = "common/program.rs"]
mod program;
use program::{PROGRAM, program};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
}

/// Runs the program with these words and the sample configuration in place of the installed one.
fn runs(words: &[&str]) {
    let sample = root().join("docs/arbitre.toml");
    let words = words.iter().map(|word| {
        if *word == "/etc/arbitre/arbitre.toml" { sample.to_str().expect("a path in Unicode") } else { word }
    });
    let output = program().args(words.clone()).output().expect("the program starts");
    assert!(output.status.success(), "{:?}: {}", words.collect::<Vec<_>>(), String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_units_commands_are_the_programs() {
    let unit = text("deploy/arbitre.service");
    let commands: Vec<Vec<&str>> = unit
        .lines()
        .filter_map(|line| line.split_once("=/usr/bin/arbitre "))
        .map(|(_, words)| words.split(' ').collect())
        .collect();
    assert_eq!(commands.len(), 2, "{commands:?}");
    for mut words in commands {
        // The one that would go on serving is checked like the other.
        if !words.contains(&"--check-config") {
            words.push("--check-config");
        }
        runs(&words);
    }
}

#[test]
fn systemd_takes_the_unit() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        eprintln!("LEFT OUT: systemd-analyze is not here to verify deploy/arbitre.service");
        return;
    }
    let folder = tempdir().unwrap();
    let unit = folder.path().join("arbitre.service");
    fs::write(&unit, text("deploy/arbitre.service").replace("/usr/bin/arbitre", PROGRAM)).unwrap();
    let output = Command::new("systemd-analyze").arg("verify").arg(&unit).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && !said.contains("arbitre.service"), "{said}");
}

#[test]
fn the_image_is_made_of_what_there_is() {
    let file = text("deploy/Dockerfile");
    let ignored = text(".dockerignore");
    let copied = file.lines().filter_map(|line| line.strip_prefix("COPY ")).filter(|line| !line.starts_with("--from"));
    for path in copied.filter_map(|line| line.split(' ').next()) {
        assert!(Path::new(&root()).join(path).exists(), "{path} is not there");
        assert!(!ignored.lines().any(|line| line == path), "{path} is kept out of the build");
    }
    for needed in ["Cargo.toml", "Cargo.lock", "build.rs", "proto", "src", "benches", "Makefile", "README.md"] {
        assert!(root().join(needed).exists() && !ignored.lines().any(|line| line == needed), "{needed}");
    }
    let health = file.lines().find_map(|line| line.split_once("CMD [")).expect("a health check").1;
    let words: Vec<&str> = health.trim_end_matches(']').split(", ").map(|word| word.trim_matches('"')).collect();
    assert_eq!(words[..2], ["arbitre", "health"]);
    runs(&[&words[1..], &["--help"]].concat());
    assert!(file.contains(r#"ENTRYPOINT ["arbitre", "serve"]"#));
    runs(&["serve", "--config", "/etc/arbitre/arbitre.toml", "--check-config"]);
}

#[test]
fn the_pages_that_are_named_are_there() {
    for page in ["README.md", "deploy/README.md", "docs/configuration.md"] {
        let text = text(page);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let target = root().join(page).parent().unwrap().join(link.split('#').next().unwrap());
            assert!(target.exists(), "{page} leads to {link}, which is not there");
        }
    }
}
