//! What is asked of a project before anything else, of dozens in every step: what its modes use, close together in memory.

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
    /// By mode, what it uses.
    pub(super) fn new<I: Iterator<Item = Demand>>(modes: impl Iterator<Item = I>) -> Self {
        let mut out = Self { first: vec![0], demands: Vec::new() };
        for uses in modes {
            out.demands.extend(uses);
            out.first.push(out.demands.len() as u32);
        }
        out
    }

    /// What the mode uses.
    pub(crate) fn of_mode(&self, mode: usize) -> &[Demand] {
        &self.demands[self.first[mode] as usize..self.first[mode + 1] as usize]
    }
}
