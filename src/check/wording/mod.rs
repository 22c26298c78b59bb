//! Violations in words, French and English. Money, days and points are written as people write them.

mod english;
mod french;

use super::{Claimed, Violation, When};
use crate::base::{Centidays, Date, Lang, Money, date};

/// One sentence.
pub(super) fn line(violation: &Violation, lang: Lang) -> String {
    match lang {
        Lang::Fr => french::line(violation),
        Lang::En => english::line(violation),
    }
}

/// What a figure is of.
fn claim(what: &Claimed, words: Words) -> String {
    match (what, words.0) {
        (Claimed::Measure { measure }, _) => measure.name().to_owned(),
        (Claimed::ProjectValue { project }, Lang::En) => format!("{project}, value"),
        (Claimed::ProjectValue { project }, Lang::Fr) => format!("{project}, valeur"),
        (Claimed::Load { pool, period }, Lang::En) => format!("pool {pool}, {}, load", words.when(period)),
        (Claimed::Load { pool, period }, Lang::Fr) => format!("équipe {pool}, {}, charge", words.when(period)),
        (Claimed::Capacity { pool, period }, Lang::En) => format!("pool {pool}, {}, capacity", words.when(period)),
        (Claimed::Capacity { pool, period }, Lang::Fr) => format!("équipe {pool}, {}, capacité", words.when(period)),
        (Claimed::Ordered { framework }, Lang::En) => format!("framework {framework}, ordered"),
        (Claimed::Ordered { framework }, Lang::Fr) => format!("accord-cadre {framework}, commandé"),
        (Claimed::Owed { framework }, Lang::En) => format!("framework {framework}, owed"),
        (Claimed::Owed { framework }, Lang::Fr) => format!("accord-cadre {framework}, dû"),
        (Claimed::Paid { fund, year }, Lang::En) => format!("fund {fund}, {year}, paid"),
        (Claimed::Paid { fund, year }, Lang::Fr) => format!("enveloppe {fund}, {year}, payé"),
        (Claimed::Committed { fund, year }, Lang::En) => format!("fund {fund}, {year}, committed"),
        (Claimed::Committed { fund, year }, Lang::Fr) => format!("enveloppe {fund}, {year}, engagé"),
    }
}

fn listed(word: &str, names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!("; {word}: {}", names.join(", ")) }
}

fn claimed_span([start, finish]: &[String; 2]) -> String {
    format!("{start}..{finish}")
}

fn span(ends: &[Date; 2]) -> String {
    claimed_span(&ends.map(date::iso))
}

/// How amounts and periods are written in a language.
#[derive(Clone, Copy)]
struct Words(Lang);

impl Words {
    fn when(self, when: &When) -> String {
        let period = match self.0 {
            Lang::Fr => "période",
            Lang::En => "period",
        };
        match when.day {
            Some(day) => format!("{} ({period} {})", date::iso(day), when.period),
            None => format!("{period} {}", when.period),
        }
    }

    /// To 1/100 of the currency.
    fn money(self, money: &Money) -> String {
        self.grouped(&format!("{:.2}", money.units()))
    }

    /// Person-days, without zeros at the end.
    fn days(self, effort: &Centidays) -> String {
        let unit = match self.0 {
            Lang::Fr => "j",
            Lang::En => "d",
        };
        format!("{}\u{a0}{unit}", self.figure(&effort.days()))
    }

    /// To 1/10000, without zeros at the end.
    fn figure(self, x: &f64) -> String {
        let text = format!("{x:.4}");
        let short = if x.is_finite() { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        self.grouped(short)
    }

    /// With the language's signs between thousands and before decimals.
    fn grouped(self, plain: &str) -> String {
        let (thousands, point) = match self.0 {
            Lang::Fr => ('\u{a0}', ','),
            Lang::En => (',', '.'),
        };
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        let mut out = String::new();
        for (i, c) in whole.chars().enumerate() {
            let left = whole.chars().count() - i;
            if left % 3 == 0 && out.ends_with(|before: char| before.is_ascii_digit()) && c.is_ascii_digit() {
                out.push(thousands);
            }
            out.push(c);
        }
        if !decimals.is_empty() {
            out.push(point);
            out.push_str(decimals);
        }
        out
    }
}
