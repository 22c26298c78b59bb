//! One handshake: in its time or not at all, and why not.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::{CertificateError, Error, PeerIncompatible};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::certificates::Certificates;
use super::connection::Connection;
use super::event::HandshakeFailure;

/// What handshakes are made with.
#[derive(Clone)]
pub(super) struct Handshakes {
    /// The certificates; those that are in force when a connection comes count for it.
    pub certificates: Arc<Certificates>,
    /// How long one may take.
    pub time: Duration,
}

impl Handshakes {
    pub(super) async fn shake(
        &self,
        stream: TcpStream,
        address: SocketAddr,
    ) -> Result<Connection, (HandshakeFailure, String)> {
        let acceptor = TlsAcceptor::from(self.certificates.current());
        match tokio::time::timeout(self.time, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => Ok(Connection::encrypted(stream, address)),
            Ok(Err(error)) => Err((failure(&error), error.to_string())),
            Err(_) => Err((HandshakeFailure::TooSlow, format!("not done within {:?}", self.time))),
        }
    }
}

fn failure(error: &io::Error) -> HandshakeFailure {
    let cause = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    cause.map_or(HandshakeFailure::BrokenOff, failure_of)
}

fn failure_of(cause: &Error) -> HandshakeFailure {
    match cause {
        Error::PeerIncompatible(why) => incompatible(why),
        Error::NoCertificatesPresented => HandshakeFailure::NoCertificate,
        Error::InvalidCertificate(CertificateError::UnknownIssuer) => HandshakeFailure::UnknownAuthority,
        Error::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        ) => HandshakeFailure::OutOfDate,
        Error::InvalidCertificate(_) => HandshakeFailure::BadCertificate,
        Error::AlertReceived(_) => HandshakeFailure::RefusedByClient,
        _ => HandshakeFailure::NoTls,
    }
}

fn incompatible(why: &PeerIncompatible) -> HandshakeFailure {
    match why {
        // The extension came with TLS 1.2: who leaves it out speaks nothing newer than 1.1, and is refused for that
        // before its version is looked at.
        PeerIncompatible::SignatureAlgorithmsExtensionRequired
        | PeerIncompatible::SupportedVersionsExtensionRequired
        | PeerIncompatible::Tls12NotOffered
        | PeerIncompatible::Tls12NotOfferedOrEnabled => HandshakeFailure::OldVersion,
        _ => HandshakeFailure::NothingInCommon,
    }
}
