//! Jobs sent, called off and forgotten.

use super::client::Client;
use crate::cli::args::SubmitArgs;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::load::{self, Gathered};
use crate::cli::stream::Stream;
use crate::wire::v1;

/// Bytes of requests in one call, well below what servers take by default.
const BYTES: usize = 16 << 20;

/// Requests of one call.
const COUNT: usize = 100;

/// Every file, or all that is wrong with any of them.
pub(super) fn read(args: &SubmitArgs) -> Result<Vec<v1::CreateJobRequest>, Vec<Failure>> {
    load::distinct(args.requests.iter().map(Some))?;
    let mut gathered = Gathered::default();
    let read: Vec<Option<v1::CreateJobRequest>> =
        args.requests.iter().map(|source| gathered.take(load::job_request(source))).collect();
    let Some(mut requests) = read.into_iter().collect::<Option<Vec<_>>>() else { return Err(gathered.failures()) };
    if let Some(id) = &args.request_id {
        let is_one = requests.len() == 1;
        for (request, number) in requests.iter_mut().zip(1..) {
            request.request_id = if is_one { id.clone() } else { format!("{id}-{number}") };
        }
    }
    Ok(requests)
}

/// Sends them, and prints each job's id once it is safely kept.
pub(super) fn run(client: &Client, requests: Vec<v1::CreateJobRequest>) -> Result<Exit, Vec<Failure>> {
    for jobs in batches(requests) {
        let answer: v1::CreateJobsResponse = client.ask("CreateJobs", v1::CreateJobsRequest { jobs })?;
        let ids = answer.jobs.into_iter().filter_map(|created| Some(created.job?.id + "\n"));
        Stream::Standard.write(ids.collect::<String>().as_bytes())?;
    }
    Ok(Exit::Done)
}

fn batches(requests: Vec<v1::CreateJobRequest>) -> Vec<Vec<v1::CreateJobRequest>> {
    use prost::Message;
    let (mut all, mut bytes): (Vec<Vec<v1::CreateJobRequest>>, usize) = (Vec::new(), usize::MAX);
    for request in requests {
        let own = request.encoded_len();
        match all.last_mut() {
            Some(last) if last.len() < COUNT && bytes.saturating_add(own) <= BYTES => {
                last.push(request);
                bytes += own;
            }
            _ => {
                all.push(vec![request]);
                bytes = own;
            }
        }
    }
    all
}

/// Calls a job off.
pub(super) fn cancel(client: &Client, id: &str) -> Result<Exit, Vec<Failure>> {
    let _: v1::CancelJobResponse = client.ask("CancelJob", v1::CancelJobRequest { id: id.to_owned() })?;
    Ok(Exit::Done)
}

/// Forgets a job.
pub(super) fn delete(client: &Client, id: &str) -> Result<Exit, Vec<Failure>> {
    let _: v1::DeleteJobResponse = client.ask("DeleteJob", v1::DeleteJobRequest { id: id.to_owned() })?;
    Ok(Exit::Done)
}
