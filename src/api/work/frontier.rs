//! What a measure buys.

use std::sync::Arc;
use std::time::Duration;

use super::{Ending, Patience, Trouble, Work, Workplace};
use crate::api::case::Case;
use crate::api::deadline::Deadline;
use crate::api::mailbox::Mailbox;
use crate::plan::Plan;
use crate::solve::InternalError;
use crate::study::{self, Axis, Decided, Exploration, FrontierError, FrontierPoint, PointWatch, Watch};
use crate::wire::{self, Wishes, v1};

/// Where points are read; there is no progress but theirs.
pub(in crate::api) type Points = Arc<Mailbox<std::convert::Infallible, v1::FrontierPoint>>;

/// A frontier of a portfolio.
#[derive(Debug)]
pub(in crate::api) struct Explore {
    pub case: Case,
    pub decided: wire::Decided,
    pub axis: Axis,
    pub points: usize,
    pub wishes: Wishes,
    pub deadline: Deadline,
    /// Where it is told on the way.
    pub news: Points,
}

impl Explore {
    /// What is asked.
    pub(in crate::api) fn asked(&self) -> Exploration<'_> {
        let decided = Decided { plan: self.decided.baseline.as_ref(), frozen_until: self.decided.frozen_until };
        Exploration { draft: &self.case.draft, decided, axis: &self.axis, points: self.points }
    }
}

impl Work for Explore {
    type Answer = v1::Frontier;

    fn patience(&self, _: Duration) -> Patience {
        let points = u32::try_from(self.points).unwrap_or(u32::MAX);
        let seconds = Duration::from_secs(study::POINT_SECONDS.into());
        // Reasons are not given: what is left to do after the search is done once for each point.
        Patience::of(&self.wishes, self.deadline, self.points, seconds.saturating_mul(points))
    }

    fn run(self, at: &Workplace<'_>) -> Result<(v1::Frontier, Ending), Trouble> {
        let scenario = &self.case.scenario;
        let watch = Surveyor { at, wishes: &self.wishes, news: &self.news, scenario };
        let found = study::explore(&self.asked(), &at.options(&self.wishes), at.clock, &watch);
        let frontier = found.map_err(|error| match error {
            FrontierError::Problems(problems) => Trouble::Problems(problems),
            FrontierError::Internal(error) => error.into(),
        })?;
        let ending = Ending::with_all(frontier.points.iter().map(|p| &p.plan));
        Ok((wire::frontier_message(&frontier, scenario), ending))
    }
}

/// Tells of points.
struct Surveyor<'a> {
    at: &'a Workplace<'a>,
    wishes: &'a Wishes,
    news: &'a Points,
    scenario: &'a str,
}

impl Watch for Surveyor<'_> {
    fn incumbent(&self, _number: usize, _plan: &dyn Fn() -> Result<Plan, InternalError>) {
        self.at.counted.found_plan();
    }

    fn seconds(&self) -> f64 {
        self.at.seconds(self.wishes)
    }
}

impl PointWatch for Surveyor<'_> {
    fn point(&self, number: usize, point: &FrontierPoint) {
        self.news.incumbent(number, wire::frontier_point_message(point, self.scenario));
    }
}
