//! What an operator can set: one file of sections (TOML), every key also by the environment, everything that is wrong
//! with them told at once. Nothing here is a secret: keys and tokens stay in files that the configuration names.
//!
//! `docs/arbitre.toml` and `docs/configuration.md` list every key with its default; a test holds them to this code.

mod auth;
mod key;
mod limits;
mod load;
mod origin;
mod problem;
mod rules;
mod server;
mod show;
mod solve;
mod telemetry;
#[cfg(test)]
mod tests;
mod tls;
mod value;
mod web;

pub use auth::Auth;
pub use limits::Limits;
pub use load::{environment, variable};
pub use origin::Origin;
pub use problem::{ConfigProblem, Detail, ProblemCode};
pub use server::Server;
pub use solve::Solve;
pub use telemetry::{LogFormat, LogLevel, Telemetry};
pub use tls::Tls;
pub use web::Web;

use std::path::Path;

use key::{Section, Visitor};

/// The configuration of `arbitre serve`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// Connections.
    pub server: Server,
    /// Searches.
    pub solve: Solve,
    /// What a request may ask at most.
    pub limits: Limits,
    /// Encryption.
    pub tls: Tls,
    /// Who may ask what.
    pub auth: Auth,
    /// Browsers.
    pub web: Web,
    /// Logs, metrics, traces.
    pub telemetry: Telemetry,
}

impl Config {
    /// The configuration of a file, of an environment's `ARBITRE_*` over it, and of defaults below it; or everything
    /// that is wrong with it.
    ///
    /// # Errors
    ///
    /// With every problem that was found, those between keys included.
    pub fn load(path: Option<&Path>, env: impl Iterator<Item = (String, String)>) -> Result<Self, Vec<ConfigProblem>> {
        Self::load_with(path, env, &[]).map(|(config, _)| config)
    }

    /// Like [`load`](Self::load), with keys that flags of the command line set over all others, as `(flag, key, value)`:
    /// `("--listen", "server.listen", "[::1]:0")`. Says besides where each key that was set has its value from.
    ///
    /// # Errors
    ///
    /// With every problem that was found, those between keys included.
    pub fn load_with(
        path: Option<&Path>,
        env: impl Iterator<Item = (String, String)>,
        flags: &[(&'static str, &str, String)],
    ) -> Result<(Self, Origins), Vec<ConfigProblem>> {
        load::load(path, env, flags)
    }

    /// The names of all keys, as `section.key`.
    pub fn keys() -> Vec<String> {
        show::keys()
    }

    /// The configuration as it is in force, as a file of its own, with where each value comes from.
    pub fn effective(&self, origins: &Origins) -> String {
        show::effective(self, origins)
    }

    /// Whether the server is reached from this machine alone.
    pub fn is_local(&self) -> bool {
        self.server.listen.ip().to_canonical().is_loopback()
    }

    /// Shows every key to a visitor, section by section.
    fn visit(&mut self, visitor: &mut impl Visitor) {
        fn one<S: Section>(section: &mut S, visitor: &mut impl Visitor) {
            visitor.section(S::NAME);
            section.keys(visitor);
        }
        let Self { server, solve, limits, tls, auth, web, telemetry } = self;
        one(server, visitor);
        one(solve, visitor);
        one(limits, visitor);
        one(tls, visitor);
        one(auth, visitor);
        one(web, visitor);
        one(telemetry, visitor);
    }
}

/// Where keys have their values from; those that are not in it have their defaults.
pub type Origins = std::collections::BTreeMap<String, Origin>;
