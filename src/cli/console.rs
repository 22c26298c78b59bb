//! Lines for people, on stderr.

use std::io::{self, Write};

use super::failure::Failure;
use crate::base::Lang;

/// One line; whatever is in it stays on it and steers no terminal.
pub(super) fn say(line: &str) {
    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // Where stderr is closed, there is nobody to tell.
    let _ = writeln!(io::stderr(), "{line}");
}

/// A text of several lines that is safe to print.
pub(super) fn print(text: &str) {
    // Where stderr is closed, there is nobody to tell.
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Every failure, one line for each thing that is wrong, and how many there are.
pub(super) fn report(failures: &[Failure], lang: Lang) {
    let lines: Vec<String> = failures.iter().flat_map(|f| f.lines(lang)).collect();
    for line in &lines {
        say(line);
    }
    let word = match lines.len() {
        1 => lang.pick("problème", "problem"),
        _ => lang.pick("problèmes", "problems"),
    };
    say(&format!("{} {word}", lines.len()));
}
