//! WatchJob.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};
use tracing::Instrument;

use super::room::{Counter, Room};
use crate::api::caller::Call;
use crate::api::status;
use crate::job::{self, Record};
use crate::wire::v1;

/// How often the store is asked for news: workers tell theirs twice a second.
const LOOK: Duration = Duration::from_millis(250);

/// What WatchJob answers with.
pub(in crate::api) type Events = ReceiverStream<Result<v1::WatchJobResponse, Status>>;

/// Tells of the job until it has ended, nobody listens, or the server leaves.
pub(super) async fn begin(room: &Room, request: Request<v1::WatchJobRequest>) -> Result<Response<Events>, Status> {
    let (call, counter) = room.counter(&request)?;
    let v1::WatchJobRequest { id, after_version } = request.into_inner();
    let watch = Watch { room: room.clone(), call, counter: Arc::new(counter), id };
    // What is wrong with the question is the call's answer, not the stream's.
    let first = watch.look().await?;
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(watch.tell(first, after_version, sender).in_current_span());
    Ok(Response::new(ReceiverStream::new(receiver)))
}

struct Watch {
    room: Room,
    call: Call,
    counter: Arc<Counter>,
    id: String,
}

impl Watch {
    async fn look(&self) -> Result<Record, Status> {
        let (counter, id) = (Arc::clone(&self.counter), self.id.clone());
        self.room.aside(&self.call, move || counter.job(&id)).await
    }

    async fn tell(self, first: Record, after: Option<u64>, sender: mpsc::Sender<Result<v1::WatchJobResponse, Status>>) {
        let (mut told, mut now) = (after, Ok(first));
        loop {
            match now {
                Ok(record) => {
                    let is_last = record.state.is_final();
                    if is_last || told.is_none_or(|version| record.version > version) {
                        told = Some(record.version);
                        let response = v1::WatchJobResponse { job: Some(job::message(&record)) };
                        if sender.send(Ok(response)).await.is_err() || is_last {
                            return;
                        }
                    }
                }
                Err(status) => {
                    // Whoever has gone away needs no answer.
                    let _ = sender.send(Err(status)).await;
                    return;
                }
            }
            // Another server goes on from the last version that was told.
            if self.room.is_closed() {
                let _ = sender.send(Err(status::leaving(self.counter.lang))).await;
                return;
            }
            tokio::select! {
                () = sender.closed() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
            now = self.look().await;
        }
    }
}
