//! What the server tells its operator: logs, metrics, traces.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::key::{Range, Section, Visitor};
use super::value::words;

words! {
    /// From which weight on something is logged.
    LogLevel ("off, error, warn, info, debug ou trace", "off, error, warn, info, debug or trace") {
        /// Nothing.
        Off "off"
        /// What an operator has to look at.
        Error "error"
        /// And what is out of the ordinary.
        Warn "warn"
        /// And a line for each request.
        Info "info"
        /// And what helps to find a mistake.
        Debug "debug"
        /// And everything else.
        Trace "trace"
    }
}

words! {
    /// The form of the log.
    LogFormat ("text ou json", "text or json") {
        /// Lines for people.
        Text "text"
        /// A JSON object a line.
        Json "json"
    }
}

/// Logs, metrics, traces.
#[derive(Clone, Debug, PartialEq)]
pub struct Telemetry {
    /// From which weight on something is logged.
    pub log_level: LogLevel,
    /// The form of the log.
    pub log_format: LogFormat,
    /// Address and port of the page of metrics for Prometheus, without encryption; none if not set.
    pub prometheus_listen: Option<SocketAddr>,
    /// Where traces and metrics go by OTLP over gRPC, like `http://localhost:4317`; nowhere if not set.
    pub otlp_endpoint: Option<String>,
    /// A file of `name: value` lines that are sent along, such as an authorization.
    pub otlp_headers_file: Option<PathBuf>,
    /// The share of requests that are traced, unless their caller decides.
    pub sample_ratio: f64,
    /// The service's name in traces and metrics.
    pub service_name: String,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            log_level: LogLevel::Info,
            log_format: LogFormat::Text,
            prometheus_listen: None,
            otlp_endpoint: None,
            otlp_headers_file: None,
            sample_ratio: 1.0,
            service_name: "arbitre".to_owned(),
        }
    }
}

impl Section for Telemetry {
    const NAME: &'static str = "telemetry";

    fn keys(&mut self, visitor: &mut impl Visitor) {
        let Self {
            log_level,
            log_format,
            prometheus_listen,
            otlp_endpoint,
            otlp_headers_file,
            sample_ratio,
            service_name,
        } = self;
        visitor.key("log_level", log_level, Range::Any);
        visitor.key("log_format", log_format, Range::Any);
        visitor.key("prometheus_listen", prometheus_listen, Range::Any);
        visitor.key("otlp_endpoint", otlp_endpoint, Range::Any);
        visitor.key("otlp_headers_file", otlp_headers_file, Range::Any);
        visitor.key("sample_ratio", sample_ratio, Range::Within(0.0, 1.0));
        visitor.key("service_name", service_name, Range::Any);
    }
}
