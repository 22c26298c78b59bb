//! What the operator is told: facts, for whoever logs and counts them.

use std::io;
use std::net::SocketAddr;

use http::Extensions;

use super::reason::Reason;
use super::subject::Subject;
use crate::api::config::ConfigProblem;

/// Somebody who is told what happens at the door.
pub trait Sentinel: Send + Sync + 'static {
    /// Something happened. Called on the runtime's threads: has to be quick.
    fn notice(&self, event: &Event<'_>);
}

/// Something that happened at the door. Neither tokens nor what is inside requests is ever part of it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A connection that came to nothing before its first request.
    HandshakeFailed {
        /// From where.
        peer: SocketAddr,
        /// Why, in a word that can be counted.
        failure: HandshakeFailure,
        /// What the library said.
        detail: &'a str,
    },
    /// A request that was not let in.
    Refused {
        /// From where, if it is known.
        peer: Option<SocketAddr>,
        /// The client certificate's subject, if there was one.
        certificate: Option<&'a Subject>,
        /// The path of the method.
        method: &'a str,
        /// Why.
        reason: Reason,
        /// The caller's tenant and name, where they are proven.
        caller: Option<(&'a str, &'a str)>,
        /// What others have put beside the request.
        beside: &'a Extensions,
    },
    /// Files were read anew, and what they hold is in force.
    Reloaded {
        /// The keys of the configuration that name them.
        keys: &'a [&'static str],
    },
    /// Files changed and cannot be used; what they held before stays in force.
    NotReloaded {
        /// The keys of the configuration that name them.
        keys: &'a [&'static str],
        /// What is wrong with them.
        problems: &'a [ConfigProblem],
    },
    /// The system could not give a connection.
    NotAccepted {
        /// What it said.
        error: &'a io::Error,
    },
}

/// Why a handshake came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HandshakeFailure {
    /// The client speaks TLS 1.1 or older alone.
    OldVersion,
    /// The client has no cipher, group or signature in common with the server.
    NothingInCommon,
    /// The client sent no certificate and has to.
    NoCertificate,
    /// The client's certificate is of an authority that is not ours.
    UnknownAuthority,
    /// The client's certificate is not valid yet, or no longer.
    OutOfDate,
    /// The client's certificate cannot be used otherwise.
    BadCertificate,
    /// The client does not accept the server's certificate, or something else of it.
    RefusedByClient,
    /// What came is no TLS, or wrong TLS.
    NoTls,
    /// The client went away.
    BrokenOff,
    /// The client took longer than it may, or was crowded out by newer ones.
    TooSlow,
}

impl HandshakeFailure {
    /// The failure's word in metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OldVersion => "OLD_VERSION",
            Self::NothingInCommon => "NOTHING_IN_COMMON",
            Self::NoCertificate => "NO_CERTIFICATE",
            Self::UnknownAuthority => "UNKNOWN_AUTHORITY",
            Self::OutOfDate => "OUT_OF_DATE",
            Self::BadCertificate => "BAD_CERTIFICATE",
            Self::RefusedByClient => "REFUSED_BY_CLIENT",
            Self::NoTls => "NO_TLS",
            Self::BrokenOff => "BROKEN_OFF",
            Self::TooSlow => "TOO_SLOW",
        }
    }
}
