//! What is wrong with a plan, in French.

use super::{Words, claim, claimed_span, listed, span};
use crate::base::Lang;
use crate::check::Violation;
use crate::model::{FlowKind, SelectionRuleKind};

/// One sentence.
pub(super) fn line(violation: &Violation) -> String {
    use Violation::*;
    let words = Words(Lang::Fr);
    let (when, money, days, figure) = (|w| words.when(w), |m| words.money(m), |d| words.days(d), |x| words.figure(x));
    match violation {
        UnknownProject { project } => format!("{project} : le portefeuille n'a pas ce projet"),
        RepeatedProject { project } => format!("{project} : le plan le nomme deux fois"),
        RepeatedPhase { project, phase } => format!("{project}/{phase} : le plan la nomme deux fois"),
        WrongPhases { project, missing, unknown } => {
            let (missing, unknown) = (listed("manquent", missing), listed("inconnues", unknown));
            format!("{project} : les phases planifiées ne sont pas les siennes{missing}{unknown}")
        }
        UnknownMode { project, phase, mode } => format!("{project}/{phase} : n'a pas de mode {mode}"),
        OutsideCalendar { project, phase, start, duration, periods } => format!(
            "{project}/{phase} : {duration} périodes depuis la période {start} sortent du calendrier, qui en a {periods}"
        ),
        StartsTooEarly { project, start, earliest } => {
            format!("{project} : commence le {}, avant son début au plus tôt, le {}", when(start), when(earliest))
        }
        FinishesTooLate { project, finish, latest } => {
            format!("{project} : finit le {}, après sa fin au plus tard, le {}", when(finish), when(latest))
        }
        OffGate { project, start } => format!("{project} : commence le {}, sans comité de lancement", when(start)),
        DependencyOut { project, phase, needs } => {
            format!("{project}/{phase} : a besoin de {needs}, qui n'est pas retenu")
        }
        DependencyBroken { project, phase, start, after_project, after_phase, earliest } => format!(
            "{project}/{phase} : commence le {} ; après {after_project}/{after_phase}, c'est possible à partir du {}",
            when(start),
            when(earliest)
        ),
        MustDoLeftOut { project } => format!("{project} : est obligatoire et n'est pas retenu"),
        RuleBroken { rule, kind, selected, all, count } => {
            let asks = match kind {
                SelectionRuleKind::AtMost => format!("il en faut au plus {count}"),
                SelectionRuleKind::AtLeast => format!("il en faut au moins {count}"),
                SelectionRuleKind::Together => "il les faut tous ou aucun".to_owned(),
                SelectionRuleKind::Implies => "le premier entraîne tous les autres".to_owned(),
            };
            format!("règle {rule} : {selected} projets sur {all} sont retenus ; {asks}")
        }
        FlowExceeded { limit, kind, period, width, count, max } => {
            let what = match kind {
                FlowKind::UnderWay => "projets sont en cours",
                FlowKind::Starts => "projets commencent",
                FlowKind::Finishes => "projets finissent",
            };
            let window = if *width > 1 { format!(" et sur {width} périodes") } else { String::new() };
            format!("limite de flux {limit} : {count} {what} à partir du {}{window} ; {max} au plus", when(period))
        }
        Overloaded { pool, period, load, limit } => {
            format!("équipe {pool}, {} : charge de {} pour {} au plus", when(period), days(load), days(limit))
        }
        FrameworkClosed { project, phase, framework, period } => {
            format!("{project}/{phase} : l'accord-cadre {framework} ne fournit pas de jours le {}", when(period))
        }
        SupplyExceeded { framework, role, period, bought, limit } => {
            let (bought, limit) = (days(bought), days(limit));
            format!("accord-cadre {framework}, {} : {bought} de {role} achetés pour {limit} au plus", when(period))
        }
        CeilingExceeded { framework, ordered, max_amount } => {
            format!("accord-cadre {framework} : {} commandés pour {} au plus", money(ordered), money(max_amount))
        }
        FundClosed { project, phase, fund, period } => {
            format!("{project}/{phase} : l'enveloppe {fund} ne paie pas le {}", when(period))
        }
        PaymentsExceeded { fund, year, paid, ceiling } => {
            format!("enveloppe {fund}, {year} : {} payés pour {} au plus", money(paid), money(ceiling))
        }
        CommitmentsExceeded { fund, year, committed, ceiling } => {
            format!("enveloppe {fund}, {year} : {} engagés pour {} au plus", money(committed), money(ceiling))
        }
        TotalExceeded { fund, paid, total } => {
            format!("enveloppe {fund} : {} payés en tout pour {} au plus", money(paid), money(total))
        }
        ProtectedDropped { project } => format!("{project} : est protégé et a été retiré"),
        FrozenChanged { project } => format!("{project} : est figé et a été changé"),
        BegunChanged { project, phase } => format!("{project}/{phase} : commence avant le gel et a été changée"),
        WrongFigure { what, claimed, actual } => {
            format!("{} : le plan dit {}, c'est {}", claim(what, words), figure(claimed), figure(actual))
        }
        BoundContradicted { measure, value, bound } => {
            format!("objectif {} : la valeur {} dépasse la borne {}", measure.name(), figure(value), figure(bound))
        }
        GapLeft { measure, value, bound } => {
            let (value, bound) = (figure(value), figure(bound));
            format!("objectif {} : dit optimal avec {value} et une borne de {bound}", measure.name())
        }
        WrongOrder => "le plan ne liste pas les projets du portefeuille dans leur ordre".to_owned(),
        WrongDates { project, claimed, actual } => {
            format!("{project} : le plan dit {}, c'est {}", claimed_span(claimed), span(actual))
        }
        WrongFinishPeriod { project, phase, claimed, actual } => {
            format!("{project}/{phase} : le plan la finit en période {claimed}, elle finit en {actual}")
        }
        UnknownPool { pool } => format!("équipe {pool} : le portefeuille n'a pas cette équipe"),
        UnknownPeriod { pool, period } => format!("équipe {pool} : le calendrier n'a pas de période {period}"),
        UnknownFramework { framework } => {
            format!("accord-cadre {framework} : le portefeuille n'a pas cet accord-cadre")
        }
    }
}
