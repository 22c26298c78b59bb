//! What is wrong with a plan, in English.

use super::{Words, claim, claimed_span, listed, span};
use crate::base::Lang;
use crate::check::Violation;
use crate::model::{FlowKind, SelectionRuleKind};

/// One sentence.
pub(super) fn line(violation: &Violation) -> String {
    use Violation::*;
    let words = Words(Lang::En);
    let (when, money, days, figure) = (|w| words.when(w), |m| words.money(m), |d| words.days(d), |x| words.figure(x));
    match violation {
        UnknownProject { project } => format!("{project}: the portfolio has no such project"),
        RepeatedProject { project } => format!("{project}: the plan names it twice"),
        RepeatedPhase { project, phase } => format!("{project}/{phase}: the plan names it twice"),
        WrongPhases { project, missing, unknown } => {
            let list = |word: &str, names: &[String]| listed(word, names);
            format!("{project}: not planned with its phases{}{}", list("missing", missing), list("unknown", unknown))
        }
        UnknownMode { project, phase, mode } => format!("{project}/{phase}: has no mode {mode}"),
        OutsideCalendar { project, phase, start, duration, periods } => {
            format!("{project}/{phase}: {duration} periods from period {start} leave the calendar's {periods}")
        }
        StartsTooEarly { project, start, earliest } => {
            format!("{project}: starts on {}, before its earliest start, {}", when(start), when(earliest))
        }
        FinishesTooLate { project, finish, latest } => {
            format!("{project}: finishes on {}, after the last it may, {}", when(finish), when(latest))
        }
        OffGate { project, start } => format!("{project}: starts on {}, which holds no start gate", when(start)),
        DependencyOut { project, phase, needs } => format!("{project}/{phase}: needs {needs}, which is out"),
        DependencyBroken { project, phase, start, after_project, after_phase, earliest } => format!(
            "{project}/{phase}: starts on {}; after {after_project}/{after_phase} it may from {} on",
            when(start),
            when(earliest)
        ),
        MustDoLeftOut { project } => format!("{project}: must be done and is out"),
        RuleBroken { rule, kind, selected, all, count } => {
            let asks = match kind {
                SelectionRuleKind::AtMost => format!("at most {count} may be"),
                SelectionRuleKind::AtLeast => format!("at least {count} have to be"),
                SelectionRuleKind::Together => "all or none have to be".to_owned(),
                SelectionRuleKind::Implies => "the first brings all others".to_owned(),
            };
            format!("rule {rule}: {selected} of {all} projects are in; {asks}")
        }
        FlowExceeded { limit, kind, period, width, count, max } => {
            let what = match kind {
                FlowKind::UnderWay => "projects are under way",
                FlowKind::Starts => "projects start",
                FlowKind::Finishes => "projects finish",
            };
            let window = if *width > 1 { format!(", {width} periods on") } else { String::new() };
            format!("flow limit {limit}: {count} {what} from {}{window}; at most {max} may", when(period))
        }
        Overloaded { pool, period, load, limit } => {
            format!("pool {pool}, {}: load of {} over {}", when(period), days(load), days(limit))
        }
        FrameworkClosed { project, phase, framework, period } => {
            format!("{project}/{phase}: framework {framework} gives no days in {}", when(period))
        }
        SupplyExceeded { framework, role, period, bought, limit } => {
            let (bought, limit) = (days(bought), days(limit));
            format!("framework {framework}, {}: {bought} of {role} bought over {limit}", when(period))
        }
        CeilingExceeded { framework, ordered, max_amount } => {
            format!("framework {framework}: {} ordered over {}", money(ordered), money(max_amount))
        }
        FundClosed { project, phase, fund, period } => {
            format!("{project}/{phase}: fund {fund} does not pay in {}", when(period))
        }
        PaymentsExceeded { fund, year, paid, ceiling } => {
            format!("fund {fund}, {year}: {} paid over {}", money(paid), money(ceiling))
        }
        CommitmentsExceeded { fund, year, committed, ceiling } => {
            format!("fund {fund}, {year}: {} committed over {}", money(committed), money(ceiling))
        }
        TotalExceeded { fund, paid, total } => {
            format!("fund {fund}: {} paid in all over {}", money(paid), money(total))
        }
        ProtectedDropped { project } => format!("{project}: is protected and was dropped"),
        FrozenChanged { project } => format!("{project}: is frozen and was changed"),
        BegunChanged { project, phase } => format!("{project}/{phase}: begins before the freeze and was changed"),
        WrongFigure { what, claimed, actual } => {
            format!("{}: the plan says {}, it is {}", claim(what, words), figure(claimed), figure(actual))
        }
        BoundContradicted { measure, value, bound } => {
            format!("goal {}: the value {} passes the bound {}", measure.name(), figure(value), figure(bound))
        }
        GapLeft { measure, value, bound } => {
            let (value, bound) = (figure(value), figure(bound));
            format!("goal {}: called optimal with {value} and a bound of {bound}", measure.name())
        }
        WrongOrder => "the plan does not list the portfolio's projects in their order".to_owned(),
        WrongDates { project, claimed, actual } => {
            format!("{project}: the plan says {}, it is {}", claimed_span(claimed), span(actual))
        }
        WrongFinishPeriod { project, phase, claimed, actual } => {
            format!("{project}/{phase}: the plan says it finishes in period {claimed}, it does in {actual}")
        }
        UnknownPool { pool } => format!("pool {pool}: the portfolio has no such pool"),
        UnknownPeriod { pool, period } => format!("pool {pool}: the calendar has no period {period}"),
        UnknownFramework { framework } => format!("framework {framework}: the portfolio has no such framework"),
    }
}
