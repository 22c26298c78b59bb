//! Telemetry around a small server: health, under the layer, with mischief on demand; and the program's own, where what
//! speaks is a thread that a test has no hand on.

mod calls;
mod collector;
mod documented;
mod exported;
mod mischief;
mod program;
#[path = "../common/serving.rs"]
mod serving;
mod solves;
mod support;
