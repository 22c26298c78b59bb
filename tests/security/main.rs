//! Who gets in and who does not: the running program, over real sockets, with certificates, tokens and keys in files.

mod client;
mod exposure;
mod handshake;
mod hello;
mod pki;
mod process;
mod reload;
mod share;
mod signed;
mod signer;
mod silence;
mod tls;
mod tokens;
