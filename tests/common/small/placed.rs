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

/// The bare choices of a plan, by project; none if it names something that the portfolio does not have.
pub(crate) fn placed(draft: &PortfolioDraft, oracle: &Oracle, plan: &Plan) -> Option<Vec<Option<Placed>>> {
    let found = |i: usize| {
        let id = &draft.projects[i].id;
        let project = plan.projects.iter().find(|p| p.project == *id).filter(|p| p.selected);
        project.map(|project| choices(draft, oracle, i, project))
    };
    (0..draft.projects.len()).map(|i| found(i).map_or(Some(None), |choices| choices.map(Some))).collect()
}

fn choices(draft: &PortfolioDraft, oracle: &Oracle, i: usize, project: &ProjectPlan) -> Option<Placed> {
    let phases = &draft.projects[i].phases;
    let choice = |j: usize| {
        let plan = project.phases.iter().find(|p| p.phase == phases[j].id)?;
        let mode = (0..oracle.modes(i, j)).find(|mode| oracle.mode(i, j, *mode).0 == plan.mode)?;
        Some((mode, i64::from(plan.start_period)))
    };
    (0..phases.len()).map(choice).collect()
}
