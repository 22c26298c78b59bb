//! Of `arbitre job`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::super::stream::Stream;
use super::tls::TlsArgs;
use crate::wire::v1;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct JobArgs {
    #[command(flatten)]
    pub server: ServerArgs,
    #[command(subcommand)]
    pub command: JobCommand,
}

/// Which server, and as whom.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ServerArgs {
    /// Where the server listens; https:// needs --ca.
    #[arg(long, global = true, value_name = "URL", default_value = "http://127.0.0.1:50051")]
    pub server: String,
    /// A file with the token to show.
    #[arg(long, global = true, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    #[command(flatten)]
    pub tls: TlsArgs,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum JobCommand {
    /// Send jobs; prints the id of each, one a line, once all of them are safely kept.
    Submit(SubmitArgs),
    /// A line for each change of a job until it has ended. Exit code 0 if it succeeded, else 1.
    Watch(JobIdArgs),
    /// List jobs.
    List(ListArgs),
    /// Fetch a job's result, or the best so far.
    Result(ResultArgs),
    /// Call a job off; what it has found by then stays.
    Cancel(JobIdArgs),
    /// Forget a job that has ended, and its result.
    Delete(JobIdArgs),
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SubmitArgs {
    /// Each a CreateJobRequest: {"plan": {"portfolio": {...}, "options": {...}}, "priority": 5, "deadline": "..."}.
    #[arg(required = true)]
    pub requests: Vec<Stream>,
    /// The same id always means the same job, however often it is sent. With several requests, ID-1, ID-2 and so on.
    #[arg(long, value_name = "ID")]
    pub request_id: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct JobIdArgs {
    /// The job's id.
    pub id: String,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ListArgs {
    /// One line of JSON for each job.
    #[arg(long)]
    pub json: bool,
    /// Only in these states.
    #[arg(long, value_enum, value_name = "STATE")]
    pub state: Vec<StateArg>,
    /// Only with these labels.
    #[arg(long, value_name = "NAME=TEXT", value_parser = label)]
    pub label: Vec<(String, String)>,
    /// Of another tenant, or * for all; for administrators.
    #[arg(long, value_name = "TENANT")]
    pub tenant: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum StateArg {
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

impl From<StateArg> for v1::JobState {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Queued => Self::Queued,
            StateArg::Running => Self::Running,
            StateArg::Succeeded => Self::Succeeded,
            StateArg::Failed => Self::Failed,
            StateArg::Cancelled => Self::Cancelled,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ResultArgs {
    /// The job's id.
    pub id: String,
    /// Where the document goes that was asked for: a plan, a comparison with its plans, a frontier.
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: Stream,
    /// Write all that there is to say of the result, the document within it: input hash, engine, seed, steps, verdicts.
    #[arg(long)]
    pub envelope: bool,
}

fn label(text: &str) -> Result<(String, String), &'static str> {
    let (name, text) = text.split_once('=').ok_or("write it like night=2026-11-25")?;
    Ok((name.to_owned(), text.to_owned()))
}
