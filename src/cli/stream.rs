//! A file named on the command line, or `-`.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use crate::wire::Form;

/// Where a document comes from or goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    /// `-`: standard input or output, in JSON.
    Standard,
    /// A file, in the form that its extension says.
    File(PathBuf),
}

impl From<OsString> for Stream {
    fn from(name: OsString) -> Self {
        if name == "-" { Self::Standard } else { Self::File(name.into()) }
    }
}

impl Stream {
    /// Protobuf's binary form for `.pb`, else JSON.
    pub(super) fn form(&self) -> Form {
        match self {
            Self::File(path) if path.extension().is_some_and(|e| e == "pb") => Form::Binary,
            Self::File(_) | Self::Standard => Form::Json,
        }
    }

    /// Its name, for messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Standard => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// All that it holds.
    pub(super) fn read(&self) -> Result<Vec<u8>, Failure> {
        let bytes = match self {
            Self::Standard => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
            Self::File(path) => fs::read(path),
        };
        bytes.map_err(|error| self.failure(error))
    }

    /// Writes all of it. Whoever reads standard output may stop reading: that is no failure.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let written = match self {
            Self::Standard => {
                let mut out = io::stdout().lock();
                out.write_all(bytes).and_then(|()| out.flush())
            }
            Self::File(path) => fs::write(path, bytes),
        };
        match written {
            Err(e) if *self == Self::Standard && e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other.map_err(|error| self.failure(error)),
        }
    }

    /// Says before long work, as far as can be told, that its result could not be written.
    pub(super) fn expect_writable(&self) -> Result<(), Failure> {
        let Self::File(path) = self else { return Ok(()) };
        let found = match fs::metadata(path) {
            Ok(there) if there.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(there) if there.is_file() => fs::OpenOptions::new().append(true).open(path).map(|_| ()),
            // Devices and pipes are opened once, to be written.
            Ok(_) => Ok(()),
            Err(e) if e.kind() == io::ErrorKind::NotFound => fs::metadata(parent(path)).map(|_| ()),
            Err(e) => Err(e),
        };
        found.map_err(|error| self.failure(error))
    }

    /// A failure of this file.
    pub(super) fn failure(&self, error: io::Error) -> Failure {
        Failure::File { file: self.name(), error }
    }
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Refuses a command that reads standard input as two files.
pub(super) fn at_most_one_standard<'a>(inputs: impl IntoIterator<Item = &'a Stream>) -> Result<(), Failure> {
    match inputs.into_iter().filter(|s| **s == Stream::Standard).count() {
        0 | 1 => Ok(()),
        _ => Err(Failure::StandardInputTwice),
    }
}
