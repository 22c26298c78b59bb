//! What an operator can choose about logs, metrics and traces.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// For people: `time LEVEL message key=value ...`.
    #[default]
    Text,
    /// For programs: one JSON object a line.
    Json,
}

/// What is logged, measured and traced, and where it goes.
#[derive(Clone, PartialEq)]
pub struct Settings {
    /// Which lines are written: a level, or levels by target such as `warn,arbitre=debug`.
    pub log_filter: String,
    /// How they are written.
    pub log_form: Form,
    /// Where Prometheus finds `/metrics`, in plain HTTP; port 0 takes a free one. Nowhere if absent.
    pub prometheus: Option<SocketAddr>,
    /// The collector that metrics and traces are sent to by OTLP over gRPC, `http://127.0.0.1:4317` say, or an https
    /// address, whose certificate the system's authorities must vouch for. To nobody if absent.
    pub otlp_endpoint: Option<String>,
    /// What is sent along to the collector, such as a key. Never shown.
    pub otlp_headers: BTreeMap<String, String>,
    /// The share of requests that is traced, 0 to 1, among those whose caller has not decided it in `traceparent`.
    pub sample_ratio: f64,
    /// The service's name to the collector.
    pub service_name: String,
    /// Which of the service's processes this is; by chance if absent.
    pub instance_id: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            log_filter: "info".to_owned(),
            log_form: Form::Text,
            prometheus: None,
            otlp_endpoint: None,
            otlp_headers: BTreeMap::new(),
            sample_ratio: 1.0,
            service_name: "arbitre".to_owned(),
            instance_id: None,
        }
    }
}

/// Leaves out what headers hold, and what an address may carry before its `@`.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("log_filter", &self.log_filter)
            .field("log_form", &self.log_form)
            .field("prometheus", &self.prometheus)
            .field("otlp_endpoint", &self.otlp_endpoint.as_ref().map(|e| e.rsplit('@').next().unwrap_or(e).to_owned()))
            .field("otlp_headers", &self.otlp_headers.keys().collect::<Vec<_>>())
            .field("sample_ratio", &self.sample_ratio)
            .field("service_name", &self.service_name)
            .field("instance_id", &self.instance_id)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_along_to_the_collector_is_never_shown() {
        let settings = Settings {
            otlp_endpoint: Some("http://user:hidden@collector:4317".to_owned()),
            otlp_headers: BTreeMap::from([("api-key".to_owned(), "hidden".to_owned())]),
            ..Settings::default()
        };
        let shown = format!("{settings:?}");
        assert!(shown.contains("api-key") && shown.contains("collector:4317"), "{shown}");
        assert!(!shown.contains("hidden"), "{shown}");
    }
}
