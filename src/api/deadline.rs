//! The time that a caller gives its call: the `grpc-timeout` of the request (grpc.io, PROTOCOL-HTTP2), and what of it a
//! search may use.

use std::time::{Duration, Instant};

use http::HeaderMap;

/// The name of the header.
const TIMEOUT: &str = "grpc-timeout";

/// At the deadline itself the transport breaks calls off as cancelled, without a word of why: this much earlier, two
/// ticks of the runtime's clock, they are answered.
const BEFORE_TRANSPORT: Duration = Duration::from_millis(2);

/// Share of the time left that is kept for what comes after the search: reasons, checks, the way back.
const KEPT: f64 = 0.1;

/// At least this is kept.
const KEPT_AT_LEAST: Duration = Duration::from_millis(30);

/// At most this is kept, and so much more for each project: reasons take about a millisecond each.
const KEPT_AT_MOST: Duration = Duration::from_millis(500);
const KEPT_PER_PROJECT: Duration = Duration::from_millis(2);

/// When a caller stops waiting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline(Option<Instant>);

impl Deadline {
    /// Of a call that came in now. A header that cannot be read sets none, as everywhere in gRPC.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let given = headers.get(TIMEOUT).and_then(|v| v.to_str().ok()).and_then(timeout);
        Self(given.and_then(|d| Instant::now().checked_add(d)))
    }

    /// Whether there is one.
    pub(super) fn is_set(self) -> bool {
        self.0.is_some()
    }

    /// Ends when it has all but gone by; never where there is none.
    pub(super) async fn passed(self) {
        match self.0 {
            Some(end) => tokio::time::sleep_until(end.checked_sub(BEFORE_TRANSPORT).unwrap_or(end).into()).await,
            None => std::future::pending().await,
        }
    }

    /// When a search has to end for the answer to arrive.
    pub(super) fn for_search(self, projects: usize) -> Option<Instant> {
        let end = self.0?;
        let left = end.saturating_duration_since(Instant::now());
        let most = KEPT_AT_MOST + KEPT_PER_PROJECT * u32::try_from(projects).unwrap_or(u32::MAX);
        Some(end - left.mul_f64(KEPT).max(KEPT_AT_LEAST).min(most).min(left))
    }

    /// When reasons have to be given for the answer to arrive: in half of what the search left.
    pub(super) fn for_reasons(self) -> Option<Instant> {
        let end = self.0?;
        Some(end - end.saturating_duration_since(Instant::now()) / 2)
    }
}

/// At most eight digits and a unit.
fn timeout(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.len() > 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(n * 3600)),
        "M" => Some(Duration::from_secs(n * 60)),
        "S" => Some(Duration::from_secs(n)),
        "m" => Some(Duration::from_millis(n)),
        "u" => Some(Duration::from_micros(n)),
        "n" => Some(Duration::from_nanos(n)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeouts_are_read_as_the_protocol_writes_them() {
        for (text, expected) in [
            ("1H", Some(Duration::from_secs(3600))),
            ("2M", Some(Duration::from_secs(120))),
            ("3S", Some(Duration::from_secs(3))),
            ("99999999m", Some(Duration::from_millis(99_999_999))),
            ("5u", Some(Duration::from_micros(5))),
            ("6n", Some(Duration::from_nanos(6))),
            ("100000000m", None),
            ("1", None),
            ("S", None),
            ("", None),
            ("-1S", None),
            ("1é", None),
        ] {
            assert_eq!(timeout(text), expected, "{text}");
        }
    }

    #[test]
    fn a_search_leaves_time_to_answer() {
        let end = Instant::now() + Duration::from_secs(10);
        let deadline = Deadline(Some(end));
        let search = deadline.for_search(69).expect("a deadline");
        assert!(search < end && end - search < Duration::from_secs(1));
        assert!(deadline.for_reasons().expect("a deadline") < end);
        let over = Deadline(Some(Instant::now()));
        assert!(over.for_search(1).expect("a deadline") <= Instant::now());
        assert!(Deadline(None).for_search(1).is_none());
    }
}
