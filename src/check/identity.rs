//! What a violation is called, and of whom it speaks: for programs.

use super::Violation;

impl Violation {
    /// The kind of constraint, as written in answers; stable.
    pub fn code(&self) -> &'static str {
        use Violation::*;
        match self {
            UnknownProject { .. } => "UNKNOWN_PROJECT",
            RepeatedProject { .. } => "REPEATED_PROJECT",
            RepeatedPhase { .. } => "REPEATED_PHASE",
            WrongPhases { .. } => "WRONG_PHASES",
            UnknownMode { .. } => "UNKNOWN_MODE",
            OutsideCalendar { .. } => "OUTSIDE_CALENDAR",
            StartsTooEarly { .. } => "STARTS_TOO_EARLY",
            FinishesTooLate { .. } => "FINISHES_TOO_LATE",
            OffGate { .. } => "OFF_GATE",
            DependencyOut { .. } => "DEPENDENCY_OUT",
            DependencyBroken { .. } => "DEPENDENCY_BROKEN",
            MustDoLeftOut { .. } => "MUST_DO_LEFT_OUT",
            RuleBroken { .. } => "RULE_BROKEN",
            FlowExceeded { .. } => "FLOW_EXCEEDED",
            Overloaded { .. } => "OVERLOADED",
            FrameworkClosed { .. } => "FRAMEWORK_CLOSED",
            SupplyExceeded { .. } => "SUPPLY_EXCEEDED",
            CeilingExceeded { .. } => "CEILING_EXCEEDED",
            FundClosed { .. } => "FUND_CLOSED",
            PaymentsExceeded { .. } => "PAYMENTS_EXCEEDED",
            CommitmentsExceeded { .. } => "COMMITMENTS_EXCEEDED",
            TotalExceeded { .. } => "TOTAL_EXCEEDED",
            ProtectedDropped { .. } => "PROTECTED_DROPPED",
            FrozenChanged { .. } => "FROZEN_CHANGED",
            BegunChanged { .. } => "BEGUN_CHANGED",
            WrongFigure { .. } => "WRONG_FIGURE",
            BoundContradicted { .. } => "BOUND_CONTRADICTED",
            GapLeft { .. } => "GAP_LEFT",
            WrongOrder => "WRONG_ORDER",
            WrongDates { .. } => "WRONG_DATES",
            WrongFinishPeriod { .. } => "WRONG_FINISH_PERIOD",
            UnknownPool { .. } => "UNKNOWN_POOL",
            UnknownPeriod { .. } => "UNKNOWN_PERIOD",
            UnknownFramework { .. } => "UNKNOWN_FRAMEWORK",
        }
    }

    /// The ids that it speaks of, the nearest first.
    pub fn subjects(&self) -> Vec<&str> {
        use super::Claimed;
        use Violation::*;
        match self {
            UnknownProject { project }
            | RepeatedProject { project }
            | WrongPhases { project, .. }
            | StartsTooEarly { project, .. }
            | FinishesTooLate { project, .. }
            | OffGate { project, .. }
            | MustDoLeftOut { project }
            | ProtectedDropped { project }
            | FrozenChanged { project }
            | WrongDates { project, .. } => vec![project],
            RepeatedPhase { project, phase }
            | OutsideCalendar { project, phase, .. }
            | BegunChanged { project, phase }
            | WrongFinishPeriod { project, phase, .. } => vec![project, phase],
            UnknownMode { project, phase, mode } => vec![project, phase, mode],
            DependencyOut { project, phase, needs } => vec![project, phase, needs],
            DependencyBroken { project, phase, after_project, after_phase, .. } => {
                vec![project, phase, after_project, after_phase]
            }
            RuleBroken { rule, .. } => vec![rule],
            FlowExceeded { limit, .. } => vec![limit],
            Overloaded { pool, .. } | UnknownPool { pool } | UnknownPeriod { pool, .. } => vec![pool],
            FrameworkClosed { project, phase, framework, .. } => vec![project, phase, framework],
            SupplyExceeded { framework, role, .. } => vec![framework, role],
            CeilingExceeded { framework, .. } | UnknownFramework { framework } => vec![framework],
            FundClosed { project, phase, fund, .. } => vec![project, phase, fund],
            PaymentsExceeded { fund, .. } | CommitmentsExceeded { fund, .. } | TotalExceeded { fund, .. } => vec![fund],
            WrongFigure { what, .. } => match what {
                Claimed::Measure { measure } => vec![measure.name()],
                Claimed::ProjectValue { project } => vec![project],
                Claimed::Load { pool, .. } | Claimed::Capacity { pool, .. } => vec![pool],
                Claimed::Ordered { framework } | Claimed::Owed { framework } => vec![framework],
                Claimed::Paid { fund, .. } | Claimed::Committed { fund, .. } => vec![fund],
            },
            BoundContradicted { measure, .. } | GapLeft { measure, .. } => vec![measure.name()],
            WrongOrder => Vec::new(),
        }
    }
}
