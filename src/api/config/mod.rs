//! What an operator can set: one file of sections (TOML), every key also by the environment, everything that is wrong
//! with them told at once. Nothing here is a secret: keys and tokens stay in files that the configuration names.
//!
//! `docs/arbitre.toml` and `docs/configuration.md` list every key with its default; a test holds them to this code.

mod auth;
mod jobs;
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
mod workspaces;

pub use auth::Auth;
pub use jobs::Jobs;
pub use limits::Limits;
pub use load::{environment, variable};
pub use origin::Origin;
pub use problem::{ConfigProblem, Detail, ProblemCode};
pub use server::Server;
pub use solve::Solve;
pub use telemetry::{LogFormat, LogLevel, Telemetry};
pub use tls::Tls;
pub use web::Web;
pub use workspaces::Workspaces;

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
    /// Portfolios kept in memory for meetings.
    pub workspaces: Workspaces,
    /// Encryption.
    pub tls: Tls,
    /// Who may ask what.
    pub auth: Auth,
    /// Browsers.
    pub web: Web,
    /// Durable jobs.
    pub jobs: Jobs,
    /// Logs, metrics, traces.
    pub telemetry: Telemetry,
}

impl Config {
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
        let Self { server, solve, limits, workspaces, tls, auth, web, jobs, telemetry } = self;
        one(server, visitor);
        one(solve, visitor);
        one(limits, visitor);
        one(workspaces, visitor);
        one(tls, visitor);
        one(auth, visitor);
        one(web, visitor);
        one(jobs, visitor);
        one(telemetry, visitor);
    }
}

/// Where keys have their values from; those that are not in it have their defaults.
pub type Origins = std::collections::BTreeMap<String, Origin>;
