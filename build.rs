//! Generates the messages of `proto/` and their JSON form, without protoc.

use std::{env, error::Error, fs, path::PathBuf};

use prost::Message;

const FILES: [&str; 3] =
    ["proto/arbitre/v1/portfolio.proto", "proto/arbitre/v1/plan.proto", "proto/arbitre/v1/scenario.proto"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=proto");
    println!("cargo:rerun-if-changed=build.rs");
    let descriptors = protox::compile(FILES, ["proto"])?;
    let bytes = descriptors.encode_to_vec();
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("descriptors.bin"), &bytes)?;
    prost_build::Config::new().btree_map(["."]).compile_fds(descriptors)?;
    pbjson_build::Builder::new().register_descriptors(&bytes)?.btree_map(["."]).build(&[".arbitre.v1"])?;
    Ok(())
}
