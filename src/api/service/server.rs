//! The generated side of the services.

#![allow(missing_docs, clippy::all, unreachable_pub)]

include!(concat!(env!("OUT_DIR"), "/services/arbitre.v1.rs"));
