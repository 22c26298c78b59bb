//! The server's certificate and key, and the authorities of its clients: out of their files, into what rustls needs.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::version::{TLS12, TLS13};
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use super::reload::{File, Reloading};
use crate::api::config::{ConfigProblem, ProblemCode, Tls};

/// What handshakes are made with.
pub(super) type Certificates = Reloading<ServerConfig>;

/// Reads the files of a configuration that has a certificate and a key.
pub(super) fn open(tls: &Tls) -> Result<Certificates, Vec<ConfigProblem>> {
    let named = [
        ("tls.certificate", &tls.certificate),
        ("tls.key", &tls.key),
        ("tls.client_authorities", &tls.client_authorities),
    ];
    let files = named.into_iter().filter_map(|(key, path)| Some(File { key, path: path.clone()? })).collect();
    let required = tls.client_required;
    Reloading::open(files, move |files, contents| load(files, contents, required))
}

fn load(files: &[File], contents: &[Vec<u8>], required: bool) -> Result<ServerConfig, Vec<ConfigProblem>> {
    let of = |key: &str| files.iter().zip(contents).find(|(file, _)| file.key == key);
    let certificate = of("tls.certificate").expect("only a configuration that has one is opened");
    let key = of("tls.key").expect("only a configuration that has one is opened");
    let chain = certificates(certificate.0, certificate.1);
    let private = private_key(key.0, key.1);
    let verifier = of("tls.client_authorities").map(|(file, pem)| verifier(file, pem, required)).transpose();
    match (chain, private, verifier) {
        (Ok(chain), Ok(private), Ok(verifier)) => server(chain, private, verifier).map_err(|e| bad(certificate.0, e)),
        (chain, private, verifier) => {
            Err([chain.err(), private.err(), verifier.err()].into_iter().flatten().flatten().collect())
        }
    }
}

fn bad(file: &File, what: impl ToString) -> Vec<ConfigProblem> {
    vec![file.problem(ProblemCode::BadCertificate, what)]
}

fn certificates(file: &File, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Vec<ConfigProblem>> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let chain = chain.map_err(|e| bad(file, e))?;
    if chain.is_empty() { Err(bad(file, "no CERTIFICATE section")) } else { Ok(chain) }
}

fn private_key(file: &File, pem: &[u8]) -> Result<PrivateKeyDer<'static>, Vec<ConfigProblem>> {
    // The library's words name sections and lengths, never contents.
    PrivateKeyDer::from_pem_slice(pem).map_err(|e| bad(file, e))
}

fn verifier(file: &File, pem: &[u8], required: bool) -> Result<Arc<dyn ClientCertVerifier>, Vec<ConfigProblem>> {
    let mut roots = RootCertStore::empty();
    for authority in certificates(file, pem)? {
        roots.add(authority).map_err(|e| bad(file, e))?;
    }
    let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::new(ring::default_provider()));
    let builder = if required { builder } else { builder.allow_unauthenticated() };
    builder.build().map_err(|e| bad(file, e))
}

/// Fails if the key is not the certificate's.
fn server(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    verifier: Option<Arc<dyn ClientCertVerifier>>,
) -> Result<ServerConfig, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_protocol_versions(&[&TLS13, &TLS12])?;
    let builder = match verifier {
        Some(verifier) => builder.with_client_cert_verifier(verifier),
        None => builder.with_no_client_auth(),
    };
    let mut config = builder.with_single_cert(chain, key)?;
    // gRPC, and gRPC-Web from browsers that have fallen back.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
