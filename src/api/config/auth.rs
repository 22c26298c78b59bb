//! Who may ask what.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::key::{Range, Section, Visitor};

/// Who may ask what. Without any of `token_file`, `key_set_file` and `client_certificates` everybody may ask
/// everything, which is allowed on loopback alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Auth {
    /// A file of tokens: for each its name, tenant, rights and hash. `arbitre token` makes entries.
    pub token_file: Option<PathBuf>,
    /// The key set (JWKS) that signed tokens (JWT; RS256, ES256, EdDSA) are checked against.
    pub key_set_file: Option<PathBuf>,
    /// The `iss` that a signed token has to bear.
    pub issuer: Option<String>,
    /// The `aud` that a signed token has to bear.
    pub audience: Option<String>,
    /// The claim with the caller's name.
    pub name_claim: String,
    /// The claim with the caller's tenant.
    pub tenant_claim: String,
    /// The claim with the caller's rights: words in one text, or a list.
    pub rights_claim: String,
    /// What stands before a right in that claim, for issuers that name the service first: `arbitre:` for `arbitre:plan`.
    pub rights_prefix: String,
    /// Seconds that clocks may differ by.
    pub leeway_seconds: u64,
    /// Whether a client's certificate is enough to be let in; see `certificate_tenants`.
    pub client_certificates: bool,
    /// The tenant of each client's certificate, by its subject's common name.
    pub certificate_tenants: BTreeMap<String, String>,
    /// What callers with a certificate alone may do.
    pub certificate_rights: Vec<String>,
    /// Seconds between two looks at the files above; new ones are taken without a restart. 0: on SIGHUP alone.
    pub reload_seconds: f64,
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            token_file: None,
            key_set_file: None,
            issuer: None,
            audience: None,
            name_claim: "sub".to_owned(),
            tenant_claim: "tenant".to_owned(),
            rights_claim: "scope".to_owned(),
            rights_prefix: String::new(),
            leeway_seconds: 30,
            client_certificates: false,
            certificate_tenants: BTreeMap::new(),
            certificate_rights: vec!["plan".to_owned()],
            reload_seconds: 60.0,
        }
    }
}

impl Auth {
    /// Whether callers have to say who they are.
    pub fn is_on(&self) -> bool {
        self.token_file.is_some() || self.key_set_file.is_some() || self.client_certificates
    }
}

impl Section for Auth {
    const NAME: &'static str = "auth";

    fn keys(&mut self, visitor: &mut impl Visitor) {
        let Self {
            token_file,
            key_set_file,
            issuer,
            audience,
            name_claim,
            tenant_claim,
            rights_claim,
            rights_prefix,
            leeway_seconds,
            client_certificates,
            certificate_tenants,
            certificate_rights,
            reload_seconds,
        } = self;
        visitor.key("token_file", token_file, Range::Any);
        visitor.key("key_set_file", key_set_file, Range::Any);
        visitor.key("issuer", issuer, Range::Any);
        visitor.key("audience", audience, Range::Any);
        visitor.key("name_claim", name_claim, Range::Any);
        visitor.key("tenant_claim", tenant_claim, Range::Any);
        visitor.key("rights_claim", rights_claim, Range::Any);
        visitor.key("rights_prefix", rights_prefix, Range::Any);
        visitor.key("leeway_seconds", leeway_seconds, Range::Within(0.0, 600.0));
        visitor.key("client_certificates", client_certificates, Range::Any);
        visitor.key("certificate_tenants", certificate_tenants, Range::Any);
        visitor.key("certificate_rights", certificate_rights, Range::Any);
        visitor.key("reload_seconds", reload_seconds, Range::Within(0.0, 86_400.0));
    }
}
