//! Plans for tests: by hand, and at random.

use arbitre::base::Rng;
use arbitre::model::{Portfolio, Project, expand};
use arbitre::plan::{Commitment, PhasePlan, Plan, ProjectPlan};

/// A project that is in, with phases as `(phase, mode, start)`.
pub(crate) fn selected(project: &str, phases: &[(&str, &str, i32)]) -> ProjectPlan {
    let phase = |(phase, mode, start_period): &(&str, &str, i32)| PhasePlan {
        phase: (*phase).to_owned(),
        mode: (*mode).to_owned(),
        start_period: *start_period,
        ..PhasePlan::default()
    };
    let phases = phases.iter().map(phase).collect();
    ProjectPlan { project: project.to_owned(), selected: true, phases, ..ProjectPlan::default() }
}

/// Some of the projects, each phase in a random mode, soon after the one before it; what they share is left to chance.
pub(crate) fn random(portfolio: &Portfolio, rng: &mut Rng) -> Plan {
    let share = 0.3 + 0.7 * rng.unit();
    let projects = portfolio.projects.iter().map(|p| match p.must_do || rng.chance(share) {
        true => random_project(portfolio, p, rng),
        false => ProjectPlan { project: p.id.clone(), ..ProjectPlan::default() },
    });
    Plan { projects: projects.collect(), ..Plan::default() }
}

fn random_project(portfolio: &Portfolio, project: &Project, rng: &mut Rng) -> ProjectPlan {
    let periods = portfolio.calendar.len();
    let release = project.earliest_start.map_or(0, |d| portfolio.calendar.periods_beginning_before(d));
    let mut t = (release + rng.below(periods / 2 + 1)) as i32;
    let mut phases = Vec::new();
    for ph in &project.phases {
        let modes = expand::phase_modes(portfolio, project, ph);
        let mode = &modes[rng.below(modes.len())];
        phases.push(PhasePlan {
            phase: ph.id.clone(),
            mode: mode.id.clone(),
            start_period: t.min(periods as i32 - mode.duration as i32).max(0),
            ..PhasePlan::default()
        });
        t += mode.duration as i32 + if rng.chance(0.2) { rng.below(3) as i32 } else { 0 };
    }
    ProjectPlan { project: project.id.clone(), selected: true, phases, ..ProjectPlan::default() }
}

/// Gives each project of a plan a random commitment.
pub(crate) fn commit(plan: &mut Plan, rng: &mut Rng) {
    const ALL: [Commitment; 4] =
        [Commitment::Unspecified, Commitment::Decided, Commitment::Protected, Commitment::Frozen];
    plan.projects.iter_mut().for_each(|p| p.commitment = ALL[rng.below(4)]);
}

/// Changes some choices of a plan, so that it may break anything.
pub(crate) fn disturb(plan: &mut Plan, portfolio: &Portfolio, rng: &mut Rng) {
    for _ in 0..=rng.below(4) {
        let i = rng.below(plan.projects.len());
        let p = &mut plan.projects[i];
        let Some(project) = portfolio.projects.iter().find(|x| x.id == p.project) else { continue };
        match rng.below(6) {
            0 => p.selected = false,
            1 => *p = random_project(portfolio, project, rng),
            _ if p.phases.is_empty() => {}
            2 => {
                p.phases.pop();
            }
            3 => {
                let k = rng.below(p.phases.len());
                p.phases[k].mode.push('?');
            }
            4 => {
                let k = rng.below(p.phases.len());
                p.phases[k].start_period += rng.below(9) as i32 - 4;
            }
            _ => {
                let k = rng.below(p.phases.len());
                p.phases[k].phase.push('?');
            }
        }
    }
}
