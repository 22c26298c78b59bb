//! Where a value was set.

use std::path::PathBuf;

use crate::base::Lang;

/// Where a value was set. Later ones count over earlier ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nowhere.
    Default,
    /// In a file, on a line that counts from 1; 0 for the file as a whole.
    File(PathBuf, usize),
    /// By a variable of the environment.
    Variable(String),
    /// By a flag of the command line.
    Flag(&'static str),
}

impl Origin {
    /// The place, in words.
    pub fn place(&self, lang: Lang) -> String {
        match self {
            Self::Default => lang.pick("par défaut", "by default").to_owned(),
            Self::File(path, 0) => path.display().to_string(),
            Self::File(path, line) => format!("{}:{line}", path.display()),
            Self::Variable(name) => name.clone(),
            Self::Flag(name) => (*name).to_owned(),
        }
    }
}
