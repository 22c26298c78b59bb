//! Why one project of a plan is out, late or bought, and what would have it by a day: the least of each kind of change, each
//! verified by a whole plan that the referee passes.
//!
//! Beside the rest of the plan the engine's probe says exactly what is short, and the change that gives it is made and
//! checked. Where others have to move, a search moves them as little as DISRUPTION can count, from the plan as its baseline.

mod asked;
mod displace;
mod facts;
mod headline;
pub(super) mod relief;

pub use asked::Explaining;
pub use facts::{ProjectExplanation, WayIn, WayKind, WhyNotBy};

use crate::base::Slice;
use crate::base::{Date, Stop, date};
use crate::solve::{InternalError, Options};
use asked::Asked;

/// Share of the time for the prices that reasons speak of.
const PRICED: f64 = 0.2;

/// What there is to say of the project. `stop` is for all searches together, `options.max_steps` for each.
pub fn explain_project(
    asked: &Explaining<'_>,
    options: &Options,
    stop: &dyn Stop,
) -> Result<ProjectExplanation, InternalError> {
    let inquiry = Asked::new(asked);
    let reasons = inquiry.reasons(options, &Slice::of_rest(stop, PRICED))?;
    let planned = inquiry.planned(inquiry.id());
    Ok(ProjectExplanation {
        project: inquiry.id().to_owned(),
        selected: planned.is_some(),
        start: planned.map(|p| p.start.clone()).unwrap_or_default(),
        finish: planned.map(|p| p.finish.clone()).unwrap_or_default(),
        reasons,
        not_by: asked.by.map(|day| not_by(&inquiry, day, options, stop)).transpose()?,
    })
}

/// Why not by that day, and what would have it then.
fn not_by(inquiry: &Asked, day: Date, options: &Options, stop: &dyn Stop) -> Result<WhyNotBy, InternalError> {
    let (portfolio, project) = (inquiry.asked.portfolio, inquiry.asked.project);
    let end = portfolio.calendar.periods_ended_by(day);
    let mut out = WhyNotBy { by: date::iso(day), ..WhyNotBy::default() };
    if inquiry.probe.end(project).is_some_and(|e| e <= end) {
        out.is_met = true;
        return Ok(out);
    }
    let (reasons, mut ways) = inquiry.beside(end);
    out.reasons = reasons;
    let fits = ways.iter().any(|w| w.kind == WayKind::Fits);
    ways.extend(inquiry.sourced(end));
    if !fits {
        let moved = displace::ways(inquiry, day, options, stop)?;
        out.is_infeasible = moved.is_infeasible;
        ways.extend(moved.ways);
    }
    let others = |w: &WayIn| w.moves.iter().filter(|m| m.project != inquiry.id()).count();
    ways.sort_by_key(|w| (others(w), w.kind));
    ways.iter_mut().for_each(|w| w.headline = headline::of(portfolio, inquiry.id(), day, w, inquiry.asked.lang));
    out.ways = ways;
    Ok(out)
}
