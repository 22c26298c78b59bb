//! Whether two options exclude each other.

use super::super::instance::{Instance, Slot};

/// Whether two options do not go together, being of one phase, of one chain at the same time, or more than a capacity.
pub(super) fn clash(instance: &Instance, a: Slot, b: Slot) -> bool {
    let (one, other) = (instance.mode(a), instance.mode(b));
    if one.phase == other.phase {
        return true;
    }
    let (of_one, of_other) = (a.start as usize, b.start as usize);
    let common = of_one.max(of_other)..(of_one + one.duration).min(of_other + other.duration);
    if common.is_empty() {
        return false;
    }
    let project = instance.phases[one.phase].project;
    if project == instance.phases[other.phase].project {
        return instance.projects[project].chain;
    }
    let pairs =
        one.uses.iter().flat_map(|x| other.uses.iter().filter(|y| y.resource == x.resource).map(move |y| (x, y)));
    pairs.into_iter().any(|(x, y)| {
        let (own, theirs) = (instance.spread(one, x), instance.spread(other, y));
        let limit = &instance.limit[x.resource * instance.periods..][..instance.periods];
        let exceeds = |t: usize| {
            let (own, theirs) = (own[t - of_one], theirs[t - of_other]);
            own > 0 && theirs > 0 && own + theirs > limit[t]
        };
        common.clone().any(exceeds)
    })
}
