//! A job watched to its end; a connection that breaks is taken up again.

use std::thread;
use std::time::Duration;

use super::client::Client;
use super::list::state;
use crate::base::Lang;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::stream::Stream;
use crate::report::{decimal, percent};
use crate::wire::v1;

/// How often a server that is away is looked for, and how many times in a row.
const PAUSE: Duration = Duration::from_secs(2);
const TRIES: u32 = 150;

/// A line for each change. The exit says how the job ended.
pub(super) fn run(client: &Client, id: &str, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let (mut last, mut tries): (Option<v1::Job>, u32) = (None, 0);
    loop {
        let after_version = last.as_ref().map(|job| job.version);
        let asked = v1::WatchJobRequest { id: id.to_owned(), after_version };
        let heard = client.listen("WatchJob", asked, |response: v1::WatchJobResponse| {
            tries = 0;
            let Some(job) = response.job else { return Ok(false) };
            Stream::Standard.write((line(&job, lang) + "\n").as_bytes())?;
            let is_over = is_over(&job);
            last = Some(job);
            Ok(is_over)
        });
        match (last.as_ref().filter(|job| is_over(job)), heard) {
            (Some(job), _) => return Ok(exit(job)),
            (None, Err(failure)) if !failure.is_passing() || tries >= TRIES => return Err(failure.into()),
            (None, _) => {
                tries += 1;
                thread::sleep(PAUSE);
            }
        }
    }
}

fn is_over(job: &v1::Job) -> bool {
    matches!(job.state(), v1::JobState::Succeeded | v1::JobState::Failed | v1::JobState::Cancelled)
}

fn exit(job: &v1::Job) -> Exit {
    if job.state() == v1::JobState::Succeeded { Exit::Done } else { Exit::Refused }
}

/// State, attempt, value, bound, gap, and what is wrong.
fn line(job: &v1::Job, lang: Lang) -> String {
    let mut text = state(job, lang).to_owned();
    if job.attempts.len() > 1 {
        text.push_str(&format!("  {} {}", lang.pick("tentative", "attempt"), job.attempts.len()));
    }
    if let Some(p) = &job.progress {
        let figure = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| decimal(x, 1, lang));
        let gap = p.gap.map_or_else(|| "–".to_owned(), |gap| percent(gap, 2, lang));
        let (value, bound) = (figure(p.value), figure(p.bound));
        let (value_word, bound_word, gap_word) = lang.pick(("valeur", "borne", "écart"), ("value", "bound", "gap"));
        text.push_str(&format!("  {value_word} {value}  {bound_word} {bound}  {gap_word} {gap}"));
    }
    if !job.error.is_empty() {
        text.push_str(&format!("  {}", job.error));
    }
    text
}
