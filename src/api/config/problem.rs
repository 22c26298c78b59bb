//! What is wrong with a configuration, or with a file that it names: facts, and the words for them.

use std::fmt;

use super::origin::Origin;
use crate::base::Lang;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfigProblem {
    /// What kind of thing.
    pub code: ProblemCode,
    /// Where it was set.
    pub origin: Origin,
    /// The key, as `section.key`; empty for a file as a whole.
    pub key: String,
    /// The value found, as text. Empty where there is none, or where it might be a secret.
    pub value: Box<str>,
    /// What else the sentence needs.
    pub detail: Detail,
}

/// What a sentence about a problem needs besides.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// Nothing.
    None,
    /// What is expected, in French and in English.
    Expected(&'static str, &'static str),
    /// The figures that are allowed, both ends included.
    Range(f64, f64),
    /// Another key, or what a library or the system said.
    Text(String),
}

impl Detail {
    fn words(&self, lang: Lang) -> String {
        match self {
            Self::None => String::new(),
            Self::Expected(fr, en) => format!("{} {}", lang.pick("attendu :", "expected:"), lang.pick(fr, en)),
            Self::Range(low, high) => lang.pick(format!("de {low} à {high}"), format!("from {low} to {high}")),
            Self::Text(text) => text.clone(),
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $code:literal $fr:literal $fr_fix:literal $en:literal $en_fix:literal)*) => {
        /// Kinds of problems. The text is stable: scripts may match on [`ProblemCode::as_str`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ProblemCode { $($(#[$doc])* $name,)* }

        impl ProblemCode {
            /// The code as written in messages.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            fn message(self, lang: Lang) -> &'static str {
                match self { $(Self::$name => lang.pick($fr, $en),)* }
            }

            fn remedy(self, lang: Lang) -> &'static str {
                match self { $(Self::$name => lang.pick($fr_fix, $en_fix),)* }
            }
        }
    };
}

codes! {
    /// A file that cannot be read.
    Unreadable "UNREADABLE" "ne se lit pas" "corrigez le nom ou les droits du fichier"
        "cannot be read" "correct the file's name or permissions"
    /// The file is no TOML.
    Syntax "SYNTAX" "n'est pas du TOML" "corrigez la syntaxe" "is no TOML" "correct the syntax"
    /// No such section or key.
    UnknownKey "UNKNOWN_KEY" "clé inconnue" "retirez-la ou corrigez son nom (docs/configuration.md)"
        "unknown key" "take it out or correct its name (docs/configuration.md)"
    /// A value of another type.
    WrongType "WRONG_TYPE" "valeur inattendue" "donnez la valeur attendue" "unexpected value" "give what is expected"
    /// A figure that makes no sense.
    OutOfRange "OUT_OF_RANGE" "hors des bornes" "donnez une valeur entre les bornes"
        "is out of range" "give a value within the range"
    /// A text that may not be empty.
    Empty "EMPTY" "vide" "donnez un texte, ou retirez la clé pour sa valeur par défaut"
        "is empty" "give a text, or take the key out for its default"
    /// A key that means nothing without another.
    Alone "ALONE" "ne va pas sans une autre clé" "donnez aussi l'autre clé, ou retirez celle-ci"
        "means nothing without another key" "give the other key as well, or take this one out"
    /// A figure above another that bounds it.
    AboveLimit "ABOVE_LIMIT" "dépasse une autre clé" "baissez l'une ou relevez l'autre"
        "exceeds another key" "lower the one or raise the other"
    /// Two listeners on one address.
    SameAddress "SAME_ADDRESS" "adresse déjà prise par server.listen" "prenez un autre port"
        "is the address of server.listen" "take another port"
    /// Not where a browser's page can come from.
    BadOrigin "BAD_ORIGIN" "n'est pas une origine" "écrivez schéma://hôte[:port], ou * pour toutes"
        "is no origin" "write scheme://host[:port], or * for any"
    /// Not where telemetry can go.
    BadEndpoint "BAD_ENDPOINT" "n'est pas une adresse http:// ou https://"
        "écrivez http://hôte:port, et les secrets dans telemetry.otlp_headers_file"
        "is no http:// or https:// address" "write http://host:port, and secrets into telemetry.otlp_headers_file"
    /// Not a right.
    UnknownRight "UNKNOWN_RIGHT" "droit inconnu" "choisissez parmi read, plan, admin"
        "unknown right" "choose among read, plan, admin"
    /// Not the name of a tenant.
    BadTenant "BAD_TENANT" "n'est pas un nom de client" "prenez 1 à 64 lettres, chiffres, points, tirets et soulignés"
        "is no name of a tenant" "take 1 to 64 letters, digits, dots, dashes and underscores"
    /// Reachable from other machines, in plain text.
    OpenWithoutTls "OPEN_WITHOUT_TLS" "adresse ouverte à d'autres machines sans chiffrement"
        "donnez tls.certificate et tls.key, ou écoutez sur 127.0.0.1"
        "open to other machines without encryption" "give tls.certificate and tls.key, or listen on 127.0.0.1"
    /// Reachable from other machines, by anybody.
    OpenWithoutAuth "OPEN_WITHOUT_AUTH" "adresse ouverte à d'autres machines sans authentification"
        "donnez auth.token_file, auth.key_set_file ou auth.client_certificates, ou écoutez sur 127.0.0.1"
        "open to other machines without authentication"
        "give auth.token_file, auth.key_set_file or auth.client_certificates, or listen on 127.0.0.1"
    /// Certificates or a key that cannot be used.
    BadCertificate "BAD_CERTIFICATE" "certificat ou clé inutilisable" "donnez un certificat et sa clé, en PEM"
        "certificate or key that cannot be used" "give a certificate and its key, in PEM form"
    /// A file of tokens that cannot be used.
    BadTokens "BAD_TOKENS" "fichier de jetons inutilisable" "corrigez l'entrée (docs/configuration.md)"
        "token file that cannot be used" "correct the entry (docs/configuration.md)"
    /// A key set that cannot be used.
    BadKeySet "BAD_KEY_SET" "jeu de clés inutilisable" "donnez un JWKS de clés RSA, P-256 ou Ed25519, chacune avec un kid"
        "key set that cannot be used" "give a JWKS of RSA, P-256 or Ed25519 keys, each with a kid"
}

impl ConfigProblem {
    /// A problem with a key's value.
    pub fn new(code: ProblemCode, origin: Origin, key: impl Into<String>, value: impl Into<Box<str>>) -> Self {
        Self { code, origin, key: key.into(), value: value.into(), detail: Detail::None }
    }

    /// With what else the sentence needs.
    #[must_use]
    pub fn with(mut self, detail: Detail) -> Self {
        self.detail = detail;
        self
    }

    /// What is wrong, in a sentence without its end.
    pub fn message(&self, lang: Lang) -> String {
        match self.detail.words(lang) {
            words if words.is_empty() => self.code.message(lang).to_owned(),
            words => format!("{} ({words})", self.code.message(lang)),
        }
    }

    /// What to do about it.
    pub fn remedy(&self, lang: Lang) -> &'static str {
        self.code.remedy(lang)
    }

    /// `place: key: message [value]; remedy [CODE]`, on one line whatever the value holds.
    pub fn line(&self, lang: Lang) -> String {
        const MOST: usize = 80;
        let mut value: String = self.value.chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
        if self.value.chars().count() > MOST {
            value.push('…');
        }
        let value = if value.is_empty() { value } else { format!(" [{value}]") };
        let key = if self.key.is_empty() { String::new() } else { format!("{}: ", self.key) };
        let message = self.message(lang).replace(['\n', '\r'], " ");
        format!("{}: {key}{message}{value}; {} [{}]", self.origin.place(lang), self.remedy(lang), self.code.as_str())
    }
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(Lang::En))
    }
}
