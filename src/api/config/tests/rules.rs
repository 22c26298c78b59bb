//! What keys ask of one another.

use super::super::Config;
use super::{good, load, wrong};

#[test]
fn open_to_other_machines_takes_encryption_and_authentication() {
    let listen = "[server]\nlisten = '0.0.0.0:1'\n";
    let tls = "[tls]\ncertificate = 'c'\nkey = 'k'\n";
    let auth = "[auth]\ntoken_file = 't'\n";
    let open = ["2 OPEN_WITHOUT_TLS server.listen [0.0.0.0:1]", "2 OPEN_WITHOUT_AUTH server.listen [0.0.0.0:1]"];
    assert_eq!(wrong(listen, &[]), open);
    assert_eq!(wrong(&format!("{listen}{tls}"), &[]), open[1..]);
    assert_eq!(wrong(&format!("{listen}{auth}"), &[]), open[..1]);
    good(&format!("{listen}{tls}{auth}"));
    for address in ["[::]:1", "192.0.2.1:1", "[::ffff:192.0.2.1]:1"] {
        assert_eq!(wrong(&format!("[server]\nlisten = '{address}'\n"), &[]).len(), 2, "{address}");
    }
    for address in ["127.0.0.1:1", "127.1.2.3:1", "[::1]:1", "[::ffff:127.0.0.1]:1"] {
        good(&format!("[server]\nlisten = '{address}'\n"));
    }
    let by_flag = load("", &[], &[("--listen", "server.listen", "0.0.0.0:1")]).expect_err("flags are no way around");
    assert_eq!(by_flag.len(), 2);
}

#[test]
fn keys_that_mean_nothing_alone_are_told() {
    for (text, told) in [
        ("[tls]\ncertificate = 'c'", "2 ALONE tls.certificate"),
        ("[tls]\nkey = 'k'", "2 ALONE tls.key"),
        ("[tls]\nclient_authorities = 'a'", "2 ALONE tls.client_authorities"),
        ("[auth]\nissuer = 'i'", "2 ALONE auth.issuer"),
        ("[auth]\naudience = 'a'", "2 ALONE auth.audience"),
        ("[auth]\ncertificate_tenants = { a = 'b' }", "2 ALONE auth.certificate_tenants"),
        ("[telemetry]\notlp_headers_file = 'h'", "2 ALONE telemetry.otlp_headers_file"),
    ] {
        assert_eq!(wrong(text, &[]), [told]);
    }
    let keys = wrong("[auth]\nkey_set_file = 'k'", &[]);
    assert_eq!(keys, ["2 ALONE auth.key_set_file"; 2], "it takes an issuer and an audience");
    let certificates = wrong("[auth]\nclient_certificates = true", &[]);
    assert_eq!(certificates, ["2 ALONE auth.client_certificates"; 2], "it takes authorities and tenants");
}

#[test]
fn figures_and_texts_fit_each_other() {
    let ok = Config::default();
    assert!(ok.solve.default_seconds <= ok.limits.max_seconds);
    for (text, told) in [
        ("[limits]\nmax_seconds = 59", "by default ABOVE_LIMIT solve.default_seconds [60]"),
        ("[solve]\ndefault_seconds = 3601", "2 ABOVE_LIMIT solve.default_seconds [3601]"),
        ("[auth]\ntenant_claim = ' '", "2 EMPTY auth.tenant_claim"),
        ("[telemetry]\nservice_name = ''", "2 EMPTY telemetry.service_name"),
        ("[auth]\ncertificate_rights = ['fly']", "2 UNKNOWN_RIGHT auth.certificate_rights [fly]"),
        (
            "[telemetry]\nprometheus_listen = '127.0.0.1:50051'",
            "2 SAME_ADDRESS telemetry.prometheus_listen [127.0.0.1:50051]",
        ),
        ("[telemetry]\notlp_endpoint = 'collector:4317'", "2 BAD_ENDPOINT telemetry.otlp_endpoint [collector:4317]"),
        ("[telemetry]\notlp_endpoint = 'ftp://collector'", "2 BAD_ENDPOINT telemetry.otlp_endpoint [ftp://collector]"),
        ("[telemetry]\notlp_endpoint = 'http://a:hunter2@collector'", "2 BAD_ENDPOINT telemetry.otlp_endpoint"),
    ] {
        assert_eq!(wrong(text, &[]), [told]);
    }
    let tls = "[tls]\ncertificate = 'c'\nkey = 'k'\nclient_authorities = 'a'\n";
    let tenants = format!("{tls}[auth]\nclient_certificates = true\ncertificate_tenants = {{ ppm = 'a b' }}\n");
    assert_eq!(wrong(&tenants, &[]), ["7 BAD_TENANT auth.certificate_tenants [a b]"]);
}

#[test]
fn an_origin_is_scheme_host_and_port() {
    let origins = |origin: &str| format!("[web]\nallowed_origins = ['{origin}']");
    for origin in ["*", "https://ppm.example.org", "http://localhost:8080", "http://[::1]:8080"] {
        good(&origins(origin));
    }
    for origin in [
        "",
        "ppm.example.org",
        "https://ppm.example.org/",
        "https://ppm.example.org/app",
        "null",
        "file://x",
        "https://PPM.example.org",
        "https://a@ppm.example.org",
        "https://ppm.example.org?x",
    ] {
        let found = wrong(&origins(origin), &[]);
        assert!(found.len() == 1 && found[0].starts_with("2 BAD_ORIGIN web.allowed_origins"), "{found:?}");
    }
}

#[test]
fn a_rule_is_silent_where_one_of_its_keys_is_wrong_already() {
    let text = "[server]\nlisten = '0.0.0.0:1'\n[tls]\ncertificate = 3\nkey = 4\n[auth]\ntoken_file = 5\n";
    let found = wrong(text, &[]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().all(|told| told.contains(" WRONG_TYPE ")), "{found:?}");
}
