//! Of `arbitre import`.

use clap::ValueEnum;

use crate::cli::stream::Stream;
use crate::exchange::Format;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ImportArgs {
    /// The file of the instance; files that it names are looked for beside it.
    pub file: Stream,
    /// Its format; by default what its extension says.
    #[arg(long, value_enum, value_name = "F")]
    pub format: Option<FormatArg>,
    /// Where the portfolio goes; standard output by default.
    #[arg(long, value_name = "PORTFOLIO")]
    pub out: Option<Stream>,
}

/// Formats of instances.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum FormatArg {
    /// PSPLIB and MMLIB: .sm, .mm
    Psplib,
    /// MPLIB and MPSPLIB: .rcmp
    Mplib,
    /// MISTA 2013: .txt
    Mista,
    /// Selection and scheduling: .json
    Ppssp,
}

impl From<FormatArg> for Format {
    fn from(said: FormatArg) -> Self {
        match said {
            FormatArg::Psplib => Self::Psplib,
            FormatArg::Mplib => Self::Mplib,
            FormatArg::Mista => Self::Mista,
            FormatArg::Ppssp => Self::Ppssp,
        }
    }
}
