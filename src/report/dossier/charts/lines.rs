//! Figures along an axis: lines that rise in steps or straight, bands between two of them, limits and points.

use maud::Markup;
use plotters::prelude::*;
use plotters::style::text_anchor;

use super::bars::label;
use super::canvas::{self, Fault, INK, RULE, SOFT, Sheet};
use crate::base::Lang;

/// Lines over one axis.
pub(crate) struct Lines<'a> {
    pub across: (f64, f64),
    /// Where the axis across has marks, and what stands there.
    pub marks: &'a [(f64, String)],
    pub up: (f64, f64),
    pub lines: Vec<Line>,
    pub bands: Vec<Band>,
    /// Limits: how high, and whether it is the least rather than the most.
    pub limits: Vec<(f64, bool)>,
    pub points: Vec<Point>,
    pub lang: Lang,
    /// The currency, where what rises is money.
    pub currency: Option<&'a str>,
    pub size: (u32, u32),
}

/// A line through points.
pub(crate) struct Line {
    pub series: usize,
    pub points: Vec<(f64, f64)>,
    pub is_dashed: bool,
}

/// What lies between two lines over the same points: (across, lower, upper).
pub(crate) struct Band {
    pub series: usize,
    pub edges: Vec<(f64, f64, f64)>,
}

/// A point, and what is said of it.
pub(crate) struct Point {
    pub series: usize,
    pub at: (f64, f64),
    /// A ring around it, and a word above.
    pub word: Option<String>,
}

/// The chart, with that description.
pub(crate) fn chart(lines: &Lines, description: &str) -> Markup {
    canvas::drawn(lines.size, description, |sheet| draw(lines, sheet))
}

fn draw(lines: &Lines, sheet: &Sheet) -> Result<(), Fault> {
    let (from, to) = lines.across;
    let mut chart = ChartBuilder::on(sheet)
        .margin(6)
        .margin_right(18)
        .margin_top(12)
        .x_label_area_size(26)
        .y_label_area_size(66)
        .build_cartesian_2d(from..if to > from { to } else { from + 1.0 }, lines.up.0..lines.up.1)?;
    let up = |y: &f64| label(*y, lines.currency, lines.lang);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(0)
        .y_labels(5)
        .max_light_lines(0)
        .bold_line_style(RULE)
        .axis_style(RULE)
        .y_label_formatter(&up)
        .y_label_style(canvas::letters(12.0).color(&SOFT))
        .draw()?;
    for (x, word) in lines.marks {
        chart.draw_series([PathElement::new([(*x, lines.up.0), (*x, lines.up.1)], RULE.stroke_width(1))])?;
        let style = canvas::letters(12.0)
            .color(&SOFT)
            .pos(text_anchor::Pos::new(text_anchor::HPos::Center, text_anchor::VPos::Top));
        chart.draw_series([EmptyElement::at((*x, lines.up.0)) + Text::new(word.clone(), (0, 8), style)])?;
    }
    for band in &lines.bands {
        let lower = band.edges.iter().map(|e| (e.0, e.1));
        let upper = band.edges.iter().rev().map(|e| (e.0, e.2));
        let outline: Vec<(f64, f64)> = lower.chain(upper).collect();
        chart.draw_series([Polygon::new(outline, canvas::filled(canvas::series(band.series), 0.18))])?;
    }
    for (height, is_least) in &lines.limits {
        let (dash, gap) = if *is_least { (2, 4) } else { (9, 5) };
        let line = [(from, *height), (to, *height)];
        chart.draw_series(DashedLineSeries::new(line, dash, gap, INK.stroke_width(2)))?;
    }
    for line in &lines.lines {
        let style = canvas::series(line.series).stroke_width(3);
        if line.is_dashed {
            chart.draw_series(DashedLineSeries::new(line.points.iter().copied(), 6, 4, style))?;
        } else {
            chart.draw_series(LineSeries::new(line.points.iter().copied(), style))?;
        }
    }
    for point in &lines.points {
        let colour = canvas::series(point.series);
        chart.draw_series([Circle::new(point.at, 4, canvas::filled(colour, 1.0))])?;
        if let Some(word) = &point.word {
            chart.draw_series([Circle::new(point.at, 8, INK.stroke_width(2))])?;
            let style = canvas::letters(13.0)
                .color(&INK)
                .pos(text_anchor::Pos::new(text_anchor::HPos::Left, text_anchor::VPos::Top));
            chart.draw_series([EmptyElement::at(point.at) + Text::new(word.clone(), (8, 8), style)])?;
        }
    }
    Ok(())
}
