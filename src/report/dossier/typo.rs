//! French and English as printers set them: which spaces do not break, and how days, money and long names are written.

use crate::base::number::{NONE, decimal, percent};
use crate::base::{Date, Lang};
use chrono::Datelike;

/// In French, a space that does not break stands before these.
const HIGH: [char; 6] = [':', ';', '?', '!', '»', '%'];

/// A sentence with the spaces that its language asks for.
pub(crate) fn set(text: &str, lang: Lang) -> String {
    if lang != Lang::Fr {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            (' ', Some(next)) if HIGH.contains(next) => {
                out.push(if matches!(next, ':' | '»') { '\u{a0}' } else { '\u{202f}' })
            }
            ('«', Some(' ')) => {
                rest.next();
                out.push_str("«\u{a0}");
            }
            (' ', Some('€')) => out.push('\u{a0}'),
            ('\'', _) => out.push('’'),
            _ => out.push(c),
        }
    }
    out
}

/// What stands between a title and what it is the title of.
pub(crate) fn colon(lang: Lang) -> &'static str {
    lang.pick("\u{a0}: ", ": ")
}

/// A figure with a real minus sign.
pub(crate) fn number(x: f64, places: usize, lang: Lang) -> String {
    minus(decimal(x, places, lang))
}

/// A figure with its sign, even above zero.
pub(crate) fn signed(x: f64, places: usize, lang: Lang) -> String {
    let text = number(x, places, lang);
    let is_something = text.bytes().any(|b| matches!(b, b'1'..=b'9'));
    if x > 0.0 && is_something { format!("+{text}") } else { text }
}

/// A share.
pub(crate) fn share(x: f64, places: usize, lang: Lang) -> String {
    minus(percent(x, places, lang))
}

fn minus(text: String) -> String {
    text.strip_prefix('-').map_or(text.clone(), |rest| format!("−{rest}"))
}

/// A currency's sign, where it is known to everybody.
pub(crate) fn sign(currency: &str) -> &str {
    if currency == "EUR" { "€" } else { currency }
}

/// An amount with its currency.
pub(crate) fn money(x: f64, currency: &str, lang: Lang) -> String {
    if !x.is_finite() {
        return NONE.to_owned();
    }
    format!("{}\u{a0}{}", number(x, 0, lang), sign(currency))
}

/// An amount as short as it can be told: "4,2 M€".
pub(crate) fn short_money(x: f64, currency: &str, lang: Lang) -> String {
    let sign = sign(currency);
    match x.abs() {
        m if m >= 9.995e5 => format!("{}\u{a0}M{sign}", number(x / 1e6, if m < 9.95e6 { 2 } else { 1 }, lang)),
        k if k >= 9_995.0 => format!("{}\u{a0}k{sign}", number(x / 1e3, 0, lang)),
        _ => money(x, currency, lang),
    }
}

/// A round amount on an axis: "5 M€", "2,5 M€".
pub(crate) fn round_money(x: f64, currency: &str, lang: Lang) -> String {
    let (unit, by) = match x.abs() {
        m if m >= 1e6 => ("M", 1e6),
        k if k >= 1e4 => ("k", 1e3),
        _ => ("", 1.0),
    };
    let scaled = x / by;
    let places = (0..2).find(|p| (scaled * 10f64.powi(*p)).fract().abs() < 1e-6).unwrap_or(2) as usize;
    format!("{}\u{a0}{unit}{}", number(scaled, places, lang), sign(currency))
}

/// A day: "01/03/2021", or "2021-03-01" in English.
pub(crate) fn day(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
        Lang::En => crate::base::date::iso(date),
    }
}

/// A month's name, as short as it is understood.
pub(crate) fn month(month: u32, lang: Lang) -> &'static str {
    const FR: [&str; 12] =
        ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
    const EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    lang.pick(FR, EN)[(month as usize + 11) % 12]
}

/// On one line, and no longer than so many letters.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// As much of the text as has room in so many of the units that the format counts in.
pub(crate) fn within(text: &str, most: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > most
    });
    end.map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_spaces_do_not_break() {
        assert_eq!(
            set("Fin : oui ; non ? 5 % « l'un » 3 €", Lang::Fr),
            "Fin\u{a0}: oui\u{202f}; non\u{202f}? 5\u{202f}% «\u{a0}l’un\u{a0}» 3\u{a0}€"
        );
        assert_eq!(set("End: it's 5%", Lang::En), "End: it's 5%");
    }

    #[test]
    fn figures_have_their_signs_and_units() {
        assert_eq!(signed(-1358.84, 1, Lang::Fr), "−1\u{202f}358,8");
        assert_eq!(signed(0.5, 1, Lang::En), "+0.5");
        assert_eq!(signed(0.01, 1, Lang::En), "0.0");
        assert_eq!(short_money(4_215_300.0, "EUR", Lang::Fr), "4,22\u{a0}M€");
        assert_eq!(short_money(9_999.0, "EUR", Lang::Fr), "10\u{a0}k€");
        assert_eq!(round_money(20e6, "EUR", Lang::Fr), "20\u{a0}M€");
        assert_eq!(round_money(2.5e6, "EUR", Lang::Fr), "2,5\u{a0}M€");
        assert_eq!(round_money(0.0, "EUR", Lang::Fr), "0\u{a0}€");
        assert_eq!(short_money(-950.0, "USD", Lang::En), "−950\u{a0}USD");
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(cut("🚀🚀🚀", 3), "🚀🚀🚀");
        assert_eq!(cut("a\nb c d", 4), "a b…");
    }
}
