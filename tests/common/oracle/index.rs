//! Where each thing that plans share is counted in one flat row of figures.

use arbitre::model::draft::PortfolioDraft;

use super::calendar::Calendar;

pub(super) struct Index {
    periods: usize,
    years: usize,
    lines: usize,
    flows: usize,
    frameworks: usize,
    funds: usize,
    /// How many figures there are.
    pub(super) len: usize,
}

impl Index {
    pub(super) fn new(draft: &PortfolioDraft, calendar: &Calendar, lines: usize) -> Self {
        let periods = calendar.count();
        let years = (calendar.years.1 - calendar.years.0 + 1) as usize;
        let pools = draft.pools.len() * periods;
        let flows = lines * periods + pools;
        let frameworks = flows + draft.policy.flow_limits.len() * periods;
        let funds = frameworks + draft.frameworks.len();
        let len = funds + 2 * draft.funds.len() * years;
        Self { periods, years, lines: pools, flows, frameworks, funds, len }
    }

    /// Centidays of a pool in a period.
    pub(super) fn load(&self, pool: usize, t: usize) -> usize {
        pool * self.periods + t
    }

    /// Centidays of a line in a period.
    pub(super) fn bought(&self, line: usize, t: usize) -> usize {
        self.lines + line * self.periods + t
    }

    /// Projects that a flow limit counts in a period.
    pub(super) fn flow(&self, flow: usize, t: usize) -> usize {
        self.flows + flow * self.periods + t
    }

    /// Money ordered under a framework.
    pub(super) fn ordered(&self, framework: usize) -> usize {
        self.frameworks + framework
    }

    /// Money that a fund pays in a year.
    pub(super) fn paid(&self, fund: usize, year: usize) -> usize {
        self.funds + 2 * (fund * self.years + year)
    }

    /// Money of a fund that is committed in a year.
    pub(super) fn committed(&self, fund: usize, year: usize) -> usize {
        self.paid(fund, year) + 1
    }

    pub(super) fn years(&self) -> usize {
        self.years
    }
}
