//! The types of values: out of the file, out of the environment, and back into text.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use toml::de::{DeInteger, DeValue};

/// A type that a key can have.
pub(super) trait Value: Sized {
    /// What is expected, in French and in English.
    const EXPECTED: (&'static str, &'static str);
    /// The value in a file.
    fn of_toml(value: &DeValue<'_>) -> Option<Self>;
    /// The value of a variable, or of a flag.
    fn of_text(text: &str) -> Option<Self>;
    /// The value as it is written in a file.
    fn shown(&self) -> String;
    /// The value as a figure, for its range.
    fn figure(&self) -> Option<f64> {
        None
    }
}

fn string<'a>(value: &'a DeValue<'_>) -> Option<&'a str> {
    match value {
        DeValue::String(text) => Some(text),
        _ => None,
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn integer<T>(value: &DeInteger<'_>, read: fn(&str, u32) -> Result<T, std::num::ParseIntError>) -> Option<T> {
    read(value.as_str(), value.radix()).ok()
}

macro_rules! whole {
    ($($type:ty)*) => {$(
        impl Value for $type {
            const EXPECTED: (&'static str, &'static str) = ("un nombre entier", "a whole number");

            fn of_toml(value: &DeValue<'_>) -> Option<Self> {
                match value {
                    DeValue::Integer(figure) => integer(figure, <$type>::from_str_radix),
                    _ => None,
                }
            }

            fn of_text(text: &str) -> Option<Self> {
                text.trim().parse().ok()
            }

            fn shown(&self) -> String {
                self.to_string()
            }

            fn figure(&self) -> Option<f64> {
                Some(*self as f64)
            }
        }
    )*};
}

whole! { usize u64 i32 }

impl Value for f64 {
    const EXPECTED: (&'static str, &'static str) = ("un nombre", "a number");

    fn of_toml(value: &DeValue<'_>) -> Option<Self> {
        match value {
            DeValue::Float(figure) => figure.as_str().parse().ok(),
            DeValue::Integer(figure) => integer(figure, i64::from_str_radix).map(|whole| whole as Self),
            _ => None,
        }
    }

    fn of_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn shown(&self) -> String {
        toml::Value::from(*self).to_string()
    }

    fn figure(&self) -> Option<f64> {
        Some(*self)
    }
}

impl Value for bool {
    const EXPECTED: (&'static str, &'static str) = ("true ou false", "true or false");

    fn of_toml(value: &DeValue<'_>) -> Option<Self> {
        match value {
            DeValue::Boolean(yes) => Some(*yes),
            _ => None,
        }
    }

    fn of_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn shown(&self) -> String {
        self.to_string()
    }
}

impl Value for SocketAddr {
    const EXPECTED: (&'static str, &'static str) =
        ("une adresse et un port comme 127.0.0.1:50051", "an address and a port like 127.0.0.1:50051");

    fn of_toml(value: &DeValue<'_>) -> Option<Self> {
        string(value).and_then(Self::of_text)
    }

    fn of_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn shown(&self) -> String {
        quoted(&self.to_string())
    }
}

impl Value for String {
    const EXPECTED: (&'static str, &'static str) = ("un texte", "a text");

    fn of_toml(value: &DeValue<'_>) -> Option<Self> {
        string(value).map(str::to_owned)
    }

    fn of_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn shown(&self) -> String {
        quoted(self)
    }
}

impl Value for PathBuf {
    const EXPECTED: (&'static str, &'static str) = ("le nom d'un fichier", "the name of a file");

    fn of_toml(value: &DeValue<'_>) -> Option<Self> {
        string(value).map(Self::from)
    }

    fn of_text(text: &str) -> Option<Self> {
        Some(text.into())
    }

    fn shown(&self) -> String {
        quoted(&self.to_string_lossy())
    }
}

/// The empty text is "not set", so that a file can show every key, and a variable can take away what a file sets.
impl<T: Value> Value for Option<T> {
    const EXPECTED: (&'static str, &'static str) = T::EXPECTED;

    fn of_toml(value: &DeValue<'_>) -> Option<Self> {
        if string(value) == Some("") { Some(None) } else { T::of_toml(value).map(Some) }
    }

    fn of_text(text: &str) -> Option<Self> {
        if text.is_empty() { Some(None) } else { T::of_text(text).map(Some) }
    }

    fn shown(&self) -> String {
        self.as_ref().map_or_else(|| quoted(""), T::shown)
    }
}

/// Parts of a variable's list: commas between them, spaces around them do not count.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

impl Value for Vec<String> {
    const EXPECTED: (&'static str, &'static str) = ("une liste de textes", "a list of texts");

    fn of_toml(value: &DeValue<'_>) -> Option<Self> {
        match value {
            DeValue::Array(list) => list.iter().map(|item| String::of_toml(item.get_ref())).collect(),
            _ => None,
        }
    }

    fn of_text(text: &str) -> Option<Self> {
        Some(parts(text).map(str::to_owned).collect())
    }

    fn shown(&self) -> String {
        format!("[{}]", self.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "))
    }
}

impl Value for BTreeMap<String, String> {
    const EXPECTED: (&'static str, &'static str) =
        ("une table de textes, ou `a=b, c=d` dans une variable", "a table of texts, or `a=b, c=d` in a variable");

    fn of_toml(value: &DeValue<'_>) -> Option<Self> {
        let DeValue::Table(table) = value else { return None };
        let entry = |(name, value): (&toml::Spanned<toml::de::DeString<'_>>, &toml::Spanned<DeValue<'_>>)| {
            Some((name.get_ref().to_string(), String::of_toml(value.get_ref())?))
        };
        table.iter().map(entry).collect()
    }

    fn of_text(text: &str) -> Option<Self> {
        let entry = |part: &str| part.split_once('=').map(|(k, v)| (k.trim().to_owned(), v.trim().to_owned()));
        parts(text).map(entry).collect()
    }

    fn shown(&self) -> String {
        if self.is_empty() {
            return "{}".to_owned();
        }
        let entries: Vec<String> =
            self.iter().map(|(name, value)| format!("{} = {}", quoted(name), quoted(value))).collect();
        format!("{{ {} }}", entries.join(", "))
    }
}

/// An enum that is written as one of a few words.
macro_rules! words {
    ($(#[$doc:meta])* $type:ident ($fr:literal, $en:literal) { $($(#[$case_doc:meta])* $case:ident $word:literal)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $type { $($(#[$case_doc])* $case,)* }

        impl $type {
            /// The word for it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$case => $word,)* }
            }
        }

        impl $crate::api::config::value::Value for $type {
            const EXPECTED: (&'static str, &'static str) = ($fr, $en);

            fn of_toml(value: &toml::de::DeValue<'_>) -> Option<Self> {
                match value {
                    toml::de::DeValue::String(text) => Self::of_text(text),
                    _ => None,
                }
            }

            fn of_text(text: &str) -> Option<Self> {
                match text { $($word => Some(Self::$case),)* _ => None }
            }

            fn shown(&self) -> String {
                format!("\"{}\"", self.as_str())
            }
        }
    };
}
pub(super) use words;
