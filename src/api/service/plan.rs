//! Plan and StreamPlan.

use std::sync::Arc;

use tonic::{Request, Response, Status};

use super::desk::{Desk, failure};
use super::relay::{Event, Events, relayed};
use crate::api::caller::Call;
use crate::api::case::{Case, Objection};
use crate::api::config::Limits;
use crate::api::limits;
use crate::api::mailbox::Letter;
use crate::api::work::{Audience, Solve};
use crate::wire::v1::stream_plan_response::Event as Told;
use crate::wire::{self, Order, v1};

/// Plan.
pub(super) async fn unary(
    desk: &Desk,
    request: Request<v1::PlanRequest>,
) -> Result<Response<v1::PlanResponse>, Status> {
    let call = Call::of(&request);
    let asked = request.into_inner();
    let look = |bounds: &Limits, call: &Call| work(wire::read_plan_request(asked)?, bounds, call, None);
    let plan = desk.begin(&call, look).await?.await.map_err(|f| failure(&f, call.lang))?;
    Ok(Response::new(v1::PlanResponse { plan: Some(plan) }))
}

/// StreamPlan.
pub(super) async fn stream(
    desk: &Desk,
    request: Request<v1::StreamPlanRequest>,
) -> Result<Response<Events<v1::StreamPlanResponse>>, Status> {
    let call = Call::of(&request);
    let asked = request.into_inner();
    let audience = Audience { mailbox: Arc::default(), wants_plans: asked.incumbents };
    let mailbox = Arc::clone(&audience.mailbox);
    let look =
        |bounds: &Limits, call: &Call| work(wire::read_stream_plan_request(asked)?, bounds, call, Some(audience));
    let running = desk.begin(&call, look).await?;
    Ok(Response::new(relayed(running, mailbox, call.lang)))
}

fn work(order: Order, bounds: &Limits, call: &Call, audience: Option<Audience>) -> Result<Solve, Objection> {
    let Order { subject, decided, hint, wishes } = order;
    limits::hold_wishes(bounds, &wishes)?;
    let case = Case::new(subject, bounds)?;
    let baseline = case.baseline(&decided);
    Ok(Solve { case, baseline, hint, wishes, deadline: call.deadline, lang: call.lang, audience })
}

impl Event<v1::PlanProgress, v1::Plan, v1::Plan> for v1::StreamPlanResponse {
    fn letter(letter: Letter<v1::PlanProgress, v1::Plan>) -> Self {
        let event = match letter {
            Letter::Progress(progress) => Told::Progress(progress),
            Letter::Incumbent(plan) => Told::Incumbent(plan),
        };
        Self { event: Some(event) }
    }

    fn last(plan: v1::Plan) -> Self {
        Self { event: Some(Told::Plan(plan)) }
    }
}
