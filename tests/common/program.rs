//! The program that the tests start.

use std::process::{Command, Stdio};

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_arbitre");

/// The program in an English environment with nothing of ours in it: what steers the tests is no key of a server's
/// configuration.
pub(crate) fn program() -> Command {
    let mut command = Command::new(PROGRAM);
    let ours = std::env::vars_os().map(|(name, _)| name).filter(|name| name.to_string_lossy().starts_with("ARBITRE_"));
    for name in ours {
        command.env_remove(name);
    }
    command.env_remove("JOURNAL_STREAM").env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    command
}
