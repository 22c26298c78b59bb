//! Passes on what a search tells on its way, then its answer.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use tracing::Instrument;

use super::desk::failure;
use crate::api::mailbox::{Letter, Mailbox};
use crate::api::solves::Running;
use crate::base::Lang;

/// Events on their way: few, because what is not read yet is better kept where it can be passed over.
const EVENTS: usize = 4;

/// What a method answers with that tells on its way.
pub(super) type Events<R> = ReceiverStream<Result<R, Status>>;

/// An answer's events, made of letters and of the answer itself.
pub(super) trait Event<P, I, A>: Send + 'static {
    fn letter(letter: Letter<P, I>) -> Self;
    fn last(answer: A) -> Self;
}

/// The events of a search. It ends soon when nobody listens any more.
pub(super) fn relayed<P, I, A, R>(running: Running<A>, mailbox: Arc<Mailbox<P, I>>, lang: Lang) -> Events<R>
where
    P: Send + 'static,
    I: Send + 'static,
    A: Send + 'static,
    R: Event<P, I, A>,
{
    let (sender, receiver) = mpsc::channel(EVENTS);
    tokio::spawn(relay(running, mailbox, sender, lang).in_current_span());
    ReceiverStream::new(receiver)
}

async fn relay<P, I, A, R: Event<P, I, A>>(
    mut running: Running<A>,
    mailbox: Arc<Mailbox<P, I>>,
    sender: mpsc::Sender<Result<R, Status>>,
    lang: Lang,
) {
    let result = loop {
        tokio::select! {
            () = sender.closed() => return,
            letter = mailbox.next() => {
                if sender.send(Ok(R::letter(letter))).await.is_err() {
                    return;
                }
            }
            result = &mut running => break result,
        }
    };
    while let Some(letter) = mailbox.take() {
        if sender.send(Ok(R::letter(letter))).await.is_err() {
            return;
        }
    }
    // Whoever has gone away needs no answer.
    let _ = sender.send(result.map(R::last).map_err(|f| failure(&f, lang))).await;
}
