//! Who may connect, and who may ask what: encryption, tokens, certificates, and the gate in front of every method.
//!
//! What goes wrong here is told twice: to the caller as little as helps, to the operator by [`Sentinel`] as facts, and
//! to neither the token.

mod access;
mod bearer;
mod certificates;
mod connection;
mod event;
mod gate;
mod handshake;
mod incoming;
mod jwt;
mod reason;
mod reload;
mod signature;
mod subject;
mod tokens;

pub use connection::{Connection, Peer};
pub use event::{Event, HandshakeFailure, Sentinel};
pub use gate::{Gate, GateLayer};
pub use incoming::Incoming;
pub use reason::Reason;
pub use reload::Watchers;
pub use subject::Subject;
pub use tokens::{NewToken, new_token};

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::config::{Config, ConfigProblem};
use bearer::Bearers;
use certificates::Certificates;
use handshake::Handshakes;
use reload::{Reload, Watched};

/// Everything that the configuration says of security, with the files that it names read.
#[derive(Clone)]
pub struct Security {
    certificates: Option<Arc<Certificates>>,
    bearers: Arc<Bearers>,
    config: Arc<Config>,
}

impl Security {
    /// Reads the files that the configuration names.
    ///
    /// # Errors
    ///
    /// With everything that is wrong with any of them.
    pub fn open(config: &Config) -> Result<Self, Vec<ConfigProblem>> {
        let certificates = config.tls.is_on().then(|| certificates::open(&config.tls)).transpose();
        let bearers = Bearers::open(&config.auth);
        match (certificates, bearers) {
            (Ok(certificates), Ok(bearers)) => Ok(Self {
                certificates: certificates.map(Arc::new),
                bearers: Arc::new(bearers),
                config: Arc::new(config.clone()),
            }),
            (certificates, bearers) => Err(certificates.err().into_iter().chain(bearers.err()).flatten().collect()),
        }
    }

    /// The connections of a listener: encrypted ones once they have shaken hands, plain ones at once. Accepting ends
    /// when the stream is dropped. Has to be called inside a runtime.
    pub fn incoming(&self, listener: TcpListener, sentinel: Arc<dyn Sentinel>) -> Incoming {
        let tls = &self.config.tls;
        let handshakes = self
            .certificates
            .clone()
            .map(|certificates| Handshakes { certificates, time: seconds(tls.handshake_seconds) });
        Incoming::start(listener, handshakes, tls.handshakes, seconds(self.config.server.keepalive_seconds), sentinel)
    }

    /// The layer that lets in who may.
    pub fn gate(&self, sentinel: Arc<dyn Sentinel>) -> GateLayer {
        GateLayer::new(self.bearers.clone(), sentinel)
    }

    /// Looks at the files again and again, and on SIGHUP, until what is returned is dropped. Has to be called inside a
    /// runtime.
    pub fn watch(&self, sentinel: &Arc<dyn Sentinel>) -> Watchers {
        let (tls, auth) = (seconds(self.config.tls.reload_seconds), seconds(self.config.auth.reload_seconds));
        let certificates = self.certificates.clone().map(|c| (c as Arc<dyn Reload>, tls));
        let watched = certificates.into_iter().chain(self.bearers.reloads().map(|r| (r, auth)));
        Watchers::start(watched.map(|(reload, every)| Watched { reload, every }), sentinel)
    }
}

fn seconds(figure: f64) -> Duration {
    Duration::try_from_secs_f64(figure).unwrap_or(Duration::MAX)
}
