//! Whom a client's certificate speaks of.

use rustls_pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::ext::pkix::name::DirectoryString;

/// The subject of a certificate that an authority of ours has signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The whole name, as RFC 4514 writes it: `CN=ppm,O=County`.
    pub name: String,
    /// Its common name, if it has one.
    pub common_name: Option<String>,
}

impl Subject {
    /// The subject of a certificate; none if the certificate cannot be read.
    pub(super) fn of(certificate: &CertificateDer<'_>) -> Option<Self> {
        let certificate = Certificate::from_der(certificate).ok()?;
        let name = certificate.tbs_certificate().subject();
        let common_name = name.common_name().ok().flatten().map(|text| text_of(&text));
        Some(Self { name: name.to_string(), common_name })
    }
}

fn text_of(text: &DirectoryString) -> String {
    match text {
        DirectoryString::PrintableString(text) => text.to_string(),
        DirectoryString::TeletexString(text) => text.to_string(),
        DirectoryString::Utf8String(text) => text.clone(),
        DirectoryString::BmpString(text) => text.to_string(),
    }
}
