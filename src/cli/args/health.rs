//! Of `arbitre health`.

use std::path::PathBuf;
use std::time::Duration;

use super::values::seconds;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct HealthArgs {
    /// Where the server listens; https:// needs --ca.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:50051")]
    pub address: String,
    /// One service, such as arbitre.v1.PlanningService; the server as a whole by default.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub service: String,
    /// Certificates of the authority that the server's certificate has to be by, in PEM form.
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// The name that the server's certificate has to bear; that of the address by default.
    #[arg(long, value_name = "NAME", requires = "ca")]
    pub name: Option<String>,
    /// The certificate to show where the server asks for one, in PEM form.
    #[arg(long, value_name = "FILE", requires = "key")]
    pub certificate: Option<PathBuf>,
    /// Its key, in PEM form.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    pub key: Option<PathBuf>,
    /// How long to wait.
    #[arg(long, value_name = "S", value_parser = seconds, default_value = "5")]
    pub seconds: Duration,
}
