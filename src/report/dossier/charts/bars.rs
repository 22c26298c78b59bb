//! Figures by group and series, as bars beside one another, each with a mark for what it may come to.

use maud::Markup;
use plotters::prelude::*;
use plotters::style::text_anchor;

use super::canvas::{self, Fault, INK, RULE, SOFT, Sheet};
use crate::base::Lang;
use crate::report::dossier::typo;

/// Bars of several groups.
pub(crate) struct Bars<'a> {
    /// What stands under each group.
    pub groups: &'a [String],
    /// By series, its number and a figure for each group.
    pub series: &'a [(usize, Vec<Bar>)],
    pub lang: Lang,
    /// The currency, where the figures are money.
    pub currency: Option<&'a str>,
    pub size: (u32, u32),
}

/// One bar.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bar {
    pub height: f64,
    /// What it may come to at most.
    pub limit: Option<f64>,
}

/// The chart, with that description.
pub(crate) fn chart(bars: &Bars, description: &str) -> Markup {
    canvas::drawn(bars.size, description, |sheet| draw(bars, sheet))
}

fn draw(bars: &Bars, sheet: &Sheet) -> Result<(), Fault> {
    let all = bars.series.iter().flat_map(|s| &s.1);
    let most = all.flat_map(|b| [b.height, b.limit.unwrap_or(0.0)]).fold(0.0, f64::max);
    let end = canvas::top(most);
    let count = bars.groups.len().max(1);
    let mut chart = ChartBuilder::on(sheet)
        .margin(6)
        .margin_top(10)
        .x_label_area_size(38)
        .y_label_area_size(66)
        .build_cartesian_2d(0.0..count as f64, 0.0..end)?;
    let label = |y: &f64| label(*y, bars.currency, bars.lang);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .disable_x_axis()
        .x_labels(0)
        .y_labels(5)
        .max_light_lines(0)
        .bold_line_style(RULE)
        .axis_style(RULE)
        .y_label_formatter(&label)
        .y_label_style(canvas::letters(12.0).color(&SOFT))
        .draw()?;
    let width = (0.76 / bars.series.len().max(1) as f64).min(0.3);
    let side = width * bars.series.len() as f64 / 2.0;
    for (k, (number, figures)) in bars.series.iter().enumerate() {
        let colour = canvas::series(*number);
        for (g, bar) in figures.iter().enumerate() {
            let left = g as f64 + 0.5 - side + width * k as f64;
            let right = left + width * 0.88;
            chart.draw_series([Rectangle::new([(left, 0.0), (right, bar.height)], canvas::filled(colour, 1.0))])?;
            if let Some(limit) = bar.limit {
                let line = [(left - width * 0.04, limit), (right + width * 0.04, limit)];
                chart.draw_series([PathElement::new(line, INK.stroke_width(2))])?;
            }
        }
    }
    names(bars, sheet, count)
}

/// What stands under the groups, in two lines at most.
fn names(bars: &Bars, sheet: &Sheet, count: usize) -> Result<(), Fault> {
    let (width, height) = (f64::from(bars.size.0), bars.size.1 as i32);
    let (left, right) = (72.0, width - 6.0);
    let each = (right - left) / count as f64;
    let middle = text_anchor::Pos::new(text_anchor::HPos::Center, text_anchor::VPos::Center);
    let style = canvas::letters(12.0).color(&INK).pos(middle);
    let fits = ((each / 6.2) as usize).max(3);
    for (g, name) in bars.groups.iter().enumerate() {
        let x = (left + each * (g as f64 + 0.5)) as i32;
        for (line, words) in two_lines(name, fits).iter().enumerate() {
            sheet.draw_text(words, &style, (x, height - 32 + 14 * line as i32))?;
        }
    }
    Ok(())
}

/// The name in lines of so many letters, two at most.
fn two_lines(name: &str, fits: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        let is_full = lines.len() == 2;
        match lines.last_mut() {
            Some(line) if is_full || line.chars().count() + 1 + word.chars().count() <= fits => {
                line.extend([" ", word]);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| typo::cut(line, fits)).collect()
}

/// A figure on an axis.
pub(crate) fn label(y: f64, currency: Option<&str>, lang: Lang) -> String {
    match currency {
        Some(currency) => typo::round_money(y, currency, lang),
        None => typo::number(y, usize::from(y.fract().abs() > 1e-9), lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_broken_between_words_and_cut_after_two_lines() {
        assert_eq!(two_lines("Pôle éducation, culture et sport", 16), ["Pôle éducation,", "culture et sport"]);
        assert_eq!(two_lines("Pôle éducation, culture et sport", 10), ["Pôle", "éducation…"]);
        assert!(two_lines(" ", 10).is_empty());
    }
}
