//! What stays the same whatever is planned: the instance without limits on the single project, what each row is called,
//! and the goals.

use super::barrier::Barrier;
use crate::model::{Measure, Portfolio};
use crate::plan::Baseline;
use crate::solve::instance::{Functional, Instance, Origin, Resource, functional, lower_unlimited};

/// Shared by all probes of a portfolio.
#[derive(Debug)]
pub(super) struct Ground {
    pub instance: Instance,
    /// By resource and by consumable: what it belongs to.
    pub resource: Vec<Barrier>,
    pub consumable: Vec<Barrier>,
    /// In the goals' order, as profits.
    pub goals: Vec<Functional>,
    /// Points by project and end, whatever the goals are.
    pub value: Functional,
}

impl Ground {
    pub(super) fn new(portfolio: &Portfolio, baseline: Option<&Baseline>) -> Self {
        let instance = lower_unlimited(portfolio, baseline);
        let resource = instance.resources.iter().map(|r| match r {
            Resource::Pool(pool) => Barrier::Pool(*pool),
            Resource::Supply(framework, _) => Barrier::Framework(*framework),
        });
        let consumable = instance.consumables.iter().map(|c| match c.origin {
            Origin::Payments(fund, _) | Origin::Commitments(fund, _) | Origin::Total(fund) => Barrier::Fund(fund),
            Origin::Ceiling(framework) => Barrier::Framework(framework),
        });
        let profit = |measure: Measure| {
            let own = functional(portfolio, baseline, &instance, measure);
            if measure.is_maximised() { own } else { own.negated() }
        };
        Self {
            resource: resource.collect(),
            consumable: consumable.collect(),
            goals: portfolio.policy.goals.iter().map(|g| profit(g.measure)).collect(),
            value: profit(Measure::Value),
            instance,
        }
    }
}
