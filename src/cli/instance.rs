//! Instances from files: in the format that is said or that the name says, with the files that they name beside them.

use std::fs;
use std::path::Path;

use super::args::FormatArg;
use super::failure::Failure;
use super::stream::Stream;
use crate::exchange::{self, Format, Question};

/// What the file asks.
pub(super) fn question(source: &Stream, said: Option<FormatArg>) -> Result<Question, Vec<Failure>> {
    let file = source.name();
    let Some(format) = said.map(Format::from).or_else(|| Format::of(&file)) else {
        return Err(vec![Failure::UnknownFormat { file }]);
    };
    let bytes = source.read()?;
    let beside = |name: &str| match source {
        Stream::Standard => fs::read(name),
        Stream::File(path) => fs::read(path.parent().unwrap_or(Path::new("")).join(name)),
    };
    exchange::read(&bytes, format, &beside).map_err(|problems| vec![Failure::Instance { file, problems }])
}

/// The file's name without its folders.
pub(super) fn short_name(source: &Stream) -> String {
    match source {
        Stream::Standard => "-".to_owned(),
        Stream::File(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
    }
}
