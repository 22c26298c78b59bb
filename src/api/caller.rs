//! Who calls, and how: what every method asks of a request before it looks at what is asked.

use std::sync::Arc;

use http::HeaderMap;

use super::deadline::Deadline;
use super::language;
use super::rights::Caller;
use super::telemetry;
use crate::base::Lang;

/// A call.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub tenant: Arc<str>,
    pub lang: Lang,
    pub deadline: Deadline,
    /// What watches it.
    watched: Option<telemetry::Call>,
}

impl Call {
    /// What the request says of it. The gate has put who asks beside it.
    pub(super) fn of<T>(request: &tonic::Request<T>) -> Self {
        let headers: HeaderMap = request.metadata().clone().into_headers();
        let tenant = request.extensions().get::<Caller>().map_or_else(|| "local".into(), |c| Arc::clone(&c.tenant));
        let watched = telemetry::Call::of(request.extensions()).cloned();
        if let Some(watched) = &watched {
            watched.tenant_is(&tenant);
        }
        Self { tenant, lang: language::accepted(&headers), deadline: Deadline::of(&headers), watched }
    }

    /// Counts it as refused.
    pub(super) fn refused(&self, reason: telemetry::Refusal) {
        if let Some(watched) = &self.watched {
            watched.refused(reason);
        }
    }
}
