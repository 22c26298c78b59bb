//! The folder of shared reference material, which is no part of this repository.

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file of the shared folder (`ARBITRE_SHARED`, else `../shared` beside the repository). Where it is absent, says
/// loudly that `what` is left out.
pub(crate) fn file(name: &str, what: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let path = env::var_os("ARBITRE_SHARED").map_or(beside, PathBuf::from).join(name);
    if path.is_file() {
        return Some(path);
    }
    // Not eprintln!, which the test harness hides where a test passes.
    let line = format!("\n*** LEFT OUT: {what}: there is no {}; set ARBITRE_SHARED ***\n", path.display());
    writeln!(std::io::stderr(), "{line}").expect("stderr can be written to");
    None
}
