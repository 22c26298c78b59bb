//! Browsers: gRPC-Web, and the pages that may use it.

use super::key::{Range, Section, Visitor};

/// Browsers.
#[derive(Clone, Debug, PartialEq)]
pub struct Web {
    /// Origins whose pages may call the service, like `https://ppm.example.org`; `*` is any.
    pub allowed_origins: Vec<String>,
    /// Seconds that a browser may keep the answer to whether it may call.
    pub max_age_seconds: u64,
}

impl Default for Web {
    fn default() -> Self {
        Self { allowed_origins: Vec::new(), max_age_seconds: 3_600 }
    }
}

impl Section for Web {
    const NAME: &'static str = "web";

    fn keys(&mut self, visitor: &mut impl Visitor) {
        let Self { allowed_origins, max_age_seconds } = self;
        visitor.key("allowed_origins", allowed_origins, Range::Any);
        visitor.key("max_age_seconds", max_age_seconds, Range::Within(0.0, 86_400.0));
    }
}
