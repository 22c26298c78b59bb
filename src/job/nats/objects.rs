//! Inputs, results and what was found so far, in the object store.

use async_nats::jetstream::object_store::{GetErrorKind, InfoErrorKind, ObjectStore};
use tokio::io::AsyncReadExt;

use super::again::until_heard;
use super::setup::unavailable;
use crate::job::store::StoreError;

/// Keeps bytes under a name.
pub(super) async fn put(objects: &ObjectStore, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    until_heard(async || {
        let mut left = bytes;
        objects.put(name, &mut left).await.map(|_| ()).map_err(unavailable)
    })
    .await
}

/// Keeps bytes under a name that says what they are: what is there is the same, and is left alone while it is young.
pub(super) async fn put_once(
    objects: &ObjectStore,
    name: &str,
    bytes: &[u8],
    young: std::time::Duration,
) -> Result<(), StoreError> {
    let there = match objects.info(name).await {
        Ok(info) => !info.deleted && info.modified.is_some_and(|at| is_younger(at.unix_timestamp(), young)),
        Err(error) if error.kind() == InfoErrorKind::NotFound => false,
        Err(error) => return Err(unavailable(error)),
    };
    if there { Ok(()) } else { put(objects, name, bytes).await }
}

fn is_younger(seconds: i64, young: std::time::Duration) -> bool {
    let then = u64::try_from(seconds).unwrap_or(0) * 1000;
    crate::job::time::now().saturating_sub(then) < crate::job::time::millis(young)
}

/// What is kept under a name.
pub(super) async fn fetch(objects: &ObjectStore, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut object = match objects.get(name).await {
        Ok(object) => object,
        Err(error) if error.kind() == GetErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unavailable(error)),
    };
    let mut bytes = Vec::new();
    object.read_to_end(&mut bytes).await.map_err(unavailable)?;
    Ok(Some(bytes))
}

/// Forgets it.
pub(super) async fn discard(objects: &ObjectStore, name: &str) -> Result<(), StoreError> {
    use async_nats::jetstream::object_store::DeleteErrorKind;
    until_heard(async || match objects.delete(name).await {
        Err(error) if error.kind() != DeleteErrorKind::NotFound => Err(unavailable(error)),
        Ok(()) | Err(_) => Ok(()),
    })
    .await
}
