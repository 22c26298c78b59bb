//! The explanation service.

use tonic::{Request, Response, Status};

use super::Desk;
use super::desk::failure;
use super::server::explanation_service_server::ExplanationService;
use crate::api::caller::Call;
use crate::api::case::{Case, Objection};
use crate::api::config::Limits;
use crate::api::limits;
use crate::api::work::{About, Evaluate, Explain, Price};
use crate::base::{Lang, ProjectId};
use crate::check::{self, Claims};
use crate::model::{Portfolio, Problem, ProblemCode};
use crate::study::{self, Planning};
use crate::wire::{self, AboutOrder, DriftOrder, FairnessOrder, ProjectOrder, v1};

/// The service.
#[derive(Clone, Debug)]
pub(super) struct Explanations(pub(super) Desk);

#[tonic::async_trait]
impl ExplanationService for Explanations {
    async fn explain_project(
        &self,
        request: Request<v1::ExplainProjectRequest>,
    ) -> Result<Response<v1::ExplainProjectResponse>, Status> {
        let call = Call::of(&request);
        let asked = request.into_inner();
        let look = |bounds: &Limits, call: &Call| project(wire::read_explain_request(asked)?, bounds, call);
        let running = self.0.begin(&call, look).await?;
        running.await.map(Response::new).map_err(|f| failure(&f, call.lang))
    }

    async fn evaluate_changes(
        &self,
        request: Request<v1::EvaluateChangesRequest>,
    ) -> Result<Response<v1::EvaluateChangesResponse>, Status> {
        let call = Call::of(&request);
        let asked = request.into_inner();
        let look = |bounds: &Limits, call: &Call| {
            let (order, candidates) = wire::read_evaluate_request(asked)?;
            limits::hold_candidates(bounds, &candidates)?;
            Ok(Evaluate { about: about(order, bounds, call)?, candidates })
        };
        let running = self.0.begin(&call, look).await?;
        running.await.map(Response::new).map_err(|f| failure(&f, call.lang))
    }

    async fn price_resources(
        &self,
        request: Request<v1::PriceResourcesRequest>,
    ) -> Result<Response<v1::PriceResourcesResponse>, Status> {
        let call = Call::of(&request);
        let asked = request.into_inner();
        let look = |bounds: &Limits, call: &Call| {
            let (order, samples) = wire::read_price_request(asked)?;
            limits::hold_samples(bounds, samples)?;
            Ok(Price { about: about(order, bounds, call)?, samples })
        };
        let running = self.0.begin(&call, look).await?;
        running.await.map(Response::new).map_err(|f| failure(&f, call.lang))
    }

    async fn measure_drift(
        &self,
        request: Request<v1::MeasureDriftRequest>,
    ) -> Result<Response<v1::MeasureDriftResponse>, Status> {
        self.0.quick(request, drift).await
    }

    async fn measure_fairness(
        &self,
        request: Request<v1::MeasureFairnessRequest>,
    ) -> Result<Response<v1::MeasureFairnessResponse>, Status> {
        self.0.quick(request, fairness).await
    }
}

/// The plan, looked at: it keeps what the portfolio asks, or is refused with what it breaks.
fn about(order: AboutOrder, bounds: &Limits, call: &Call) -> Result<About, Objection> {
    about_with(order, bounds, call, |_| Vec::new())
}

/// The same with what else may be wrong, once the portfolio is known.
fn about_with(
    order: AboutOrder,
    bounds: &Limits,
    call: &Call,
    wrong: impl Fn(&Portfolio) -> Vec<Problem>,
) -> Result<About, Objection> {
    let AboutOrder { subject, plan, decided, wishes } = order;
    limits::hold_wishes(bounds, &wishes)?;
    let case = Case::new(subject, bounds)?;
    let baseline = case.baseline(&decided);
    let verdict = plan.as_ref().map(|plan| check::check(&case.portfolio, baseline.as_ref(), plan, Claims::Ignored));
    let violations = verdict.map(|v| v.violations).unwrap_or_default();
    let mut problems = wrong(&case.portfolio);
    problems.extend(violations.iter().map(|v| broken(&v.line(call.lang))));
    if !problems.is_empty() {
        return Err(Objection::Problems(problems));
    }
    Ok(About { case, plan, decided, wishes, deadline: call.deadline, lang: call.lang })
}

fn broken(line: &str) -> Problem {
    Problem::new(ProblemCode::Contradicted, "plan", "").with(line)
}

fn project(order: ProjectOrder, bounds: &Limits, call: &Call) -> Result<Explain, Objection> {
    let find = |portfolio: &Portfolio| portfolio.projects.iter().position(|p| p.id == order.project);
    let unknown = || Problem::new(ProblemCode::UnknownId, "project", &order.project);
    let wrong = |portfolio: &Portfolio| if find(portfolio).is_none() { vec![unknown()] } else { Vec::new() };
    let about = about_with(order.about, bounds, call, wrong)?;
    let project = find(&about.case.portfolio).map(ProjectId::new).ok_or_else(|| vec![unknown()])?;
    Ok(Explain { about, project, by: order.by })
}

fn drift(request: v1::MeasureDriftRequest, bounds: &Limits, lang: Lang) -> Result<v1::MeasureDriftResponse, Objection> {
    let DriftOrder { about, old, before } = wire::read_drift_request(request)?;
    let case = Case::new(about.subject, bounds)?;
    let before = before.map(|subject| Case::at("oldPortfolio", subject, bounds)).transpose()?;
    let (baseline, plan) = (case.baseline(&about.decided), about.plan.unwrap_or_default());
    let planning =
        Planning { draft: &case.draft, portfolio: &case.portfolio, plan: &plan, baseline: baseline.as_ref() };
    let drift = study::drift(&old, before.as_ref().map(|b| (&b.draft, &b.portfolio)), &planning, lang);
    Ok(v1::MeasureDriftResponse { drift: Some(wire::drift_message(&drift)) })
}

fn fairness(
    request: v1::MeasureFairnessRequest,
    bounds: &Limits,
    _lang: Lang,
) -> Result<v1::MeasureFairnessResponse, Objection> {
    let FairnessOrder { subject, plans, most_dropped } = wire::read_fairness_request(request)?;
    let case = Case::new(subject, bounds)?;
    let fairness = study::fairness(&case.portfolio, &plans);
    let limits = most_dropped.zip(plans.last());
    let limits = limits.map(|(most, last)| study::fairness_limits(&case.portfolio, last, most));
    Ok(v1::MeasureFairnessResponse { fairness: Some(wire::fairness_message(&fairness, limits.as_ref())) })
}
