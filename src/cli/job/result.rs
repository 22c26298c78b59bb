//! A job's result: the document that was asked for, such as a plan, in a file, and where it comes from in a few lines.

use super::client::Client;
use crate::base::Lang;
use crate::cli::args::ResultArgs;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::stream::Stream;
use crate::wire::v1::job_result::Result as Found;
use crate::wire::{self, Form, v1};

/// Fetches it, the best so far where the job has not ended.
pub(super) fn run(client: &Client, args: &ResultArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    args.out.expect_writable()?;
    let answer: v1::GetJobResultResponse =
        client.ask("GetJobResult", v1::GetJobResultRequest { id: args.id.clone() })?;
    let result = answer.result.unwrap_or_default();
    args.out.write(&document(&result, args.envelope, args.out.form()))?;
    if let Stream::File(_) = args.out {
        Stream::Standard.write(summary(&result, lang).as_bytes())?;
    }
    Ok(exit(&result))
}

/// The plan, the comparison with its plans, or the frontier; or all that there is to say.
fn document(result: &v1::JobResult, envelope: bool, form: Form) -> Vec<u8> {
    match &result.result {
        Some(Found::Plan(plan)) if !envelope => wire::message_bytes(plan, form),
        Some(Found::Comparison(comparison)) if !envelope => wire::message_bytes(comparison, form),
        Some(Found::Frontier(frontier)) if !envelope => wire::message_bytes(frontier, form),
        Some(Found::Arbitration(arbitration)) if !envelope => wire::message_bytes(arbitration, form),
        Some(_) | None => wire::message_bytes(result, form),
    }
}

fn summary(r: &v1::JobResult, lang: Lang) -> String {
    let is_final = match r.r#final {
        true => lang.pick("résultat final", "final result"),
        false => lang.pick("meilleur résultat jusqu'ici", "best so far"),
    };
    let passed = r.verdicts.iter().filter(|v| v.passed).count();
    let (input, engine, seed, steps, referee) = lang.pick(
        ("entrée", "moteur", "graine", "pas", "plans admis par l'arbitre"),
        ("input", "engine", "seed", "steps", "plans that the referee passed"),
    );
    format!(
        "{is_final}\n{input} {}\n{engine} {}  {seed} {}  {steps} {}\n{referee}: {passed}/{}\n",
        r.input_hash,
        r.engine_version,
        r.seed,
        r.steps,
        r.verdicts.len()
    )
}

/// What is known of the plan, as for `arbitre plan`.
fn exit(result: &v1::JobResult) -> Exit {
    let Some(Found::Plan(plan)) = &result.result else { return Exit::Done };
    match plan.status() {
        v1::PlanStatus::Infeasible => Exit::Refused,
        v1::PlanStatus::Unknown => Exit::TimeUp,
        v1::PlanStatus::Unspecified | v1::PlanStatus::Optimal | v1::PlanStatus::Feasible => Exit::Done,
    }
}
