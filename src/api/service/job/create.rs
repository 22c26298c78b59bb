//! CreateJob and CreateJobs.

use tonic::{Request, Response, Status};

use super::room::{Counter, Refused, Room};
use crate::api::case::{Case, Objection};
use crate::api::config::Limits;
use crate::api::limits;
use crate::api::service::compare;
use crate::arbitrate;
use crate::base::Lang;
use crate::job::{self, Asked, Record};
use crate::model::{Problem, ProblemCode};
use crate::study::{Decided, Exploration};
use crate::wire::v1::create_job_request::Work;
use crate::wire::{self, v1};

/// Jobs of one call.
const MOST: usize = 1_000;

/// CreateJob.
pub(super) async fn one(
    room: &Room,
    request: Request<v1::CreateJobRequest>,
) -> Result<Response<v1::CreateJobResponse>, Status> {
    room.answer(request, |at, asked| {
        let (record, work) = ready(at, asked, "")?;
        keep(at, &record, &work)
    })
    .await
}

/// CreateJobs.
pub(super) async fn many(
    room: &Room,
    request: Request<v1::CreateJobsRequest>,
) -> Result<Response<v1::CreateJobsResponse>, Status> {
    room.answer(request, |at, asked| {
        let count = asked.jobs.len();
        if count == 0 {
            return Err(vec![Problem::new(ProblemCode::Missing, "jobs", "")].into());
        }
        if count > MOST {
            return Err(vec![Problem::new(ProblemCode::TooLong, "jobs", count).with(format!("{MOST}"))].into());
        }
        let (mut all, mut problems) = (Vec::new(), Vec::new());
        for (i, job) in asked.jobs.into_iter().enumerate() {
            match ready(at, job, &format!("jobs[{i}]")) {
                Ok(one) => all.push(one),
                Err(Refused::Objection(Objection::Problems(found))) => problems.extend(found),
                Err(other) => return Err(other),
            }
        }
        if !problems.is_empty() {
            return Err(problems.into());
        }
        let jobs = all.iter().map(|(record, asked)| keep(at, record, asked)).collect::<Result<_, _>>()?;
        Ok(v1::CreateJobsResponse { jobs })
    })
    .await
}

/// The job that a request asks for, with nothing wrong in it.
fn ready(at: &Counter, request: v1::CreateJobRequest, path: &str) -> Result<(Record, Asked), Refused> {
    let under = |problems: Vec<Problem>| -> Vec<Problem> {
        if path.is_empty() { problems } else { problems.into_iter().map(|p| p.under(path)).collect() }
    };
    let (wrapping, work, mut problems) = job::unwrap(request);
    let tenant = match at.tenant(&wrapping.tenant) {
        Err(Refused::Objection(Objection::Problems(found))) => {
            problems.extend(found);
            String::new()
        }
        other => other?,
    };
    match work.as_ref().map_or(Ok(()), |work| usable(work, &at.limits)) {
        Err(Objection::Problems(found)) => problems.extend(found),
        other => other?,
    }
    let (Some(work), true) = (work, problems.is_empty()) else { return Err(under(problems).into()) };
    let asked = Asked::new(work);
    let record = job::record(wrapping, &asked, &tenant, at.lang).ok_or(Refused::NoChance)?;
    Ok((record, asked))
}

fn keep(at: &Counter, record: &Record, asked: &Asked) -> Result<v1::CreateJobResponse, Refused> {
    let (kept, created) = at.store.submit(record, &asked.input)?;
    Ok(v1::CreateJobResponse { job: Some(job::message(&kept)), created })
}

/// Whether the work can be done, as far as the service that is meant would say.
fn usable(work: &Work, bounds: &Limits) -> Result<(), Objection> {
    let (field, found) = match work.clone() {
        Work::Plan(request) => ("plan", plan(request, bounds)),
        Work::Compare(request) => ("compare", compare(request, bounds)),
        Work::Frontier(request) => ("frontier", frontier(request, bounds)),
        Work::Arbitrate(request) => ("arbitrate", arbitrate(request, bounds)),
    };
    found.map_err(|objection| match objection {
        Objection::Problems(problems) => Objection::Problems(problems.into_iter().map(|p| p.under(field)).collect()),
        over @ Objection::OverLimit(_) => over,
    })
}

fn compare(request: v1::CompareScenariosRequest, bounds: &Limits) -> Result<(), Objection> {
    compare::cases(&wire::read_compare_request(request)?, bounds).map(|_| ())
}

fn frontier(request: v1::ExploreFrontierRequest, bounds: &Limits) -> Result<(), Objection> {
    let order = wire::read_frontier_request(request)?;
    limits::hold_wishes(bounds, &order.wishes)?;
    limits::hold_points(bounds, order.points)?;
    let case = Case::new(order.subject, bounds)?;
    let decided = Decided { plan: order.decided.baseline.as_ref(), frozen_until: order.decided.frozen_until };
    let asked = Exploration { draft: &case.draft, decided, axis: &order.axis, points: order.points };
    Ok(asked.validate()?)
}

fn arbitrate(request: v1::ArbitrateRequest, bounds: &Limits) -> Result<(), Objection> {
    let order = wire::read_arbitrate_request(request)?;
    limits::hold_wishes(bounds, &order.wishes)?;
    let case = Case::new(order.subject, bounds)?;
    limits::hold_demands(bounds, &case.draft, &order.demands)?;
    let asked = order.terms.asked(&case.draft, &order.demands, &order.baseline, order.decided, Lang::default());
    Ok(arbitrate::validate(&asked)?)
}

fn plan(request: v1::PlanRequest, bounds: &Limits) -> Result<(), Objection> {
    let order = wire::read_plan_request(request)?;
    limits::hold_wishes(bounds, &order.wishes)?;
    Case::new(order.subject, bounds).map(|_| ())
}
