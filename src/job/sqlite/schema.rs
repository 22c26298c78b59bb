//! The tables, and how a file of an earlier version comes to have them.

use rusqlite::{Connection, TransactionBehavior};

use super::error::told;
use crate::job::store::StoreError;

/// One script for each version, in order: a file of version n has had the first n of them. A script that was released is
/// never changed; what changes is a script of its own after it.
const MIGRATIONS: [&str; 1] = [
    // A job's record is JSON; beside it stands what jobs are found by. How many wait and run is counted as they change,
    // so that handing out takes as long with a hundred thousand as with ten.
    "CREATE TABLE jobs (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        tenant TEXT NOT NULL,
        state TEXT NOT NULL,
        priority INTEGER NOT NULL,
        deadline INTEGER NOT NULL,
        created INTEGER NOT NULL,
        not_before INTEGER NOT NULL,
        lease_until INTEGER NOT NULL,
        expires INTEGER,
        input TEXT NOT NULL,
        result TEXT,
        record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX jobs_waiting ON jobs (priority, tenant, deadline, seq) WHERE state = 'queued';
    CREATE INDEX jobs_running ON jobs (lease_until) WHERE state = 'running';
    CREATE INDEX jobs_open ON jobs (created) WHERE state IN ('queued', 'running');
    CREATE INDEX jobs_ended ON jobs (expires) WHERE expires IS NOT NULL;
    CREATE INDEX jobs_of_tenant ON jobs (tenant, seq);
    CREATE INDEX jobs_of_tenant_by_state ON jobs (tenant, state, seq);
    CREATE INDEX jobs_by_state ON jobs (state, seq);
    CREATE INDEX jobs_by_input ON jobs (input);
    CREATE INDEX jobs_by_result ON jobs (result) WHERE result IS NOT NULL;
    CREATE TABLE queues (
        priority INTEGER NOT NULL,
        tenant TEXT NOT NULL,
        queued INTEGER NOT NULL,
        running INTEGER NOT NULL,
        served INTEGER NOT NULL,
        PRIMARY KEY (priority, tenant)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER job_comes AFTER INSERT ON jobs BEGIN
        INSERT INTO queues VALUES (new.priority, new.tenant, new.state = 'queued', new.state = 'running', 0)
        ON CONFLICT DO UPDATE SET
            queued = queued + excluded.queued, running = running + excluded.running;
    END;
    CREATE TRIGGER job_changes AFTER UPDATE OF state ON jobs WHEN old.state <> new.state BEGIN
        UPDATE queues SET
            queued = queued + (new.state = 'queued') - (old.state = 'queued'),
            running = running + (new.state = 'running') - (old.state = 'running')
        WHERE priority = new.priority AND tenant = new.tenant;
        DELETE FROM queues WHERE priority = new.priority AND tenant = new.tenant AND queued = 0 AND running = 0;
    END;
    CREATE TABLE kept (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;",
];

/// Brings the file up to date. A file of a later version is left alone.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if version(connection)? == known {
        return Ok(());
    }
    // Looked at again once nobody else can be at it.
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(told)?;
    let found = version(&change)?;
    let done = usize::try_from(found).ok().filter(|n| *n <= MIGRATIONS.len());
    let Some(done) = done else { return Err(StoreError::Newer { found, known }) };
    for script in &MIGRATIONS[done..] {
        change.execute_batch(script).map_err(told)?;
    }
    change.pragma_update(None, "user_version", known).map_err(told)?;
    change.commit().map_err(told)
}

fn version(connection: &Connection) -> Result<i64, StoreError> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(told)
}
