//! OpenWorkspace, Ask and CloseWorkspace.

use std::time::Duration;

use tonic::{Request, Response, Status};

use super::desk::{Desk, failure};
use crate::api::caller::Call;
use crate::api::case::Objection;
use crate::api::config::Limits;
use crate::api::limits;
use crate::api::status;
use crate::api::telemetry::Refusal;
use crate::api::work::{Open, Question};
use crate::api::workspaces::{NoVisit, Visit, Workspaces};
use crate::study::{Opening, Workspace};
use crate::wire::{self, QuestionOrder, WorkspaceOrder, v1};

/// OpenWorkspace.
pub(super) async fn open(
    desk: &Desk,
    request: Request<v1::OpenWorkspaceRequest>,
) -> Result<Response<v1::OpenWorkspaceResponse>, Status> {
    let call = Call::of(&request);
    let asked = request.into_inner();
    let workspaces = desk.workspaces().clone();
    let look = move |bounds: &Limits, call: &Call| opened(wire::read_open_request(asked)?, bounds, call, &workspaces);
    let (workspace, reserved, plan) = desk.begin(&call, look).await?.await.map_err(|f| failure(&f, call.lang))?;
    let no_chance = || desk.incident("the system gives no chance", call.lang);
    let workspace = desk.workspaces().take_in(reserved, workspace).ok_or_else(no_chance)?;
    Ok(Response::new(v1::OpenWorkspaceResponse { workspace: Some(workspace), plan: Some(plan) }))
}

fn opened(order: WorkspaceOrder, bounds: &Limits, call: &Call, workspaces: &Workspaces) -> Result<Open, Objection> {
    let WorkspaceOrder { subject, decided, hint, wishes } = order;
    limits::hold_wishes(bounds, &wishes)?;
    limits::hold_subject(bounds, &subject)?;
    let opening = Opening {
        portfolio: subject.portfolio,
        scenario: subject.scenario.unwrap_or_default(),
        decided: decided.baseline,
        frozen_until: decided.frozen_until,
    };
    let workspace = Workspace::new(opening).map_err(wire::opening_problems)?;
    limits::hold_portfolio(bounds, workspace.validated())?;
    let reserved = workspaces.reserve(&call.tenant, workspace.weight())?;
    Ok(Open { workspace, hint, reserved, wishes, deadline: call.deadline, lang: call.lang })
}

/// Ask.
pub(super) async fn ask(desk: &Desk, request: Request<v1::AskRequest>) -> Result<Response<v1::AskResponse>, Status> {
    let call = Call::of(&request);
    let order = desk.read(&call, wire::read_ask_request(request.into_inner()))?;
    let visit = desk.workspaces().visit(&call.tenant, &order.workspace).await.map_err(|why| no_visit(why, &call))?;
    let workspaces = desk.workspaces().clone();
    let look = move |bounds: &Limits, call: &Call| question(order, bounds, call, visit, &workspaces);
    let answer = desk.begin(&call, look).await?.await.map_err(|f| failure(&f, call.lang))?;
    Ok(Response::new(answer))
}

fn no_visit(why: NoVisit, call: &Call) -> Status {
    match why {
        NoVisit::Unknown => status::no_workspace(call.lang),
        NoVisit::Crowded => {
            call.refused(Refusal::QueueFull);
            // A question takes about as long.
            status::busy(Duration::from_secs(1), call.lang)
        }
    }
}

fn question(
    order: QuestionOrder,
    bounds: &Limits,
    call: &Call,
    visit: Visit,
    workspaces: &Workspaces,
) -> Result<Question, Objection> {
    limits::hold_question(bounds, &order)?;
    workspaces.hold_seconds(order.wishes.max_seconds)?;
    if order.keep {
        let left = order.undo.map_or(0, |count| visit.workspace().kept().saturating_sub(count));
        workspaces.hold_kept(&visit, if order.on_base { 0 } else { left })?;
    }
    Ok(Question { visit, order, deadline: call.deadline, lang: call.lang })
}

/// CloseWorkspace.
pub(super) fn close(
    desk: &Desk,
    request: Request<v1::CloseWorkspaceRequest>,
) -> Result<Response<v1::CloseWorkspaceResponse>, Status> {
    let call = Call::of(&request);
    let id = desk.read(&call, wire::read_close_request(request.into_inner()))?;
    if desk.workspaces().close(&call.tenant, &id) {
        return Ok(Response::new(v1::CloseWorkspaceResponse {}));
    }
    Err(status::no_workspace(call.lang))
}
