//! The folders of a night: what is in them, and how files are replaced.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;

/// A portfolio's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) file: PathBuf,
    /// Its name without its extension.
    pub(super) name: String,
}

/// What a night itself writes, in case it is the same folder.
const OURS: [&str; 3] = [".plan.json", ".prices.json", ".plan.pb"];

/// Every portfolio of a folder, by name: its files in .json and .pb.
pub(super) fn portfolios(folder: &Path) -> Result<Vec<Source>, Vec<Failure>> {
    let failed = |error| vec![Failure::File { file: folder.display().to_string(), error }];
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        let Some(full) = file.file_name().and_then(|n| n.to_str()) else { continue };
        let is_ours = OURS.iter().any(|end| full.ends_with(end)) || full == "morning.json" || full.starts_with('.');
        let name = full.strip_suffix(".json").or(full.strip_suffix(".pb"));
        if let (Some(name), false, true) = (name, is_ours, file.is_file()) {
            sources.push(Source { name: name.to_owned(), file });
        }
    }
    sources.sort_by(|a, b| (&a.name, &a.file).cmp(&(&b.name, &b.file)));
    match sources.windows(2).find(|pair| pair[0].name == pair[1].name) {
        // Both would be one plan.
        Some(pair) => {
            let error = io::Error::new(io::ErrorKind::AlreadyExists, format!("{} as well", pair[1].file.display()));
            Err(vec![Failure::File { file: pair[0].file.display().to_string(), error }])
        }
        None if sources.is_empty() => Err(failed(io::Error::new(io::ErrorKind::NotFound, "no portfolio in it"))),
        None => Ok(sources),
    }
}

/// Makes a folder if it is missing.
pub(super) fn make(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::File { file: folder.display().to_string(), error })
}

/// Puts a file in the place of what is there, whole or not at all, whatever happens meanwhile.
pub(super) fn replace(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = file.with_file_name(name);
    let written = fs::File::create(&part).and_then(|mut f| {
        f.write_all(bytes)?;
        f.sync_all()
    });
    let done = written.and_then(|()| fs::rename(&part, file));
    done.map_err(|error| Failure::File { file: file.display().to_string(), error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_s_portfolios_are_those_that_a_night_did_not_write() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.json", "a.pb", "a.plan.json", "b.prices.json", "morning.json", ".c.json", "notes.txt"] {
            replace(&folder.path().join(name), b"{}").expect("it is written");
        }
        let found = portfolios(folder.path()).expect("there are some");
        assert_eq!(found.iter().map(|s| &s.name[..]).collect::<Vec<_>>(), ["a", "b"]);
        replace(&folder.path().join("b.pb"), b"").expect("it is written");
        assert!(portfolios(folder.path()).is_err(), "two of one name");
    }
}
