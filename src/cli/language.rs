//! Which language to speak.

use std::env;

use super::args::LangArg;
use crate::base::Lang;

/// The one asked for; else French for a dossier; else the one of the environment, else English.
pub(super) fn choose(asked: Option<LangArg>, is_dossier: bool) -> Lang {
    match asked {
        Some(LangArg::Fr) => Lang::Fr,
        Some(LangArg::En) => Lang::En,
        None if is_dossier => Lang::Fr,
        // POSIX: the first of these that is set and not empty decides.
        None => ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(env::var_os)
            .find(|value| !value.is_empty())
            .map_or(Lang::En, |value| of_locale(&value.to_string_lossy())),
    }
}

fn of_locale(name: &str) -> Lang {
    if name.to_ascii_lowercase().starts_with("fr") { Lang::Fr } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_that_start_with_fr_are_french() {
        for (name, lang) in [("fr_FR.UTF-8", Lang::Fr), ("fr", Lang::Fr), ("C.UTF-8", Lang::En), ("de_DE", Lang::En)] {
            assert_eq!(of_locale(name), lang, "{name}");
        }
    }
}
