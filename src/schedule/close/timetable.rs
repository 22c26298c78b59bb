//! What activities hold for sure, time by time, and where others do not fit therefore: time-tabling with explanations at one
//! point in time (Schutt, Feydy, Stuckey & Wallace 2011, section 4.3).

use std::ops::Range;

use super::store::{Conflict, Predicate, Store};

/// An activity's use of the resource.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    /// The variable of its start.
    pub start: usize,
    /// The first variable of its ways, where there is a choice.
    pub chosen: Option<usize>,
    /// By way.
    pub durations: Vec<i32>,
    pub units: Vec<i32>,
}

impl Task {
    /// The least duration and the fewest units that are still possible, and when it runs for sure.
    fn part(&self, store: &Store) -> Part {
        let least = |of: &[i32]| match self.chosen {
            None => of[0],
            Some(_) => self.open(store).map(|w| of[w]).min().unwrap_or(0),
        };
        let (duration, units) = (least(&self.durations), least(&self.units));
        Part { duration, units, from: store.upper(self.start), to: store.lower(self.start) + duration }
    }

    fn open<'a>(&'a self, store: &'a Store) -> impl Iterator<Item = usize> + 'a {
        (0..self.durations.len()).filter(move |w| self.chosen.is_none_or(|first| store.upper(first + w) == 1))
    }

    fn explain(&self, reason: &mut Vec<Predicate>, duration: i32, units: i32) {
        if let Some(first) = self.chosen {
            let less = (0..self.durations.len()).filter(|&w| self.durations[w] < duration || self.units[w] < units);
            reason.extend(less.map(|w| Predicate::at_most(first + w, 0)));
        }
    }
}

/// What is known of a task for sure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    duration: i32,
    units: i32,
    /// When it runs for sure.
    from: i32,
    to: i32,
}

impl Part {
    /// When it holds units for sure.
    fn held(&self) -> Range<usize> {
        if self.units > 0 && self.from < self.to { self.from as usize..self.to as usize } else { 0..0 }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Timetable {
    tasks: Vec<Task>,
    capacity: i32,
    parts: Vec<Part>,
    held: Vec<i32>,
    order: Vec<u32>,
    reason: Vec<Predicate>,
}

impl Timetable {
    pub(crate) fn new(tasks: Vec<Task>, capacity: i32) -> Self {
        let parts = vec![Part::default(); tasks.len()];
        Self { tasks, capacity, parts, held: Vec::new(), order: Vec::new(), reason: Vec::new() }
    }

    pub(crate) fn propagate(&mut self, store: &mut Store) -> Result<(), Conflict> {
        let most = self.fill(store);
        if most == 0 {
            return Ok(());
        }
        if most > self.capacity {
            let time = self.held.iter().position(|&h| h > self.capacity).expect("the most is somewhere") as i32;
            self.explain(store, time, None, self.capacity);
            return Err(store.fail(&self.reason));
        }
        for task in 0..self.tasks.len() {
            let Part { units, duration, .. } = self.parts[task];
            if units > 0 && duration > 0 && units + most > self.capacity && !store.is_fixed(self.tasks[task].start) {
                self.later(store, task)?;
                self.earlier(store, task)?;
            }
            if self.tasks[task].chosen.is_some() {
                self.ways(store, task)?;
            }
        }
        Ok(())
    }

    /// Brings what is held for sure up to date; the most of it.
    fn fill(&mut self, store: &Store) -> i32 {
        for (part, task) in self.parts.iter_mut().zip(&self.tasks) {
            let now = task.part(store);
            if now != *part {
                let (was, is) = (part.held(), now.held());
                if self.held.len() < is.end {
                    self.held.resize(is.end, 0);
                }
                self.held[was].iter_mut().for_each(|h| *h -= part.units);
                self.held[is].iter_mut().for_each(|h| *h += now.units);
                *part = now;
            }
        }
        self.held.iter().copied().max().unwrap_or(0)
    }

    /// Whether so many units are free all the time, with those that the task itself holds taken for others'.
    fn has_room(&self, from: i32, to: i32, units: i32) -> bool {
        let end = self.held.len().min(to as usize);
        let held = self.held.get(from as usize..end).unwrap_or_default();
        held.iter().all(|h| h + units <= self.capacity)
    }

    fn is_over(&self, part: &Part, time: i32, units: i32) -> bool {
        let held = self.held.get(time as usize).copied().unwrap_or(0);
        held + units > self.capacity && !(part.from <= time && time < part.to)
    }

    fn later(&mut self, store: &mut Store, task: usize) -> Result<(), Conflict> {
        let (start, part) = (self.tasks[task].start, self.parts[task]);
        let (mut at, mut known) = (store.lower(start), store.lower(start));
        if self.has_room(at, at + part.duration, part.units) {
            return Ok(());
        }
        loop {
            let end = at + part.duration;
            let Some(time) = (known..end).rev().find(|&t| self.is_over(&part, t, part.units)) else { return Ok(()) };
            self.explain(store, time, Some(task), self.capacity - part.units);
            self.tasks[task].explain(&mut self.reason, part.duration, part.units);
            self.reason.push(Predicate::at_least(start, time - part.duration + 1));
            store.set(Predicate::at_least(start, time + 1), &self.reason)?;
            known = end;
            at = time + 1;
        }
    }

    fn earlier(&mut self, store: &mut Store, task: usize) -> Result<(), Conflict> {
        let (start, part) = (self.tasks[task].start, self.parts[task]);
        let mut at = store.upper(start);
        let mut known = at + part.duration;
        if self.has_room(at, known, part.units) {
            return Ok(());
        }
        loop {
            let Some(time) = (at..known).find(|&t| self.is_over(&part, t, part.units)) else { return Ok(()) };
            self.explain(store, time, Some(task), self.capacity - part.units);
            self.tasks[task].explain(&mut self.reason, part.duration, part.units);
            self.reason.push(Predicate::at_most(start, time));
            store.set(Predicate::at_most(start, time - part.duration), &self.reason)?;
            known = at;
            at = time - part.duration;
        }
    }

    /// Ways that do not fit where the task runs for sure, or, once its start is settled, while they would run.
    fn ways(&mut self, store: &mut Store, task: usize) -> Result<(), Conflict> {
        let Some(first) = self.tasks[task].chosen else { return Ok(()) };
        let (start, part) = (self.tasks[task].start, self.parts[task]);
        let (lower, upper) = (store.lower(start), store.upper(start));
        for way in 0..self.tasks[task].durations.len() {
            let (duration, units) = (self.tasks[task].durations[way], self.tasks[task].units[way]);
            if units == 0 || store.is_fixed(first + way) {
                continue;
            }
            let own = |t: i32| if part.from <= t && t < part.to { part.units } else { 0 };
            let held = |t: i32| self.held.get(t as usize).copied().unwrap_or(0) - own(t);
            if let Some(time) = (upper..lower + duration).find(|&t| held(t) + units > self.capacity) {
                self.explain(store, time, Some(task), self.capacity - units);
                self.reason.push(Predicate::at_least(start, time - duration + 1));
                self.reason.push(Predicate::at_most(start, time));
                store.set(Predicate::at_most(first + way, 0), &self.reason)?;
            }
        }
        Ok(())
    }

    /// Why more than so many units are held at a time, by others than one.
    fn explain(&mut self, store: &Store, time: i32, but: Option<usize>, units: i32) {
        self.reason.clear();
        self.order.clear();
        let holds = |t: &usize| {
            let part = &self.parts[*t];
            Some(*t) != but && part.units > 0 && part.from <= time && time < part.to
        };
        self.order.extend((0..self.tasks.len()).filter(holds).map(|t| t as u32));
        // Those that hold from the start cost nothing; then the largest.
        let parts = &self.parts;
        let tasks = &self.tasks;
        let free = |t: usize| {
            let (start, part) = (tasks[t].start, &parts[t]);
            tasks[t].chosen.is_none()
                && store.holds_at_root(Predicate::at_least(start, time - part.duration + 1))
                && store.holds_at_root(Predicate::at_most(start, time))
        };
        self.order.sort_by_key(|&t| (!free(t as usize), std::cmp::Reverse(parts[t as usize].units)));
        let mut held = 0;
        for &t in &self.order {
            if held > units {
                break;
            }
            let (task, part) = (&self.tasks[t as usize], &self.parts[t as usize]);
            held += part.units;
            self.reason.push(Predicate::at_least(task.start, time - part.duration + 1));
            self.reason.push(Predicate::at_most(task.start, time));
            task.explain(&mut self.reason, part.duration, part.units);
        }
        assert!(held > units, "what is held is explained");
    }
}
