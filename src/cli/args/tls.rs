//! How a client speaks to a server.

use std::path::PathBuf;

/// Encryption, and who asks.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct TlsArgs {
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
}
