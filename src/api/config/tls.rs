//! Encryption: the server's certificate, and the authorities of its clients'.

use std::path::PathBuf;

use super::key::{Range, Section, Visitor};

/// Encryption. Without `certificate` and `key` connections are plain, which is allowed on loopback alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Tls {
    /// The server's certificate and those that lead to its authority, in PEM form, its own first.
    pub certificate: Option<PathBuf>,
    /// Its private key, in PEM form (PKCS #8, PKCS #1 or SEC 1).
    pub key: Option<PathBuf>,
    /// Certificates of the authorities that clients' certificates are accepted from, in PEM form.
    pub client_authorities: Option<PathBuf>,
    /// Whether a client without a certificate is refused. Without `client_authorities`, nobody is asked for one.
    pub client_required: bool,
    /// Seconds between two looks at the files above; new ones are taken without a restart. 0: on SIGHUP alone.
    pub reload_seconds: f64,
    /// Seconds that a client has for its handshake.
    pub handshake_seconds: f64,
    /// Handshakes at once; one more, and the one that has taken longest so far is broken off.
    pub handshakes: usize,
}

impl Default for Tls {
    fn default() -> Self {
        Self {
            certificate: None,
            key: None,
            client_authorities: None,
            client_required: true,
            reload_seconds: 60.0,
            handshake_seconds: 10.0,
            handshakes: 256,
        }
    }
}

impl Tls {
    /// Whether connections are encrypted.
    pub fn is_on(&self) -> bool {
        self.certificate.is_some() && self.key.is_some()
    }
}

impl Section for Tls {
    const NAME: &'static str = "tls";

    fn keys(&mut self, visitor: &mut impl Visitor) {
        let Self {
            certificate,
            key,
            client_authorities,
            client_required,
            reload_seconds,
            handshake_seconds,
            handshakes,
        } = self;
        visitor.key("certificate", certificate, Range::Any);
        visitor.key("key", key, Range::Any);
        visitor.key("client_authorities", client_authorities, Range::Any);
        visitor.key("client_required", client_required, Range::Any);
        visitor.key("reload_seconds", reload_seconds, Range::Within(0.0, 86_400.0));
        visitor.key("handshake_seconds", handshake_seconds, Range::Within(0.1, 300.0));
        visitor.key("handshakes", handshakes, Range::Within(1.0, 65_536.0));
    }
}
