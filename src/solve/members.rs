//! Which projects are in and which are out, both at hand without looking through all.

/// A permutation of the projects: those that are in, then those that are out, each in an order that tells nothing.
#[derive(Clone, Debug)]
pub(super) struct Members {
    order: Vec<usize>,
    /// By project: where in the order it stands.
    place: Vec<usize>,
    inside: usize,
}

impl Members {
    /// All of so many projects are out.
    pub(super) fn none_of(projects: usize) -> Self {
        Self { order: (0..projects).collect(), place: (0..projects).collect(), inside: 0 }
    }

    pub(super) fn inside(&self) -> &[usize] {
        &self.order[..self.inside]
    }

    pub(super) fn outside(&self) -> &[usize] {
        &self.order[self.inside..]
    }

    /// A project that was out is in.
    pub(super) fn enter(&mut self, project: usize) {
        self.swap(project, self.inside);
        self.inside += 1;
    }

    /// A project that was in is out.
    pub(super) fn leave(&mut self, project: usize) {
        self.inside -= 1;
        self.swap(project, self.inside);
    }

    fn swap(&mut self, project: usize, to: usize) {
        let (from, other) = (self.place[project], self.order[to]);
        self.order.swap(from, to);
        self.place[other] = from;
        self.place[project] = to;
    }
}
