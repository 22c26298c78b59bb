//! Why a command cannot do what it was asked, and the lines that say so.

use std::io;

use crate::api::ServeError;
use crate::api::config::ConfigProblem;
use crate::api::telemetry::StartError;
use crate::base::Lang;
use crate::check::Violation;
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
            Self::Serve(error) => vec![error.line(lang)],
            Self::Book(error) => vec![format!("{}: {error}", lang.pick("classeur", "workbook"))],
            Self::Internal(error) => vec![format!("{}: {error}", lang.pick("erreur interne", "internal error"))],
        }
    }
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
