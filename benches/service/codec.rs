//! Encoding and decoding a portfolio's messages as the server does, against validating and lowering what they say.

use std::error::Error;
use std::sync::OnceLock;
use std::time::Instant;

use arbitre::base::Stop;
use arbitre::model;
use arbitre::solve::{self, Options, Question, Silent};
use arbitre::wire::{self, Form, v1};
use prost::Message;

use crate::sample::{median, ms, timed};

const RUNS: usize = 15;

/// Milliseconds of each part.
#[derive(Default)]
struct Parts {
    encode: Vec<f64>,
    decode: Vec<f64>,
    draft: Vec<f64>,
    validate: Vec<f64>,
    lower: Vec<f64>,
}

pub(crate) fn measure(json: &[u8]) -> Result<(), Box<dyn Error>> {
    let draft = wire::read_portfolio(json, Form::Json).map_err(|p| format!("{p:?}"))?;
    let request = v1::PlanRequest { portfolio: Some(wire::portfolio_message(&draft)), ..Default::default() };
    let bytes = request.encoded_len();
    let projects = draft.projects.len();
    let mut parts = Parts::default();
    for run in 0..=RUNS {
        let mut into = Parts::default();
        once(&request, if run == 0 { &mut into } else { &mut parts })?;
    }
    let Parts { encode, decode, draft, validate, lower } = parts;
    let (encode, decode, draft) = (median(encode), median(decode), median(draft));
    let (validate, lower) = (median(validate), median(lower));
    println!("{projects} projects, {bytes} bytes, medians of {RUNS}\n\n| part | |\n| --- | ---: |");
    for (part, time) in [
        ("encode", encode),
        ("decode, and refuse what the contract does not have", decode),
        ("message to draft", draft),
        ("validate", validate),
        ("lower", lower),
    ] {
        println!("| {part} | {time:.1} ms |");
    }
    println!("| encode and decode, of validate and lower | {:.1} % |", 100.0 * (encode + decode) / (validate + lower));
    let read = encode + decode + draft;
    println!("| the same with message to draft | {:.1} % |", 100.0 * read / (validate + lower));
    Ok(())
}

fn once(request: &v1::PlanRequest, into: &mut Parts) -> Result<(), Box<dyn Error>> {
    let (bytes, time) = timed(|| request.encode_to_vec());
    into.encode.push(ms(time));
    let (message, time) = timed(|| wire::read_message::<v1::PlanRequest>(&bytes));
    into.decode.push(ms(time));
    let message = message.map_err(|p| format!("{p:?}"))?;
    let (order, time) = timed(|| wire::read_plan_request(message));
    into.draft.push(ms(time));
    let order = order.map_err(|p| format!("{p:?}"))?;
    let (portfolio, time) = timed(|| model::validate(&order.subject.portfolio));
    into.validate.push(ms(time));
    let portfolio = portfolio.map_err(|p| format!("{p:?}"))?;
    let question = Question { portfolio: &portfolio, baseline: None, hint: None };
    let lowered = Lowered::default();
    let options = Options { threads: Some(1), ..Options::default() };
    let start = Instant::now();
    solve::plan(&question, &options, &lowered, &Silent)?;
    let end = lowered.0.get().ok_or("the search never asked whether to stop")?;
    into.lower.push(ms(end.duration_since(start)));
    Ok(())
}

/// When the search first asks whether to stop: lowering, which asks only whether it is abandoned, is over then.
#[derive(Default)]
struct Lowered(OnceLock<Instant>);

impl Stop for Lowered {
    fn stop(&self) -> bool {
        self.0.get_or_init(Instant::now);
        true
    }

    fn is_abandoned(&self) -> bool {
        self.0.get().is_some()
    }
}
