//! Browsers: which pages may call, and what they may read of the answers (CORS; fetch.spec.whatwg.org).

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method};
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};

use super::config::Web;

/// What gRPC-Web answers in headers, and what we add.
const EXPOSED: [&str; 4] = ["grpc-status", "grpc-message", "grpc-status-details-bin", "x-request-id"];

/// Answers browsers that ask whether a page may call.
pub(super) fn layer(web: &Web) -> CorsLayer {
    let is_any = web.allowed_origins.iter().any(|o| o == "*");
    let origins = web.allowed_origins.iter().filter_map(|o| HeaderValue::from_str(o).ok());
    let origins = if is_any { AllowOrigin::any() } else { AllowOrigin::list(origins) };
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(EXPOSED.map(HeaderName::from_static))
        .max_age(Duration::from_secs(web.max_age_seconds))
}
