//! What servers are told of who connects: a user with a password, or a token. Both may hold anything, as in any address:
//! what would end it is written in hexadecimal, `%40` for `@`.

/// Who connects.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Credentials {
    User { name: String, password: String },
    Token(String),
}

impl Credentials {
    /// What stands before the `@` of an address.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let word = |text: &str| decoded(text).filter(|word| !word.is_empty());
        match text.split_once(':') {
            Some((name, password)) => Some(Self::User { name: word(name)?, password: decoded(password)? }),
            None => word(text).map(Self::Token),
        }
    }
}

/// Nobody who prints an address is to print these.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::User { name, .. } => f.debug_struct("User").field("name", name).finish_non_exhaustive(),
            Self::Token(_) => f.debug_struct("Token").finish_non_exhaustive(),
        }
    }
}

/// With what is written in hexadecimal as it is meant.
fn decoded(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        let is_hexadecimal = digits.bytes().all(|b| b.is_ascii_hexdigit());
        bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal)?);
        bytes.extend(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_a_password_and_a_token_stands_alone() {
        let user = |name: &str, password: &str| Credentials::User { name: name.into(), password: password.into() };
        assert_eq!(Credentials::parse("who:what"), Some(user("who", "what")));
        assert_eq!(Credentials::parse("wh%3Ao:p%40ss:w%c3%a9"), Some(user("wh:o", "p@ss:w\u{e9}")));
        assert_eq!(Credentials::parse("abc"), Some(Credentials::Token("abc".to_owned())));
        for bad in ["", ":what", "who:%4", "who:%+1", "who:%zz", "%ff"] {
            assert_eq!(Credentials::parse(bad), None, "{bad}");
        }
        assert!(!format!("{:?}", user("who", "secret")).contains("secret"));
    }
}
