//! What a search has to tell, until somebody reads it. Bounded: from a reader that is slow the oldest progress is kept
//! back, and of whole plans all but the latest of each number.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// Progress that is kept for a reader.
const ROOM: usize = 256;

/// Progress and plans on their way from one writer to one reader.
#[derive(Debug)]
pub(super) struct Mailbox<P, I> {
    letters: Mutex<Letters<P, I>>,
    written: Notify,
}

#[derive(Debug)]
struct Letters<P, I> {
    progress: VecDeque<P>,
    /// By number: whose was written first comes first.
    incumbents: VecDeque<(usize, I)>,
}

/// One of them.
#[derive(Debug, PartialEq)]
pub(super) enum Letter<P, I> {
    Progress(P),
    Incumbent(I),
}

impl<P, I> Default for Mailbox<P, I> {
    fn default() -> Self {
        let letters = Letters { progress: VecDeque::new(), incumbents: VecDeque::new() };
        Self { letters: Mutex::new(letters), written: Notify::new() }
    }
}

impl<P, I> Mailbox<P, I> {
    pub(super) fn progress(&self, progress: P) {
        let mut letters = self.letters();
        if letters.progress.len() == ROOM {
            letters.progress.pop_front();
        }
        letters.progress.push_back(progress);
        self.written.notify_one();
    }

    /// The latest plan of that number.
    pub(super) fn incumbent(&self, number: usize, incumbent: I) {
        let mut letters = self.letters();
        match letters.incumbents.iter_mut().find(|known| known.0 == number) {
            Some(known) => known.1 = incumbent,
            None => letters.incumbents.push_back((number, incumbent)),
        }
        drop(letters);
        self.written.notify_one();
    }

    /// The next, progress before plans; waits for it.
    pub(super) async fn next(&self) -> Letter<P, I> {
        loop {
            if let Some(letter) = self.take() {
                return letter;
            }
            self.written.notified().await;
        }
    }

    /// The next, if there is one.
    pub(super) fn take(&self) -> Option<Letter<P, I>> {
        let mut letters = self.letters();
        let progress = letters.progress.pop_front().map(Letter::Progress);
        progress.or_else(|| letters.incumbents.pop_front().map(|x| Letter::Incumbent(x.1)))
    }

    fn letters(&self) -> MutexGuard<'_, Letters<P, I>> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_reader_misses_the_oldest_and_never_the_last() {
        let mailbox = Mailbox::default();
        for i in 0..ROOM + 10 {
            mailbox.progress(i);
            mailbox.incumbent(i % 2, i);
        }
        let read: Vec<Letter<usize, usize>> = std::iter::from_fn(|| mailbox.take()).collect();
        assert_eq!(read.len(), ROOM + 2);
        assert_eq!(read[0], Letter::Progress(10));
        assert_eq!(read[ROOM - 1], Letter::Progress(ROOM + 9));
        assert_eq!(read[ROOM..], [Letter::Incumbent(ROOM + 8), Letter::Incumbent(ROOM + 9)]);
    }
}
