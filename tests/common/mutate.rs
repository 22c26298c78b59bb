//! Documents broken at random: bytes of any form, tokens of JSON.

use arbitre::base::Rng;

/// What is put in place of numbers.
const NUMBERS: [&str; 21] = [
    "1e308",
    "-1e308",
    "1e400",
    "-1",
    "0",
    "-0.0",
    "NaN",
    "\"NaN\"",
    "\"Infinity\"",
    "\"-Infinity\"",
    "1e-300",
    "2147483647",
    "-2147483648",
    "2147483648",
    "9223372036854775807",
    "18446744073709551616",
    "1000000",
    "1e13",
    "0.5",
    "0.004",
    "\"1\"",
];

/// What is put in place of strings.
const STRINGS: [&str; 12] = [
    "\"\"",
    "\"2021-02-30\"",
    "\"9999-12-31\"",
    "\"0001-01-01\"",
    "\"2022-01-15\"",
    "\"PERIOD_UNIT_DAY\"",
    "\"+\"",
    "\"\\u0000\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "null",
    "[]",
    "{}",
];

/// Some bytes changed, or the end cut off.
pub(crate) fn bytes(rng: &mut Rng, document: &[u8]) -> Vec<u8> {
    let mut out = document.to_vec();
    if rng.chance(0.3) {
        out.truncate(rng.below(document.len() + 1));
        return out;
    }
    for _ in 0..1 + rng.below(4) {
        let at = rng.below(out.len());
        match rng.below(4) {
            0 => out[at] ^= 1 << rng.below(8),
            1 => out[at] = [0xff, 0xc3, 0x80, 0x00, 0x7f, b'"', b'{', b'0'][rng.below(8)],
            2 => out.insert(at, rng.below(256) as u8),
            _ => {
                let end = (at + 1 + rng.below(8)).min(out.len());
                let piece = out[at..end].to_vec();
                out.splice(at..at, piece);
            }
        }
    }
    out
}

/// Some tokens of a JSON document replaced, left out, doubled or swapped.
pub(crate) fn tokens(rng: &mut Rng, document: &str) -> Vec<u8> {
    let mut tokens = split(document);
    for _ in 0..[1, 1, 2, 4][rng.below(4)] {
        let at = rng.below(tokens.len());
        match rng.below(30) {
            0 => drop(tokens.remove(at)),
            1 => tokens.insert(at, tokens[at].clone()),
            2 => {
                let other = (at + 2) % tokens.len();
                tokens.swap(at, other);
            }
            3 => tokens[at] = nested(rng),
            4 => double(rng, &mut tokens),
            _ => replace(rng, &mut tokens, at),
        }
    }
    tokens.concat().into_bytes()
}

/// Another scalar in place of the next scalar: of this document, or an odd one.
fn replace(rng: &mut Rng, tokens: &mut [String], at: usize) {
    let scalar = |t: &String| t.starts_with(|c: char| c == '"' || c == '-' || c.is_alphanumeric());
    let key = |i: usize| tokens.get(i + 1).is_some_and(|t| t == ":");
    let Some(at) = (at..tokens.len()).find(|i| scalar(&tokens[*i]) && !key(*i)) else { return };
    let text = tokens[at].starts_with('"');
    let alike: Vec<usize> =
        (0..tokens.len()).filter(|i| scalar(&tokens[*i]) && !key(*i) && tokens[*i].starts_with('"') == text).collect();
    tokens[at] = match (rng.below(2), text) {
        (0, _) => tokens[alike[rng.below(alike.len())]].clone(),
        (_, true) => STRINGS[rng.below(STRINGS.len())].to_owned(),
        (_, false) => NUMBERS[rng.below(NUMBERS.len())].to_owned(),
    };
}

/// An object or array a second time after itself.
fn double(rng: &mut Rng, tokens: &mut Vec<String>) {
    let at = rng.below(tokens.len());
    let Some(open) = (at..tokens.len()).find(|i| matches!(&tokens[*i][..], "{" | "[")) else { return };
    let mut depth = 0;
    for close in open..tokens.len() {
        depth += match &tokens[close][..] {
            "{" | "[" => 1,
            "}" | "]" => -1,
            _ => 0,
        };
        if depth == 0 {
            let piece = [vec![",".to_owned()], tokens[open..=close].to_vec()].concat();
            tokens.splice(close + 1..close + 1, piece);
            return;
        }
    }
}

fn nested(rng: &mut Rng) -> String {
    let depth = [10, 127, 128, 20_000][rng.below(4)];
    let (open, close) = [("[", "]"), ("{\"a\":", "}")][rng.below(2)];
    let close = if rng.chance(0.5) { close } else { "" };
    format!("{}1{}", open.repeat(depth), close.repeat(depth))
}

/// Strings, numbers and names, and punctuation; without white space.
fn split(document: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut chars = document.chars().peekable();
    while let Some(c) = chars.next() {
        let mut token = c.to_string();
        if c == '"' {
            while let Some(c) = chars.next() {
                token.push(c);
                match c {
                    '\\' => token.extend(chars.next()),
                    '"' => break,
                    _ => {}
                }
            }
        } else if !"{}[],:".contains(c) && !c.is_whitespace() {
            while let Some(c) = chars.next_if(|c| !"{}[],:\"".contains(*c) && !c.is_whitespace()) {
                token.push(c);
            }
        }
        if !c.is_whitespace() {
            out.push(token);
        }
    }
    out
}
