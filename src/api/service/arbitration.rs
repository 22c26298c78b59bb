//! The arbitration service.

use std::convert::Infallible;

use tonic::{Request, Response, Status};

use super::Desk;
use super::relay::{Event, Events, relayed};
use super::server::arbitration_service_server::ArbitrationService;
use crate::api::caller::Call;
use crate::api::case::{Case, Objection};
use crate::api::config::Limits;
use crate::api::limits;
use crate::api::mailbox::Letter;
use crate::api::work::{Arbitrate, Triages};
use crate::arbitrate;
use crate::wire::v1::arbitrate_response::Event as Told;
use crate::wire::{self, ArbitrationOrder, v1};

/// The service.
#[derive(Clone, Debug)]
pub(super) struct Arbitrations(pub(super) Desk);

#[tonic::async_trait]
impl ArbitrationService for Arbitrations {
    type ArbitrateStream = Events<v1::ArbitrateResponse>;

    async fn arbitrate(
        &self,
        request: Request<v1::ArbitrateRequest>,
    ) -> Result<Response<Self::ArbitrateStream>, Status> {
        let call = Call::of(&request);
        let asked = request.into_inner();
        let news = Triages::default();
        let told = Triages::clone(&news);
        let look = |bounds: &Limits, call: &Call| work(wire::read_arbitrate_request(asked)?, bounds, call, told);
        let running = self.0.begin(&call, look).await?;
        Ok(Response::new(relayed(running, news, call.lang)))
    }
}

fn work(order: ArbitrationOrder, bounds: &Limits, call: &Call, news: Triages) -> Result<Arbitrate, Objection> {
    let ArbitrationOrder { subject, decided, baseline, demands, terms, wishes } = order;
    limits::hold_wishes(bounds, &wishes)?;
    let case = Case::new(subject, bounds)?;
    limits::hold_demands(bounds, &case.draft, &demands)?;
    let (deadline, lang) = (call.deadline, call.lang);
    let work = Arbitrate { case, decided, baseline, demands, terms, wishes, deadline, lang, news };
    arbitrate::validate(&work.asked())?;
    Ok(work)
}

impl Event<Infallible, v1::ArbitrationTriage, v1::Arbitration> for v1::ArbitrateResponse {
    fn letter(letter: Letter<Infallible, v1::ArbitrationTriage>) -> Self {
        match letter {
            Letter::Progress(never) => match never {},
            Letter::Incumbent(triage) => Self { event: Some(Told::Triage(triage)) },
        }
    }

    fn last(arbitration: v1::Arbitration) -> Self {
        Self { event: Some(Told::Arbitration(arbitration)) }
    }
}
