//! What can stand in a project's way beside the others, and by how much it does.

use crate::base::{Centidays, FlowLimitId, FrameworkId, FundId, Money, PoolId, ProjectId, RuleId};
use crate::model::SelectionRuleKind;

/// Something shared that can bar a project. What concerns the project alone (dates, gates, closed contracts and funds,
/// its own freezes) is none: that cannot be lifted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Barrier {
    /// Days of a pool, in all its periods.
    Pool(PoolId),
    /// A contract: what its supplier can place, its ceiling, its minimum.
    Framework(FrameworkId),
    /// Money: a fund's payments, commitments and total.
    Fund(FundId),
    /// A limit on what is under way, starts or finishes.
    Flow(FlowLimitId),
    /// A selection rule.
    Rule(RuleId),
    /// A project that has to be in, and to be done with some phase, before.
    Project(ProjectId),
}

/// The kinds of [`Barrier`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum BarrierKind {
    Pool,
    Framework,
    Fund,
    Flow,
    Rule,
    Project,
}

impl Barrier {
    /// Of what kind it is.
    pub fn kind(self) -> BarrierKind {
        match self {
            Self::Pool(_) => BarrierKind::Pool,
            Self::Framework(_) => BarrierKind::Framework,
            Self::Fund(_) => BarrierKind::Fund,
            Self::Flow(_) => BarrierKind::Flow,
            Self::Rule(_) => BarrierKind::Rule,
            Self::Project(_) => BarrierKind::Project,
        }
    }
}

/// What a placement lacks: the barrier that it runs into, and where and by how much.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortage {
    /// What it runs into.
    pub barrier: Barrier,
    /// Where and by how much.
    pub lack: Lack,
}

/// Where and by how much something is short.
#[derive(Clone, Debug, PartialEq)]
pub enum Lack {
    /// Days of a pool.
    Days {
        /// In this period.
        period: usize,
        /// So many.
        short: Centidays,
    },
    /// Days that the supplier can place.
    Supply {
        /// Of this role.
        role: String,
        /// In this period.
        period: usize,
        /// So many.
        short: Centidays,
    },
    /// Orders above a contract's maximum.
    Ceiling {
        /// By so much.
        short: Money,
    },
    /// What would still be owed under a contract, and is taken for waived.
    Minimum {
        /// So much.
        short: Money,
    },
    /// Payments of a fund.
    Payments {
        /// In this year.
        year: i32,
        /// So much.
        short: Money,
    },
    /// Commitments of a fund.
    Commitments {
        /// In this year.
        year: i32,
        /// So much.
        short: Money,
    },
    /// Payments of a fund over all years.
    Total {
        /// So much.
        short: Money,
    },
    /// A flow limit is reached.
    Full {
        /// In these periods.
        periods: std::ops::Range<usize>,
    },
    /// A selection rule would break.
    Barred {
        /// What it asks.
        kind: SelectionRuleKind,
        /// Projects that are in and take the place, or that are out and would have to be in.
        projects: Vec<ProjectId>,
    },
    /// The project that it needs is out.
    Out,
    /// The two would not follow one another as they have to.
    Order,
}
