//! All streams take their steps of a round: side by side, or as one walk.

use super::super::guide::Guide;
use super::cooling::Course;
use super::stream::{Stream, meet};
use crate::base::Stop;

/// Steps that a stream takes at a time where each walks alone. They take turns, and no plan depends on how long those are.
const LEG_ALONE: u64 = 25;

/// Steps that each takes between meetings. Of 1,000 projects' steps in four streams, five in six can still be taken by another
/// then; after 25 steps it is two in three, and plans after 25 s are 0.3 % worse.
const LEG_TOGETHER: u64 = 8;

/// So many steps of a walk, from here on.
#[derive(Clone, Copy)]
pub(crate) struct Steps<'a> {
    pub guide: &'a Guide,
    pub count: u64,
    pub course: Course,
    pub stop: &'a dyn Stop,
}

impl Steps<'_> {
    /// The first of them, at most so many, and the rest.
    fn leg(self, most: u64) -> (Self, Self) {
        let count = most.min(self.count);
        (Self { count, ..self }, Self { count: self.count - count, course: self.course.after(count), ..self })
    }

    fn take(self, stream: &mut Stream) {
        stream.run(self.guide, self.count, self.course, self.stop);
    }
}

/// Takes the steps in each stream, side by side.
pub(crate) fn walk<'s>(streams: &'s mut [Stream<'_>], steps: Steps<'s>) {
    if streams.iter().all(Stream::has_joined) {
        walk_together(streams, steps);
    } else {
        // Leg by leg, the streams in turn: all come to their end at about the same time, however many threads there are.
        rayon::scope_fifo(|s| streams.iter_mut().for_each(|stream| s.spawn_fifo(move |s| walk_on(s, stream, steps))));
    }
}

fn walk_on<'s>(scope: &rayon::ScopeFifo<'s>, stream: &'s mut Stream<'_>, steps: Steps<'s>) {
    let (leg, rest) = steps.leg(LEG_ALONE);
    leg.take(stream);
    if rest.count > 0 {
        scope.spawn_fifo(move |s| walk_on(s, stream, rest));
    }
}

/// The streams meet after each leg.
fn walk_together(streams: &mut [Stream], mut steps: Steps) {
    for leader in (0..streams.len()).cycle() {
        let (leg, rest) = steps.leg(LEG_TOGETHER);
        rayon::scope(|s| streams.iter_mut().for_each(|stream| s.spawn(move |_| leg.take(stream))));
        meet(streams, leader);
        if rest.count == 0 {
            return;
        }
        steps = rest;
    }
}
