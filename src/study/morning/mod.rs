//! The morning after: what a new plan changes in yesterday's, and what of yesterday's no longer holds. Facts by id; why
//! something moved is said by what the referee finds broken and by the new plan's own reasons, and by nothing else.

mod moved;
mod rebased;

pub use moved::{Late, Shifted, lateness};
pub use rebased::rebased;

use crate::check::{self, Claims, Violation};
use crate::model::{Measure, Portfolio};
use crate::plan::{Baseline, MeasureValue, Plan};

/// What has changed overnight.
#[derive(Clone, Debug, Default)]
pub struct Morning {
    /// Every project that is not as in yesterday's plan, in the portfolio's order.
    pub moved: Vec<Shifted>,
    /// Projects of yesterday's plan that the portfolio no longer has.
    pub removed: Vec<String>,
    /// What yesterday's plan breaks of today's portfolio.
    pub broken: Vec<Violation>,
    /// Yesterday's choices, counted on today's portfolio.
    pub before: Vec<MeasureValue>,
    /// Projects that finish after their target.
    pub late: Vec<Late>,
}

/// What `today` changes in `yesterday`, which may be of an earlier state of the portfolio; its periods are today's.
pub fn morning(
    portfolio: &Portfolio,
    baseline: Option<&Baseline>,
    yesterday: Option<&Plan>,
    today: Option<&Plan>,
) -> Morning {
    let mut morning = Morning::default();
    let mut own = None;
    if let Some(yesterday) = yesterday {
        let is_known = |id: &str| portfolio.projects.iter().any(|p| p.id == id);
        let gone = yesterday.projects.iter().filter(|p| p.selected && !is_known(&p.project));
        morning.removed = gone.map(|p| p.project.clone()).collect();
        let own = own.insert(within(portfolio, yesterday));
        let verdict = check::check(portfolio, baseline, own, Claims::Ignored);
        morning.before = Measure::ALL
            .into_iter()
            .map(|measure| MeasureValue { measure, value: verdict.figures.measure(measure) })
            .collect();
        morning.broken = verdict.violations;
    }
    if let Some(today) = today {
        morning.late = moved::late(portfolio, own.as_ref(), today);
        if let Some(own) = &own {
            morning.moved = moved::of(portfolio, own, today, &morning.broken);
        }
    }
    morning
}

/// Yesterday's choices for the projects that there still are.
fn within(portfolio: &Portfolio, yesterday: &Plan) -> Plan {
    let is_known = |id: &str| portfolio.projects.iter().any(|p| p.id == id);
    let projects = yesterday.projects.iter().filter(|p| is_known(&p.project)).cloned().collect();
    Plan { portfolio: portfolio.id.clone(), projects, ..Plan::default() }
}
