//! Any bytes at all, read as every request of the planning service; see `tests/common/door.rs`, which
//! `tests/mutations.rs` runs too.

#![no_main]

// The tests use more of it.
#[allow(dead_code)]
#[path = "../../tests/common/door.rs"]
mod door;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    door::call(bytes);
});
