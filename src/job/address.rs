//! The address of a store as it may be shown: a password in it, or a token, is nobody's business who reads a log.

/// What stands in the place of a secret.
const HIDDEN: &str = "***";

/// The address without its secrets. Where it cannot be told for sure what is one, more is hidden rather than less.
pub fn shown(address: &str) -> String {
    if address.starts_with("sqlite:") || !address.contains('@') {
        return address.to_owned();
    }
    let (scheme, rest) = address.split_once("://").map_or(("", address), |(scheme, rest)| (scheme, rest));
    let (hosts, words) = rest.split_once('?').map_or((rest, None), |(hosts, words)| (hosts, Some(words)));
    let servers: Option<Vec<String>> = hosts.split(',').map(server).collect();
    let start = if scheme.is_empty() { String::new() } else { format!("{scheme}://") };
    match (servers, words) {
        (Some(servers), None) => format!("{start}{}", servers.join(",")),
        (Some(servers), Some(words)) if !words.contains('@') => format!("{start}{}?{words}", servers.join(",")),
        _ => {
            let after = rest.rsplit_once('@').map_or(rest, |(_, after)| after);
            format!("{start}{HIDDEN}@{after}")
        }
    }
}

/// One server's part; none if it is no server with, or without, a user before it.
fn server(text: &str) -> Option<String> {
    let (who, place) = text.rsplit_once('@').map_or((None, text), |(who, place)| (Some(who), place));
    let bare = place.split_once("://").map_or(place, |(_, bare)| bare);
    if !is_place(bare) {
        return None;
    }
    let Some(who) = who else { return Some(place.to_owned()) };
    let (before, who) = who.split_once("://").map_or(("", who), |(before, who)| (before, who));
    let start = if before.is_empty() { String::new() } else { format!("{before}://") };
    // A token stands alone.
    let user = who.split_once(':').map_or(String::new(), |(user, _)| format!("{user}:"));
    (!user.contains('@')).then(|| format!("{start}{user}{HIDDEN}@{place}"))
}

/// A host, perhaps with a port.
fn is_place(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        Some(_) | None => (text, ""),
    };
    let is_host = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':' | b'[' | b']');
    !host.is_empty() && host.trim().bytes().all(is_host) && port.trim().bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: &str) {
        assert_eq!(shown(address), expected);
    }

    #[test]
    fn passwords_and_tokens_are_hidden_and_nothing_else() {
        check("nats://user:secret@n1:4222?replicas=3", "nats://user:***@n1:4222?replicas=3");
        check("tls://a:secret@n1:4222,b:secret@n2,n3:4222", "tls://a:***@n1:4222,b:***@n2,n3:4222");
        check("nats://n1,nats://a:secret@n2", "nats://n1,nats://a:***@n2");
        check("nats://secret@[::1]:4222", "nats://***@[::1]:4222");
        check("nats://n1:4222,n2:4222?prefix=a", "nats://n1:4222,n2:4222?prefix=a");
        check("sqlite:/var/lib/a@b/jobs.db", "sqlite:/var/lib/a@b/jobs.db");
    }

    #[test]
    fn what_is_no_address_hides_all_that_may_be_a_secret() {
        check("nats://user:sec?ret@n1", "nats://***@n1");
        check("nats://user:sec,ret@n1", "nats://***@n1");
        check("nats://user:s@cret@n1", "nats://user:***@n1");
        check("user:secret@n1", "user:***@n1");
        check("nats://user:secret@n1/what", "nats://***@n1/what");
    }
}
