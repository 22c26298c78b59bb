//! Panics, in the log like everything else.

use std::any::Any;
use std::panic::{self, PanicHookInfo};

/// Lets panics be logged instead of printed. What a panic says may quote a portfolio where it was put together at run
/// time: then only the place is logged.
pub(super) fn log_them() {
    panic::set_hook(Box::new(log));
}

fn log(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let thread = std::thread::current();
    let said = literal(info.payload()).unwrap_or("(withheld)");
    tracing::error!(target: "arbitre::panic", place, thread = thread.name(), said, "panic");
}

/// What a panic says, if it stands so in the source.
pub(super) fn literal(payload: &(dyn Any + Send)) -> Option<&'static str> {
    payload.downcast_ref::<&'static str>().copied()
}
