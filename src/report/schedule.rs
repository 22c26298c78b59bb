//! What a scheduling instance came to.

use super::{decimal, percent};
use crate::base::Lang;
use crate::base::number::whole;
use crate::schedule::{Answer, Instance, Objective, Status};

/// The instance, what came of it and what is proven of that, a line each, and how long that took.
pub fn schedule(name: &str, instance: &Instance, answer: &Answer, seconds: f64, lang: Lang) -> String {
    let count = |n: usize| whole(i64::try_from(n).unwrap_or(i64::MAX), lang);
    let (projects, activities) = (count(instance.projects().len()), count(instance.activities().len()));
    let size = lang.pick(
        format!("{name}\u{a0}: {projects} projet(s), {activities} activités"),
        format!("{name}: {projects} project(s), {activities} activities"),
    );
    let steps = whole(i64::try_from(answer.steps).unwrap_or(i64::MAX), lang);
    let took = format!("{} s, {steps} {}", decimal(seconds, 1, lang), lang.pick("étapes", "steps"));
    format!("{size}\n{}\n{took}\n", outcome(instance, answer, lang))
}

fn outcome(instance: &Instance, answer: &Answer, lang: Lang) -> String {
    let proven = match answer.status {
        Status::Optimal => lang.pick("prouvé optimal", "proven optimal"),
        Status::Feasible => lang.pick("réalisable", "feasible"),
        Status::Infeasible => {
            lang.pick("aucun calendrier n'est possible\u{a0}: prouvé", "no schedule is possible: proven")
        }
        Status::Unknown => lang.pick("aucun calendrier trouvé à temps", "no schedule found in time"),
    };
    let Some(best) = &answer.best else { return proven.to_owned() };
    let (value, bound, path) = (best.value, answer.bound, answer.critical_path);
    let figure = |x: i64| whole(x, lang);
    match instance.objective() {
        Objective::Makespan => {
            let words = lang.pick(
                ("durée totale", "borne", "écart", "\u{a0}; ", "au-dessus du chemin critique"),
                ("makespan", "bound", "gap", "; ", "above the critical path"),
            );
            format!(
                "{} {}, {} {}, {} {}, {proven}{}{} {} ({})",
                words.0,
                figure(value.first),
                words.1,
                figure(bound.first),
                words.2,
                above(value.first, bound.first, lang),
                words.3,
                above(value.first, path.first, lang),
                words.4,
                figure(path.first)
            )
        }
        Objective::DelayThenMakespan => {
            let words = lang.pick(
                ("retard total", "borne", "puis durée totale", "par le chemin critique"),
                ("total project delay", "bound", "then total makespan", "by the critical path"),
            );
            format!(
                "{} {}, {} {}, {} {} ({} {}), {proven}",
                words.0,
                figure(value.first),
                words.1,
                figure(bound.first),
                words.2,
                figure(value.second),
                figure(path.second),
                words.3
            )
        }
    }
}

/// By how much the one is above the other.
fn above(value: i64, base: i64, lang: Lang) -> String {
    if base <= 0 {
        return whole(value - base, lang);
    }
    percent((value - base) as f64 / base as f64, 2, lang)
}
