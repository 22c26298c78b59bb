//! Tells the log and the metrics what happens at the door.

use super::security::{Event, Reason, Sentinel};
use super::telemetry::{Call, Metrics, Refusal};

/// Logs and counts.
#[derive(Debug)]
pub(super) struct Telltale(pub(super) Metrics);

impl Sentinel for Telltale {
    fn notice(&self, event: &Event<'_>) {
        match event {
            Event::HandshakeFailed { peer, failure, detail } => {
                self.0.refused(Refusal::Tls);
                tracing::warn!(target: "arbitre", %peer, reason = failure.as_str(), detail, "handshake failed");
            }
            Event::Refused { peer, certificate, method, reason, caller, beside } => {
                self.count(kind(*reason), caller.map(|(tenant, _)| tenant), Call::of(beside));
                let peer = peer.map(|p| p.to_string());
                let certificate = certificate.map(|c| &c.name[..]);
                let (tenant, name) = caller.unzip();
                tracing::warn!(
                    target: "arbitre", peer, certificate, method, reason = reason.as_str(), tenant, caller = name,
                    "refused"
                );
            }
            Event::Reloaded { keys } => tracing::info!(target: "arbitre", files = keys.join(", "), "files read anew"),
            Event::NotReloaded { keys, problems } => {
                let problems = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
                let files = keys.join(", ");
                tracing::error!(target: "arbitre", files, problems, "changed files cannot be used; the old ones hold");
            }
            Event::NotAccepted { error } => {
                tracing::error!(target: "arbitre", %error, "a connection could not be accepted");
            }
        }
    }
}

impl Telltale {
    /// By the call's own way, where it is watched, so that its last line says why it was turned away, and whom.
    fn count(&self, refusal: Refusal, tenant: Option<&str>, call: Option<&Call>) {
        let Some(call) = call else { return self.0.refused(refusal) };
        call.refused(refusal);
        if let Some(tenant) = tenant {
            call.tenant_is(tenant);
        }
    }
}

fn kind(reason: Reason) -> Refusal {
    match reason.code() {
        tonic::Code::PermissionDenied => Refusal::Forbidden,
        _ => Refusal::Unauthenticated,
    }
}
