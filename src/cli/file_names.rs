//! Names of files for things that have ids.

use std::collections::BTreeSet;

/// Names given so far, in small letters: some systems tell no others apart.
#[derive(Debug, Default)]
pub(super) struct FileNames(BTreeSet<String>);

impl FileNames {
    /// The id, with what no file should be called left out of it, and a number where another has that name.
    pub(super) fn take(&mut self, id: &str) -> String {
        let is_fit = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | ' ');
        let fit: String = id.chars().map(|c| if is_fit(c) { c } else { '_' }).collect();
        let fit = fit.trim_start_matches('.').to_owned();
        let numbered = (2..).map(|n: u64| format!("{fit}-{n}"));
        let mut names = std::iter::once(fit.clone()).chain(numbered);
        let free =
            names.find(|name| !self.0.contains(&name.to_lowercase())).expect("there are more numbers than names");
        self.0.insert(free.to_lowercase());
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_names_of_files_of_their_own() {
        let mut names = FileNames::default();
        assert_eq!(names.take("b"), "b");
        assert_eq!(names.take("B"), "B-2");
        assert_eq!(names.take("../é/x"), "_é_x");
    }
}
