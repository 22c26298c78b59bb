//! Stores by their address.

use std::path::Path;
use std::sync::Arc;

use super::life::Policy;
use super::nats::Nats;
use super::sqlite::Sqlite;
use super::store::{Store, StoreError};

/// The store of an address: `sqlite:FILE`, or `nats://HOST:PORT`.
///
/// # Errors
///
/// If the address is none of a store, or the store cannot be used.
pub fn open(address: &str, policy: Policy) -> Result<Arc<dyn Store>, StoreError> {
    match file(address) {
        Some(path) => Ok(Arc::new(Sqlite::open(path, policy)?)),
        None => Ok(Arc::new(Nats::open(address, policy)?)),
    }
}

/// The file of an embedded store.
pub fn file(address: &str) -> Option<&Path> {
    let path = address.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    (!path.is_empty()).then(|| Path::new(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_file_or_a_server() {
        assert_eq!(file("sqlite:jobs.db"), Some(Path::new("jobs.db")));
        assert_eq!(file("sqlite:///var/lib/jobs.db"), Some(Path::new("/var/lib/jobs.db")));
        assert!(["sqlite:", "nats://a:1", "jobs.db"].into_iter().all(|other| file(other).is_none()));
        for bad in ["", "jobs.db", "sqlite:", "redis://a"] {
            assert!(matches!(open(bad, Policy::default()), Err(StoreError::Address(_))), "{bad}");
        }
    }
}
