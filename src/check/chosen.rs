//! What a plan chooses, looked up in the portfolio: which projects, and each phase's mode and start.
//!
//! Nothing is taken for granted. Where the plan says something twice, that is a violation and the last one counts.

use std::collections::{HashMap, HashSet};

use super::Violation;
use super::mode::{Mode, NamedMode};
use crate::base::ProjectId;
use crate::model::{Phase, Portfolio, Project};
use crate::plan::{PhasePlan, Plan, ProjectPlan};

/// The projects that are in.
#[derive(Debug)]
pub(super) struct Chosen<'a> {
    /// In the plan's order, each once.
    pub projects: Vec<ChosenProject<'a>>,
    /// The portfolio's projects by name.
    ids: HashMap<&'a str, ProjectId>,
    /// By project of the portfolio.
    position: Vec<Option<usize>>,
}

/// A project that is in.
#[derive(Debug)]
pub(super) struct ChosenProject<'a> {
    /// Which.
    pub id: ProjectId,
    /// As asked for.
    pub project: &'a Project,
    /// As planned, in the plan's order, each once.
    pub phases: Vec<ChosenPhase<'a>>,
}

/// A phase as planned.
#[derive(Debug)]
pub(super) struct ChosenPhase<'a> {
    /// What the plan calls it.
    pub name: &'a str,
    /// As asked for, if the project has it.
    pub phase: Option<&'a Phase>,
    /// What the plan calls its mode.
    pub mode_name: &'a str,
    /// What the mode takes, if the phase has it.
    pub mode: Option<Mode<'a>>,
    /// Period in which it starts.
    pub start: i64,
}

impl<'a> Chosen<'a> {
    /// What the plan chooses.
    pub(super) fn read(portfolio: &'a Portfolio, plan: &'a Plan, violations: &mut Vec<Violation>) -> Self {
        let position = vec![None; portfolio.projects.len()];
        let mut chosen = Self { projects: Vec::new(), ids: project_ids(portfolio), position };
        let mut named: HashSet<&str> = HashSet::with_capacity(plan.projects.len());
        for p in &plan.projects {
            if !named.insert(&p.project) {
                violations.push(Violation::RepeatedProject { project: p.project.clone() });
            }
            match chosen.id(&p.project) {
                Some(id) if p.selected => chosen.put(ChosenProject::read(portfolio, id, p, violations)),
                None if p.selected => violations.push(Violation::UnknownProject { project: p.project.clone() }),
                _ => {}
            }
        }
        chosen
    }

    /// The portfolio's project of that name.
    pub(super) fn id(&self, name: &str) -> Option<ProjectId> {
        self.ids.get(name).copied()
    }

    /// What is chosen of a project, if it is in.
    pub(super) fn get(&self, id: ProjectId) -> Option<&ChosenProject<'a>> {
        self.position[id.index()].map(|i| &self.projects[i])
    }

    /// Whether a project is in.
    pub(super) fn contains(&self, id: ProjectId) -> bool {
        self.position[id.index()].is_some()
    }

    fn put(&mut self, project: ChosenProject<'a>) {
        match self.position[project.id.index()] {
            Some(i) => self.projects[i] = project,
            None => {
                self.position[project.id.index()] = Some(self.projects.len());
                self.projects.push(project);
            }
        }
    }
}

impl<'a> ChosenProject<'a> {
    fn read(portfolio: &'a Portfolio, id: ProjectId, plan: &'a ProjectPlan, violations: &mut Vec<Violation>) -> Self {
        let project = &*portfolio.projects[id.index()];
        let mut phases: Vec<ChosenPhase> = Vec::with_capacity(plan.phases.len());
        for ph in &plan.phases {
            let read = ChosenPhase::read(portfolio, project, ph);
            match phases.iter_mut().find(|x| x.name == ph.phase) {
                Some(earlier) => {
                    violations.push(Violation::RepeatedPhase { project: project.id.clone(), phase: ph.phase.clone() });
                    *earlier = read;
                }
                None => phases.push(read),
            }
        }
        Self { id, project, phases }
    }

    /// What is planned for a phase, by its name.
    pub(super) fn phase(&self, name: &str) -> Option<&ChosenPhase<'a>> {
        self.phases.iter().find(|ph| ph.name == name)
    }
}

impl<'a> ChosenPhase<'a> {
    fn read(portfolio: &'a Portfolio, project: &'a Project, plan: &'a PhasePlan) -> Self {
        let phase = project.phases.iter().find(|ph| ph.id == plan.phase);
        let mode = phase.and_then(|ph| NamedMode::find(portfolio, project, ph, &plan.mode));
        Self {
            name: &plan.phase,
            phase,
            mode_name: &plan.mode,
            mode: mode.map(|m| m.work()),
            start: plan.start_period.into(),
        }
    }
}

/// The portfolio's projects by name.
pub(super) fn project_ids(portfolio: &Portfolio) -> HashMap<&str, ProjectId> {
    portfolio.projects.iter().enumerate().map(|(i, p)| (&p.id[..], ProjectId::new(i))).collect()
}
