//! What keys ask of one another. A rule is silent where one of its keys is wrong already.

use super::problem::{ConfigProblem, Detail, ProblemCode};
use super::{Config, Origin, Origins};
use crate::api::rights::{Rights, is_tenant};

pub(super) fn check(config: &Config, origins: &Origins, problems: &mut Vec<ConfigProblem>) {
    let mut rules = Rules { origins, problems };
    exposure(config, &mut rules);
    tls(config, &mut rules);
    auth(config, &mut rules);
    certificates(config, &mut rules);
    texts(config, &mut rules);
    web(config, &mut rules);
    telemetry(config, &mut rules);
    seconds(config, &mut rules);
}

struct Rules<'a> {
    origins: &'a Origins,
    problems: &'a mut Vec<ConfigProblem>,
}

impl Rules<'_> {
    /// Whether something is wrong with one of these keys already.
    fn wrong(&self, keys: &[&str]) -> bool {
        self.problems.iter().any(|problem| keys.contains(&&problem.key[..]))
    }

    fn hold(&mut self, holds: bool, code: ProblemCode, key: &str, value: &str, detail: Detail) {
        if !holds && !self.wrong(&[key]) {
            self.add(code, key, value, detail);
        }
    }

    /// `key` is set only where `other` is. That it lacks a third key as well is told beside.
    fn together(&mut self, key: (&str, bool), other: (&str, bool)) {
        let is_otherwise_wrong =
            |p: &ConfigProblem| p.code != ProblemCode::Alone && [key.0, other.0].contains(&&p.key[..]);
        if key.1 && !other.1 && !self.problems.iter().any(is_otherwise_wrong) {
            self.add(ProblemCode::Alone, key.0, "", Detail::Text(other.0.to_owned()));
        }
    }

    fn add(&mut self, code: ProblemCode, key: &str, value: &str, detail: Detail) {
        let origin = self.origins.get(key).cloned().unwrap_or(Origin::Default);
        self.problems.push(ConfigProblem::new(code, origin, key, value).with(detail));
    }
}

/// Refused by default: reachable from other machines without encryption and authentication.
fn exposure(config: &Config, rules: &mut Rules<'_>) {
    if config.is_local() || rules.wrong(&["server.listen"]) {
        return;
    }
    let encrypted = config.tls.is_on() || rules.wrong(&["tls.certificate", "tls.key"]);
    let known =
        config.auth.is_on() || rules.wrong(&["auth.token_file", "auth.key_set_file", "auth.client_certificates"]);
    let address = config.server.listen.to_string();
    for (holds, code) in [(encrypted, ProblemCode::OpenWithoutTls), (known, ProblemCode::OpenWithoutAuth)] {
        if !holds {
            rules.add(code, "server.listen", &address, Detail::None);
        }
    }
}

/// A search without limits of its own has to end within the limit.
fn seconds(config: &Config, rules: &mut Rules<'_>) {
    let (most, seconds) = (config.limits.max_seconds, config.solve.default_seconds);
    if seconds > most && !rules.wrong(&["limits.max_seconds", "solve.default_seconds"]) {
        let above = Detail::Text(format!("limits.max_seconds = {most}"));
        rules.add(ProblemCode::AboveLimit, "solve.default_seconds", &seconds.to_string(), above);
    }
    let (most, seconds) = (config.workspaces.max_seconds, config.workspaces.default_seconds);
    if seconds > most && !rules.wrong(&["workspaces.max_seconds", "workspaces.default_seconds"]) {
        let above = Detail::Text(format!("workspaces.max_seconds = {most}"));
        rules.add(ProblemCode::AboveLimit, "workspaces.default_seconds", &seconds.to_string(), above);
    }
}

fn tls(config: &Config, rules: &mut Rules<'_>) {
    let certificate = ("tls.certificate", config.tls.certificate.is_some());
    let key = ("tls.key", config.tls.key.is_some());
    rules.together(certificate, key);
    rules.together(key, certificate);
    rules.together(("tls.client_authorities", config.tls.client_authorities.is_some()), certificate);
}

fn auth(config: &Config, rules: &mut Rules<'_>) {
    let keys = ("auth.key_set_file", config.auth.key_set_file.is_some());
    // A signature says who made a token. That it was made for this service, only these two say.
    for other in [("auth.issuer", config.auth.issuer.is_some()), ("auth.audience", config.auth.audience.is_some())] {
        rules.together(keys, other);
        rules.together(other, keys);
    }
}

fn certificates(config: &Config, rules: &mut Rules<'_>) {
    let certificates = ("auth.client_certificates", config.auth.client_certificates);
    let tenants = ("auth.certificate_tenants", !config.auth.certificate_tenants.is_empty());
    rules.together(certificates, ("tls.client_authorities", config.tls.client_authorities.is_some()));
    rules.together(certificates, tenants);
    rules.together(tenants, certificates);
    for tenant in config.auth.certificate_tenants.values() {
        rules.hold(is_tenant(tenant), ProblemCode::BadTenant, tenants.0, tenant, Detail::None);
    }
    for right in &config.auth.certificate_rights {
        let known = Rights::of_word(right).is_some();
        rules.hold(known, ProblemCode::UnknownRight, "auth.certificate_rights", right, Detail::None);
    }
}

fn texts(config: &Config, rules: &mut Rules<'_>) {
    for (key, text) in [
        ("auth.name_claim", &config.auth.name_claim),
        ("auth.tenant_claim", &config.auth.tenant_claim),
        ("auth.rights_claim", &config.auth.rights_claim),
        ("telemetry.service_name", &config.telemetry.service_name),
    ] {
        rules.hold(!text.trim().is_empty(), ProblemCode::Empty, key, "", Detail::None);
    }
}

fn web(config: &Config, rules: &mut Rules<'_>) {
    for origin in &config.web.allowed_origins {
        let valid = origin == "*" || is_origin(origin);
        rules.hold(valid, ProblemCode::BadOrigin, "web.allowed_origins", origin, Detail::None);
    }
}

/// Scheme, host and port and nothing more, as browsers write it.
fn is_origin(text: &str) -> bool {
    let Ok(uri) = text.parse::<http::Uri>() else { return false };
    let bare = matches!(uri.path(), "" | "/") && uri.query().is_none() && !text.ends_with('/');
    matches!(uri.scheme_str(), Some("http" | "https")) && bare && !text.contains('@') && text == text.to_lowercase()
}

fn telemetry(config: &Config, rules: &mut Rules<'_>) {
    let endpoint = ("telemetry.otlp_endpoint", config.telemetry.otlp_endpoint.is_some());
    rules.together(("telemetry.otlp_headers_file", config.telemetry.otlp_headers_file.is_some()), endpoint);
    if let Some(text) = &config.telemetry.otlp_endpoint {
        // An address with a password in it is not repeated.
        let shown = if text.contains('@') { "" } else { text };
        rules.hold(is_endpoint(text), ProblemCode::BadEndpoint, endpoint.0, shown, Detail::None);
    }
    if let Some(metrics) = config.telemetry.prometheus_listen {
        let free = metrics.port() == 0 || metrics != config.server.listen;
        let shown = metrics.to_string();
        rules.hold(free, ProblemCode::SameAddress, "telemetry.prometheus_listen", &shown, Detail::None);
    }
}

fn is_endpoint(text: &str) -> bool {
    let uri = text.parse::<http::Uri>();
    !text.contains('@')
        && uri.is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some())
}
