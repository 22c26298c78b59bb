//! Drawings. Charts with axes are laid out by `plotters` and drawn as SVG; calendars and bars of one line are drawn here.
//! Colours are classes and series' numbers, so that one stylesheet decides on them.

pub(crate) mod bars;
pub(crate) mod canvas;
pub(crate) mod gantt;
pub(crate) mod lines;
pub(crate) mod span;
