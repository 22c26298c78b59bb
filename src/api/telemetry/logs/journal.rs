//! Whether systemd's journal reads what is written. It stamps lines itself, and takes their priority from a prefix.

use std::fs;
use std::os::unix::fs::MetadataExt;

use tracing::Level;

/// Whether standard error leads to the journal: systemd names the stream in `JOURNAL_STREAM`, and whoever redirects it
/// leaves the name behind, so that both have to agree.
pub(super) fn reads_stderr() -> bool {
    let named = std::env::var("JOURNAL_STREAM").unwrap_or_default();
    fs::metadata("/proc/self/fd/2").is_ok_and(|file| named == format!("{}:{}", file.dev(), file.ino()))
}

/// The prefix for a line's priority, as in sd-daemon(3).
pub(super) fn prefix(level: Level) -> &'static str {
    match level {
        Level::ERROR => "<3>",
        Level::WARN => "<4>",
        Level::INFO => "<6>",
        _ => "<7>",
    }
}
