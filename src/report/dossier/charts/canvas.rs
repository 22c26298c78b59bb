//! The sheet that a chart with axes is drawn on: `plotters` lays it out and writes SVG, which is then made one with the
//! page: it scales with it, has its letters and says what it shows.

use maud::{Markup, PreEscaped, html};
use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::style::{Color, RGBColor, ShapeStyle, TextStyle};

/// Where a chart is drawn on.
pub(crate) type Sheet<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Why a chart could not be drawn: `plotters` says so of a range without an extent, say.
pub(crate) type Fault = DrawingAreaErrorKind<std::io::Error>;

/// Lines and letters.
pub(crate) const INK: RGBColor = RGBColor(0x1b, 0x23, 0x30);
pub(crate) const SOFT: RGBColor = RGBColor(0x5a, 0x64, 0x73);
pub(crate) const RULE: RGBColor = RGBColor(0xd9, 0xde, 0xe5);

/// By series, in the order in which they are told apart best by everybody (Okabe & Ito 2008), darkened so that words can be
/// written in them. The stylesheet has the same.
const SERIES: [RGBColor; 8] = [
    RGBColor(0x1f, 0x5a, 0x96),
    RGBColor(0xb8, 0x50, 0x0c),
    RGBColor(0x0b, 0x7a, 0x5a),
    RGBColor(0x8c, 0x3f, 0x7d),
    RGBColor(0x3d, 0x8f, 0xb8),
    RGBColor(0x8a, 0x6d, 0x00),
    RGBColor(0x5b, 0x5b, 0x5b),
    RGBColor(0x6a, 0x51, 0xa3),
];

/// The colour of a series.
pub(crate) fn series(number: usize) -> RGBColor {
    SERIES[number % SERIES.len()]
}

/// So many series have a colour of their own.
pub(crate) const COLOURS: usize = SERIES.len();

/// The letters of axes.
pub(crate) fn letters(size: f64) -> TextStyle<'static> {
    ("sans-serif", size).into()
}

/// A filled shape.
pub(crate) fn filled(colour: RGBColor, opacity: f64) -> ShapeStyle {
    colour.mix(opacity).filled()
}

/// A chart of that size, as an image with that description.
pub(crate) fn drawn(
    (width, height): (u32, u32),
    description: &str,
    draw: impl FnOnce(&Sheet) -> Result<(), Fault>,
) -> Markup {
    let mut text = String::new();
    let outcome = {
        let sheet = SVGBackend::with_string(&mut text, (width, height)).into_drawing_area();
        draw(&sheet).and_then(|()| sheet.present())
    };
    match outcome {
        Ok(()) => html! {
            svg.plot role="img" aria-label=(description) viewBox=(format!("0 0 {width} {height}"))
                preserveAspectRatio="xMidYMid meet" { (PreEscaped(inside(&text))) }
        },
        // There is a table beside every chart.
        Err(fault) => html! { p.fault { (fault) } },
    }
}

/// What stands inside the root of an SVG document.
fn inside(document: &str) -> String {
    let from = document.find("<svg").and_then(|at| document[at..].find('>').map(|end| at + end + 1)).unwrap_or(0);
    let to = document.rfind("</svg>").unwrap_or(document.len());
    document[from..to].replace(" font-family=\"sans-serif\"", "").lines().collect()
}

/// Round figures from 0 to `most` or a little more, about as many as asked for.
pub(crate) fn top(most: f64) -> f64 {
    if most.is_nan() || most <= 0.0 || most.is_infinite() {
        return 1.0;
    }
    let unit = 10f64.powf(most.log10().floor());
    let steps = [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    steps.into_iter().map(|s| s * unit).find(|t| *t >= most * 1.02).unwrap_or(unit * 12.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_figures() {
        for (most, end) in [(0.0, 1.0), (f64::NAN, 1.0), (97.0, 100.0), (1358.8, 1500.0), (99.0, 120.0), (0.03, 0.04)] {
            assert!((top(most) - end).abs() < 1e-9, "{most}: {}", top(most));
        }
    }

    #[test]
    fn descriptions_and_drawings_are_one_image() {
        let image = drawn((10, 10), "a \"b\" <c>", |sheet| sheet.fill(&RULE)).into_string();
        assert!(
            image.starts_with("<svg class=\"plot\" role=\"img\" aria-label=\"a &quot;b&quot; &lt;c&gt;\""),
            "{image}"
        );
        assert_eq!((image.matches("<svg").count(), image.matches("</svg>").count()), (1, 1));
    }
}
