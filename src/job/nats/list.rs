//! The list of all jobs, page by page: one request for many entries (direct get in batches, ADR-31), then their records.

use async_nats::jetstream::kv::Store;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;

use super::records::{self, Entry};
use super::setup::{PATIENCE, There, unavailable};
use super::subjects;
use crate::job::store::{Filter, Page, StoreError};

/// Jobs that are looked at for one page at most.
const LOOKED_AT: usize = 2_000;

/// Entries that are asked for at once.
const BATCH: usize = 200;

/// An entry of the list.
pub(super) struct Place {
    pub(super) sequence: u64,
    pub(super) id: String,
}

/// A page.
pub(super) async fn page(
    there: &There,
    prefix: &str,
    filter: &Filter,
    after: Option<u64>,
    limit: usize,
) -> Result<Page, StoreError> {
    let (mut page, mut last, mut looked_at) = (Page::default(), after.unwrap_or(0), 0);
    loop {
        let wanted = (limit - page.jobs.len()).clamp(1, BATCH);
        let places = places(there, prefix, filter.tenant.as_deref(), last + 1, wanted).await?;
        for (place, entry) in entries(&there.records, &places).await? {
            if page.jobs.len() == limit {
                return Ok(Page { next: Some(last), ..page });
            }
            last = place.sequence;
            page.jobs.extend(entry.job().filter(|job| filter.takes(job)));
        }
        looked_at += places.len();
        if places.len() < wanted {
            return Ok(Page { next: None, ..page });
        }
        if page.jobs.len() == limit || looked_at >= LOOKED_AT {
            return Ok(Page { next: Some(last), ..page });
        }
    }
}

/// The records of entries, asked for all at once.
pub(super) async fn entries<'a>(records: &Store, places: &'a [Place]) -> Result<Vec<(&'a Place, Entry)>, StoreError> {
    let asked: FuturesOrdered<_> = places.iter().map(|place| records::entry(records, &place.id)).collect();
    let found: Vec<Result<Entry, StoreError>> = asked.collect().await;
    places.iter().zip(found).map(|(place, entry)| entry.map(|entry| (place, entry))).collect()
}

/// Entries from a sequence on.
pub(super) async fn places(
    there: &There,
    prefix: &str,
    tenant: Option<&str>,
    from: u64,
    count: usize,
) -> Result<Vec<Place>, StoreError> {
    let name = &there.list.cached_info().config.name;
    let subject = subjects::index(prefix, tenant);
    let request = serde_json::json!({"seq": from, "next_by_subj": subject, "batch": count}).to_string();
    let inbox = there.client.new_inbox();
    let mut answers = there.client.subscribe(inbox.clone()).await.map_err(unavailable)?;
    let ask = format!("$JS.API.DIRECT.GET.{name}");
    there.client.publish_with_reply(ask, inbox, Bytes::from(request)).await.map_err(unavailable)?;
    let mut places = Vec::new();
    loop {
        let answer = tokio::time::timeout(PATIENCE, answers.next()).await.map_err(unavailable)?;
        let answer = answer.ok_or_else(|| unavailable("the connection was closed"))?;
        let Some(headers) = answer.headers.filter(|_| answer.status.is_none()) else {
            // 204 ends the batch, 404 says that there is none.
            let code = answer.status.map(|status| status.as_u16());
            return if matches!(code, Some(204 | 404)) { Ok(places) } else { Err(unavailable(format!("{code:?}"))) };
        };
        let sequence = headers.get("Nats-Sequence").and_then(|v| v.as_str().parse().ok());
        let subject = headers.get("Nats-Subject").map(|v| v.as_str());
        if let (Some(sequence), Some(subject)) = (sequence, subject) {
            places.push(Place { sequence, id: subjects::id(subject).to_owned() });
        }
    }
}
