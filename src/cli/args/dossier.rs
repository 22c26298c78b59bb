//! Where a dossier goes, whatever makes it.

use crate::cli::stream::Stream;

/// Where a dossier goes. It is in French, and with it all that the command says, unless --lang says otherwise.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct DossierArgs {
    /// The dossier for the committee as one page of HTML, to be read offline and printed (A4 landscape).
    #[arg(long, value_name = "FILE")]
    pub html: Option<Stream>,
    /// The dossier's tables as an XLSX workbook, a sheet each.
    #[arg(long, value_name = "FILE")]
    pub xlsx: Option<Stream>,
}
