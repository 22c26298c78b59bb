//! Figures as people write them: thousands in groups, the language's decimal mark.

use super::Lang;

/// What stands for a figure that there is none of.
pub const NONE: &str = "–";

/// A whole number: "1 234 567" in French, with narrow no-break spaces, "1,234,567" in English.
pub fn whole(n: i64, lang: Lang) -> String {
    let sign = if n < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(&n.unsigned_abs().to_string(), lang))
}

/// A figure with so many decimals; a dash for what is no number.
pub fn decimal(x: f64, places: usize, lang: Lang) -> String {
    if !x.is_finite() {
        return NONE.to_owned();
    }
    let text = format!("{:.places$}", x.abs());
    let (integer, fraction) = text.split_once('.').unwrap_or((&text, ""));
    // What rounds to zero has no sign.
    let sign = if x < 0.0 && text.bytes().any(|b| matches!(b, b'1'..=b'9')) { "-" } else { "" };
    let mark = if fraction.is_empty() { "" } else { lang.pick(",", ".") };
    format!("{sign}{}{mark}{fraction}", grouped(integer, lang))
}

/// A share as a percentage: "8,35 %" or "8.35%".
pub fn percent(share: f64, places: usize, lang: Lang) -> String {
    if !share.is_finite() {
        return NONE.to_owned();
    }
    format!("{}{}", decimal(share * 100.0, places, lang), lang.pick("\u{202f}%", "%"))
}

fn grouped(digits: &str, lang: Lang) -> String {
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(lang.pick('\u{202f}', ','));
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (n, fr, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_000, "1\u{202f}000", "1,000"),
            (-15_000_000, "-15\u{202f}000\u{202f}000", "-15,000,000"),
            (
                i64::MIN,
                "-9\u{202f}223\u{202f}372\u{202f}036\u{202f}854\u{202f}775\u{202f}808",
                "-9,223,372,036,854,775,808",
            ),
        ] {
            assert_eq!((&whole(n, Lang::Fr)[..], &whole(n, Lang::En)[..]), (fr, en));
        }
    }

    #[test]
    fn decimals_are_rounded_and_marked() {
        assert_eq!(decimal(1_340.25, 1, Lang::Fr), "1\u{202f}340,2");
        assert_eq!(decimal(-999.96, 1, Lang::En), "-1,000.0");
        assert_eq!(decimal(12_345.6, 0, Lang::En), "12,346");
        assert_eq!(decimal(-0.004, 2, Lang::En), "0.00");
        assert_eq!(decimal(f64::INFINITY, 2, Lang::En), "–");
    }

    #[test]
    fn shares_are_percentages() {
        assert_eq!(percent(0.0835, 2, Lang::Fr), "8,35\u{202f}%");
        assert_eq!(percent(12.5, 0, Lang::En), "1,250%");
        assert_eq!(percent(f64::NAN, 0, Lang::En), "–");
    }
}
