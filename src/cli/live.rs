//! The line on a terminal that shows how far a solve is, redrawn five times a second.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::console;
use super::watch::Watch;
use crate::base::Lang;
use crate::report::{decimal, measure, percent, whole};
use crate::solve::Progress;

const REDRAWN_EVERY: Duration = Duration::from_millis(200);

/// Erases the line and goes back to its beginning.
pub(super) const ERASE: &str = "\r\x1b[2K";

/// Does the work, with the line shown meanwhile.
pub(super) fn shown<T>(watch: &Watch<'_>, lang: Lang, work: impl FnOnce() -> T) -> T {
    let latest = || {
        let (latest, seconds) = watch.latest();
        line(latest.as_ref(), seconds, lang)
    };
    line_shown(latest, work)
}

/// Does the work, with what `line` says shown meanwhile.
pub(super) fn line_shown<T>(line: impl Fn() -> String + Send, work: impl FnOnce() -> T) -> T {
    thread::scope(|scope| {
        // Dropped when the work ends, however it ends.
        let (_working, ended) = mpsc::channel::<()>();
        scope.spawn(move || {
            while ended.recv_timeout(REDRAWN_EVERY) == Err(RecvTimeoutError::Timeout) {
                console::print(&format!("{ERASE}{}", line()));
            }
            console::print(ERASE);
        });
        work()
    })
}

/// What a search came to so far.
pub(super) fn line(progress: Option<&Progress>, seconds: f64, lang: Lang) -> String {
    let time = format!("{} s", decimal(seconds, 1, lang));
    let Some(p) = progress else { return time };
    let figure = |x| decimal(x, 1, lang);
    let value = figure(p.value.unwrap_or(f64::NAN));
    let (bound, gap, steps) = lang.pick(("borne", "écart", "pas"), ("bound", "gap", "steps"));
    format!(
        "{} {value}  {bound} {}  {gap} {}  {time}  {} {steps}",
        measure(p.measure, lang),
        figure(p.bound),
        percent(p.gap, 2, lang),
        whole(i64::try_from(p.steps).unwrap_or(i64::MAX), lang),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Measure;

    #[test]
    fn the_line_has_value_bound_gap_time_and_steps() {
        let mut p =
            Progress { goal: 0, measure: Measure::Value, value: None, bound: 1_452.1, gap: f64::INFINITY, steps: 9 };
        assert_eq!(line(None, 0.25, Lang::En), "0.2 s");
        assert_eq!(line(Some(&p), 1.0, Lang::En), "value –  bound 1,452.1  gap –  1.0 s  9 steps");
        (p.value, p.gap) = (Some(1_340.0), 0.0837);
        let french = "valeur 1\u{202f}340,0  borne 1\u{202f}452,1  écart 8,37\u{202f}%  1,0 s  9 pas";
        assert_eq!(line(Some(&p), 1.0, Lang::Fr), french);
    }
}
