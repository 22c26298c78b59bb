//! What is asked of a project before anything else, of dozens in every step: what its modes use, close together in memory.

use super::Instance;

/// The uses of every mode. Follows from modes and amounts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trials {
    /// By mode, and one more: where its demands begin.
    first: Vec<u32>,
    demands: Vec<Demand>,
}

/// A mode's use of one renewable resource.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demand {
    /// The least and the most that any of its periods takes.
    pub least: i64,
    pub most: i64,
    /// Where the resource's row begins.
    pub row: u32,
    pub duration: u32,
}

impl Trials {
    pub(super) fn of(instance: &Instance) -> Self {
        let mut out = Self { first: vec![0], demands: Vec::new() };
        for mode in &instance.modes {
            out.demands.extend(mode.uses.iter().map(|usage| Demand {
                least: usage.least,
                most: instance.spread(mode, usage).iter().copied().max().unwrap_or(0),
                row: (usage.resource * instance.periods) as u32,
                duration: mode.duration as u32,
            }));
            out.first.push(out.demands.len() as u32);
        }
        out
    }

    /// What the mode uses.
    pub(crate) fn of_mode(&self, mode: usize) -> &[Demand] {
        &self.demands[self.first[mode] as usize..self.first[mode + 1] as usize]
    }
}
