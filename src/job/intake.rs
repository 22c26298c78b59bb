//! What a request for a job says around its work: held to what there is room for, and made into a record.

use std::collections::BTreeMap;

use super::name;
use super::record::Record;
use super::time::{self, Millis, now};
use super::work::Asked;
use crate::base::Lang;
use crate::model::{Problem, ProblemCode};
use crate::wire::v1;

/// The most letters of a request id, of a label's name and of its text, and the most labels.
const REQUEST_ID: usize = 128;
const LABEL_NAME: usize = 64;
const LABEL_TEXT: usize = 256;
const LABELS: usize = 32;

/// Priorities, both ways.
const PRIORITY: i32 = 100;

/// What stands around the work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wrapping {
    /// The caller's id for it.
    pub request_id: String,
    /// Higher goes first.
    pub priority: i32,
    /// When it has to be there.
    pub deadline: Option<Millis>,
    /// For whom, if not for the caller's own tenant.
    pub tenant: String,
    /// The caller's words for it.
    pub labels: BTreeMap<String, String>,
}

/// Takes the work out of its wrapping; both, with all that is wrong with the wrapping. There is no work only if that is
/// among the problems.
pub fn unwrap(request: v1::CreateJobRequest) -> (Wrapping, Option<v1::create_job_request::Work>, Vec<Problem>) {
    let v1::CreateJobRequest { work, request_id, priority, deadline, tenant, labels } = request;
    let mut problems = Vec::new();
    too_long(&mut problems, "requestId", &request_id, REQUEST_ID);
    if !(-PRIORITY..=PRIORITY).contains(&priority) {
        let range = format!("-{PRIORITY}..{PRIORITY}");
        problems.push(Problem::new(ProblemCode::OutOfRange, "priority", priority).with(range));
    }
    let moment = time::parse(&deadline);
    if moment.is_none() && !deadline.is_empty() {
        problems.push(Problem::new(ProblemCode::BadMoment, "deadline", &deadline));
    }
    if labels.len() > LABELS {
        problems.push(Problem::new(ProblemCode::TooLong, "labels", labels.len()).with(format!("{LABELS}")));
    }
    for (key, value) in &labels {
        too_long(&mut problems, "labels", key, LABEL_NAME);
        too_long(&mut problems, &format!("labels.{key}"), value, LABEL_TEXT);
    }
    if work.is_none() {
        problems.push(Problem::new(ProblemCode::Missing, "plan", "").with("plan, compare, frontier, arbitrate"));
    }
    (Wrapping { request_id, priority, deadline: moment, tenant, labels }, work, problems)
}

fn too_long(problems: &mut Vec<Problem>, path: &str, text: &str, most: usize) {
    if text.chars().count() > most {
        problems.push(Problem::new(ProblemCode::TooLong, path, text).with(format!("{most}")));
    }
}

/// A job that waits; none if the system has no chance to give for its id.
pub fn record(wrapping: Wrapping, asked: &Asked, tenant: &str, lang: Lang) -> Option<Record> {
    let Wrapping { request_id, priority, deadline, labels, .. } = wrapping;
    let id = match request_id.is_empty() {
        true => name::fresh_id()?,
        false => name::id_of_request(tenant, &request_id),
    };
    Some(Record {
        request_id,
        tenant: tenant.to_owned(),
        labels,
        priority,
        deadline,
        portfolio: asked.portfolio.clone(),
        lang: lang.pick("fr", "en").to_owned(),
        ..Record::queued(id, asked.kind, asked.hash.clone(), now())
    })
}
