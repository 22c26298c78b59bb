//! Jobs in a table, or one line of JSON for each.

use super::client::Client;
use crate::base::Lang;
use crate::cli::args::ListArgs;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::stream::Stream;
use crate::report::percent;
use crate::wire::{self, v1};

/// Jobs of a page.
const PAGE: u32 = 500;

/// Page by page, as they come.
pub(super) fn run(client: &Client, args: &ListArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let mut asked = v1::ListJobsRequest {
        states: args.state.iter().map(|s| v1::JobState::from(*s).into()).collect(),
        labels: args.label.iter().cloned().collect(),
        page_size: Some(PAGE),
        tenant: args.tenant.clone().unwrap_or_default(),
        page_token: String::new(),
    };
    loop {
        let page: v1::ListJobsResponse = client.ask("ListJobs", asked.clone())?;
        let line = |job: &v1::Job| if args.json { wire::message_line(job) } else { row(job, lang) };
        let text: String = page.jobs.iter().map(|job| line(job) + "\n").collect();
        Stream::Standard.write(text.as_bytes())?;
        if page.next_page_token.is_empty() {
            return Ok(Exit::Done);
        }
        asked.page_token = page.next_page_token;
    }
}

/// Id, state, gap, created, attempts, tenant, portfolio.
fn row(job: &v1::Job, lang: Lang) -> String {
    let gap = job.progress.as_ref().and_then(|p| p.gap).map_or_else(|| "–".to_owned(), |gap| percent(gap, 1, lang));
    let state = state(job, lang);
    format!(
        "{}  {state:<10}  {gap:>8}  {}  {}  {}  {}",
        job.id,
        job.created,
        job.attempts.len(),
        job.tenant,
        job.portfolio
    )
}

/// A state in a word.
pub(super) fn state(job: &v1::Job, lang: Lang) -> &'static str {
    match job.state() {
        v1::JobState::Unspecified => "?",
        v1::JobState::Queued => lang.pick("en attente", "queued"),
        v1::JobState::Running => lang.pick("en cours", "running"),
        v1::JobState::Succeeded => lang.pick("réussie", "succeeded"),
        v1::JobState::Failed => lang.pick("échouée", "failed"),
        v1::JobState::Cancelled => lang.pick("annulée", "cancelled"),
    }
}
