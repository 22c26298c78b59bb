//! Violations in words, French and English.

mod english;
mod french;
mod words;

use std::fmt;

use super::Violation;
use crate::base::Lang;

impl Violation {
    /// One sentence.
    pub fn line(&self, lang: Lang) -> String {
        match lang {
            Lang::Fr => french::line(self),
            Lang::En => english::line(self),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(Lang::En))
    }
}
