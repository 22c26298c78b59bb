//! The dossier that a command makes beside what else it does.

use super::args::DossierArgs;
use super::failure::Failure;
use super::stream::Stream;
use crate::base::Lang;
use crate::report::dossier::{self, Material, Source};

/// Says before long work, as far as can be told, that the dossier could not be written.
pub(super) fn expect_writable(args: &DossierArgs) -> Result<(), Vec<Failure>> {
    let files = [&args.html, &args.xlsx].into_iter().flatten();
    let failures: Vec<Failure> = files.filter_map(|file| file.expect_writable().err()).collect();
    if failures.is_empty() { Ok(()) } else { Err(failures) }
}

/// Whether standard output is taken.
pub(super) fn is_on_standard_output(args: &DossierArgs) -> bool {
    [&args.html, &args.xlsx].into_iter().flatten().any(|file| *file == Stream::Standard)
}

/// What stands in these files, for the dossier to name; not in standard input, which is read but once.
pub(super) fn sources<'a>(files: impl IntoIterator<Item = &'a Stream>) -> Vec<Source> {
    let read = |file: &Stream| Some(Source::new(file.name(), &file.read().ok()?));
    files.into_iter().filter(|file| **file != Stream::Standard).filter_map(read).collect()
}

/// Writes the dossier where it is asked for.
pub(super) fn write(args: &DossierArgs, material: impl FnOnce() -> Material, lang: Lang) -> Result<(), Failure> {
    if args.html.is_none() && args.xlsx.is_none() {
        return Ok(());
    }
    let material = material();
    if let Some(file) = &args.html {
        file.write(dossier::html(&material, lang).as_bytes())?;
    }
    if let Some(file) = &args.xlsx {
        file.write(&dossier::xlsx(&material, lang).map_err(Failure::Book)?)?;
    }
    Ok(())
}
