//! A schedule as the search keeps it: its starts are its code, too.

use super::super::instance::Value;
use super::super::network::Network;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub starts: Vec<u32>,
    pub ways: Vec<u16>,
    pub value: Value,
}

impl Member {
    pub(crate) fn finish(&self, network: &Network, activity: usize) -> u32 {
        self.starts[activity] + network.way(activity, self.ways[activity]).duration
    }
}

/// The feasible list in which activities come by key, as far as precedence lets them; ties by position.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lister {
    waits: Vec<u32>,
    ready: std::collections::BinaryHeap<std::cmp::Reverse<(i64, u32)>>,
    pub list: Vec<u32>,
}

impl Lister {
    pub(crate) fn order(&mut self, network: &Network, keys: &[i64]) {
        self.waits.clear();
        self.waits.extend(network.predecessors.iter().map(|p| p.len() as u32));
        self.ready.clear();
        self.list.clear();
        let first = (0..keys.len()).filter(|&a| self.waits[a] == 0);
        self.ready.extend(first.map(|a| std::cmp::Reverse((keys[a], a as u32))));
        while let Some(std::cmp::Reverse((_, a))) = self.ready.pop() {
            self.list.push(a);
            for &s in &network.successors[a as usize] {
                self.waits[s as usize] -= 1;
                if self.waits[s as usize] == 0 {
                    self.ready.push(std::cmp::Reverse((keys[s as usize], s)));
                }
            }
        }
    }
}
