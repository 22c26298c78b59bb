//! Connections to a server: encryption, the certificate to show, and what went wrong.

use std::fs;
use std::path::Path;

use tonic::transport::{Certificate, ClientTlsConfig, Endpoint, Identity};

use super::args::TlsArgs;
use super::failure::Failure;

/// Why an endpoint cannot be made.
pub(super) enum Unfit {
    File(Failure),
    Tls(tonic::transport::Error),
}

impl Unfit {
    /// As a failure of that address.
    pub(super) fn of(self, address: &str) -> Failure {
        match self {
            Self::File(failure) => failure,
            Self::Tls(error) => Failure::Address { address: address.to_owned(), error },
        }
    }
}

/// The endpoint with what the flags say of encryption.
pub(super) fn endpoint(endpoint: Endpoint, args: &TlsArgs) -> Result<Endpoint, Unfit> {
    if args.ca.is_none() && args.certificate.is_none() {
        return Ok(endpoint);
    }
    let read = |file: &Path| read(file).map_err(Unfit::File);
    let mut tls = ClientTlsConfig::new();
    if let Some(file) = &args.ca {
        tls = tls.ca_certificate(Certificate::from_pem(read(file)?));
    }
    if let (Some(certificate), Some(key)) = (&args.certificate, &args.key) {
        tls = tls.identity(Identity::from_pem(read(certificate)?, read(key)?));
    }
    if let Some(name) = &args.name {
        tls = tls.domain_name(name);
    }
    endpoint.tls_config(tls).map_err(Unfit::Tls)
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|error| Failure::File { file: file.display().to_string(), error })
}

/// What went wrong, down to its first cause: the library's own word is "transport error".
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
