//! Why a request is not let in, and the words for it.

use tonic::Code;

use crate::base::Lang;

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $word:literal $code:ident $fr:literal $en:literal)*) => {
        /// Why a request is not let in. The words are stable: clients may match on [`Reason::as_str`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $($(#[$doc])* $name,)* }

        impl Reason {
            /// All reasons.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The reason as written in answers and metrics.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The gRPC code that goes with it.
            pub fn code(self) -> Code {
                match self { $(Self::$name => Code::$code,)* }
            }

            pub(super) fn message(self, lang: Lang) -> &'static str {
                match self { $(Self::$name => lang.pick($fr, $en),)* }
            }
        }
    };
}

reasons! {
    /// No token, and no certificate in its place.
    TokenMissing "TOKEN_MISSING" Unauthenticated
        "il faut un jeton : authorization: Bearer …" "a token is needed: authorization: Bearer …"
    /// An authorization that is none of ours, or more than one.
    TokenMalformed "TOKEN_MALFORMED" Unauthenticated
        "l'en-tête authorization ne se lit pas ; écrivez une fois Bearer et le jeton"
        "the authorization header cannot be read; write Bearer and the token, once"
    /// A token that nobody was given, or with a signature that is not by one of the keys.
    TokenUnknown "TOKEN_UNKNOWN" Unauthenticated "jeton inconnu" "unknown token"
    /// A token whose time is over.
    TokenExpired "TOKEN_EXPIRED" Unauthenticated "jeton expiré ; demandez-en un autre" "the token has expired; get a new one"
    /// A token whose time has not come.
    TokenNotYetValid "TOKEN_NOT_YET_VALID" Unauthenticated
        "jeton pas encore valable ; vérifiez l'horloge" "the token is not valid yet; check the clock"
    /// A signed token by another issuer.
    TokenIssuer "TOKEN_ISSUER" Unauthenticated "jeton d'un autre émetteur" "the token is by another issuer"
    /// A signed token for another service.
    TokenAudience "TOKEN_AUDIENCE" Unauthenticated "jeton pour un autre service" "the token is for another service"
    /// A signed token that lacks a claim or has one of another form.
    TokenClaims "TOKEN_CLAIMS" Unauthenticated
        "il manque au jeton une déclaration, ou elle ne se lit pas" "the token lacks a claim, or one cannot be read"
    /// A certificate that is not in the table of tenants.
    CertificateUnknown "CERTIFICATE_UNKNOWN" Unauthenticated
        "ce certificat n'est celui d'aucun client, et il n'y a pas de jeton"
        "this certificate is no tenant's, and there is no token"
    /// A tenant that is not the caller's.
    TenantMismatch "TENANT_MISMATCH" PermissionDenied
        "arbitre-tenant nomme un autre client que celui du jeton ou du certificat"
        "arbitre-tenant names another tenant than that of the token or certificate"
    /// A tenant that cannot be one.
    TenantMalformed "TENANT_MALFORMED" InvalidArgument
        "arbitre-tenant : donnez une fois 1 à 64 lettres, chiffres, points, tirets ou soulignés"
        "arbitre-tenant: give once 1 to 64 letters, digits, dots, dashes or underscores"
    /// A method that the caller may not call.
    RightMissing "RIGHT_MISSING" PermissionDenied
        "le droit de le faire manque" "the right to do this is missing"
}
