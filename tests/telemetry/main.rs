//! Telemetry around a small server: health, under the layer, with mischief on demand.

mod calls;
mod collector;
mod documented;
mod exported;
mod mischief;
mod solves;
mod support;
