//! Plan and StreamPlan.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};
use tracing::Instrument;

use super::desk::{Desk, failure};
use crate::api::caller::Call;
use crate::api::case::{Case, Objection};
use crate::api::config::Limits;
use crate::api::limits;
use crate::api::mailbox::{Letter, Mailbox};
use crate::api::solves::{Failure, Job, Running};
use crate::api::telemetry::Stage;
use crate::api::teller::Audience;
use crate::base::Lang;
use crate::model::Problem;
use crate::wire::v1::stream_plan_response::Event;
use crate::wire::{self, Order, v1};

/// Events on their way: few, because what is not read yet is better kept where it can be passed over.
const EVENTS: usize = 4;

/// What StreamPlan answers with.
pub(super) type Events = ReceiverStream<Result<v1::StreamPlanResponse, Status>>;

/// Plan.
pub(super) async fn unary(
    desk: &Desk,
    request: Request<v1::PlanRequest>,
) -> Result<Response<v1::PlanResponse>, Status> {
    let call = Call::of(&request);
    let running = begin(desk, &call, request.into_inner(), wire::read_plan_request, None).await?;
    let plan = running.await.map_err(|f| failure(&f, call.lang))?;
    Ok(Response::new(v1::PlanResponse { plan: Some(plan) }))
}

/// StreamPlan.
pub(super) async fn stream(desk: &Desk, request: Request<v1::StreamPlanRequest>) -> Result<Response<Events>, Status> {
    let call = Call::of(&request);
    let asked = request.into_inner();
    let audience = Audience { mailbox: Arc::default(), wants_plans: asked.incumbents };
    let mailbox = Arc::clone(&audience.mailbox);
    let running = begin(desk, &call, asked, wire::read_stream_plan_request, Some(audience)).await?;
    let (sender, receiver) = mpsc::channel(EVENTS);
    tokio::spawn(relay(running, mailbox, sender, call.lang).in_current_span());
    Ok(Response::new(ReceiverStream::new(receiver)))
}

/// Looks at what is asked, waits for a place, begins.
async fn begin<R: Send + 'static>(
    desk: &Desk,
    call: &Call,
    request: R,
    read: fn(R) -> Result<Order, Vec<Problem>>,
    audience: Option<Audience>,
) -> Result<Running, Status> {
    if let Some(refusal) = desk.solves().refuses(&call.tenant) {
        call.refused(refusal.into());
        return Err(failure(&Failure::Refused(refusal), call.lang));
    }
    let (bounds, asked) = (desk.limits().clone(), call.clone());
    let job = desk.take_in(call, move || job(read(request)?, &bounds, &asked)).await?;
    let entered = desk.solves().enter(&call.tenant).instrument(Stage::Queue.span()).await;
    let seat = entered.map_err(|f| failure(&f, call.lang))?;
    Ok(desk.solves().start(seat, job, audience))
}

fn job(order: Order, bounds: &Limits, call: &Call) -> Result<Job, Objection> {
    let Order { subject, decided, hint, wishes } = order;
    limits::hold_wishes(bounds, &wishes)?;
    let case = Case::new(subject, bounds)?;
    let baseline = case.baseline(&decided);
    Ok(Job { case, baseline, hint, wishes, deadline: call.deadline, lang: call.lang })
}

/// Passes on what the search tells, then its answer. Ends the search when nobody listens any more.
async fn relay(
    mut running: Running,
    mailbox: Arc<Mailbox<v1::PlanProgress, v1::Plan>>,
    sender: mpsc::Sender<Result<v1::StreamPlanResponse, Status>>,
    lang: Lang,
) {
    let result = loop {
        tokio::select! {
            () = sender.closed() => return,
            letter = mailbox.next() => {
                if sender.send(Ok(response(letter.into()))).await.is_err() {
                    return;
                }
            }
            result = &mut running => break result,
        }
    };
    while let Some(letter) = mailbox.take() {
        if sender.send(Ok(response(letter.into()))).await.is_err() {
            return;
        }
    }
    let last = result.map(|plan| response(Event::Plan(plan))).map_err(|f| failure(&f, lang));
    // Whoever has gone away needs no answer.
    let _ = sender.send(last).await;
}

fn response(event: Event) -> v1::StreamPlanResponse {
    v1::StreamPlanResponse { event: Some(event) }
}

impl From<Letter<v1::PlanProgress, v1::Plan>> for Event {
    fn from(letter: Letter<v1::PlanProgress, v1::Plan>) -> Self {
        match letter {
            Letter::Progress(progress) => Self::Progress(progress),
            Letter::Incumbent(plan) => Self::Incumbent(plan),
        }
    }
}
