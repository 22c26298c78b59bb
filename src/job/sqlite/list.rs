//! Jobs page by page, and how much there is to do.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::error::told;
use super::rows::{self, whole};
use crate::job::store::{Filter, Load, Page, StoreError};

/// Jobs that are looked at for one page at most: labels are in no index, and no page should keep others waiting.
const LOOKED_AT: usize = 2_000;

/// A page.
pub(super) fn page(
    connection: &Connection,
    filter: &Filter,
    after: Option<u64>,
    limit: usize,
) -> Result<Page, StoreError> {
    let (text, values) = query(filter, after.unwrap_or(0));
    let mut query = connection.prepare_cached(&text).map_err(told)?;
    let mut found = query.query_map(params_from_iter(values), rows::placed).map_err(told)?;
    let mut page = Page::default();
    for looked_at in 0.. {
        let Some(row) = found.next().transpose().map_err(told)? else { return Ok(Page { next: None, ..page }) };
        if page.jobs.len() == limit || looked_at == LOOKED_AT {
            return Ok(page);
        }
        let job = rows::read(&row.1)?;
        page.next = u64::try_from(row.0).ok();
        if filter.takes(&job) {
            page.jobs.push(job);
        }
    }
    Ok(page)
}

fn query(filter: &Filter, after: u64) -> (String, Vec<Value>) {
    let mut text = "SELECT seq, record FROM jobs WHERE seq > ?".to_owned();
    let mut values = vec![Value::from(whole(after))];
    if let Some(tenant) = &filter.tenant {
        text.push_str(" AND tenant = ?");
        values.push(tenant.clone().into());
    }
    // With one state an index has them in order; with several, those of the tenant are looked through.
    if let [state] = filter.states[..] {
        text.push_str(" AND state = ?");
        values.push(state.as_str().to_owned().into());
    }
    text.push_str(" ORDER BY seq");
    (text, values)
}

/// How much there is to do.
pub(super) fn load(connection: &Connection) -> Result<Load, StoreError> {
    let mut query = connection
        .prepare_cached(
            "SELECT total(queued), total(running),
                 (SELECT min(created) FROM jobs WHERE state IN ('queued', 'running'))
             FROM queues",
        )
        .map_err(told)?;
    let whole = |x: f64| x as u64;
    query
        .query_row([], |row| {
            let oldest: Option<i64> = row.get(2)?;
            Ok(Load {
                queued: whole(row.get(0)?),
                running: whole(row.get(1)?),
                oldest: oldest.and_then(|m| u64::try_from(m).ok()),
            })
        })
        .map_err(told)
}
