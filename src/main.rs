//! Arbitre, on the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    arbitre::cli::main()
}
