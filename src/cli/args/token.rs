//! Of `arbitre token`.

use clap::ValueEnum;

use super::values::day;
use crate::api::rights::{Right, is_tenant};
use crate::base::Date;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct TokenArgs {
    /// Whose it is, as logs will call them.
    #[arg(value_parser = name)]
    pub name: String,
    /// The tenant that they ask for: 1 to 64 letters, digits, dots, dashes, underscores.
    #[arg(long, value_parser = tenant)]
    pub tenant: String,
    /// What they may do; each includes those before it.
    #[arg(long, value_enum, default_values_t = [RightArg::Plan])]
    pub right: Vec<RightArg>,
    /// The last day on which it counts, in universal time; it never ends by default.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub expires: Option<Date>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum RightArg {
    Read,
    Plan,
    Admin,
}

impl From<RightArg> for Right {
    fn from(right: RightArg) -> Self {
        match right {
            RightArg::Read => Self::Read,
            RightArg::Plan => Self::Plan,
            RightArg::Admin => Self::Admin,
        }
    }
}

fn name(text: &str) -> Result<String, &'static str> {
    if text.trim().is_empty() { Err("a name is needed") } else { Ok(text.to_owned()) }
}

fn tenant(text: &str) -> Result<String, &'static str> {
    let why = "1 to 64 letters, digits, dots, dashes, underscores are a tenant's name";
    if is_tenant(text) { Ok(text.to_owned()) } else { Err(why) }
}
