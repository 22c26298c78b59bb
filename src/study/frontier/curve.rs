//! The points as a curve, with its knees.

use super::axis::Axis;
use super::spot::Spot;
use crate::model::Measure;
use crate::model::draft::scenario::ChangeDraft;
use crate::plan::Plan;

/// Behind a knee, a unit of the axis brings at most this share of what it brings before.
const KNEE: f64 = 0.5;

/// What a measure buys.
#[derive(Clone, Debug)]
pub struct Frontier {
    /// The portfolio's id.
    pub portfolio: String,
    /// What value is drawn against.
    pub axis: Axis,
    /// By rising limit.
    pub points: Vec<FrontierPoint>,
}

/// The best plan found under a limit.
#[derive(Clone, Debug)]
pub struct FrontierPoint {
    /// The most that the axis may come to; none: no limit.
    pub limit: Option<f64>,
    /// What the plan uses of it, if there is one; for staff the limit.
    pub used: Option<f64>,
    /// Changes that set the limit.
    pub changes: Vec<ChangeDraft>,
    /// The plan with its value and bound; without reasons.
    pub plan: Plan,
    /// More buys less from here on.
    pub knee: bool,
}

impl FrontierPoint {
    /// Points of the plan, if there is one.
    pub fn value(&self) -> Option<f64> {
        self.plan.measure(Measure::Value).filter(|_| self.plan.status.has_plan())
    }

    /// The proven bound, if there is a plan and something bounds it.
    pub fn bound(&self) -> Option<f64> {
        self.plan.goals.first().map(|g| g.bound)
    }
}

pub(super) fn of(axis: &Axis, portfolio: &str, points: Vec<(&Spot, Plan)>) -> Frontier {
    let mut points: Vec<FrontierPoint> = points.into_iter().map(|(spot, plan)| point(axis, spot, plan)).collect();
    let places: Vec<Option<(f64, f64)>> = points.iter().map(|p| p.limit.or(p.used).zip(p.value())).collect();
    for i in knees(&places) {
        points[i].knee = true;
    }
    Frontier { portfolio: portfolio.to_owned(), axis: axis.clone(), points }
}

/// One of them; which are knees is seen from all together.
pub(super) fn point(axis: &Axis, spot: &Spot, mut plan: Plan) -> FrontierPoint {
    // A plan that was lent to a point of which nothing is proven.
    plan.goals.retain(|g| g.bound.is_finite());
    let used = plan.status.has_plan().then(|| axis.used(&plan).or(spot.limit)).flatten();
    FrontierPoint { limit: spot.limit, used, changes: spot.changes.clone(), plan, knee: false }
}

/// Corners of the upper hull behind which the curve rises at most half as steeply as before.
fn knees(places: &[Option<(f64, f64)>]) -> Vec<usize> {
    let hull = hull(places);
    let at = |i: usize| places[hull[i]].expect("only points with a plan are on the hull");
    let slope = |i: usize| {
        let ((x, y), (u, v)) = (at(i), at(i + 1));
        (v - y) / (u - x)
    };
    (1..hull.len().saturating_sub(1)).filter(|i| slope(*i) <= KNEE * slope(i - 1)).map(|i| hull[i]).collect()
}

/// Points on the upper concave hull, from left to right (Andrew 1979).
fn hull(places: &[Option<(f64, f64)>]) -> Vec<usize> {
    let mut hull: Vec<(usize, f64, f64)> = Vec::new();
    for (i, place) in places.iter().enumerate() {
        let Some((x, y)) = *place else { continue };
        while let [.., (_, ax, ay), (_, bx, by)] = hull[..] {
            if (bx - ax) * (y - ay) < (by - ay) * (x - ax) {
                break;
            }
            hull.pop();
        }
        if hull.last().is_none_or(|h| h.1 < x) {
            hull.push((i, x, y));
        }
    }
    hull.into_iter().map(|h| h.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_of_the_hull_are_knees_where_it_flattens() {
        let points = |ys: &[f64]| ys.iter().enumerate().map(|(x, y)| Some((x as f64, *y))).collect::<Vec<_>>();
        assert_eq!(knees(&points(&[0.0, 10.0, 20.0, 21.0, 22.0])), [2]);
        assert_eq!(knees(&points(&[0.0, 10.0, 20.0, 30.0])), [0; 0]);
        assert_eq!(knees(&points(&[5.0, 5.0, 5.0])), [0; 0]);
        // A dent below the hull is no corner of it.
        assert_eq!(hull(&points(&[0.0, 1.0, 20.0, 21.0])), [0, 2, 3]);
        assert_eq!(knees(&[None, Some((1.0, 1.0)), Some((2.0, 9.0)), Some((3.0, 10.0))]), [2]);
    }
}
