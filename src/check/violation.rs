//! What a plan can break: facts, by id. [`super::wording`] has the words.

use std::fmt;

use crate::base::{Calendar, Centidays, Date, Lang, Money, Period};
use crate::model::{FlowKind, Measure, SelectionRuleKind};

/// A period, and a day of it for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// Its number; it may lie outside the calendar.
    pub period: i64,
    /// Its first or last day, where it is in the calendar.
    pub day: Option<Date>,
}

impl When {
    pub(super) fn first_day(calendar: &Calendar, period: i64) -> Self {
        Self { period, day: find(calendar, period).map(|p| p.first) }
    }

    pub(super) fn last_day(calendar: &Calendar, period: i64) -> Self {
        Self { period, day: find(calendar, period).map(|p| p.last) }
    }
}

/// The period of that number, if the calendar has it.
pub(super) fn find(calendar: &Calendar, period: i64) -> Option<Period> {
    calendar.periods().get(usize::try_from(period).ok()?).copied()
}

/// A figure that a plan gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Claimed {
    Measure { measure: Measure },
    ProjectValue { project: String },
    Load { pool: String, period: When },
    Capacity { pool: String, period: When },
    Ordered { framework: String },
    Owed { framework: String },
    Paid { fund: String, year: i32 },
    Committed { fund: String, year: i32 },
}

/// One thing that is wrong with a plan. Everything is named by id.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Violation {
    /// The portfolio has no such project.
    UnknownProject { project: String },
    /// The plan names a project twice; the last time counts.
    RepeatedProject { project: String },
    /// The plan names a phase twice; the last time counts.
    RepeatedPhase { project: String, phase: String },
    /// A selected project is planned with other phases than its own; nothing of it is counted.
    WrongPhases { project: String, missing: Vec<String>, unknown: Vec<String> },
    /// The phase has no such mode, of its own or by an enabled sourcing rule.
    UnknownMode { project: String, phase: String, mode: String },
    /// The phase begins before the calendar or ends after it.
    OutsideCalendar { project: String, phase: String, start: i64, duration: i64, periods: usize },
    /// Before its earliest start.
    StartsTooEarly { project: String, start: When, earliest: When },
    /// After its deadline.
    FinishesTooLate { project: String, finish: When, latest: When },
    /// In a period without a start gate.
    OffGate { project: String, start: When },
    /// What it depends on is out.
    DependencyOut { project: String, phase: String, needs: String },
    /// What it depends on has not finished, or the lag has not gone by.
    DependencyBroken {
        project: String,
        phase: String,
        start: When,
        after_project: String,
        after_phase: String,
        earliest: When,
    },
    /// It has to be in and is out.
    MustDoLeftOut { project: String },
    /// The selection breaks a rule.
    RuleBroken { rule: String, kind: SelectionRuleKind, selected: i64, all: i64, count: i64 },
    /// Too many in the `width` periods from `period` on.
    FlowExceeded { limit: String, kind: FlowKind, period: When, width: usize, count: u64, max: u32 },
    /// More load than capacity and overload allow.
    Overloaded { pool: String, period: When, load: Centidays, limit: Centidays },
    /// Days are bought in a period in which the framework gives none.
    FrameworkClosed { project: String, phase: String, framework: String, period: When },
    /// More days than the supplier can place in a period.
    SupplyExceeded { framework: String, role: String, period: When, bought: Centidays, limit: Centidays },
    /// More is ordered than the framework's maximum.
    CeilingExceeded { framework: String, ordered: Money, max_amount: Money },
    /// A fund is charged in a period in which it does not pay.
    FundClosed { project: String, phase: String, fund: String, period: When },
    /// More is paid in a year than there is, carried over included.
    PaymentsExceeded { fund: String, year: i32, paid: Money, ceiling: Money },
    /// More is committed in a year than may be, carried over included.
    CommitmentsExceeded { fund: String, year: i32, committed: Money, ceiling: Money },
    /// More is paid over all years than the fund holds.
    TotalExceeded { fund: String, paid: Money, total: Money },
    /// A protected project of the baseline is out.
    ProtectedDropped { project: String },
    /// A frozen project of the baseline is not as it was.
    FrozenChanged { project: String },
    /// A phase that the baseline begins before the freeze is not as it was.
    BegunChanged { project: String, phase: String },
    /// The plan gives a figure that is another.
    WrongFigure { what: Claimed, claimed: f64, actual: f64 },
    /// The plan gives a goal a bound that its value passes.
    BoundContradicted { measure: Measure, value: f64, bound: f64 },
    /// The plan calls itself optimal and leaves a gap.
    GapLeft { measure: Measure, value: f64, bound: f64 },
    /// The plan does not list the portfolio's projects, each once, in their order.
    WrongOrder,
    /// The plan gives a project other days than its phases have.
    WrongDates { project: String, claimed: [String; 2], actual: [Date; 2] },
    /// The plan gives a phase another last period than its start and duration have.
    WrongFinishPeriod { project: String, phase: String, claimed: i64, actual: i64 },
    /// The plan gives loads of a pool that the portfolio does not have.
    UnknownPool { pool: String },
    /// The plan gives a load in a period that the calendar does not have.
    UnknownPeriod { pool: String, period: i64 },
    /// The plan gives orders of a framework that the portfolio does not have.
    UnknownFramework { framework: String },
}

impl Violation {
    /// One sentence.
    pub fn line(&self, lang: Lang) -> String {
        super::wording::line(self, lang)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(Lang::En))
    }
}
