//! Of `arbitre health`.

use std::time::Duration;

use super::tls::TlsArgs;
use super::values::seconds;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct HealthArgs {
    /// Where the server listens; https:// needs --ca.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:50051")]
    pub address: String,
    /// One service, such as arbitre.v1.PlanningService; the server as a whole by default.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub service: String,
    #[command(flatten)]
    pub tls: TlsArgs,
    /// How long to wait.
    #[arg(long, value_name = "S", value_parser = seconds, default_value = "5")]
    pub seconds: Duration,
}
