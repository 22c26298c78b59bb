//! Arbitre, on the command line.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Gives memory back to the system once it is free: a service that many have called at once is small again afterwards.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    arbitre::cli::main()
}
