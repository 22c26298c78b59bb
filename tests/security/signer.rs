//! An issuer of signed tokens, by hand, so that it can also make what no library makes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;
use serde_json::{Value, json};

/// ring makes no RSA keys. This one opens nothing but these tests.
const RSA: &[u8] = include_bytes!("rsa-for-tests.pem");

/// A key that signs, with its id.
pub(crate) struct Signer {
    id: &'static str,
    key: Key,
}

enum Key {
    Edwards(Ed25519KeyPair),
    Elliptic(EcdsaKeyPair),
    Rsa(Box<RsaKeyPair>),
}

impl Signer {
    /// EdDSA, with a key of its own.
    pub(crate) fn edwards(id: &'static str) -> Self {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        Self { id, key: Key::Edwards(Ed25519KeyPair::from_pkcs8(document.as_ref()).expect("a key")) }
    }

    /// ES256, with a key of its own.
    pub(crate) fn elliptic(id: &'static str) -> Self {
        let (way, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let document = EcdsaKeyPair::generate_pkcs8(way, &random).expect("a key");
        Self { id, key: Key::Elliptic(EcdsaKeyPair::from_pkcs8(way, document.as_ref(), &random).expect("a key")) }
    }

    /// RS256, always with the same key.
    pub(crate) fn rsa(id: &'static str) -> Self {
        let document = PrivateKeyDer::from_pem_slice(RSA).expect("a key");
        let key = RsaKeyPair::from_pkcs8(document.secret_der()).expect("a key");
        Self { id, key: Key::Rsa(Box::new(key)) }
    }

    /// The key that verifies, as a member of a set.
    pub(crate) fn public(&self) -> Value {
        match &self.key {
            Key::Edwards(key) => {
                json!({"kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": self.id,
                       "x": encoded(key.public_key().as_ref())})
            }
            Key::Elliptic(key) => {
                let point = key.public_key().as_ref();
                json!({"kty": "EC", "crv": "P-256", "alg": "ES256", "kid": self.id,
                       "x": encoded(&point[1..33]), "y": encoded(&point[33..])})
            }
            Key::Rsa(key) => {
                let PublicKeyComponents::<Vec<u8>> { n, e } = key.public().into();
                json!({"kty": "RSA", "kid": self.id, "n": encoded(&n), "e": encoded(&e)})
            }
        }
    }

    /// A token with these claims.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        self.sign_with(&json!({"alg": self.algorithm(), "kid": self.id}), claims)
    }

    /// A token with this header, whatever it says.
    pub(crate) fn sign_with(&self, header: &Value, claims: &Value) -> String {
        let message = message(header, claims);
        format!("{message}.{}", encoded(&self.mark(message.as_bytes())))
    }

    fn algorithm(&self) -> &'static str {
        match self.key {
            Key::Edwards(_) => "EdDSA",
            Key::Elliptic(_) => "ES256",
            Key::Rsa(_) => "RS256",
        }
    }

    fn mark(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.key {
            Key::Edwards(key) => key.sign(message).as_ref().to_vec(),
            Key::Elliptic(key) => key.sign(&random, message).expect("a signature").as_ref().to_vec(),
            Key::Rsa(key) => {
                let mut mark = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, message, &mut mark).expect("a signature");
                mark
            }
        }
    }
}

/// Header and claims, as they are signed.
pub(crate) fn message(header: &Value, claims: &Value) -> String {
    format!("{}.{}", encoded(header.to_string().as_bytes()), encoded(claims.to_string().as_bytes()))
}

pub(crate) fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
