//! Connections.

use std::net::SocketAddr;

use super::key::{Range, Section, Visitor};

/// Connections.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Seconds that searches may go on after the server was told to leave; then the best plan so far is the answer.
    pub grace_seconds: f64,
    /// Seconds of silence after which a connection is asked whether it is still there.
    pub keepalive_seconds: f64,
}

impl Default for Server {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 50051)), grace_seconds: 10.0, keepalive_seconds: 60.0 }
    }
}

impl Section for Server {
    const NAME: &'static str = "server";

    fn keys(&mut self, visitor: &mut impl Visitor) {
        let Self { listen, grace_seconds, keepalive_seconds } = self;
        visitor.key("listen", listen, Range::Any);
        visitor.key("grace_seconds", grace_seconds, Range::Within(0.0, 86_400.0));
        visitor.key("keepalive_seconds", keepalive_seconds, Range::Within(1.0, 86_400.0));
    }
}
