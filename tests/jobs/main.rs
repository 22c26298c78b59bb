//! Durable jobs: what a store promises, held on SQLite and on three nodes of NATS JetStream alike; workers that die; and
//! the programs around them.

#[path = "../common/serving.rs"]
mod serving;

mod conformance;
mod fixtures;
mod nodes;
mod programs;
mod servers;
mod tenants;
mod turns;
mod work;
