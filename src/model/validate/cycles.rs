//! Phases that wait for one another, inside a project and across projects.

use super::super::ProblemCode;
use super::context::Context;

/// Says so for each circle of dependencies, once, at a dependency of the circle.
pub(super) fn check(cx: &mut Context) {
    let graph = Graph::new(cx);
    let mut state = vec![0_u8; graph.after.len()];
    for start in 0..graph.after.len() {
        if let Some(mut circle) = graph.visit(start, &mut state) {
            let phase = circle.iter().position(|n| graph.nodes[*n].1.is_some()).expect("projects wait through phases");
            circle.rotate_left(phase);
            let names: Vec<String> = circle.iter().map(|n| graph.name(cx, *n)).collect();
            let (project, phase) = graph.nodes[circle[0]];
            let phase = phase.expect("the circle begins with a phase");
            let path = format!("projects[{project}].phases[{phase}].after");
            cx.problem_with(ProblemCode::Cycle, &path, &names[0], names.join(" <- "));
        }
    }
}

/// Phases, and for each project a node that stands for all its phases: to wait for the project is to wait for that one
/// node, so that there are as many edges as dependencies and phases.
struct Graph {
    nodes: Vec<(usize, Option<usize>)>,
    after: Vec<Vec<usize>>,
}

impl Graph {
    fn new(cx: &Context) -> Self {
        let mut nodes = Vec::new();
        let mut whole = Vec::new();
        for (i, p) in cx.draft.projects.iter().enumerate() {
            whole.push(nodes.len());
            nodes.push((i, None));
            nodes.extend((0..p.phases.len()).map(|j| (i, Some(j))));
        }
        let after = |(i, j): &(usize, Option<usize>)| match j {
            None => (1..=cx.draft.projects[*i].phases.len()).map(|j| whole[*i] + j).collect(),
            Some(j) => waits_for(cx, &whole, *i, *j),
        };
        Self { after: nodes.iter().map(after).collect(), nodes }
    }

    fn name(&self, cx: &Context, node: usize) -> String {
        let (i, j) = self.nodes[node];
        let project = &cx.draft.projects[i];
        j.map_or_else(|| project.id.clone(), |j| format!("{}/{}", project.id, project.phases[j].id))
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

/// The nodes that phase `j` of project `i` waits for; what refers to nothing is told elsewhere.
fn waits_for(cx: &Context, whole: &[usize], i: usize, j: usize) -> Vec<usize> {
    let mut out = Vec::new();
    for d in &cx.draft.projects[i].phases[j].after {
        let q = if d.project.is_empty() { Some(i) } else { cx.projects.get(&d.project[..]).copied() };
        let Some(q) = q else { continue };
        match &d.phase[..] {
            "" => out.push(whole[q]),
            id => out.extend(cx.phases[q].get(id).map(|k| whole[q] + 1 + k)),
        }
    }
    out
}
