//! What every layer counts with: dates, calendars, exact amounts, ids, random streams, a way to stop.

pub mod amount;
pub mod calendar;
pub mod date;
pub mod ids;
pub mod lang;
pub mod number;
pub mod rng;
pub mod slice;
pub mod stop;

pub use amount::{Centidays, Money, Rate, half_up, spread};
pub use calendar::{Calendar, Period, PeriodUnit};
pub use date::Date;
pub use ids::{FlowLimitId, FrameworkId, FundId, ModeId, PhaseId, PoolId, ProjectId, RuleId, SourcingRuleId};
pub use lang::Lang;
pub use rng::Rng;
pub use slice::Slice;
pub use stop::{Never, Stop};
