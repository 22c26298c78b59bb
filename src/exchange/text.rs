//! Lines of figures with their numbers.

use super::problem::{Cause, Problem};

/// A line that is not blank, with its number from 1 and its words.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    pub number: usize,
    pub text: &'a str,
    pub words: Vec<&'a str>,
}

/// The lines of a text that are not blank.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let all = text.lines().enumerate().map(|(at, text)| Line {
        number: at + 1,
        text: text.trim(),
        words: text.split_whitespace().collect(),
    });
    all.filter(|line| !line.words.is_empty()).collect()
}

/// A whole number of at most `most`.
pub(crate) fn figure(word: &str, line: usize, most: u64, problems: &mut Vec<Problem>) -> Option<u32> {
    let is_figure = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let cause = match word.parse::<u64>() {
        Ok(value) if value <= most => return u32::try_from(value).ok(),
        _ if is_figure => Cause::TooLarge { value: word.to_owned(), most },
        _ => Cause::NotANumber { value: word.to_owned() },
    };
    problems.push(Problem::at(line, cause));
    None
}

/// All words of a line as figures, or none if one is not.
pub(crate) fn figures(line: &Line<'_>, most: u64, problems: &mut Vec<Problem>) -> Option<Vec<u32>> {
    let before = problems.len();
    let figures: Vec<u32> = line.words.iter().filter_map(|w| figure(w, line.number, most, problems)).collect();
    (problems.len() == before).then_some(figures)
}
