//! Why a command cannot do what it was asked, and the lines that say so.

use std::io;

use tonic::Code;
use tonic_types::StatusExt;

use crate::api::ServeError;
use crate::api::config::ConfigProblem;
use crate::api::telemetry::StartError;
use crate::base::Lang;
use crate::check::Violation;
use crate::exchange::{self, Unsayable};
use crate::job::StoreError;
use crate::model::Problem;
use crate::report::dossier::BookError;
use crate::solve::InternalError;

/// One file, stream or flag that cannot be used; or an error of the program's own.
#[derive(Debug)]
pub(super) enum Failure {
    /// A document with problems.
    Document { file: String, problems: Vec<Problem> },
    /// A plan that breaks constraints or gives wrong figures.
    Plan { file: String, violations: Vec<Violation> },
    /// A public instance with problems.
    Instance { file: String, problems: Vec<exchange::Problem> },
    /// A file whose name says no format of instances.
    UnknownFormat { file: String },
    /// An instance that no portfolio can say.
    Unsayable { file: String, reasons: Vec<Unsayable> },
    /// A comparison beside another.
    ComparisonTwice { file: String },
    /// An arbitration beside another.
    ArbitrationTwice { file: String },
    /// A file that cannot be read or written.
    File { file: String, error: io::Error },
    /// Standard input stands for more than one file.
    StandardInputTwice,
    /// The system does not let itself be asked for Ctrl-C.
    Interrupt(ctrlc::Error),
    /// The configuration cannot be used.
    Config(Vec<ConfigProblem>),
    /// Logs, metrics and traces cannot be begun.
    Telemetry(StartError),
    /// The system gives no threads, or no signals.
    System(io::Error),
    /// An address that cannot be called.
    Address { address: String, error: tonic::transport::Error },
    /// The system has no chance to give.
    NoRandomness,
    /// No store of jobs is named.
    NoStore,
    /// A store of jobs cannot be used.
    Store(StoreError),
    /// A server refuses what it is asked, or cannot be reached.
    Answer { server: String, status: Box<tonic::Status> },
    /// The server does not run.
    Serve(ServeError),
    /// The dossier cannot be a workbook.
    Book(BookError),
    /// The engine made a plan that its referee refuses.
    Internal(InternalError),
}

impl Failure {
    /// One line for each thing that is wrong.
    pub(super) fn lines(&self, lang: Lang) -> Vec<String> {
        match self {
            Self::Document { file, problems } => problems.iter().map(|p| format!("{file}: {}", p.line(lang))).collect(),
            Self::Plan { file, violations } => {
                let separator = lang.pick(" : ", ": ");
                violations.iter().map(|v| format!("{file}{separator}{}", v.line(lang))).collect()
            }
            Self::Instance { file, problems } => problems.iter().map(|p| format!("{file}: {}", p.line(lang))).collect(),
            Self::UnknownFormat { file } => vec![format!(
                "{file}: {}",
                lang.pick(
                    "l'extension ne dit pas le format ; indiquez-le par --format",
                    "the extension does not say the format; say it by --format",
                )
            )],
            Self::Unsayable { file, reasons } => reasons.iter().map(|r| format!("{file}: {}", r.line(lang))).collect(),
            Self::ComparisonTwice { file } => vec![format!(
                "{file}: {}",
                lang.pick("une comparaison de trop ; donnez-en une seule", "one comparison too many; give one only")
            )],
            Self::ArbitrationTwice { file } => vec![format!(
                "{file}: {}",
                lang.pick("un arbitrage de trop ; donnez-en un seul", "one arbitration too many; give one only")
            )],
            Self::File { file, error } => vec![format!("{file}: {}", cause(error, lang))],
            Self::StandardInputTwice => vec![format!(
                "-: {}",
                lang.pick(
                    "l'entrée standard ne peut tenir lieu que d'un fichier ; nommez les autres",
                    "standard input can stand for one file only; name the others",
                )
            )],
            Self::Interrupt(error) => vec![format!("Ctrl-C: {error}")],
            Self::Config(problems) => problems.iter().map(|p| p.line(lang)).collect(),
            Self::Telemetry(error) => vec![error.to_string()],
            Self::System(error) => vec![error.to_string()],
            Self::Address { address, error } => vec![format!("{address}: {error}")],
            Self::NoRandomness => {
                vec![lang.pick("le système ne donne pas de hasard", "the system gives no randomness").to_owned()]
            }
            Self::NoStore => vec![
                lang.pick(
                    "indiquez où sont les tâches, par --store ou jobs.store : sqlite:FICHIER ou nats://HÔTE:PORT",
                    "say where jobs are kept, by --store or jobs.store: sqlite:FILE or nats://HOST:PORT",
                )
                .to_owned(),
            ],
            Self::Store(error) => vec![error.to_string()],
            Self::Answer { server, status } => answer(server, status),
            Self::Serve(error) => vec![error.line(lang)],
            Self::Book(error) => vec![format!("{}: {error}", lang.pick("classeur", "workbook"))],
            Self::Internal(error) => vec![format!("{}: {error}", lang.pick("erreur interne", "internal error"))],
        }
    }
}

impl Failure {
    /// Whether asking again later may help.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Answer { status, .. } => {
                matches!(status.code(), Code::Unavailable | Code::Unknown | Code::Cancelled | Code::DeadlineExceeded)
            }
            Self::Store(error) => error.is_passing(),
            _ => false,
        }
    }
}

/// What the server says: each problem with its place, or the one sentence.
fn answer(server: &str, status: &tonic::Status) -> Vec<String> {
    let problems = status.get_details_bad_request().map(|b| b.field_violations).unwrap_or_default();
    if problems.is_empty() {
        return vec![format!("{server}: {}", status.message())];
    }
    problems.iter().map(|p| format!("{server}: {}: {} [{}]", p.field, p.description, p.reason)).collect()
}

impl From<Failure> for Vec<Failure> {
    fn from(failure: Failure) -> Self {
        vec![failure]
    }
}

/// What the system says of a file; the usual cases in the reader's language.
fn cause(error: &io::Error, lang: Lang) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => {
            lang.pick("fichier ou répertoire introuvable", "no such file or directory").to_owned()
        }
        io::ErrorKind::IsADirectory => {
            lang.pick("est un répertoire, pas un fichier", "is a directory, not a file").to_owned()
        }
        io::ErrorKind::PermissionDenied => lang.pick("accès refusé", "access denied").to_owned(),
        _ => error.to_string(),
    }
}
