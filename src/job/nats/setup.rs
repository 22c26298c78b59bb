//! The way to the servers, and what is set up there once: a stream of work, a list, buckets for records and for what is
//! large. What is there already stays as it is, whatever its operator has changed in it.

use std::path::PathBuf;
use std::time::Duration;

use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, StorageType, Stream};
use async_nats::jetstream::{Context, kv, object_store};
use async_nats::{Client, ConnectOptions};

use super::credentials::Credentials;
use super::subjects;
use crate::job::life::Policy;
use crate::job::store::StoreError;

/// How long an answer may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// How often a server is asked whether it is still there. One that has answered none of three such questions is left for
/// another: a machine without power closes no connection.
const PULSE: Duration = Duration::from_secs(3);

/// Copies in a cluster where nothing is said: one server may be lost.
const COPIES: usize = 3;

/// What a job needs is kept so long at least, for jobs that wait, however soon what has ended is forgotten.
const LONGEST_WAIT: Duration = Duration::from_secs(30 * 24 * 3600);

/// Where the servers are, and how to use them: `nats://HOST:PORT,HOST:PORT?replicas=3&ca=FILE&prefix=NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    servers: Vec<String>,
    credentials: Option<Credentials>,
    copies: Option<usize>,
    /// Certificates of the authority, and the certificate and the key to show.
    authority: Option<PathBuf>,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    pub(super) prefix: String,
}

impl Address {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let (hosts, words) = rest.split_once('?').unwrap_or((rest, ""));
        if !matches!(scheme, "nats" | "tls") || hosts.is_empty() {
            return None;
        }
        let mut address = Self::default();
        for host in hosts.split(',').map(str::trim) {
            let host = host.split_once("://").map_or(host, |(_, host)| host);
            let (who, place) = host.rsplit_once('@').map_or((None, host), |(who, place)| (Some(who), place));
            if let Some(who) = who {
                let credentials = Credentials::parse(who)?;
                // One connection after the other goes to any of them: they all have to know the same.
                if address.credentials.replace(credentials.clone()).is_some_and(|before| before != credentials) {
                    return None;
                }
            }
            address.servers.push(format!("{scheme}://{place}"));
        }
        for word in words.split('&').filter(|w| !w.is_empty()) {
            match word.split_once('=')? {
                ("replicas", copies) => address.copies = Some(copies.parse().ok().filter(|n| (1..=5).contains(n))?),
                ("ca", file) => address.authority = Some(file.into()),
                ("cert", file) => address.certificate = Some(file.into()),
                ("key", file) => address.key = Some(file.into()),
                ("prefix", name) if is_word(name) => name.clone_into(&mut address.prefix),
                _ => return None,
            }
        }
        (address.certificate.is_some() == address.key.is_some()).then_some(address)
    }
}

impl Default for Address {
    fn default() -> Self {
        let prefix = "arbitre".to_owned();
        Self {
            servers: Vec::new(),
            credentials: None,
            copies: None,
            authority: None,
            certificate: None,
            key: None,
            prefix,
        }
    }
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// What is there.
pub(super) struct There {
    pub(super) client: Client,
    pub(super) context: Context,
    pub(super) work: Stream,
    pub(super) list: Stream,
    pub(super) records: kv::Store,
    pub(super) objects: object_store::ObjectStore,
}

/// Connects, and sets up what is missing.
pub(super) async fn open(address: &Address, policy: &Policy) -> Result<There, StoreError> {
    let client = connect(address).await?;
    let mut context = async_nats::jetstream::new(client.clone());
    context.set_timeout(PATIENCE);
    let made = match address.copies {
        Some(copies) => make(&context, &address.prefix, copies, policy).await,
        None => match make(&context, &address.prefix, COPIES, policy).await {
            Err(error) if is_alone(&error) => make(&context, &address.prefix, 1, policy).await,
            made => made,
        },
    };
    made.map(|(work, list, records, objects)| There { client, context, work, list, records, objects })
}

/// A server by itself keeps no copies, nor do two.
fn is_alone(error: &StoreError) -> bool {
    let text = error.to_string();
    ["replicas > 1 not supported", "no suitable peers"].iter().any(|words| text.contains(words))
}

async fn connect(address: &Address) -> Result<Client, StoreError> {
    let mut options = ConnectOptions::new().name("arbitre").ping_interval(PULSE);
    options = options.connection_timeout(PATIENCE).request_timeout(Some(PATIENCE));
    // Not within the servers' addresses: there the client would not read them, and would log them.
    options = match &address.credentials {
        Some(Credentials::User { name, password }) => options.user_and_password(name.clone(), password.clone()),
        Some(Credentials::Token(token)) => options.token(token.clone()),
        None => options,
    };
    if let Some(file) = &address.authority {
        options = options.add_root_certificates(file.clone());
    }
    if let (Some(certificate), Some(key)) = (&address.certificate, &address.key) {
        options = options.add_client_certificate(certificate.clone(), key.clone());
    }
    options.connect(&address.servers).await.map_err(unavailable)
}

type Made = (Stream, Stream, kv::Store, object_store::ObjectStore);

async fn make(context: &Context, prefix: &str, copies: usize, policy: &Policy) -> Result<Made, StoreError> {
    let stream = |name: &str, subjects: Vec<String>| Config {
        name: name.to_owned(),
        subjects,
        storage: StorageType::File,
        num_replicas: copies,
        discard: DiscardPolicy::New,
        ..Config::default()
    };
    let upper = prefix.to_uppercase();
    let work = Config {
        retention: RetentionPolicy::WorkQueue,
        description: Some("jobs that have not ended".to_owned()),
        ..stream(&format!("{upper}_JOBS"), vec![subjects::all(prefix)])
    };
    let list = Config {
        max_messages_per_subject: 1,
        allow_direct: true,
        description: Some("all jobs, in the order in which they came".to_owned()),
        ..stream(&format!("{upper}_INDEX"), vec![subjects::index(prefix, None)])
    };
    // A bucket like any other, but read from its leader alone: what was answered is seen by whoever asks next.
    let bucket = format!("{prefix}_records");
    let records = Config {
        max_messages_per_subject: 1,
        allow_rollup: true,
        allow_direct: false,
        description: Some("what is known of each job".to_owned()),
        ..stream(&format!("KV_{bucket}"), vec![format!("$KV.{bucket}.>")])
    };
    let work = context.get_or_create_stream(work).await.map_err(unavailable)?;
    let list = context.get_or_create_stream(list).await.map_err(unavailable)?;
    context.get_or_create_stream(records).await.map_err(unavailable)?;
    let records = context.get_key_value(&bucket).await.map_err(unavailable)?;
    let objects = objects(context, prefix, copies, policy).await?;
    Ok((work, list, records, objects))
}

/// Inputs and results, under names that may stand for several jobs: they go by their age, and are made young again when
/// they are used. A bucket like any other, but read from its leader alone, like the records.
async fn objects(
    context: &Context,
    prefix: &str,
    copies: usize,
    policy: &Policy,
) -> Result<object_store::ObjectStore, StoreError> {
    let bucket = format!("{prefix}_objects");
    let config = Config {
        name: format!("OBJ_{bucket}"),
        subjects: vec![format!("$O.{bucket}.C.>"), format!("$O.{bucket}.M.>")],
        storage: StorageType::File,
        num_replicas: copies,
        discard: DiscardPolicy::New,
        max_age: (policy.retention * 2).max(LONGEST_WAIT),
        allow_rollup: true,
        allow_direct: false,
        description: Some("what was asked, and what came of it".to_owned()),
        ..Config::default()
    };
    context.get_or_create_stream(config).await.map_err(unavailable)?;
    context.get_object_store(&bucket).await.map_err(unavailable)
}

/// By what the server says.
pub(super) fn unavailable(error: impl ToString) -> StoreError {
    let text = error.to_string();
    let is_full =
        ["maximum bytes", "insufficient storage", "insufficient resources", "no space left", "maximum messages"];
    if is_full.iter().any(|words| text.contains(words)) {
        StoreError::Full(text)
    } else {
        StoreError::Unavailable(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_servers_and_how_to_use_them() {
        let read = Address::parse("nats://a:4222,b:4222?replicas=3&prefix=night").expect("an address");
        assert_eq!(read.servers, ["nats://a:4222", "nats://b:4222"]);
        assert_eq!((read.copies, &read.prefix[..]), (Some(3), "night"));
        assert_eq!(read.credentials, None);
        let read = Address::parse("tls://who:what@a:4222,b,who:what@c?replicas=1").expect("an address");
        assert_eq!(read.servers, ["tls://a:4222", "tls://b", "tls://c"]);
        assert_eq!(read.credentials, Credentials::parse("who:what"));
        for bad in [
            "",
            "nats://",
            "http://a",
            "nats://a?replicas=9",
            "nats://a?prefix=a.b",
            "nats://a?what=1",
            "a:4222",
            "nats://who:what@a,who:else@b",
            "nats://@a",
        ] {
            assert_eq!(Address::parse(bad), None, "{bad}");
        }
    }
}
