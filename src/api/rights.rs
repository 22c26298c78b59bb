//! Who asks, and what they may.

use std::sync::Arc;

/// Whoever sent a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The tenant that they ask for.
    pub tenant: Arc<str>,
    /// Their name, for the log.
    pub name: Arc<str>,
    /// What they may do.
    pub rights: Rights,
}

/// Something that one may be allowed to do. Each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// Have a portfolio validated or expanded, a plan checked and a dossier made, and list the services.
    Read,
    /// Have a portfolio planned, once or in several scenarios.
    Plan,
    /// Everything, what is added later included.
    Admin,
}

impl Right {
    /// All rights.
    pub const ALL: [Self; 3] = [Self::Read, Self::Plan, Self::Admin];

    /// The right's word in tokens and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Plan => "plan",
            Self::Admin => "admin",
        }
    }
}

/// What a caller may do: the furthest right that they were given, and those that it includes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights(Option<Right>);

impl Rights {
    /// Everything.
    pub const ALL: Self = Self(Some(Right::Admin));

    /// The right that a word means.
    pub fn of_word(word: &str) -> Option<Right> {
        Right::ALL.into_iter().find(|right| right.as_str() == word)
    }

    /// The rights that words mean. Words that mean none are for other services and give nothing.
    pub fn of_words<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        words.filter_map(Self::of_word).collect()
    }

    /// Whether a right is among them.
    pub fn include(self, right: Right) -> bool {
        self.0 >= Some(right)
    }
}

impl FromIterator<Right> for Rights {
    fn from_iter<I: IntoIterator<Item = Right>>(rights: I) -> Self {
        Self(rights.into_iter().max())
    }
}

/// Whether a text may name a tenant: it stands in logs and in the names of metrics.
pub fn is_tenant(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    (1..=64).contains(&text.len()) && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_includes_those_before_it_and_no_word_gives_none() {
        let plan = Rights::of_words(["openid", "plan"].into_iter());
        assert_eq!(Right::ALL.map(|right| plan.include(right)), [true, true, false]);
        let none = Rights::of_words(["Plan", "", "planner"].into_iter());
        assert_eq!(Right::ALL.map(|right| none.include(right)), [false; 3]);
        assert!(Right::ALL.into_iter().all(|right| Rights::ALL.include(right)));
    }

    #[test]
    fn a_tenant_is_a_short_plain_word() {
        assert!(["cd-44", "a", "A.b_c"].into_iter().all(is_tenant));
        let long = "x".repeat(65);
        assert!(["", "a b", "é", "a\n", &long].into_iter().all(|bad| !is_tenant(bad)));
    }
}
