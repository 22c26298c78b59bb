//! Moments: milliseconds since 1970 in universal time, and their RFC 3339 form.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat};

/// A moment.
pub type Millis = u64;

/// The moment that it is.
pub fn now() -> Millis {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, millis)
}

/// So many milliseconds.
pub fn millis(span: Duration) -> Millis {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

/// "2026-11-26T06:00:00.000Z".
pub fn text(moment: Millis) -> String {
    let moment = i64::try_from(moment).ok().and_then(DateTime::from_timestamp_millis);
    moment.map(|m| m.to_rfc3339_opts(SecondsFormat::Millis, true)).unwrap_or_default()
}

/// Reads RFC 3339; nothing else is a moment, nor is one before 1970 or after 9999.
pub fn parse(text: &str) -> Option<Millis> {
    let moment = DateTime::parse_from_rfc3339(text).ok()?.timestamp_millis();
    const LAST: u64 = 253_402_300_799_999;
    u64::try_from(moment).ok().filter(|m| *m <= LAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_with_its_zone_is_read_and_given_in_universal_time() {
        let read = parse("2026-11-26T06:00:00+01:00").expect("a moment");
        assert_eq!(text(read), "2026-11-26T05:00:00.000Z");
        for bad in ["2026-11-26", "06:00", "", "2026-11-26T06:00:00", "1969-12-31T23:00:00Z", "2026-02-30T06:00:00Z"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
