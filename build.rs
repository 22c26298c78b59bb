//! Generates the messages of `proto/`, their JSON form and the services, without protoc.

use std::{env, error::Error, fs, path::Path, path::PathBuf};

use prost::Message;
use prost_build::Config;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=proto");
    println!("cargo:rerun-if-changed=build.rs");
    let descriptors = protox::compile(files("proto/arbitre/v1")?, ["proto"])?;
    let bytes = descriptors.encode_to_vec();
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("descriptors.bin"), &bytes)?;
    let mut messages = Config::new();
    messages.btree_map(["."]).enable_type_names().compile_fds(descriptors.clone())?;
    pbjson_build::Builder::new().register_descriptors(&bytes)?.btree_map(["."]).build(&[".arbitre.v1"])?;
    services(&out.join("services"), descriptors)
}

fn files(folder: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.map(|f| f.map(|f| f.path())).collect::<Result<_, _>>()?;
    files.retain(|f| f.extension().is_some_and(|e| e == "proto"));
    files.sort();
    Ok(files)
}

/// Apart from the messages, because they belong to a layer of their own.
fn services(out: &Path, descriptors: prost_types::FileDescriptorSet) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(out)?;
    tonic_prost_build::configure()
        .build_client(false)
        .build_transport(false)
        .codec_path("crate::api::codec::Codec")
        .extern_path(".arbitre.v1", "crate::wire::v1")
        .out_dir(out)
        .compile_fds(descriptors)?;
    Ok(())
}
