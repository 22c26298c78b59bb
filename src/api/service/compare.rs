//! CompareScenarios.

use tonic::{Request, Response, Status};

use super::desk::Desk;
use super::relay::{Event, Events, relayed};
use crate::api::caller::Call;
use crate::api::case::Objection;
use crate::api::config::Limits;
use crate::api::limits;
use crate::api::mailbox::Letter;
use crate::api::work::{Compare, News};
use crate::study::{self, Case, Decided};
use crate::wire::v1::compare_scenarios_response::Event as Told;
use crate::wire::{self, ComparisonOrder, v1};

/// Looks at what is asked, and begins.
pub(super) async fn stream(
    desk: &Desk,
    request: Request<v1::CompareScenariosRequest>,
) -> Result<Response<Events<v1::CompareScenariosResponse>>, Status> {
    let call = Call::of(&request);
    let asked = request.into_inner();
    let news = News::default();
    let told = News::clone(&news);
    let look = |bounds: &Limits, call: &Call| work(wire::read_compare_request(asked)?, bounds, call, told);
    let running = desk.begin(&call, look).await?;
    Ok(Response::new(relayed(running, news, call.lang)))
}

fn work(order: ComparisonOrder, bounds: &Limits, call: &Call, news: News) -> Result<Compare, Objection> {
    let cases = cases(&order, bounds)?;
    let ComparisonOrder { portfolio, decided, wishes, proposals, .. } = order;
    let (deadline, lang) = (call.deadline, call.lang);
    Ok(Compare { portfolio: portfolio.id, cases, proposals, decided, wishes, deadline, lang, news })
}

/// What is to be compared, within bounds.
pub(super) fn cases(order: &ComparisonOrder, bounds: &Limits) -> Result<Vec<Case>, Objection> {
    limits::hold_comparison(bounds, order)?;
    let decided = &order.decided;
    let before = Decided { plan: decided.baseline.as_ref(), frozen_until: decided.frozen_until };
    let cases = study::cases(&order.portfolio, &order.scenarios, &before);
    for prepared in cases.iter().filter_map(|c| c.outcome.as_ref().ok()) {
        limits::hold_portfolio(bounds, &prepared.portfolio)?;
    }
    Ok(cases)
}

impl Event<v1::ScenarioProgress, v1::Plan, v1::ComparisonResult> for v1::CompareScenariosResponse {
    fn letter(letter: Letter<v1::ScenarioProgress, v1::Plan>) -> Self {
        let event = match letter {
            Letter::Progress(progress) => Told::Progress(progress),
            Letter::Incumbent(plan) => Told::Plan(plan),
        };
        Self { event: Some(event) }
    }

    fn last(result: v1::ComparisonResult) -> Self {
        Self { event: Some(Told::Result(result)) }
    }
}
