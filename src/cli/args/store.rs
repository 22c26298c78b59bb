//! Of `arbitre store`.

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct StoreArgs {
    #[command(subcommand)]
    pub command: StoreCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum StoreCommand {
    /// Copy a store as it stands at one moment; it may be at work meanwhile.
    Backup {
        /// The store: sqlite:FILE.
        #[arg(long, value_name = "STORE")]
        store: String,
        /// The copy; one that is there is replaced once the new one is whole.
        copy: PathBuf,
    },
    /// Put a copy in the place of a store that is not there.
    Restore {
        /// The copy.
        copy: PathBuf,
        /// The store: sqlite:FILE.
        #[arg(long, value_name = "STORE")]
        store: String,
    },
}
