//! Types and ranges of values, and the way back into a file.

use super::super::{Config, LogFormat, LogLevel};
use super::{good, load, wrong};

/// Every key, none at its default.
const EVERYTHING: &str = r#"
[server]
listen = "[::1]:0"
grace_seconds = 0
keepalive_seconds = 1.5
[solve]
concurrent = 2
per_tenant = 1
queue = 0x10
threads = 3
default_seconds = 0.5
nice = 0
[limits]
max_message_bytes = 1_024
max_projects = 1
max_periods = 2
max_changes = 0
max_scenarios = 1
max_proposals = 0
max_points = 2
max_seconds = 1e1
max_steps = 1000000000000000000
[workspaces]
max = 0
per_tenant = 1
max_bytes = 1_000
max_kept = 0
idle_seconds = 0.5
longest_seconds = 1.5
concurrent = 1
default_seconds = 0.25
max_seconds = 0.5
[jobs]
store = "sqlite:jobs.db"
workers = 2
threads = 2
lease_seconds = 0.5
attempts = 1
losses = 1
retention_days = 0.5
nice = 0
[tls]
certificate = "a \"quoted\" name.pem"
key = 'C:\key.pem'
client_authorities = "ca.pem"
client_required = false
reload_seconds = 0.0
handshake_seconds = 0.1
handshakes = 1
[auth]
token_file = "tokens.toml"
key_set_file = "keys.json"
issuer = "https://id.example.org/é"
audience = "arbitre"
name_claim = "name"
tenant_claim = "org"
rights_claim = "roles"
rights_prefix = "arbitre:"
leeway_seconds = 0
client_certificates = true
certificate_tenants = { "ppm.example.org" = "cd44", "a b" = "cd49" }
certificate_rights = ["read", "admin"]
reload_seconds = 86400
[web]
allowed_origins = ["https://ppm.example.org", "http://localhost:3000"]
max_age_seconds = 0
[telemetry]
log_level = "trace"
log_format = "json"
prometheus_listen = "127.0.0.1:9464"
otlp_endpoint = "https://collector.example.org:4317"
otlp_headers_file = "headers"
sample_ratio = 0.25
service_name = "arbitre-test"
"#;

#[test]
fn what_is_in_force_reads_as_a_file_and_means_the_same() {
    for text in ["", EVERYTHING] {
        let (config, origins) = load(text, &[], &[]).expect("a configuration");
        let shown = config.effective(&origins);
        assert_eq!(good(&shown), config, "{shown}");
        let keys = shown.lines().filter(|line| line.contains(" = ")).count();
        assert_eq!(keys, Config::keys().len(), "{shown}");
    }
    let everything = good(EVERYTHING);
    let shown = everything.effective(&load(EVERYTHING, &[], &[]).expect("a configuration").1);
    let says = |line: &&str| line.contains(" = ") && !line.contains("  # ");
    assert_eq!(shown.lines().find(says), None, "each says where it is from, so the text above has them all");
    assert_eq!((everything.solve.queue, everything.telemetry.log_level), (16, LogLevel::Trace));
}

#[test]
fn what_is_in_force_says_where_it_is_from() {
    let flags = [("--listen", "server.listen", "127.0.0.1:1")];
    let (config, origins) =
        load("[solve]\nqueue = 3", &[("ARBITRE_TELEMETRY_LOG_FORMAT", "json")], &flags).expect("a configuration");
    let shown = config.effective(&origins);
    let line = |key: &str| shown.lines().find(|line| line.starts_with(key)).expect(key);
    assert_eq!(line("listen"), "listen = \"127.0.0.1:1\"  # --listen");
    assert_eq!(line("log_format"), "log_format = \"json\"  # ARBITRE_TELEMETRY_LOG_FORMAT");
    assert!(line("queue").starts_with("queue = 3  # ") && line("queue").ends_with("arbitre.toml:2"), "{shown}");
    assert_eq!(line("nice"), "nice = 10");
}

#[test]
fn variables_say_lists_tables_and_absence() {
    let env = [
        ("ARBITRE_WEB_ALLOWED_ORIGINS", "https://a.example.org, https://b.example.org,"),
        ("ARBITRE_AUTH_CLIENT_CERTIFICATES", "true"),
        ("ARBITRE_AUTH_CERTIFICATE_TENANTS", "ppm = cd44, tool=cd49"),
        ("ARBITRE_TLS_CERTIFICATE", "c.pem"),
        ("ARBITRE_TLS_KEY", "k.pem"),
        ("ARBITRE_TLS_CLIENT_AUTHORITIES", "ca.pem"),
        ("ARBITRE_TELEMETRY_PROMETHEUS_LISTEN", ""),
        ("ARBITRE_TELEMETRY_LOG_FORMAT", "json"),
    ];
    let config = load("[telemetry]\nprometheus_listen = '127.0.0.1:1'", &env, &[]).expect("a configuration").0;
    assert_eq!(config.web.allowed_origins, ["https://a.example.org", "https://b.example.org"]);
    let tenants: Vec<_> = config.auth.certificate_tenants.iter().map(|(k, v)| (&k[..], &v[..])).collect();
    assert_eq!(tenants, [("ppm", "cd44"), ("tool", "cd49")]);
    assert_eq!((config.telemetry.prometheus_listen, config.telemetry.log_format), (None, LogFormat::Json));
}

#[test]
fn figures_hold_to_their_ranges_both_ends_included() {
    for (section, key, inside, outside) in [
        ("server", "grace_seconds", "0", "-0.001"),
        ("server", "grace_seconds", "86400", "86400.5"),
        ("server", "keepalive_seconds", "1", "0.9"),
        ("solve", "nice", "19", "20"),
        ("solve", "nice", "0", "-1"),
        ("solve", "concurrent", "1024", "1025"),
        ("limits", "max_message_bytes", "1024", "1023"),
        ("limits", "max_projects", "1", "0"),
        ("limits", "max_seconds", "60", "nan"),
        ("tls", "handshake_seconds", "300", "inf"),
        ("tls", "handshakes", "1", "0"),
        ("auth", "leeway_seconds", "600", "601"),
        ("telemetry", "sample_ratio", "1", "1.01"),
        ("telemetry", "sample_ratio", "0", "-1"),
    ] {
        good(&format!("[{section}]\n{key} = {inside}\n"));
        let found = wrong(&format!("[{section}]\n{key} = {outside}\n"), &[]);
        assert_eq!(found, [format!("2 OUT_OF_RANGE {section}.{key} [{outside}]")]);
    }
}

#[test]
fn a_value_of_another_type_is_told_and_not_bent() {
    for (line, env) in [
        ("[solve]\nqueue = 1.0", ("ARBITRE_SOLVE_QUEUE", "1.0")),
        ("[solve]\nqueue = '1'", ("ARBITRE_SOLVE_QUEUE", "one")),
        ("[server]\nlisten = 'localhost'", ("ARBITRE_SERVER_LISTEN", "localhost:50051")),
        ("[server]\nlisten = 50051", ("ARBITRE_SERVER_LISTEN", "50051")),
        ("[tls]\nclient_required = 'yes'", ("ARBITRE_TLS_CLIENT_REQUIRED", "yes")),
        ("[telemetry]\nlog_level = 'INFO'", ("ARBITRE_TELEMETRY_LOG_LEVEL", "INFO")),
        ("[auth]\ncertificate_tenants = ['a']", ("ARBITRE_AUTH_CERTIFICATE_TENANTS", "a")),
        ("[auth]\nissuer = 3", ("ARBITRE_TELEMETRY_SAMPLE_RATIO", "half")),
    ] {
        for found in [wrong(line, &[]), wrong("", &[env])] {
            assert!(found[0].contains(" WRONG_TYPE "), "{found:?}");
            assert_eq!(found.len(), 1, "{found:?}");
        }
    }
}
