//! Of `arbitre serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ServeArgs {
    /// The configuration: a TOML file; docs/configuration.md has every key. Variables of the environment such as
    /// ARBITRE_SERVER_LISTEN come before it.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where to listen, before what the configuration says; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// Where durable jobs are kept, before what the configuration says: sqlite:FILE, or nats://HOST:PORT.
    #[arg(long, value_name = "STORE")]
    pub store: Option<String>,
    /// Print the configuration in force with where each value comes from, or everything that is wrong with it, and end.
    #[arg(long)]
    pub check_config: bool,
}
