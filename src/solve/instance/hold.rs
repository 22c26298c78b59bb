//! The instance with some projects held where they are.

use super::{Instance, Slot, options};

impl Instance {
    /// The project stays in these slots, or out if there are none. False if that is not its own to do.
    pub(crate) fn hold(&mut self, project: usize, slots: Option<&[Slot]>) -> bool {
        let own = self.projects[project].options.clone();
        let option = |s: &Slot| self.option(*s);
        let kept: Vec<usize> = slots.unwrap_or_default().iter().map(option).collect();
        let may = kept.iter().all(|o| self.allowed[*o]) && (slots.is_some() || !self.projects[project].must);
        self.allowed[own].fill(false);
        kept.iter().for_each(|o| self.allowed[*o] = true);
        self.projects[project].must |= slots.is_some();
        options::tighten(self, project);
        may
    }
}
