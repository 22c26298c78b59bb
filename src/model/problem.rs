//! What is wrong with an input: facts, and the words for them in French and English.

use std::fmt;

use crate::base::Lang;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of thing.
    pub code: ProblemCode,
    /// Where, as a JSON path from the document's root: `frameworks[2].maxAmount`; empty for the document.
    pub path: String,
    /// The value found, as text.
    pub value: String,
    /// What else the sentence needs: the other end of a contradiction, a cycle, an unknown name's kind.
    pub detail: String,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $code:literal $fr:literal $fr_fix:literal $en:literal $en_fix:literal)*) => {
        /// Kinds of problems. The text is stable: clients may match on [`ProblemCode::as_str`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ProblemCode { $($(#[$doc])* $name,)* }

        impl ProblemCode {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as written in answers.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            fn message(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Self::$name, Lang::Fr) => $fr, (Self::$name, Lang::En) => $en,)* }
            }

            fn remedy(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Self::$name, Lang::Fr) => $fr_fix, (Self::$name, Lang::En) => $en_fix,)* }
            }
        }
    };
}

codes! {
    /// The text is no JSON, or the bytes are no message.
    Syntax "SYNTAX" "ne se lit pas" "corrigez la syntaxe" "cannot be read" "correct the syntax"
    /// The same key twice in one object.
    DuplicateKey "DUPLICATE_KEY" "clé présente deux fois" "gardez-en une" "key stands twice" "keep one of them"
    /// A field that the contract does not have.
    UnknownField "UNKNOWN_FIELD" "champ inconnu" "retirez-le ou corrigez son nom" "unknown field" "take it out or correct its name"
    /// A value of another type.
    WrongType "WRONG_TYPE" "n'est pas du type attendu" "donnez une valeur de ce type" "is not of the expected type" "give a value of this type"
    /// No such enum value, or none given where one is needed.
    UnknownEnum "UNKNOWN_ENUM" "valeur d'énumération inconnue ou absente" "choisissez une valeur du contrat" "unknown or missing enum value" "choose one of the contract's values"
    /// Something that has to be there is not.
    Missing "MISSING" "manque" "ajoutez-le" "is missing" "add it"
    /// An id is empty.
    EmptyId "EMPTY_ID" "identifiant vide" "donnez un identifiant" "empty id" "give it an id"
    /// An id stands twice in its list.
    DuplicateId "DUPLICATE_ID" "identifiant déjà pris" "donnez un identifiant unique" "id is taken already" "give it an id of its own"
    /// An id that refers to nothing.
    UnknownId "UNKNOWN_ID" "identifiant inconnu" "ajoutez ce qu'il désigne ou corrigez-le" "unknown id" "add what it refers to or correct it"
    /// The same thing listed twice where once is meant.
    Repeated "REPEATED" "cité deux fois" "gardez une seule mention" "is listed twice" "keep it once"
    /// NaN or an infinity.
    NotFinite "NOT_FINITE" "n'est pas un nombre fini" "donnez un nombre fini" "is not a finite number" "give a finite number"
    /// Below zero.
    Negative "NEGATIVE" "est négatif" "donnez zéro ou plus" "is negative" "give zero or more"
    /// Outside what makes sense.
    OutOfRange "OUT_OF_RANGE" "hors des bornes" "donnez une valeur entre les bornes" "is out of range" "give a value within the range"
    /// No calendar date.
    BadDate "BAD_DATE" "n'est pas une date AAAA-MM-JJ" "écrivez par exemple 2021-03-01" "is not a date YYYY-MM-DD" "write it like 2021-03-01"
    /// No moment: a day, a time, a zone.
    BadMoment "BAD_MOMENT" "n'est pas un instant RFC 3339" "écrivez par exemple 2026-11-26T06:00:00+01:00" "is not a moment by RFC 3339" "write it like 2026-11-26T06:00:00+01:00"
    /// No name of a tenant.
    BadTenant "BAD_TENANT" "n'est pas un nom de client" "écrivez 1 à 64 lettres, chiffres, points, tirets ou soulignés" "is not a tenant's name" "write 1 to 64 letters, digits, dots, dashes or underscores"
    /// More than there is room for.
    TooLong "TOO_LONG" "trop long" "raccourcissez" "is too long" "make it shorter"
    /// A date that the calendar does not hold.
    OutsideCalendar "OUTSIDE_CALENDAR" "en dehors du calendrier" "étendez le calendrier ou corrigez la date" "is outside the calendar" "extend the calendar or correct the date"
    /// A window that ends before it begins.
    EmptyWindow "EMPTY_WINDOW" "la fenêtre finit avant de commencer" "échangez ou corrigez les dates" "the window ends before it begins" "swap or correct the dates"
    /// A calendar without a period, or with too many.
    BadCalendar "BAD_CALENDAR" "calendrier sans période, ou trop long" "corrigez ses dates, son unité ou ses jours fermés" "the calendar has no period, or too many" "correct its dates, unit or closed days"
    /// A country whose holidays are not known.
    UnknownCountry "UNKNOWN_COUNTRY" "jours fériés inconnus pour ce pays" "écrivez FR, ou rien et listez closedDays" "public holidays of this country are not known" "write FR, or nothing and list closedDays"
    /// Phases that wait for one another.
    Cycle "CYCLE" "des phases s'attendent en cercle" "retirez une des dépendances" "phases wait for one another in a circle" "take out one of the dependencies"
    /// A role that a ratio brings, without a pool that serves it.
    RatioWithoutPool "RATIO_WITHOUT_POOL" "un ratio apporte ce rôle et aucun pool ne le sert" "nommez un pool dans rolePools" "a ratio brings this role and no pool serves it" "name a pool in rolePools"
    /// Shares of one thing that exceed all of it.
    SharesExceedOne "SHARES_EXCEED_ONE" "les parts dépassent 1" "ramenez leur somme à 1 au plus" "the shares exceed 1" "bring their sum down to 1"
    /// A role bought under a framework that has no rate for it.
    MissingRate "MISSING_RATE" "l'accord-cadre n'a pas de tarif pour ce rôle" "ajoutez une ligne à rates" "the framework has no rate for this role" "add a line to rates"
    /// A milestone that uses something.
    MilestoneUses "MILESTONE_USES" "un jalon (durée 0) ne consomme rien" "donnez une durée ou retirez ce qu'il consomme" "a milestone (duration 0) uses nothing" "give it a duration or take out what it uses"
    /// A rule that cannot be met or says nothing.
    BadCount "BAD_COUNT" "nombre impossible pour cette règle" "donnez un nombre entre 0 et celui des projets" "impossible count for this rule" "give a count from 0 to the number of projects"
    /// Something still refers to what a change takes out.
    StillReferred "STILL_REFERRED" "quelque chose s'y réfère encore" "retirez aussi ce qui s'y réfère" "something still refers to it" "take out what refers to it as well"
    /// A document about another portfolio.
    OtherPortfolio "OTHER_PORTFOLIO" "parle d'un autre portefeuille" "donnez le document de ce portefeuille" "is about another portfolio" "give this portfolio's document"
    /// A figure that is not what the referee counts.
    Contradicted "CONTRADICTED" "n'est pas ce que compte l'arbitre" "refaites le document à partir de ses sources" "is not what the referee counts" "make the document anew from its sources"
}

impl Problem {
    /// A problem at a path.
    pub fn new(code: ProblemCode, path: impl Into<String>, value: impl ToString) -> Self {
        Self { code, path: path.into(), value: value.to_string(), detail: String::new() }
    }

    /// With what else the sentence needs.
    #[must_use]
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// As a problem of the document that holds this one there.
    #[must_use]
    pub fn under(mut self, field: &str) -> Self {
        self.path = if self.path.is_empty() { field.to_owned() } else { format!("{field}.{}", self.path) };
        self
    }

    /// What is wrong, in a sentence without its end.
    pub fn message(&self, lang: Lang) -> String {
        let mut text = self.code.message(lang).to_owned();
        if !self.detail.is_empty() {
            text.push_str(&format!(" ({})", self.detail));
        }
        text
    }

    /// What to do about it.
    pub fn remedy(&self, lang: Lang) -> &'static str {
        self.code.remedy(lang)
    }

    /// `path: message [value]; remedy [CODE]`, without a path where it is about the whole document.
    pub fn line(&self, lang: Lang) -> String {
        let path = if self.path.is_empty() { String::new() } else { format!("{}: ", self.path) };
        let mut value: String = self.value.chars().take(80).map(|c| if c.is_control() { ' ' } else { c }).collect();
        if self.value.chars().count() > 80 {
            value.push('…');
        }
        let value = if value.is_empty() { String::new() } else { format!(" [{value}]") };
        format!("{path}{}{value}; {} [{}]", self.message(lang), self.remedy(lang), self.code.as_str())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(Lang::En))
    }
}
