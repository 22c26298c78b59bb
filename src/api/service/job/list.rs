//! ListJobs.

use super::room::{Counter, Refused};
use crate::api::case::Objection;
use crate::job::{self, Filter};
use crate::model::{Problem, ProblemCode};
use crate::wire::v1;

/// Jobs of a page of which nothing is said, and the most.
const PAGE: u32 = 100;
const MOST: u32 = 1_000;

/// A page.
pub(super) fn page(at: &Counter, asked: v1::ListJobsRequest) -> Result<v1::ListJobsResponse, Refused> {
    let mut problems = Vec::new();
    let limit = asked.page_size.unwrap_or(PAGE);
    if !(1..=MOST).contains(&limit) {
        problems.push(Problem::new(ProblemCode::OutOfRange, "pageSize", limit).with(format!("1..{MOST}")));
    }
    let after = match &asked.page_token[..] {
        "" => None,
        token => {
            let read = u64::from_str_radix(token, 16).ok();
            if read.is_none() {
                problems.push(Problem::new(ProblemCode::UnknownId, "pageToken", token));
            }
            read
        }
    };
    let states = asked.states().map(job::read_state).collect::<Option<Vec<_>>>();
    if states.is_none() {
        problems.push(Problem::new(ProblemCode::UnknownEnum, "states", "JOB_STATE_UNSPECIFIED"));
    }
    let tenant = match at.tenant(&asked.tenant) {
        _ if asked.tenant == "*" && at.is_admin => None,
        Err(Refused::Objection(Objection::Problems(found))) => {
            problems.extend(found);
            None
        }
        other => Some(other?),
    };
    let (Some(states), true) = (states, problems.is_empty()) else { return Err(problems.into()) };
    let filter = Filter { tenant, states, labels: asked.labels };
    let page = at.store.list(&filter, after, limit as usize)?;
    Ok(v1::ListJobsResponse {
        jobs: page.jobs.iter().map(job::message).collect(),
        next_page_token: page.next.map(|next| format!("{next:x}")).unwrap_or_default(),
    })
}
