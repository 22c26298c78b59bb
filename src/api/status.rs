//! Errors as callers get them: google.rpc.Status, with an ErrorInfo for programs and a LocalizedMessage for people.

use std::collections::HashMap;
use std::fmt::Display;
use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt};

use crate::base::Lang;
use crate::model::Problem;

/// Where the reasons are defined.
const DOMAIN: &str = "arbitre";

/// Bytes that the problems of one answer may take. An answer's details travel in a header in base64, and gRPC's C core,
/// beneath most clients, begins to refuse headers beyond 8 KiB, now and then at first, and always beyond 16; the sentence
/// travels beside them, each accent in three bytes. How many problems there are is told all the same;
/// ValidatePortfolio tells them all.
const ROOM: usize = 3_800;

/// Letters of a sentence that are told.
const LETTERS: usize = 160;

/// A request that says what it cannot say.
pub(super) fn invalid(problems: &[Problem], lang: Lang) -> Status {
    let count = problems.len();
    let text = match (count, lang) {
        (1, Lang::Fr) => "la demande ne convient pas : 1 problème".to_owned(),
        (1, Lang::En) => "the request cannot be used: 1 problem".to_owned(),
        (_, Lang::Fr) => format!("la demande ne convient pas : {count} problèmes"),
        (_, Lang::En) => format!("the request cannot be used: {count} problems"),
    };
    let mut details = details("INVALID_REQUEST", [("problems", count.to_string())], &text, lang);
    details.set_bad_request(violations(problems, lang));
    let first = problems.first().map(|p| short(&p.line(lang))).unwrap_or_default();
    Status::with_error_details(Code::InvalidArgument, format!("{text}; {first}"), details)
}

/// As many as there is room for, in their order; one at least.
fn violations(problems: &[Problem], lang: Lang) -> Vec<FieldViolation> {
    let mut left = ROOM;
    let mut fits = |v: &FieldViolation| {
        const FRAME: usize = 12;
        let needed = v.field.len() + v.description.len() + v.reason.len() + FRAME;
        let fits = needed <= left;
        left = left.saturating_sub(needed);
        fits
    };
    problems.iter().map(|p| violation(p, lang)).take_while(|v| fits(v)).collect()
}

fn violation(problem: &Problem, lang: Lang) -> FieldViolation {
    FieldViolation {
        field: short(&problem.path),
        description: short(&description(problem, lang)),
        reason: problem.code.as_str().to_owned(),
        localized_message: None,
    }
}

fn description(problem: &Problem, lang: Lang) -> String {
    let value = if problem.value.is_empty() { String::new() } else { format!(" [{}]", problem.value) };
    format!("{}{value}; {}", problem.message(lang), problem.remedy(lang))
}

fn short(text: &str) -> String {
    let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut out: String = clean.take(LETTERS).collect();
    if text.chars().nth(LETTERS).is_some() {
        out.push('…');
    }
    out
}

/// A limit that the operator set, and what was asked beyond it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Excess {
    /// The limit's name in the configuration.
    pub limit: &'static str,
    /// What is allowed.
    pub allowed: String,
    /// What was given, where it is known.
    pub given: Option<String>,
    /// The field of the request; empty for all of it.
    pub field: &'static str,
}

/// A request over a limit.
pub(super) fn over_limit(excess: &Excess, lang: Lang) -> Status {
    let Excess { limit, allowed, given, field } = excess;
    let text = match (given, lang) {
        (Some(given), Lang::Fr) => format!("limite {limit} dépassée : {given}, {allowed} au plus"),
        (Some(given), Lang::En) => format!("over the limit {limit}: {given}, at most {allowed}"),
        (None, Lang::Fr) => format!("limite {limit} dépassée : {allowed} au plus"),
        (None, Lang::En) => format!("over the limit {limit}: at most {allowed}"),
    };
    let given = given.iter().map(|g| ("given", g.clone()));
    let facts = [("limit", (*limit).to_owned()), ("allowed", allowed.clone())].into_iter().chain(given);
    let mut details = details("LIMIT_EXCEEDED", facts, &text, lang);
    let violation = FieldViolation { reason: "LIMIT_EXCEEDED".to_owned(), ..FieldViolation::new(*field, text.clone()) };
    details.set_bad_request(vec![violation]);
    Status::with_error_details(Code::InvalidArgument, text, details)
}

/// A workspace that there is not, or not for this tenant.
pub(super) fn no_workspace(lang: Lang) -> Status {
    let text = lang.pick(
        "espace de travail inconnu, ou déjà fermé ; ouvrez-en un autre",
        "there is no such workspace, or no longer; open another one",
    );
    Status::with_error_details(Code::NotFound, text, details("WORKSPACE_NOT_FOUND", [], text, lang))
}

/// Too many wait already.
pub(super) fn busy(retry: Duration, lang: Lang) -> Status {
    let text = lang.pick(
        "trop de demandes attendent déjà ; revenez un peu plus tard",
        "too many requests are waiting already; come again a little later",
    );
    let mut details = details("QUEUE_FULL", [], text, lang);
    details.set_retry_info(Some(retry));
    Status::with_error_details(Code::ResourceExhausted, text, details)
}

/// The server is about to stop.
pub(super) fn leaving(lang: Lang) -> Status {
    let text = lang.pick(
        "le service s'arrête ; adressez-vous à un autre ou revenez plus tard",
        "the server is shutting down; ask another one or come again later",
    );
    let mut details = details("SHUTTING_DOWN", [], text, lang);
    details.set_retry_info(Some(Duration::from_secs(5)));
    Status::with_error_details(Code::Unavailable, text, details)
}

/// The store of jobs cannot be reached, or has no room left. What it says of itself is the operator's business.
pub(super) fn store_unavailable(is_full: bool, lang: Lang) -> Status {
    let (reason, text) = match is_full {
        true => (
            "STORE_FULL",
            lang.pick("plus de place pour les tâches ; revenez plus tard", "no room left for jobs; come again later"),
        ),
        false => (
            "STORE_UNAVAILABLE",
            lang.pick(
                "les tâches sont hors d'atteinte ; revenez plus tard",
                "jobs cannot be reached; come again later",
            ),
        ),
    };
    let mut details = details(reason, [], text, lang);
    details.set_retry_info(Some(Duration::from_secs(2)));
    Status::with_error_details(Code::Unavailable, text, details)
}

/// The caller's deadline went by before there was anything to answer.
pub(super) fn too_late(lang: Lang) -> Status {
    let text = lang.pick("le délai est passé avant toute réponse", "the deadline went by before there was an answer");
    Status::with_error_details(Code::DeadlineExceeded, text, details("DEADLINE_EXCEEDED", [], text, lang))
}

/// An error of the engine's own, by the id that stands in the log.
pub(super) fn internal(incident: &dyn Display, lang: Lang) -> Status {
    let text = match lang {
        Lang::Fr => format!("erreur interne ; citez l'incident {incident}"),
        Lang::En => format!("internal error; please quote incident {incident}"),
    };
    let details = details("INTERNAL_ERROR", [("incident", incident.to_string())], &text, lang);
    Status::with_error_details(Code::Internal, text, details)
}

/// A message that the transport could not make out.
pub(super) fn malformed(told: &str, lang: Lang) -> Status {
    let text = match lang {
        Lang::Fr => format!("message illisible : {told}"),
        Lang::En => format!("the message cannot be read: {told}"),
    };
    Status::with_error_details(Code::InvalidArgument, text.clone(), details("MALFORMED_MESSAGE", [], &text, lang))
}

/// A caller who may not.
pub(super) fn refused(
    code: Code,
    reason: &str,
    facts: impl IntoIterator<Item = (&'static str, String)>,
    text: &str,
    lang: Lang,
) -> Status {
    Status::with_error_details(code, text, details(reason, facts, text, lang))
}

fn details(
    reason: &str,
    facts: impl IntoIterator<Item = (&'static str, String)>,
    text: &str,
    lang: Lang,
) -> ErrorDetails {
    let facts: HashMap<String, String> = facts.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    let mut details = ErrorDetails::with_error_info(reason, DOMAIN, facts);
    details.set_localized_message(lang.pick("fr-FR", "en-GB"), text);
    details
}
