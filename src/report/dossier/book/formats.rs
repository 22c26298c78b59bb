//! How cells look in a workbook.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::super::table::{Level, Tone};
use crate::base::Lang;

/// Formats that sheets share.
pub(super) struct Formats {
    pub title: Format,
    pub note: Format,
    pub head: Format,
    pub text: Format,
    lang: Lang,
}

impl Formats {
    pub(super) fn new(lang: Lang) -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            note: Format::new().set_italic().set_font_color(Color::RGB(0x5a_64_73)),
            head: top()
                .set_bold()
                .set_text_wrap()
                .set_background_color(Color::RGB(0xe8_ed_f3))
                .set_border_bottom(FormatBorder::Thin),
            text: top().set_text_wrap(),
            lang,
        }
    }

    /// Of a row of that level.
    fn of(&self, level: Level) -> Format {
        let plain = Format::new().set_align(FormatAlign::Top);
        match level {
            Level::Plain | Level::Group => plain,
            Level::Detail => plain.set_italic().set_font_color(Color::RGB(0x5a_64_73)),
            Level::Total => plain.set_bold().set_border_top(FormatBorder::Thin),
        }
    }

    /// A text, which stays one when it is edited, even if it begins like a formula.
    pub(super) fn words(&self, level: Level, text: &str) -> Format {
        let format = self.of(level).set_text_wrap();
        let looks_like_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if looks_like_formula { format.set_quote_prefix() } else { format }
    }

    pub(super) fn number(&self, level: Level, places: usize) -> Format {
        self.of(level).set_num_format(figure(places))
    }

    pub(super) fn signed(&self, level: Level, places: usize) -> Format {
        let figure = figure(places);
        self.of(level).set_num_format(format!("+{figure};-{figure};{figure}"))
    }

    pub(super) fn share(&self, level: Level, places: usize) -> Format {
        let figure = if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places)) };
        self.of(level).set_num_format(format!("{figure}{}", self.lang.pick("\u{a0}%", "%")))
    }

    pub(super) fn day(&self, level: Level) -> Format {
        self.of(level).set_num_format(self.lang.pick("dd/mm/yyyy", "yyyy-mm-dd"))
    }

    pub(super) fn mark(&self, level: Level, tone: Tone) -> Format {
        let colour = match tone {
            Tone::Good => 0x0b_6a_4e,
            Tone::Plain => 0x1b_23_30,
            Tone::Warn => 0x8a_4a_00,
            Tone::Bad => 0xa0_2b_1b,
        };
        self.of(level).set_text_wrap().set_font_color(Color::RGB(colour))
    }

    /// Load over capacity, the fuller the darker.
    pub(super) fn heat(&self, level: Level, share: f64) -> Format {
        let (ground, ink) = match share {
            x if x > 1.0 + 1e-9 => (0xb5_43_0a, 0xff_ff_ff),
            x if x > 0.95 => (0x24_63_92, 0xff_ff_ff),
            x if x > 0.8 => (0x74_a9_d0, 0x1b_23_30),
            x if x > 0.6 => (0xa9_cb_e4, 0x1b_23_30),
            x if x > 0.35 => (0xcf_e2_f0, 0x1b_23_30),
            x if x > 0.0 => (0xe8_f1_f8, 0x1b_23_30),
            _ => (0xff_ff_ff, 0x5a_64_73),
        };
        let (ground, ink) = (Color::RGB(ground), Color::RGB(ink));
        self.share(level, 0).set_background_color(ground).set_font_color(ink)
    }
}

fn figure(places: usize) -> String {
    if places == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(places)) }
}
