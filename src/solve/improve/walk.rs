//! All streams take their steps of a round: side by side, or as one walk.

use super::super::guide::Guide;
use super::cooling::Course;
use super::stream::{Stream, meet, send_to_districts};
use crate::base::Stop;

/// Steps that a stream takes at a time where each walks alone. They take turns, and no plan depends on how long those are.
const LEG_ALONE: u64 = 25;

/// Steps that each takes between meetings: the first ones of a round, and at most.
const LEGS_TOGETHER: [u64; 2] = [8, 32];

/// The share of steps that others can still take from which on the next leg is twice as long; else it is half as long. Where only
/// two in three can be, plans of 1,000 projects after 25 s are 0.3 % worse than with five in six.
const RETAKEN: f64 = 0.85;

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

/// The streams go to districts of their own, and meet after each leg.
fn walk_together(streams: &mut [Stream], mut steps: Steps) {
    send_to_districts(streams);
    let mut length = LEGS_TOGETHER[0];
    for leader in (0..streams.len()).cycle() {
        let (leg, rest) = steps.leg(length);
        rayon::scope(|s| streams.iter_mut().for_each(|stream| s.spawn(move |_| leg.take(stream))));
        let retaken = meet(streams, leader);
        if rest.count == 0 {
            return;
        }
        length = next_leg(length, retaken);
        steps = rest;
    }
}

/// How long the leg is that comes after one of this length, of which that share could be retaken.
fn next_leg(length: u64, retaken: f64) -> u64 {
    let [shortest, longest] = LEGS_TOGETHER;
    if retaken >= RETAKEN { (2 * length).min(longest) } else { (length / 2).max(shortest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legs_grow_while_steps_can_be_retaken() {
        let (mut length, mut legs) = (LEGS_TOGETHER[0], Vec::new());
        for retaken in [0.9, RETAKEN, 1.0, 0.84, 0.9, 0.0, 0.5, 0.5] {
            length = next_leg(length, retaken);
            legs.push(length);
        }
        assert_eq!(legs, [16, 32, 32, 16, 32, 16, 8, 8]);
    }
}
