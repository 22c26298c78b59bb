//! Mutated files: whatever is in them, the readers answer, and each refusal says something in both languages.

use arbitre::base::{Lang, Rng};
use arbitre::exchange::{Format, Question, portfolio, read};

use crate::readers::{CHOICE, LIST, MODES, ONE, TWO, beside};

/// Words that are put in the place of others.
const WORDS: [&str; 12] =
    ["-1", "0", "1", "99999999999999999999", "4294967295", "1073741824", "x", ":", "1:1", "é", "\u{0}", "1e9"];

fn mutated(text: &str, rng: &mut Rng) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..1 + rng.below(4) {
        let at = rng.below(bytes.len().max(1)).min(bytes.len());
        match rng.below(5) {
            0 if at < bytes.len() => bytes[at] = rng.below(256) as u8,
            1 => bytes.truncate(at),
            2 => drop(bytes.splice(at..at, WORDS[rng.below(WORDS.len())].bytes())),
            3 => {
                let end = (at + rng.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let end = (at + rng.below(200)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
        }
    }
    bytes
}

#[test]
fn mutated_files_are_read_or_refused() {
    let files = [
        (ONE, Format::Psplib),
        (MODES, Format::Psplib),
        (TWO, Format::Mplib),
        (LIST, Format::Mista),
        (CHOICE, Format::Ppssp),
    ];
    let (mut taken, mut refused) = (0, 0);
    for (number, (text, format)) in files.into_iter().enumerate() {
        let mut rng = Rng::new(number as u64);
        for _ in 0..3_000 {
            match read(&mutated(text, &mut rng), format, &beside) {
                Ok(Question::Schedule(instance)) => {
                    // Whether the contract can say it is another question, to be answered without a panic.
                    let _ = portfolio("mutant", &instance);
                    taken += 1;
                }
                Ok(Question::Select(_)) => taken += 1,
                Err(problems) => {
                    assert!(!problems.is_empty());
                    assert!(problems.iter().all(|p| p.line(Lang::Fr).len() > 10 && p.line(Lang::En).len() > 10));
                    refused += 1;
                }
            }
        }
    }
    assert!(taken > 500 && refused > 5_000, "both happen: {taken} taken, {refused} refused");
}
