//! What a job asks, as it is kept: the request alone, without the words around it, so that the same work has the same
//! hash whoever asks and however often.

use prost::Message;

use crate::job::name;
use crate::job::record::Kind;
use crate::wire::v1;
use crate::wire::v1::create_job_request::Work;

/// What is asked, ready to be kept.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is to be done.
    pub kind: Kind,
    /// The portfolio's id.
    pub portfolio: String,
    /// The request.
    pub input: Vec<u8>,
    /// Its hash.
    pub hash: String,
}

impl Asked {
    /// What is kept of it. Threads say nothing of the answer, and so are no part of it.
    pub fn new(mut work: Work) -> Self {
        let options = match &mut work {
            Work::Plan(r) => &mut r.options,
            Work::Compare(r) => &mut r.options,
            Work::Frontier(r) => &mut r.options,
            Work::Arbitrate(r) => &mut r.options,
        };
        if let Some(options) = options {
            options.threads = None;
        }
        let portfolio = match &work {
            Work::Plan(r) => &r.portfolio,
            Work::Compare(r) => &r.portfolio,
            Work::Frontier(r) => &r.portfolio,
            Work::Arbitrate(r) => &r.portfolio,
        };
        let portfolio = portfolio.as_ref().map(|p| p.id.clone()).unwrap_or_default();
        let kind = kind(&work);
        let input = v1::CreateJobRequest { work: Some(work), ..v1::CreateJobRequest::default() }.encode_to_vec();
        let hash = name::hash(&input);
        Self { kind, portfolio, input, hash }
    }

    /// What was asked, from what is kept.
    pub(super) fn of_input(input: &[u8]) -> Result<Work, String> {
        let request = v1::CreateJobRequest::decode(input).map_err(|e| format!("the input cannot be read: {e}"))?;
        request.work.ok_or_else(|| "the input holds no work".to_owned())
    }
}

/// What a request is.
fn kind(work: &Work) -> Kind {
    match work {
        Work::Plan(_) => Kind::Plan,
        Work::Compare(_) => Kind::Compare,
        Work::Frontier(_) => Kind::Frontier,
        Work::Arbitrate(_) => Kind::Arbitrate,
    }
}
