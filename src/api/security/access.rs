//! What a method needs.

use crate::api::rights::Right;

/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Anybody: what a load balancer asks, that has no token.
    Open,
    /// Who has this right.
    Needs(Right),
}

/// By a request's path, `/package.Service/Method`. What is not known here is for administrators alone, so that a
/// service that is added and forgotten here is closed and not open.
pub(super) fn access(path: &str) -> Access {
    let (service, method) = path.strip_prefix('/').unwrap_or(path).split_once('/').unwrap_or((path, ""));
    match (service, method) {
        ("grpc.health.v1.Health", _) => Access::Open,
        ("grpc.reflection.v1.ServerReflection" | "grpc.reflection.v1alpha.ServerReflection", _) => {
            Access::Needs(Right::Read)
        }
        ("arbitre.v1.PlanningService", "Plan" | "StreamPlan") => Access::Needs(Right::Plan),
        ("arbitre.v1.PlanningService", "ValidatePortfolio" | "ExpandPortfolio" | "CheckPlan") => {
            Access::Needs(Right::Read)
        }
        ("arbitre.v1.ArbitrationService", "Arbitrate") => Access::Needs(Right::Plan),
        ("arbitre.v1.ScenarioService", "CompareScenarios" | "ExploreFrontier") => Access::Needs(Right::Plan),
        ("arbitre.v1.ScenarioService", "OpenWorkspace" | "Ask" | "CloseWorkspace") => Access::Needs(Right::Plan),
        ("arbitre.v1.JobService", "CreateJob" | "CreateJobs" | "CancelJob" | "DeleteJob") => Access::Needs(Right::Plan),
        ("arbitre.v1.JobService", "GetJob" | "ListJobs" | "WatchJob" | "GetJobResult") => Access::Needs(Right::Read),
        ("arbitre.v1.ExplanationService", "ExplainProject" | "EvaluateChanges" | "PriceResources") => {
            Access::Needs(Right::Plan)
        }
        ("arbitre.v1.ExplanationService", "MeasureDrift" | "MeasureFairness") => Access::Needs(Right::Read),
        ("arbitre.v1.ReportService", "Render") => Access::Needs(Right::Read),
        _ => Access::Needs(Right::Admin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire;

    #[test]
    fn every_method_of_the_contract_has_a_right_of_its_own_below_administrators() {
        let pool = prost_reflect::DescriptorPool::decode(wire::DESCRIPTORS).expect("the contract");
        let services: Vec<_> = pool.services().collect();
        assert!(!services.is_empty());
        for method in services.iter().flat_map(|service| service.methods()) {
            let path = format!("/{}/{}", method.parent_service().full_name(), method.name());
            assert!(matches!(access(&path), Access::Needs(Right::Read | Right::Plan)), "{path}");
        }
    }

    #[test]
    fn what_is_not_known_is_closed() {
        for path in ["", "/", "/other.Service/Method", "/arbitre.v1.PlanningService/Drop", "//grpc.health.v1.Health"] {
            assert_eq!(access(path), Access::Needs(Right::Admin), "{path}");
        }
        assert_eq!(access("/grpc.health.v1.Health/Check"), Access::Open);
    }
}
