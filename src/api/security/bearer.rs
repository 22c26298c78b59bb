//! Who a request comes from, by what it bears: a token, signed or not, or the certificate of its connection.

use std::sync::Arc;
use std::time::SystemTime;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use super::connection::Peer;
use super::jwt::Keys;
use super::reason::Reason;
use super::reload::{File, Reload, Reloading};
use super::tokens::Tokens;
use crate::api::config::{Auth, ConfigProblem};
use crate::api::rights::{Caller, Rights, is_tenant};

/// The metadata by which a caller names a tenant.
const TENANT: &str = "arbitre-tenant";

/// Everybody who is known.
pub(super) struct Bearers {
    auth: Auth,
    tokens: Option<Arc<Reloading<Tokens>>>,
    keys: Option<Arc<Reloading<Keys>>>,
}

impl Bearers {
    pub(super) fn open(auth: &Auth) -> Result<Self, Vec<ConfigProblem>> {
        let file = |key, path: &Option<_>| path.clone().map(|path| vec![File { key, path }]);
        let tokens = file("auth.token_file", &auth.token_file);
        let tokens = tokens.map(|f| Reloading::open(f, |files, contents| Tokens::read(&files[0], &contents[0])));
        let keys = file("auth.key_set_file", &auth.key_set_file);
        let keys = keys.map(|f| Reloading::open(f, |files, contents| Keys::read(&files[0], &contents[0])));
        match (tokens.transpose(), keys.transpose()) {
            (Ok(tokens), Ok(keys)) => {
                Ok(Self { auth: auth.clone(), tokens: tokens.map(Arc::new), keys: keys.map(Arc::new) })
            }
            (tokens, keys) => Err(tokens.err().into_iter().chain(keys.err()).flatten().collect()),
        }
    }

    pub(super) fn reloads(&self) -> impl Iterator<Item = Arc<dyn Reload>> {
        let tokens = self.tokens.clone().map(|t| t as Arc<dyn Reload>);
        tokens.into_iter().chain(self.keys.clone().map(|k| k as Arc<dyn Reload>))
    }

    /// Who asks, for the tenant that they name or that is theirs. With a refusal comes who it was, if that is proven.
    pub(super) fn caller(&self, headers: &HeaderMap, peer: Option<&Peer>) -> Result<Caller, (Reason, Option<Caller>)> {
        let named = named_tenant(headers).map_err(|reason| (reason, None))?;
        if !self.auth.is_on() {
            let tenant = named.unwrap_or("local").into();
            return Ok(Caller { tenant, name: "local".into(), rights: Rights::ALL });
        }
        let caller = self.proven(headers, peer).map_err(|reason| (reason, None))?;
        let other = |tenant: &str| *tenant != *caller.tenant;
        let by_certificate = self.by_certificate(peer);
        let elsewhere = by_certificate.is_some_and(|holder| other(&holder.tenant));
        if elsewhere || named.is_some_and(other) { Err((Reason::TenantMismatch, Some(caller))) } else { Ok(caller) }
    }

    /// By the token; without one, by the certificate.
    fn proven(&self, headers: &HeaderMap, peer: Option<&Peer>) -> Result<Caller, Reason> {
        match token(headers)? {
            Some(token) => self.by_token(token),
            None => self.by_certificate(peer).ok_or_else(|| {
                let shown = self.auth.client_certificates && peer.is_some_and(|peer| peer.certificate.is_some());
                if shown { Reason::CertificateUnknown } else { Reason::TokenMissing }
            }),
        }
    }

    fn by_token(&self, token: &str) -> Result<Caller, Reason> {
        let known = self.tokens.as_ref().map(|tokens| tokens.current().find(token, SystemTime::now()));
        match (known, &self.keys) {
            // What the file does not know may be signed.
            (None | Some(Err(Reason::TokenUnknown)), Some(keys)) => keys.current().verify(token, &self.auth),
            (Some(known), _) => known,
            (None, None) => Err(Reason::TokenUnknown),
        }
    }

    fn by_certificate(&self, peer: Option<&Peer>) -> Option<Caller> {
        let subject = peer?.certificate.as_ref().filter(|_| self.auth.client_certificates)?;
        let name = subject.common_name.as_deref()?;
        let tenant = self.auth.certificate_tenants.get(name)?;
        let rights = Rights::of_words(self.auth.certificate_rights.iter().map(|word| &word[..]));
        Some(Caller { tenant: tenant[..].into(), name: name.into(), rights })
    }
}

/// The token of a request. Two of them are none: who forwards requests could be made to check the one and use the other.
fn token(headers: &HeaderMap) -> Result<Option<&str>, Reason> {
    let Some(value) = once(headers, AUTHORIZATION.as_str()).map_err(|()| Reason::TokenMalformed)? else {
        return Ok(None);
    };
    let text = value.to_str().map_err(|_| Reason::TokenMalformed)?;
    let (scheme, token) = text.split_once(' ').ok_or(Reason::TokenMalformed)?;
    let token = token.trim();
    let readable = scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && !token.contains(' ');
    if readable { Ok(Some(token)) } else { Err(Reason::TokenMalformed) }
}

fn named_tenant(headers: &HeaderMap) -> Result<Option<&str>, Reason> {
    let value = once(headers, TENANT).map_err(|()| Reason::TenantMalformed)?;
    let text = value.map(|value| value.to_str().map_err(|_| Reason::TenantMalformed)).transpose()?;
    if text.is_none_or(is_tenant) { Ok(text) } else { Err(Reason::TenantMalformed) }
}

fn once<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a HeaderValue>, ()> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (value, None) => Ok(value),
        _ => Err(()),
    }
}
