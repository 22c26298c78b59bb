//! MPLIB's text of several projects, `.rcmp`: the number of projects, the number of resources, their capacities; then for
//! each project its number of activities and release, which resources it uses, and a line for each activity: its duration,
//! its demands, the number of its successors and these, as `project:activity`.

use std::collections::BTreeMap;

use super::problem::{Cause, Problem};
use super::text::{Line, figure, figures, lines};
use crate::schedule::{Activity, Instance, MAX_HORIZON, MAX_UNITS, Mode, Objective, Project};

/// Most projects, resources and activities of a file.
const MOST: usize = 100_000;

/// Reads a file, or says all that is wrong with it.
pub(crate) fn read(text: &str) -> Result<Instance, Vec<Problem>> {
    let mut reader = Reader { lines: lines(text).into_iter(), ..Reader::default() };
    reader.all();
    reader.link();
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    let Reader { projects, activities, capacities, .. } = reader;
    Instance::new(projects, activities, capacities, Vec::new(), Objective::Makespan)
        .map_err(|faults| faults.into_iter().map(|f| Problem::whole(Cause::Instance(f))).collect())
}

#[derive(Default)]
struct Reader<'a> {
    lines: std::vec::IntoIter<Line<'a>>,
    capacities: Vec<u32>,
    projects: Vec<Project>,
    activities: Vec<Activity>,
    /// By project and activity from 1: the position.
    places: BTreeMap<(u32, u32), usize>,
    /// By position: the line, and successors as they stand.
    links: Vec<(usize, Vec<&'a str>)>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn all(&mut self) {
        let Some(projects) = self.count("number of projects") else { return };
        let Some(resources) = self.count("number of resources") else { return };
        let Some(line) = self.next("capacities") else { return };
        self.capacities = figures(&line, u64::from(MAX_UNITS), &mut self.problems).unwrap_or_default();
        if line.words.len() != resources {
            let found = line.words.len();
            self.problems.push(Problem::at(line.number, Cause::Figures { found, expected: resources }));
            return;
        }
        for project in 1..=projects {
            if self.project(project as u32, resources).is_none() {
                return;
            }
        }
        if let Some(line) = self.lines.next() {
            let found = projects + 1;
            self.problems.push(Problem::at(line.number, Cause::Count { what: "projects", found, announced: projects }));
        }
    }

    fn next(&mut self, part: &'static str) -> Option<Line<'a>> {
        let line = self.lines.next();
        if line.is_none() {
            self.problems.push(Problem::whole(Cause::Missing { part }));
        }
        line
    }

    fn count(&mut self, part: &'static str) -> Option<usize> {
        let line = self.next(part)?;
        figure(line.words[0], line.number, MOST as u64, &mut self.problems).map(|c| c as usize)
    }

    /// None where nothing can be made of what follows.
    fn project(&mut self, project: u32, resources: usize) -> Option<()> {
        let line = self.next("a project's number of activities and release")?;
        let head = figures(&line, MAX_HORIZON, &mut self.problems)?;
        let [count, release] = head[..] else {
            self.problems.push(Problem::at(line.number, Cause::Figures { found: head.len(), expected: 2 }));
            return None;
        };
        if self.activities.len() + count as usize > MOST {
            let found = self.activities.len() + count as usize;
            self.problems.push(Problem::at(line.number, Cause::TooMany { what: "activities", found, most: MOST }));
            return None;
        }
        self.projects.push(Project { release, duration: 0 });
        self.next("which resources a project uses")?;
        for number in 1..=count {
            let line = self.next("an activity")?;
            self.activity(&line, project, number, resources);
        }
        Some(())
    }

    fn activity(&mut self, line: &Line<'a>, project: u32, number: u32, resources: usize) {
        self.places.insert((project, number), self.activities.len());
        let least = resources + 2;
        let mut mode = Mode { duration: 0, renewable: Vec::new(), nonrenewable: Vec::new() };
        let mut successors = Vec::new();
        if line.words.len() < least {
            let found = line.words.len();
            self.problems.push(Problem::at(line.number, Cause::TooFewFigures { found, least }));
        } else {
            let (problems, words) = (&mut self.problems, &line.words);
            mode.duration = figure(words[0], line.number, MAX_HORIZON, problems).unwrap_or(0);
            let demands = words[1..=resources].iter().enumerate();
            let units = demands.filter_map(|(r, w)| Some((r, figure(w, line.number, u64::from(MAX_UNITS), problems)?)));
            mode.renewable = units.filter(|n| n.1 > 0).collect();
            let announced = figure(words[resources + 1], line.number, MOST as u64, problems).unwrap_or(0) as usize;
            successors = words[least..].to_vec();
            if announced != successors.len() {
                let found = successors.len();
                problems.push(Problem::at(line.number, Cause::Count { what: "successors", found, announced }));
            }
        }
        self.links.push((line.number, successors));
        let project = project as usize - 1;
        self.activities.push(Activity { project, modes: vec![mode], successors: Vec::new() });
    }

    fn link(&mut self) {
        for (at, (line, names)) in self.links.iter().enumerate() {
            for name in names {
                let place = name.split_once(':').and_then(|(p, a)| Some((p.parse().ok()?, a.parse().ok()?)));
                match place.and_then(|place| self.places.get(&place)) {
                    Some(&successor) => self.activities[at].successors.push(successor),
                    None => self.problems.push(Problem::at(*line, Cause::NoActivity { value: (*name).to_owned() })),
                }
            }
        }
    }
}
