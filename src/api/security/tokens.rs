//! Tokens that an operator hands out. The file holds their hashes, so that who reads it cannot use them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ring::digest;
use ring::rand::{SecureRandom, SystemRandom};
use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::reason::Reason;
use super::reload::File;
use crate::api::config::{ConfigProblem, Detail, ProblemCode};
use crate::api::rights::{Caller, Right, Rights, is_tenant};
use crate::base::{Date, date};

type Hash = [u8; 32];

/// The tokens of a file.
#[derive(Debug)]
pub(super) struct Tokens {
    tokens: Vec<Token>,
}

#[derive(Debug)]
struct Token {
    hash: Hash,
    caller: Caller,
    /// The first moment at which it counts no longer.
    end: Option<SystemTime>,
}

/// A token as the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    tenant: String,
    rights: Vec<String>,
    sha256: String,
    expires: Option<String>,
}

impl Tokens {
    /// Reads a file; or says everything that is wrong with it.
    pub(super) fn read(file: &File, bytes: &[u8]) -> Result<Self, Vec<ConfigProblem>> {
        let bad = |e: &dyn ToString| file.problem(ProblemCode::BadTokens, e.to_string());
        let text = std::str::from_utf8(bytes).map_err(|e| vec![bad(&e)])?;
        // Of a library's complaint only the message: what surrounds it repeats the file.
        let table: toml::Table = toml::from_str(text).map_err(|e: toml::de::Error| vec![bad(&e.message())])?;
        if let Some(name) = table.keys().find(|name| *name != "token") {
            return Err(vec![bad(&format!("`{name}`: only [[token]] may stand here"))]);
        }
        let list = match table.get("token") {
            Some(toml::Value::Array(list)) if !list.is_empty() => list,
            _ => return Err(vec![bad(&"no [[token]]")]),
        };
        let mut reading = Reading { file, tokens: Vec::new(), problems: Vec::new() };
        list.iter().enumerate().for_each(|(at, entry)| reading.add(at, entry));
        let Reading { tokens, problems, .. } = reading;
        if problems.is_empty() { Ok(Self { tokens }) } else { Err(problems) }
    }

    /// Whose a token is. Looks at every entry, and at every byte of its hash, whatever it finds.
    pub(super) fn find(&self, token: &str, now: SystemTime) -> Result<Caller, Reason> {
        let hash = hash(token);
        let mut found = None;
        for one in &self.tokens {
            if bool::from(one.hash.ct_eq(&hash)) {
                found = Some(one);
            }
        }
        let token = found.ok_or(Reason::TokenUnknown)?;
        if token.end.is_some_and(|end| end <= now) { Err(Reason::TokenExpired) } else { Ok(token.caller.clone()) }
    }
}

struct Reading<'a> {
    file: &'a File,
    tokens: Vec<Token>,
    problems: Vec<ConfigProblem>,
}

impl Reading<'_> {
    fn add(&mut self, at: usize, entry: &toml::Value) {
        let entry: Entry = match entry.clone().try_into() {
            Ok(entry) => entry,
            Err(e) => return self.bad(at, "", Detail::Text(toml::de::Error::message(&e).to_owned())),
        };
        let hash = hash_of(&entry.sha256);
        let rights: Option<Rights> = entry.rights.iter().map(|word| Rights::of_word(word)).collect();
        let end =
            entry.expires.as_deref().map(|day| date::parse(day).and_then(end_of)).map_or(Some(None), |d| d.map(Some));
        self.expect(entry.name.trim().is_empty(), at, "name", ("un nom", "a name"));
        self.expect(!is_tenant(&entry.tenant), at, "tenant", TENANT);
        self.expect(
            rights.is_none() || entry.rights.is_empty(),
            at,
            "rights",
            ("read, plan, admin", "read, plan, admin"),
        );
        self.expect(hash.is_none(), at, "sha256", ("64 chiffres hexadécimaux", "64 hexadecimal digits"));
        self.expect(end.is_none(), at, "expires", ("un jour comme 2027-12-31", "a day like 2027-12-31"));
        let (Some(hash), Some(rights), Some(end)) = (hash, rights, end) else { return };
        let again = self.tokens.iter().any(|token| token.hash == hash);
        self.expect(again, at, "sha256", ("un jeton par entrée", "a token of its own for each entry"));
        let caller = Caller { tenant: entry.tenant.into(), name: entry.name.into(), rights };
        self.tokens.push(Token { hash, caller, end });
    }

    fn expect(&mut self, is_wrong: bool, at: usize, field: &str, (fr, en): (&'static str, &'static str)) {
        if is_wrong {
            self.bad(at, field, Detail::Expected(fr, en));
        }
    }

    /// Values are never shown: somebody may have put the token itself there.
    fn bad(&mut self, at: usize, field: &str, detail: Detail) {
        let dot = if field.is_empty() { "" } else { "." };
        let mut problem = self.file.problem(ProblemCode::BadTokens, "").with(detail);
        problem.key = format!("token[{at}]{dot}{field}");
        self.problems.push(problem);
    }
}

const TENANT: (&str, &str) =
    ("1 à 64 lettres, chiffres, points, tirets, soulignés", "1 to 64 letters, digits, dots, dashes, underscores");

/// The moment after a day, in universal time.
fn end_of(day: Date) -> Option<SystemTime> {
    let next = day.succ_opt()?.and_hms_opt(0, 0, 0)?.and_utc().timestamp();
    UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(next).ok()?))
}

fn hash(token: &str) -> Hash {
    let mut hash = Hash::default();
    hash.copy_from_slice(digest::digest(&digest::SHA256, token.as_bytes()).as_ref());
    hash
}

fn hash_of(hex: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    if hex.len() != 64 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(hash)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A token that was just made.
#[derive(Clone)]
pub struct NewToken {
    /// The token, for its caller alone; it is kept nowhere.
    pub token: String,
    /// Its entry in the file of tokens.
    pub entry: String,
}

/// Makes a token of 256 random bits; none if the system has no randomness to give, or if `tenant` is no name of one.
pub fn new_token(name: &str, tenant: &str, rights: &[Right], expires: Option<Date>) -> Option<NewToken> {
    if !is_tenant(tenant) || name.trim().is_empty() || rights.is_empty() {
        return None;
    }
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).ok()?;
    let token = format!("arbitre_{}", hex(&bytes));
    let text = |text: &str| toml::Value::from(text).to_string();
    let words: Vec<String> = rights.iter().map(|right| text(right.as_str())).collect();
    let last = expires.map_or_else(String::new, |day| format!("expires = {}\n", text(&date::iso(day))));
    let entry = format!(
        "[[token]]\nname = {}\ntenant = {}\nrights = [{}]\nsha256 = {}\n{last}",
        text(name),
        text(tenant),
        words.join(", "),
        text(&hex(&hash(&token))),
    );
    Some(NewToken { token, entry })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Tokens, Vec<ConfigProblem>> {
        Tokens::read(&File { key: "auth.token_file", path: "tokens.toml".into() }, text.as_bytes())
    }

    fn day(text: &str) -> Date {
        date::parse(text).expect("a day")
    }

    #[test]
    fn a_token_that_was_made_is_found_until_its_last_day_is_over() {
        let made = new_token("ppm \"1\"", "cd44", &[Right::Plan], Some(day("2030-01-31"))).expect("made");
        let other = new_token("other", "cd49", &[Right::Read], None).expect("made");
        let tokens = read(&format!("{}\n{}", made.entry, other.entry)).expect("both are good");
        let last = UNIX_EPOCH + Duration::from_secs(1_896_134_399); // 2030-01-31 23:59:59
        let caller = tokens.find(&made.token, last).expect("still good");
        assert_eq!((&*caller.name, &*caller.tenant), ("ppm \"1\"", "cd44"));
        assert!(caller.rights.include(Right::Plan) && !caller.rights.include(Right::Admin));
        assert_eq!(tokens.find(&made.token, last + Duration::from_secs(1)), Err(Reason::TokenExpired));
        assert_eq!(&*tokens.find(&other.token, last).expect("good").tenant, "cd49");
        for wrong in ["", "arbitre_", &made.token[..71], &format!("{}0", made.token)] {
            assert_eq!(tokens.find(wrong, last), Err(Reason::TokenUnknown), "{wrong}");
        }
        assert!(!made.entry.contains(&made.token[8..]), "the file does not have the token");
    }

    #[test]
    fn everything_wrong_with_a_file_is_told_and_no_value_repeated() {
        let text = "[[token]]\nname=''\ntenant='a b'\nrights=['fly']\nsha256='s3cret'\nexpires='soon'\n\
                    [[token]]\nname='x'\ntoken='s3cret'\n";
        let problems = read(text).expect_err("all of it is wrong");
        let keys: Vec<&str> = problems.iter().map(|p| &p.key[..]).collect();
        let fields = ["name", "tenant", "rights", "sha256", "expires"].map(|f| format!("token[0].{f}"));
        assert_eq!(keys, [&fields[..], &["token[1]".to_owned()]].concat());
        for lang in [crate::base::Lang::Fr, crate::base::Lang::En] {
            assert!(problems.iter().all(|p| !p.line(lang).contains("s3cret")), "{problems:#?}");
        }
        for bad in ["", "[token]", "x = 1", "[[token", "[[tokens]]\nname='x'"] {
            assert_eq!(read(bad).expect_err("no tokens").len(), 1, "{bad}");
        }
    }

    #[test]
    fn one_hash_twice_is_a_mistake() {
        let made = new_token("a", "t", &[Right::Read], None).expect("made");
        assert!(read(&format!("{}{}", made.entry, made.entry.replace("\"a\"", "\"b\""))).is_err());
    }
}
