//! Asking again where nobody listened. A stream that was just set up has a leader before every node of the cluster knows
//! who listens to its subjects, and one whose leader is gone has none until the others have chosen another. What such a
//! node is sent reaches nobody, and it says so: status 503, "no responders". Where the cluster itself is without a leader,
//! whatever is asked of JetStream is answered at once with 503 and code 10008. Nothing was done then, so that it may be
//! sent again; an object of which some pieces had come is put as a whole once more.

use std::time::Duration;

use tokio::time::Instant;

use super::setup::PATIENCE;
use crate::job::store::StoreError;

/// The first pause, and the longest; each is twice the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// What the client says where nobody listened: to what is published, to what is asked, and where nobody leads the cluster.
const UNHEARD: [&str; 3] = ["no stream found for given subject", "no responders", "error code 10008"];

/// Does what may find nobody who listens, again and again for as long as an answer may take.
pub(super) async fn until_heard<T>(work: impl AsyncFn() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let end = Instant::now() + PATIENCE;
    let mut pause = FIRST_PAUSE;
    loop {
        match work().await {
            Err(error) if is_unheard(&error) && Instant::now() + pause < end => tokio::time::sleep(pause).await,
            done => return done,
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

fn is_unheard(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(text) if UNHEARD.iter().any(|words| text.contains(words)))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use async_nats::RequestErrorKind;
    use async_nats::jetstream::context::PublishErrorKind;
    use async_nats::jetstream::{self, ErrorCode};
    use tokio::runtime::Builder;

    use super::*;

    /// How often it is done, and what comes of it, if it is heard the third time.
    fn done(error: &StoreError) -> (u32, Result<(), StoreError>) {
        let count = Cell::new(0);
        let work = async || {
            count.set(count.get() + 1);
            if count.get() < 3 { Err(error.clone()) } else { Ok(()) }
        };
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        let done = runtime.block_on(until_heard(work));
        (count.get(), done)
    }

    #[test]
    fn what_nobody_heard_is_said_again() {
        let unheard = StoreError::Unavailable(format!("failed: {}", PublishErrorKind::StreamNotFound));
        assert_eq!(done(&unheard), (3, Ok(())));
        let unheard = StoreError::Unavailable(RequestErrorKind::NoResponders.to_string());
        assert_eq!(done(&unheard), (3, Ok(())));
        let leaderless = serde_json::json!({"code": 503, "err_code": ErrorCode::CLUSTER_NOT_AVAILABLE.0});
        let leaderless: jetstream::Error = serde_json::from_value(leaderless).expect("an error");
        assert_eq!(done(&StoreError::Unavailable(leaderless.to_string())), (3, Ok(())));
    }

    #[test]
    fn what_was_heard_is_not_said_again() {
        for error in [StoreError::Unavailable("timed out".to_owned()), StoreError::Fenced] {
            assert_eq!(done(&error), (1, Err(error)));
        }
    }
}
