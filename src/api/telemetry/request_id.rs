//! The name that a request has in the log: the caller's own, or one made by chance.

use std::fmt;

use http::{HeaderMap, HeaderValue};
use opentelemetry_sdk::trace::{IdGenerator, RandomIdGenerator};

/// What names a request in its metadata, in the answer's and in the log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestId(String);

impl RequestId {
    /// The metadata that carries it, both ways.
    pub const HEADER: &'static str = "x-request-id";

    /// More than any scheme of ids needs, and too little to fill a log with.
    const LONGEST: usize = 128;

    /// The one that the caller sent, if it is fit for a log; else a new one.
    pub fn of(headers: &HeaderMap) -> Self {
        let sent = headers.get(Self::HEADER).and_then(|value| value.to_str().ok());
        sent.filter(|id| is_sane(id)).map_or_else(Self::random, |id| Self(id.to_owned()))
    }

    /// 128 bits by chance.
    pub fn random() -> Self {
        Self(RandomIdGenerator::default().new_trace_id().to_string())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn header(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).expect("an id consists of letters, digits and signs that a header may hold")
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Letters, digits and what ids are commonly joined with; nothing that a log or a shell reads in its own way.
fn is_sane(id: &str) -> bool {
    let fit = |b: u8| b.is_ascii_alphanumeric() || b"-_.:/+=@".contains(&b);
    (1..=RequestId::LONGEST).contains(&id.len()) && id.bytes().all(fit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sent: &str) -> RequestId {
        let value = HeaderValue::from_str(sent).expect("a header's value");
        RequestId::of(&HeaderMap::from_iter([(http::HeaderName::from_static(RequestId::HEADER), value)]))
    }

    #[test]
    fn a_sane_id_is_taken_over_and_any_other_replaced() {
        for sane in ["a", "018f-77c0:3/x_y.z+1=", &"x".repeat(128)] {
            assert_eq!(of(sane).as_str(), sane);
        }
        for bad in ["", " ", "a b", "a\"b", "a\tb", "{}", "é", "$(id)", "a;b", &"x".repeat(129)] {
            let id = of(bad);
            assert!(id.as_str() != bad && is_sane(id.as_str()), "{bad:?} became {id}");
        }
    }

    #[test]
    fn ids_made_by_chance_differ_and_have_128_bits() {
        let (a, b) = (RequestId::of(&HeaderMap::new()), RequestId::random());
        assert_ne!(a, b);
        assert!(
            [&a, &b].iter().all(|id| id.as_str().len() == 32 && id.as_str().bytes().all(|c| c.is_ascii_hexdigit()))
        );
    }
}
