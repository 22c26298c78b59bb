//! Why a request or a connection was turned away.

/// Why a request or a connection was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No token, or one that is not known or no longer valid.
    Unauthenticated,
    /// A known caller who may not ask this.
    Forbidden,
    /// A connection whose TLS handshake failed: an old version, a certificate of another authority.
    Tls,
    /// Too many wait already.
    QueueFull,
    /// More than the operator allows one request.
    Limit,
    /// The server is leaving.
    Leaving,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Self; 6] =
        [Self::Unauthenticated, Self::Forbidden, Self::Tls, Self::QueueFull, Self::Limit, Self::Leaving];

    /// Its name in metrics and in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::Tls => "tls",
            Self::QueueFull => "queue_full",
            Self::Limit => "limit",
            Self::Leaving => "leaving",
        }
    }
}
