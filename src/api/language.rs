//! The language that a caller is answered in.

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

use crate::base::Lang;

tokio::task_local! {
    static CALL: Lang;
}

/// Does the work of a call that is answered in this language.
pub(super) async fn within<F: Future>(lang: Lang, call: F) -> F::Output {
    CALL.scope(lang, call).await
}

/// The language of the call at hand, where the call itself is not: while a request is read. French outside of one.
pub(super) fn of_call() -> Lang {
    CALL.try_with(|lang| *lang).unwrap_or_default()
}

/// The language among ours that `accept-language` prefers (RFC 9110, section 12.5.4); French where it says nothing.
pub(super) fn accepted(headers: &HeaderMap) -> Lang {
    let ranges = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    let known = ranges.filter_map(range);
    // The first of those that are wanted most.
    known.reduce(|best, next| if next.1 > best.1 { next } else { best }).map_or(Lang::Fr, |(lang, _)| lang)
}

/// A language and how much it is wanted, in thousandths; none if it is not ours, or not wanted at all.
fn range(text: &str) -> Option<(Lang, u32)> {
    let mut parts = text.split(';').map(str::trim);
    let tag = parts.next()?.to_ascii_lowercase();
    let lang = match tag.split('-').next()? {
        "fr" | "*" => Lang::Fr,
        "en" => Lang::En,
        _ => return None,
    };
    let quality = parts.find_map(|p| p.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f64>().ok())?;
    let thousandths = (quality.clamp(0.0, 1.0) * 1000.0) as u32;
    (thousandths > 0).then_some((lang, thousandths))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_is_wanted_most_is_taken() {
        for (header, expected) in [
            (None, Lang::Fr),
            (Some("en"), Lang::En),
            (Some("en-GB, fr;q=0.8"), Lang::En),
            (Some("fr-FR,en;q=0.5"), Lang::Fr),
            (Some("de, en;q=0.3, fr;q=0.2"), Lang::En),
            (Some("de"), Lang::Fr),
            (Some("en;q=0, *;q=0.1"), Lang::Fr),
            (Some("EN"), Lang::En),
            (Some("en;q=x"), Lang::Fr),
            (Some(""), Lang::Fr),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(text) = header {
                headers.insert(ACCEPT_LANGUAGE, text.parse().expect("a header"));
            }
            assert_eq!(accepted(&headers), expected, "{header:?}");
        }
    }
}
