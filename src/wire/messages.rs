//! Generated from `proto/` at build time.

/// The messages of arbitre.v1 and their proto3 JSON form.
#[allow(missing_docs, clippy::all, clippy::unwrap_used, unreachable_pub)]
pub mod v1 {
    include!(concat!(env!("OUT_DIR"), "/arbitre.v1.rs"));
    include!(concat!(env!("OUT_DIR"), "/arbitre.v1.serde.rs"));
}

/// The compiled descriptors of `proto/`.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));
