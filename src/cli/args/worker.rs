//! Of `arbitre worker`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::values::threads;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct WorkerArgs {
    /// Where jobs are kept, before what the configuration says: sqlite:FILE, or nats://HOST:PORT.
    #[arg(long, value_name = "STORE")]
    pub store: Option<String>,
    /// Jobs at once; as many as there are cores by default.
    #[arg(long, value_name = "N", value_parser = threads, allow_negative_numbers = true)]
    pub jobs: Option<NonZeroUsize>,
    /// The configuration: a TOML file, as for `arbitre serve`.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}
