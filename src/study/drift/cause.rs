//! Why a project has moved: what it lacks where it was, or what it lacked before where it is now, and who took that or left
//! it; from project to project until something is met that differs between the portfolios, nearest first.

use std::collections::{BTreeSet, VecDeque};

use super::facts::{Cause, Difference, Part, PartKind, Root};
use super::ground::{View, differing, planned};
use crate::base::ProjectId;
use crate::plan::Plan;
use crate::solve::{Barrier, Shortage};

/// What there is to find causes in.
pub(super) struct Causes<'a> {
    pub now: View<'a>,
    /// None where the older portfolio is not known.
    pub then: Option<View<'a>>,
    pub parts: &'a [Part],
    pub old: &'a Plan,
    pub new: &'a Plan,
    pub moved: BTreeSet<&'a str>,
}

/// What was found of a project.
pub(super) struct Found {
    pub cause: Cause,
    pub roots: Vec<Root>,
    pub through: Vec<String>,
}

/// One step: what differs, and which projects it goes on with.
#[derive(Default)]
struct Step {
    roots: Vec<Root>,
    next: BTreeSet<String>,
}

impl Causes<'_> {
    /// The nearest roots, breadth first.
    pub(super) fn of(&self, project: &str) -> Found {
        let mut seen = BTreeSet::from([project.to_owned()]);
        let mut queue = VecDeque::from([(project.to_owned(), Vec::new())]);
        while let Some((id, through)) = queue.pop_front() {
            let Step { roots, next } = self.step(&id);
            if !roots.is_empty() {
                return Found { cause: self.class(&roots), roots, through };
            }
            for other in next {
                if seen.insert(other.clone()) {
                    let through = through.iter().cloned().chain([other.clone()]).collect();
                    queue.push_back((other, through));
                }
            }
        }
        Found { cause: Cause::Engine, roots: Vec::new(), through: Vec::new() }
    }

    fn step(&self, id: &str) -> Step {
        let root = |root: Root| Step { roots: vec![root], ..Step::default() };
        let Some(now) = self.now.find(id) else { return root(Root::Gone(id.to_owned())) };
        let then = self.then.as_ref().map(|view| view.find(id));
        let is_listed = self.old.projects.iter().any(|p| p.project == id);
        if then.map_or(!is_listed, |then| then.is_none()) {
            return root(Root::New(id.to_owned()));
        }
        if differing(self.parts, Some((PartKind::Project, id))).any(|p| p.difference == Difference::Changed) {
            return root(Root::Own(id.to_owned()));
        }
        let stays = match planned(self.old, id) {
            Some(_) => self.lacking(&self.now, now, id),
            None => Step::default(),
        };
        if !stays.roots.is_empty() || !stays.next.is_empty() {
            return stays;
        }
        let comes = match (planned(self.new, id), &self.then, then.flatten()) {
            (Some(_), Some(view), Some(then)) => self.lacking(view, then, id),
            _ => Step::default(),
        };
        if !comes.roots.is_empty() || !comes.next.is_empty() { comes } else { self.judged_anew() }
    }

    /// What the project lacks where the other plan has it.
    fn lacking(&self, view: &View, project: ProjectId, id: &str) -> Step {
        let Some(lacks) = view.lacks(project) else {
            return Step { roots: vec![Root::Place(id.to_owned())], ..Step::default() };
        };
        let mut step = Step::default();
        for (shortage, takers) in lacks {
            self.add(view, &shortage, &takers, &mut step);
        }
        step
    }

    fn add(&self, view: &View, shortage: &Shortage, takers: &[ProjectId], step: &mut Step) {
        let part = view.part(shortage.barrier);
        let own: Vec<Root> = differing(self.parts, part).map(|p| Root::Part(p.clone())).collect();
        let names = takers.iter().map(|p| &view.portfolio.projects[p.index()].id);
        let moved: Vec<String> = names.filter(|id| self.moved.contains(&id[..])).cloned().collect();
        if let (true, true, Some((kind, id))) = (own.is_empty(), moved.is_empty(), part) {
            let is_decision = matches!(shortage.barrier, Barrier::Rule(_) | Barrier::Flow(_));
            let part = Part { kind, id: id.to_owned(), difference: Difference::Changed, is_decision };
            step.roots.push(Root::Short(part));
        }
        step.roots.extend(own);
        step.roots.dedup();
        step.next.extend(moved);
    }

    /// It could have been there before, or could be now: what plans are judged by may have changed.
    fn judged_anew(&self) -> Step {
        let judges = [PartKind::Goals, PartKind::Decay, PartKind::Objective];
        let roots = self.parts.iter().filter(|p| judges.contains(&p.kind)).map(|p| Root::Part(p.clone()));
        Step { roots: roots.collect(), ..Step::default() }
    }

    /// An input, if any of them is one.
    fn class(&self, roots: &[Root]) -> Cause {
        let is_decided = |root: &Root| match root {
            Root::New(_) | Root::Gone(_) => false,
            Root::Own(id) => differing(self.parts, Some((PartKind::Project, id))).all(|p| p.is_decision),
            Root::Place(_) => self.parts.iter().any(|p| p.kind == PartKind::Gates),
            Root::Part(part) | Root::Short(part) => part.is_decision,
        };
        if roots.iter().all(is_decided) { Cause::Decision } else { Cause::Input }
    }
}
