//! Signed tokens (JWT): whose they are, by the keys of a set, and only if they were made for this service.

use std::collections::HashMap;

use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind, Validation, decode, decode_header};
use serde_json::{Map, Value};

use super::reason::Reason;
use super::reload::File;
use super::signature;
use crate::api::config::{Auth, ConfigProblem, ProblemCode};
use crate::api::rights::{Caller, Rights, is_tenant};

/// The keys of a set, by their ids.
pub(super) struct Keys {
    keys: HashMap<String, Key>,
}

/// A key verifies by one algorithm: what a token's header says of another counts for nothing.
struct Key {
    algorithm: Algorithm,
    key: DecodingKey,
}

impl Keys {
    /// Reads a key set; or says everything that is wrong with it. Keys for other ends (encryption, other algorithms)
    /// are passed over, as issuers publish them in the same set.
    pub(super) fn read(file: &File, bytes: &[u8]) -> Result<Self, Vec<ConfigProblem>> {
        signature::install();
        let bad = |e: String| file.problem(ProblemCode::BadKeySet, e);
        let set: JwkSet = serde_json::from_slice(bytes).map_err(|e| vec![bad(e.to_string())])?;
        let (mut keys, mut problems) = (HashMap::new(), Vec::new());
        for (at, jwk) in set.keys.iter().enumerate() {
            match key(jwk) {
                Ok(None) => {}
                Ok(Some((id, key))) => {
                    if keys.insert(id, key).is_some() {
                        problems.push(bad(format!("keys[{at}]: the kid is taken")));
                    }
                }
                Err(why) => problems.push(bad(format!("keys[{at}]: {why}"))),
            }
        }
        if keys.is_empty() && problems.is_empty() {
            problems.push(bad("no key that verifies RS256, ES256 or EdDSA".to_owned()));
        }
        if problems.is_empty() { Ok(Self { keys }) } else { Err(problems) }
    }

    /// Whose a token is.
    pub(super) fn verify(&self, token: &str, auth: &Auth) -> Result<Caller, Reason> {
        let header = decode_header(token).map_err(|_| Reason::TokenUnknown)?;
        // An extension that the token insists on and that is not understood here (RFC 7515, section 4.1.11).
        let understood = header.crit.is_none();
        let key = header.kid.as_deref().and_then(|id| self.keys.get(id)).filter(|_| understood);
        let key = key.ok_or(Reason::TokenUnknown)?;
        let claims = decode::<Map<String, Value>>(token, &key.key, &validation(key.algorithm, auth));
        caller(&claims.map_err(|e| reason(&e))?.claims, auth)
    }
}

fn key(jwk: &Jwk) -> Result<Option<(String, Key)>, String> {
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        AlgorithmParameters::EllipticCurve(p) if p.curve == EllipticCurve::P256 => Algorithm::ES256,
        AlgorithmParameters::OctetKeyPair(p) if p.curve == EllipticCurve::Ed25519 => Algorithm::EdDSA,
        AlgorithmParameters::OctetKey(_) => return Err("a secret key has no place in a key set".to_owned()),
        _ => return Ok(None),
    };
    let said = match jwk.common.key_algorithm {
        None => Some(algorithm),
        Some(KeyAlgorithm::RS256) => Some(Algorithm::RS256),
        Some(KeyAlgorithm::ES256) => Some(Algorithm::ES256),
        Some(KeyAlgorithm::EdDSA) => Some(Algorithm::EdDSA),
        Some(_) => None,
    };
    let signs = matches!(jwk.common.public_key_use, None | Some(PublicKeyUse::Signature));
    if !signs || said != Some(algorithm) {
        return Ok(None);
    }
    let id = jwk.common.key_id.clone().ok_or("no kid")?;
    let key = DecodingKey::from_jwk(jwk).map_err(|e| e.to_string())?;
    is_whole(algorithm, &key)?;
    Ok(Some((id, Key { algorithm, key })))
}

/// Lengths that no signature could be verified with are told when the key is read, not when it is used.
fn is_whole(algorithm: Algorithm, key: &DecodingKey) -> Result<(), String> {
    match (algorithm, key.kind()) {
        (Algorithm::RS256, DecodingKeyKind::RsaModulusExponent { n, .. }) if (256..=1024).contains(&n.len()) => Ok(()),
        (Algorithm::ES256, DecodingKeyKind::SecretOrDer(point)) if point.len() == 65 => Ok(()),
        (Algorithm::EdDSA, DecodingKeyKind::SecretOrDer(point)) if point.len() == 32 => Ok(()),
        _ => Err("a key of this length cannot be used; RSA needs 2048 to 8192 bits".to_owned()),
    }
}

fn validation(algorithm: Algorithm, auth: &Auth) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.leeway = auth.leeway_seconds;
    validation.validate_nbf = true;
    validation.set_required_spec_claims(&["exp", "iss", "aud"]);
    validation.set_issuer(&[auth.issuer.as_deref().unwrap_or_default()]);
    validation.set_audience(&[auth.audience.as_deref().unwrap_or_default()]);
    validation
}

fn reason(error: &Error) -> Reason {
    match error.kind() {
        ErrorKind::ExpiredSignature => Reason::TokenExpired,
        ErrorKind::ImmatureSignature => Reason::TokenNotYetValid,
        ErrorKind::InvalidIssuer => Reason::TokenIssuer,
        ErrorKind::InvalidAudience => Reason::TokenAudience,
        ErrorKind::MissingRequiredClaim(_) | ErrorKind::InvalidClaimFormat(_) => Reason::TokenClaims,
        _ => Reason::TokenUnknown,
    }
}

fn caller(claims: &Map<String, Value>, auth: &Auth) -> Result<Caller, Reason> {
    let text = |claim: &str| claims.get(claim).and_then(Value::as_str);
    let tenant = text(&auth.tenant_claim).filter(|tenant| is_tenant(tenant)).ok_or(Reason::TokenClaims)?;
    let name = plain(text(&auth.name_claim).ok_or(Reason::TokenClaims)?);
    let words: Vec<&str> = match claims.get(&auth.rights_claim) {
        Some(Value::String(words)) => words.split_whitespace().collect(),
        Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let rights = Rights::of_words(words.into_iter().filter_map(|word| word.strip_prefix(&auth.rights_prefix[..])));
    Ok(Caller { tenant: tenant.into(), name: name.into(), rights })
}

/// A name as it may stand in a log.
fn plain(name: &str) -> String {
    const MOST: usize = 128;
    name.chars().filter(|c| !c.is_control()).take(MOST).collect()
}
