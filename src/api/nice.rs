//! Threads that stand back.

/// Lets whatever is answered at once go before this thread and those that it starts.
#[cfg(target_os = "linux")]
pub(super) fn step_back(nice: i32) {
    // Niceness adds up, and threads that do one thing after another stand back once.
    thread_local!(static DONE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) });
    if nice > 0
        && !DONE.replace(true)
        && let Err(error) = rustix::process::nice(nice)
    {
        tracing::warn!(%error, nice, "searches could not be made to stand back");
    }
}

/// Where niceness is the whole process's, it is left alone.
#[cfg(not(target_os = "linux"))]
pub(super) fn step_back(_: i32) {}
