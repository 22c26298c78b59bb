//! What is wrong with a file: facts with their line, and their words in two languages.

use crate::base::Lang;
use crate::schedule::Fault;

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, where it is not the one that was asked for.
    pub file: Option<String>,
    /// The line, from 1; none where the whole file is meant.
    pub line: Option<usize>,
    /// What is wrong.
    pub cause: Cause,
}

/// What may be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Cause {
    /// No whole number from 0 on, or too large a one.
    NotANumber { value: String },
    /// The line has another number of figures than it should.
    Figures { found: usize, expected: usize },
    /// The line has fewer figures than it should.
    TooFewFigures { found: usize, least: usize },
    /// A part of the file is missing.
    Missing { part: &'static str },
    /// Another number of something than was announced.
    Count { what: &'static str, found: usize, announced: usize },
    /// The activity's line is not where it should be.
    Order { found: u32, expected: usize },
    /// An activity that is not there.
    NoActivity { value: String },
    /// A project that is not there.
    NoProject { value: String },
    /// The figure is larger than can be counted.
    TooLarge { value: String, most: u64 },
    /// The file has more of something than can be read.
    TooMany { what: &'static str, found: usize, most: usize },
    /// Doubly constrained resources.
    DoublyConstrained,
    /// A file that is named cannot be read.
    Unread { name: String, error: String },
    /// A name of a file that leads elsewhere than below the file that names it.
    Outside { name: String },
    /// No JSON, or not of this form.
    Json { error: String },
    /// A figure that means nothing there.
    Figure { path: String, value: String, expected: &'static str },
    /// The activities make no instance.
    Instance(Fault),
}

impl Problem {
    pub(crate) fn at(line: usize, cause: Cause) -> Self {
        Self { file: None, line: Some(line), cause }
    }

    pub(crate) fn whole(cause: Cause) -> Self {
        Self { file: None, line: None, cause }
    }

    /// It in one line, without the name of the file that was asked for.
    pub fn line(&self, lang: Lang) -> String {
        let file = self.file.as_ref().map(|f| format!("{f}: ")).unwrap_or_default();
        let line = self.line.map(|l| format!("{} {l}: ", lang.pick("ligne", "line"))).unwrap_or_default();
        format!("{file}{line}{}", self.cause.words(lang))
    }
}

impl Cause {
    fn words(&self, lang: Lang) -> String {
        let fr = matches!(lang, Lang::Fr);
        match self {
            Self::NotANumber { value } if fr => {
                format!("« {value} » n'est pas un nombre ; écrivez un entier, 0 ou plus")
            }
            Self::NotANumber { value } => format!("\"{value}\" is no number; write a whole number, 0 or more"),
            Self::Figures { found, expected } if fr => format!("{found} nombres ; donnez-en {expected}"),
            Self::Figures { found, expected } => format!("has {found} figures; give {expected}"),
            Self::TooFewFigures { found, least } if fr => format!("{found} nombres ; donnez-en au moins {least}"),
            Self::TooFewFigures { found, least } => format!("has {found} figures; give at least {least}"),
            Self::Missing { part } if fr => format!("« {part} » manque ; ajoutez-le"),
            Self::Missing { part } => format!("\"{part}\" is missing; add it"),
            Self::Count { what, found, announced } if fr => {
                format!("{what} : {found} au lieu des {announced} annoncés ; accordez l'annonce et le contenu")
            }
            Self::Count { what, found, announced } => {
                format!("{what}: {found} where {announced} are announced; make the two agree")
            }
            Self::Order { found, expected } if fr => {
                format!("activité {found} à la place de {expected} ; suivez l'ordre")
            }
            Self::Order { found, expected } => format!("activity {found} in the place of {expected}; keep their order"),
            Self::NoActivity { value } if fr => format!("l'activité {value} n'existe pas ; nommez-en une qui existe"),
            Self::NoActivity { value } => format!("there is no activity {value}; name one that is there"),
            Self::NoProject { value } if fr => format!("le projet {value} n'existe pas ; nommez-en un qui existe"),
            Self::NoProject { value } => format!("there is no project {value}; name one that is there"),
            Self::TooLarge { value, most } if fr => format!("{value} est trop grand ; donnez au plus {most}"),
            Self::TooLarge { value, most } => format!("{value} is too large; give at most {most}"),
            Self::TooMany { what, found, most } if fr => format!("{what} : {found} ; donnez-en au plus {most}"),
            Self::TooMany { what, found, most } => format!("{what}: {found}; give at most {most}"),
            Self::DoublyConstrained if fr => {
                "ressources doublement contraintes ; dites-les renouvelables ou non".to_owned()
            }
            Self::DoublyConstrained => {
                "has doubly constrained resources; say each as a renewable and a non-renewable one".to_owned()
            }
            Self::Unread { name, error } if fr => format!("{name} ne peut être lu ({error}) ; placez-le à côté"),
            Self::Unread { name, error } => format!("{name} cannot be read ({error}); put it beside this file"),
            Self::Outside { name } if fr => format!("{name} mène hors du répertoire ; nommez un fichier en dessous"),
            Self::Outside { name } => format!("{name} leads out of the folder; name a file below it"),
            Self::Json { error } if fr => format!("n'a pas la forme attendue ({error}) ; voyez le format PPSSP"),
            Self::Json { error } => format!("is not of the form ({error}); see the format PPSSP"),
            Self::Figure { path, value, expected } if fr => format!("{path} : {value} ; donnez {expected}"),
            Self::Figure { path, value, expected } => format!("{path}: is {value}; give {expected}"),
            Self::Instance(fault) => fault_words(fault, fr),
        }
    }
}

/// The kernel counts from 0, files from 1.
fn fault_words(fault: &Fault, fr: bool) -> String {
    if !fr {
        return match fault {
            Fault::Circle { activities } => format!(
                "activities follow one another in a circle: {}; break it (counted from 1 over the whole file)",
                from_one(activities)
            ),
            other => other.to_string(),
        };
    }
    match fault {
        Fault::Empty => "aucune activité ; donnez-en au moins une".to_owned(),
        Fault::NoMode { activity } => format!("l'activité {} n'a aucun mode ; donnez-en au moins un", activity + 1),
        Fault::TooManyModes { activity, modes } => format!("l'activité {} a {modes} modes ; c'est trop", activity + 1),
        Fault::TooManyUnits { units } => format!("{units} unités ; c'est trop"),
        Fault::Circle { activities } => {
            format!("des activités se suivent en rond : {} ; rompez-le", from_one(activities))
        }
        Fault::TooLong { horizon } => format!("l'ensemble dure {horizon} unités de temps ; c'est trop"),
        Fault::NoProject { activity, .. } => format!("l'activité {} n'est d'aucun projet", activity + 1),
        Fault::NoSuccessor { activity, .. } => format!("un successeur de l'activité {} n'existe pas", activity + 1),
        Fault::NoResource { activity, .. } => format!("une ressource de l'activité {} n'existe pas", activity + 1),
    }
}

fn from_one(activities: &[usize]) -> String {
    activities.iter().take(10).map(|a| (a + 1).to_string()).collect::<Vec<_>>().join(", ")
}
