//! ExploreFrontier.

use std::convert::Infallible;

use tonic::{Request, Response, Status};

use super::desk::Desk;
use super::relay::{Event, Events, relayed};
use crate::api::caller::Call;
use crate::api::case::{Case, Objection};
use crate::api::config::Limits;
use crate::api::limits;
use crate::api::mailbox::Letter;
use crate::api::work::{Explore, Points};
use crate::wire::v1::explore_frontier_response::Event as Told;
use crate::wire::{self, FrontierOrder, v1};

/// Looks at what is asked, and begins.
pub(super) async fn stream(
    desk: &Desk,
    request: Request<v1::ExploreFrontierRequest>,
) -> Result<Response<Events<v1::ExploreFrontierResponse>>, Status> {
    let call = Call::of(&request);
    let asked = request.into_inner();
    let news = Points::default();
    let told = Points::clone(&news);
    let look = |bounds: &Limits, call: &Call| work(wire::read_frontier_request(asked)?, bounds, call, told);
    let running = desk.begin(&call, look).await?;
    Ok(Response::new(relayed(running, news, call.lang)))
}

fn work(order: FrontierOrder, bounds: &Limits, call: &Call, news: Points) -> Result<Explore, Objection> {
    let FrontierOrder { subject, decided, axis, points, wishes } = order;
    limits::hold_wishes(bounds, &wishes)?;
    limits::hold_points(bounds, points)?;
    let case = Case::new(subject, bounds)?;
    let work = Explore { case, decided, axis, points, wishes, deadline: call.deadline, news };
    work.asked().validate()?;
    Ok(work)
}

impl Event<Infallible, v1::FrontierPoint, v1::Frontier> for v1::ExploreFrontierResponse {
    fn letter(letter: Letter<Infallible, v1::FrontierPoint>) -> Self {
        match letter {
            Letter::Progress(never) => match never {},
            Letter::Incumbent(point) => Self { event: Some(Told::Point(point)) },
        }
    }

    fn last(frontier: v1::Frontier) -> Self {
        Self { event: Some(Told::Frontier(frontier)) }
    }
}
