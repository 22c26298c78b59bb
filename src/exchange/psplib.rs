//! PSPLIB's text (Kolisch & Sprecher 1996), in its own dialect and in MMLIB's: `.sm` with one mode, `.mm` with several.
//!
//! A job's first row of REQUESTS/DURATIONS begins with its number, rows of its other modes do not.

use super::problem::{Cause, Problem};
use super::text::{Line, figure, figures, lines};
use crate::schedule::{Activity, MAX_HORIZON, MAX_UNITS, Mode, Project};

/// Most jobs of a file.
const MOST_JOBS: usize = 100_000;

/// Most resources of a kind.
const MOST_RESOURCES: u64 = 1_000;

/// What a file says of one project: successors and resources by position.
#[derive(Clone, Debug, Default)]
pub(crate) struct Psplib {
    pub renewables: Vec<u32>,
    pub nonrenewables: Vec<u32>,
    pub jobs: Vec<Activity>,
    pub release: u32,
}

impl Psplib {
    /// As the one project of an instance.
    pub(crate) fn project(&self) -> Project {
        Project { release: self.release, duration: 0 }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Head,
    Information,
    Precedence,
    Requests,
    Capacities,
}

/// Reads a file, or says all that is wrong with it.
pub(crate) fn read(text: &str) -> Result<Psplib, Vec<Problem>> {
    let mut reader = Reader::default();
    for line in lines(text) {
        reader.line(&line);
    }
    reader.end()
}

#[derive(Default)]
struct Reader {
    project: Psplib,
    renewables: Option<usize>,
    nonrenewables: Option<usize>,
    announced_jobs: Option<(usize, usize)>,
    /// By job: the modes announced, with the line.
    announced_modes: Vec<(usize, usize)>,
    section: Option<Section>,
    /// Successors by job as they stand, with the line.
    successors: Vec<(usize, Vec<u32>)>,
    job: Option<usize>,
    last: usize,
    capacities: Option<(usize, Vec<u32>)>,
    problems: Vec<Problem>,
}

impl Reader {
    fn line(&mut self, line: &Line<'_>) {
        self.last = line.number;
        let head = line.text.to_ascii_uppercase();
        if let Some(section) = section(&head) {
            self.section = Some(section);
            return;
        }
        if line.text.starts_with(['*', '-', '=']) && !head.starts_with("- ") {
            return;
        }
        match self.section.unwrap_or(Section::Head) {
            Section::Head => self.head(line, &head),
            Section::Information => {
                if let Some(row) = self.row(line)
                    && row.len() >= 3
                {
                    self.project.release = row[2];
                }
            }
            Section::Precedence => self.precedence(line),
            Section::Requests => self.requests(line),
            Section::Capacities => self.capacity(line),
        }
    }

    /// Figures of a row; a line that begins with a word is a heading.
    fn row(&mut self, line: &Line<'_>) -> Option<Vec<u32>> {
        let is_heading = line.words[0].starts_with(|c: char| c.is_alphabetic() || c == '#');
        if is_heading { None } else { figures(line, u64::from(u32::MAX), &mut self.problems) }
    }

    fn head(&mut self, line: &Line<'_>, head: &str) {
        let Some((name, value)) = head.split_once(':') else { return };
        let name = name.trim().trim_start_matches("- ").trim();
        let Some(word) = value.split_whitespace().next() else { return };
        let most = match name {
            "RENEWABLE" | "NONRENEWABLE" | "DOUBLY CONSTRAINED" => MOST_RESOURCES,
            _ if name.starts_with("JOBS") => MOST_JOBS as u64,
            _ => return,
        };
        let Some(count) = figure(word, line.number, most, &mut self.problems) else { return };
        match name {
            "RENEWABLE" => self.renewables = Some(count as usize),
            "NONRENEWABLE" => self.nonrenewables = Some(count as usize),
            "DOUBLY CONSTRAINED" if count > 0 => self.problems.push(Problem::at(line.number, Cause::DoublyConstrained)),
            "DOUBLY CONSTRAINED" => {}
            _ => self.announced_jobs = Some((count as usize, line.number)),
        }
    }

    fn precedence(&mut self, line: &Line<'_>) {
        let Some(row) = self.row(line) else { return };
        let number = self.successors.len() + 1;
        if row.len() < 3 {
            self.problems.push(Problem::at(line.number, Cause::TooFewFigures { found: row.len(), least: 3 }));
            return;
        }
        if row[0] as usize != number {
            self.problems.push(Problem::at(line.number, Cause::Order { found: row[0], expected: number }));
        }
        if row[2] as usize != row.len() - 3 {
            let (found, announced) = (row.len() - 3, row[2] as usize);
            self.problems.push(Problem::at(line.number, Cause::Count { what: "successors", found, announced }));
        }
        self.announced_modes.push((row[1] as usize, line.number));
        self.successors.push((line.number, row[3..].to_vec()));
        self.project.jobs.push(Activity { project: 0, modes: Vec::new(), successors: Vec::new() });
    }

    fn requests(&mut self, line: &Line<'_>) {
        let Some(mut row) = self.row(line) else { return };
        let (Some(renewables), Some(nonrenewables)) = (self.renewables, self.nonrenewables) else { return };
        let width = renewables + nonrenewables;
        if row.len() == width + 3 {
            let expected = self.job.map_or(0, |j| j + 1);
            let job = row.remove(0);
            if job as usize != expected + 1 {
                self.problems.push(Problem::at(line.number, Cause::Order { found: job, expected: expected + 1 }));
            }
            self.job = Some(expected);
        } else if row.len() != width + 2 || self.job.is_none() {
            let expected = if self.job.is_none() { width + 3 } else { width + 2 };
            self.problems.push(Problem::at(line.number, Cause::Figures { found: row.len(), expected }));
            return;
        }
        self.mode(line, &row, renewables);
    }

    fn mode(&mut self, line: &Line<'_>, row: &[u32], renewables: usize) {
        let job = self.job.expect("its number was read");
        if job >= self.project.jobs.len() {
            self.problems.push(Problem::at(line.number, Cause::NoActivity { value: (job + 1).to_string() }));
            return;
        }
        let modes = &mut self.project.jobs[job].modes;
        if row[0] as usize != modes.len() + 1 {
            self.problems.push(Problem::at(line.number, Cause::Order { found: row[0], expected: modes.len() + 1 }));
        }
        let limits = row[1..].iter().zip(std::iter::once(MAX_HORIZON).chain(std::iter::repeat(u64::from(MAX_UNITS))));
        for (&value, most) in limits.filter(|&(&value, most)| u64::from(value) > most) {
            self.problems.push(Problem::at(line.number, Cause::TooLarge { value: value.to_string(), most }));
        }
        let needs = |units: &[u32]| units.iter().copied().enumerate().filter(|n| n.1 > 0).collect();
        let (renewable, nonrenewable) = row[2..].split_at(renewables);
        let mode = Mode { duration: row[1], renewable: needs(renewable), nonrenewable: needs(nonrenewable) };
        self.project.jobs[job].modes.push(mode);
    }

    fn capacity(&mut self, line: &Line<'_>) {
        if self.capacities.is_none()
            && let Some(row) = self.row(line)
        {
            self.capacities = Some((line.number, row));
        }
    }

    fn end(mut self) -> Result<Psplib, Vec<Problem>> {
        self.widths();
        self.counts();
        for job in 0..self.successors.len() {
            let (line, row) = std::mem::take(&mut self.successors[job]);
            for number in row {
                match (number as usize).checked_sub(1).filter(|&s| s < self.project.jobs.len()) {
                    Some(successor) => self.project.jobs[job].successors.push(successor),
                    None => self.problems.push(Problem::at(line, Cause::NoActivity { value: number.to_string() })),
                }
            }
        }
        if self.problems.is_empty() { Ok(self.project) } else { Err(self.problems) }
    }

    fn widths(&mut self) {
        let missing = [
            (self.renewables.is_none(), "- renewable :"),
            (self.nonrenewables.is_none(), "- nonrenewable :"),
            (self.successors.is_empty(), "PRECEDENCE RELATIONS:"),
            (self.job.is_none(), "REQUESTS/DURATIONS:"),
            (self.capacities.is_none(), "RESOURCEAVAILABILITIES:"),
        ];
        let parts = missing.into_iter().filter(|m| m.0);
        self.problems.extend(parts.map(|(_, part)| Problem::whole(Cause::Missing { part })));
        let (Some(renewables), Some(nonrenewables)) = (self.renewables, self.nonrenewables) else { return };
        let Some((line, mut row)) = self.capacities.take() else { return };
        if row.len() != renewables + nonrenewables {
            let expected = renewables + nonrenewables;
            self.problems.push(Problem::at(line, Cause::Figures { found: row.len(), expected }));
            return;
        }
        for &value in row.iter().filter(|&&c| c > MAX_UNITS) {
            let most = u64::from(MAX_UNITS);
            self.problems.push(Problem::at(line, Cause::TooLarge { value: value.to_string(), most }));
        }
        self.project.nonrenewables = row.split_off(renewables);
        self.project.renewables = row;
    }

    fn counts(&mut self) {
        if let Some((announced, line)) = self.announced_jobs
            && announced != self.project.jobs.len()
        {
            let found = self.project.jobs.len();
            self.problems.push(Problem::at(line, Cause::Count { what: "jobs", found, announced }));
        }
        for (job, &(announced, line)) in self.project.jobs.iter().zip(&self.announced_modes) {
            let found = job.modes.len();
            if found != announced {
                self.problems.push(Problem::at(line, Cause::Count { what: "modes", found, announced }));
            }
        }
    }
}

fn section(head: &str) -> Option<Section> {
    let squeezed: String = head.split_whitespace().collect();
    match () {
        () if head.starts_with("PROJECT INFORMATION") => Some(Section::Information),
        () if head.starts_with("PRECEDENCE") => Some(Section::Precedence),
        () if head.starts_with("REQUESTS") => Some(Section::Requests),
        () if squeezed.starts_with("RESOURCEAVAIL") => Some(Section::Capacities),
        () => None,
    }
}
