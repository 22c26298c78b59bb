//! What a configuration may say, in which order it counts, and all that is wrong with it at once.

mod documented;
mod places;
mod rules;
mod values;

use super::{Config, ConfigProblem, Origin, Origins};
use crate::base::Lang;

/// Reads a file of this text, these variables and these flags.
fn load(
    text: &str,
    env: &[(&str, &str)],
    flags: &[(&'static str, &str, &str)],
) -> Result<(Config, Origins), Vec<ConfigProblem>> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arbitre.toml");
    std::fs::write(&path, text).expect("it is written");
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let flags: Vec<_> = flags.iter().map(|(flag, key, value)| (*flag, *key, (*value).to_owned())).collect();
    Config::load_with(Some(&path), env, &flags)
}

fn good(text: &str) -> Config {
    load(text, &[], &[]).expect("nothing is wrong with it").0
}

/// What is wrong with a file and variables: `place CODE key [value]`, the place in the file as its line, 0 for all of it.
fn wrong(text: &str, env: &[(&str, &str)]) -> Vec<String> {
    let problems = load(text, env, &[]).expect_err("something is wrong with it");
    problems.iter().map(told).collect()
}

fn told(problem: &ConfigProblem) -> String {
    let place = match &problem.origin {
        Origin::File(_, line) => line.to_string(),
        other => other.place(Lang::En),
    };
    let value = if problem.value.is_empty() { String::new() } else { format!(" [{}]", problem.value) };
    format!("{place} {} {}{value}", problem.code.as_str(), problem.key)
}
