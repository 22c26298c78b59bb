//! Plans from bare choices.

use arbitre::model::draft::PortfolioDraft;
use arbitre::plan::{PhasePlan, Plan, ProjectPlan};

use super::super::oracle::{Oracle, Placed};

/// The plan with these choices, by project; nothing else of it is filled in.
pub(crate) fn plan(draft: &PortfolioDraft, oracle: &Oracle, placed: &[Option<Placed>]) -> Plan {
    let projects = placed.iter().enumerate().map(|(i, placed)| project(draft, oracle, i, placed.as_ref()));
    Plan { portfolio: draft.id.clone(), projects: projects.collect(), ..Plan::default() }
}

fn project(draft: &PortfolioDraft, oracle: &Oracle, i: usize, placed: Option<&Placed>) -> ProjectPlan {
    let phase = |(j, (mode, start)): (usize, &(usize, i64))| {
        let (mode, duration) = oracle.mode(i, j, *mode);
        PhasePlan {
            phase: draft.projects[i].phases[j].id.clone(),
            mode: mode.to_owned(),
            start_period: *start as i32,
            finish_period: (*start + duration) as i32 - 1,
            ..PhasePlan::default()
        }
    };
    ProjectPlan {
        project: draft.projects[i].id.clone(),
        selected: placed.is_some(),
        phases: placed.into_iter().flatten().enumerate().map(phase).collect(),
        ..ProjectPlan::default()
    }
}
