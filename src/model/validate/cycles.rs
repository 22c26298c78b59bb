//! Phases that wait for one another, inside a project and across projects.

use super::super::ProblemCode;
use super::context::Context;

/// Says so for each circle of dependencies, once, at a dependency of the circle.
pub(super) fn check(cx: &mut Context) {
    let graph = Graph::new(cx);
    let mut state = vec![0_u8; graph.after.len()];
    for start in 0..graph.after.len() {
        if let Some(circle) = graph.visit(start, &mut state) {
            let names: Vec<String> = circle.iter().map(|n| graph.name(cx, *n)).collect();
            let (project, phase) = graph.nodes[circle[0]];
            let path = format!("projects[{project}].phases[{phase}].after");
            cx.problem_with(ProblemCode::Cycle, &path, &names[0], names.join(" <- "));
        }
    }
}

struct Graph {
    nodes: Vec<(usize, usize)>,
    after: Vec<Vec<usize>>,
}

impl Graph {
    fn new(cx: &Context) -> Self {
        let mut nodes = Vec::new();
        let mut first = Vec::new();
        for (i, p) in cx.draft.projects.iter().enumerate() {
            first.push(nodes.len());
            nodes.extend((0..p.phases.len()).map(|j| (i, j)));
        }
        let preds = |(i, j): &(usize, usize)| {
            let mut out = Vec::new();
            for d in &cx.draft.projects[*i].phases[*j].after {
                let q = if d.project.is_empty() { Some(*i) } else { cx.projects.get(&d.project[..]).copied() };
                let Some(q) = q else { continue };
                let phases = cx.draft.projects[q].phases.iter().enumerate();
                out.extend(phases.filter(|(_, ph)| d.phase.is_empty() || ph.id == d.phase).map(|(k, _)| first[q] + k));
            }
            out
        };
        Self { after: nodes.iter().map(preds).collect(), nodes }
    }

    fn name(&self, cx: &Context, node: usize) -> String {
        let (i, j) = self.nodes[node];
        format!("{}/{}", cx.draft.projects[i].id, cx.draft.projects[i].phases[j].id)
    }

    /// Depth-first from `start`; `state` is 0 for unseen, 1 for on the way, 2 for done. A circle, if one is met.
    fn visit(&self, start: usize, state: &mut [u8]) -> Option<Vec<usize>> {
        if state[start] != 0 {
            return None;
        }
        let mut stack = vec![(start, 0)];
        let mut found = None;
        state[start] = 1;
        while let Some((node, next)) = stack.last_mut() {
            let Some(pred) = self.after[*node].get(*next).copied() else {
                state[*node] = 2;
                stack.pop();
                continue;
            };
            *next += 1;
            match state[pred] {
                0 => {
                    state[pred] = 1;
                    stack.push((pred, 0));
                }
                1 if found.is_none() => {
                    let from = stack.iter().position(|(n, _)| *n == pred).expect("it is on the way");
                    found = Some(stack[from..].iter().map(|(n, _)| *n).collect());
                }
                _ => {}
            }
        }
        found
    }
}
