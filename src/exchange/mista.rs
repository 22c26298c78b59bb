//! The MISTA 2013 challenge's list of projects (Wauters et al. 2016): their number; each one's release, critical path
//! duration and PSPLIB file; then the number of resources and, for each, the capacity of a global one, or -1 where every
//! project keeps its own. Non-renewable resources are always the project's own.

use super::files::Files;
use super::problem::{Cause, Problem};
use super::psplib::{self, Psplib};
use super::text::{figure, lines};
use crate::schedule::{Instance, MAX_HORIZON, MAX_UNITS, Objective, Project};

/// Most projects of a list.
const MOST_PROJECTS: u64 = 1_000;

/// Most resources of a list.
const MOST_RESOURCES: u64 = 1_000;

/// Reads a list and the files that it names, or says all that is wrong with them.
pub(crate) fn read(text: &str, files: &Files<'_>) -> Result<Instance, Vec<Problem>> {
    let mut problems = Vec::new();
    let Some(list) = list(text, &mut problems) else { return Err(problems) };
    let mut parts = Vec::new();
    for (line, name) in &list.names {
        match part(name, *line, files) {
            Ok(part) => parts.push(part),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    join(&list, parts)
}

struct List {
    projects: Vec<Project>,
    names: Vec<(usize, String)>,
    /// By resource: the capacity of a global one.
    global: Vec<Option<u32>>,
}

/// The list itself: words, wherever its lines break.
fn list(text: &str, problems: &mut Vec<Problem>) -> Option<List> {
    let lines = lines(text);
    let mut words = lines.iter().flat_map(|l| l.words.iter().map(|w| (l.number, *w)));
    let mut next = |part: &'static str, problems: &mut Vec<Problem>| {
        let word = words.next();
        if word.is_none() {
            problems.push(Problem::whole(Cause::Missing { part }));
        }
        word
    };
    let (line, word) = next("number of projects", problems)?;
    let count = figure(word, line, MOST_PROJECTS, problems)?;
    let mut list = List { projects: Vec::new(), names: Vec::new(), global: Vec::new() };
    for _ in 0..count {
        let (line, release) = next("a project's release", problems)?;
        let release = figure(release, line, MAX_HORIZON, problems);
        let (line, duration) = next("a project's critical path duration", problems)?;
        let duration = figure(duration, line, MAX_HORIZON, problems);
        let (line, name) = next("a project's file", problems)?;
        list.names.push((line, name.to_owned()));
        let (Some(release), Some(duration)) = (release, duration) else { continue };
        list.projects.push(Project { release, duration });
    }
    let (line, word) = next("number of resources", problems)?;
    let resources = figure(word, line, MOST_RESOURCES, problems)?;
    for _ in 0..resources {
        let (line, word) = next("a resource's capacity", problems)?;
        let own = word == "-1";
        list.global.push(if own { None } else { Some(figure(word, line, u64::from(MAX_UNITS), problems)?) });
    }
    if let Some((line, word)) = words.next() {
        problems.push(Problem::at(line, Cause::NotANumber { value: word.to_owned() }));
    }
    Some(list)
}

/// One project's file, in which its problems lie.
fn part(name: &str, line: usize, files: &Files<'_>) -> Result<Psplib, Vec<Problem>> {
    if name.starts_with(['/', '\\']) || name.contains(':') || name.split(['/', '\\']).any(|step| step == "..") {
        return Err(vec![Problem::at(line, Cause::Outside { name: name.to_owned() })]);
    }
    let bytes = files(name)
        .map_err(|error| vec![Problem::at(line, Cause::Unread { name: name.to_owned(), error: error.to_string() })])?;
    psplib::read(&String::from_utf8_lossy(&bytes)).map_err(|problems| {
        let of_file = |p: Problem| Problem { file: Some(name.to_owned()), ..p };
        problems.into_iter().map(of_file).collect()
    })
}

fn join(list: &List, parts: Vec<Psplib>) -> Result<Instance, Vec<Problem>> {
    let (mut renewables, mut nonrenewables, mut activities) = (Vec::new(), Vec::new(), Vec::new());
    let mut global = Vec::new();
    for capacity in &list.global {
        global.push(capacity.map(|c| {
            renewables.push(c);
            renewables.len() - 1
        }));
    }
    for (project, part) in parts.into_iter().enumerate() {
        let own = |(r, &capacity): (usize, &u32)| {
            global.get(r).copied().flatten().unwrap_or_else(|| {
                renewables.push(capacity);
                renewables.len() - 1
            })
        };
        let places: Vec<usize> = part.renewables.iter().enumerate().map(own).collect();
        let (first, used) = (activities.len(), nonrenewables.len());
        nonrenewables.extend(part.nonrenewables);
        for mut job in part.jobs {
            job.project = project;
            job.successors.iter_mut().for_each(|s| *s += first);
            for mode in &mut job.modes {
                mode.renewable.iter_mut().for_each(|n| n.0 = places[n.0]);
                mode.nonrenewable.iter_mut().for_each(|n| n.0 += used);
            }
            activities.push(job);
        }
    }
    Instance::new(list.projects.clone(), activities, renewables, nonrenewables, Objective::DelayThenMakespan)
        .map_err(|faults| faults.into_iter().map(|f| Problem::whole(Cause::Instance(f))).collect())
}
