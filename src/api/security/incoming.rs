//! The stream of connections that tonic serves. Each handshake has a task of its own, so that a slow client holds up
//! nobody; where there are too many, the oldest gives way, as it is the likeliest never to end.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_stream::Stream;

use super::connection::Connection;
use super::event::{Event, HandshakeFailure, Sentinel};
use super::handshake::Handshakes;

/// Connections that are ready for requests. Accepting ends when this is dropped.
#[derive(Debug)]
pub struct Incoming {
    ready: mpsc::Receiver<io::Result<Connection>>,
}

impl Incoming {
    pub(super) fn start(
        listener: TcpListener,
        handshakes: Option<Handshakes>,
        most: usize,
        keepalive: Duration,
        sentinel: Arc<dyn Sentinel>,
    ) -> Self {
        // tonic takes them as they come; what waits here waits for a moment.
        let (send, ready) = mpsc::channel(64);
        let door =
            Door { listener, handshakes, keepalive, pending: Pending { tasks: VecDeque::new(), most }, sentinel };
        tokio::spawn(door.keep(send));
        Self { ready }
    }
}

impl Stream for Incoming {
    type Item = io::Result<Connection>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.ready.poll_recv(cx)
    }
}

type Ready = mpsc::Sender<io::Result<Connection>>;

struct Door {
    listener: TcpListener,
    handshakes: Option<Handshakes>,
    keepalive: Duration,
    pending: Pending,
    sentinel: Arc<dyn Sentinel>,
}

impl Door {
    async fn keep(mut self, ready: Ready) {
        loop {
            let accepted = tokio::select! {
                () = ready.closed() => return,
                accepted = self.listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, address)) => self.admit(stream, address, &ready).await,
                Err(error) => {
                    self.sentinel.notice(&Event::NotAccepted { error: &error });
                    // Out of file descriptors, most likely: the next attempt would fail at once as well.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    async fn admit(&mut self, stream: TcpStream, address: SocketAddr, ready: &Ready) {
        // A socket that takes no options is broken, and will say so when it is read.
        let _ = stream.set_nodelay(true);
        let keepalive = TcpKeepalive::new().with_time(self.keepalive);
        let _ = SockRef::from(&stream).set_tcp_keepalive(&keepalive);
        let Some(handshakes) = self.handshakes.clone() else {
            // Where the receiver is gone, `keep` ends next.
            let _ = ready.send(Ok(Connection::plain(stream, address))).await;
            return;
        };
        if let Some(crowded_out) = self.pending.make_room() {
            tell(&*self.sentinel, crowded_out, HandshakeFailure::TooSlow, "crowded out by newer handshakes");
        }
        let (ready, sentinel) = (ready.clone(), self.sentinel.clone());
        let task = tokio::spawn(async move {
            match handshakes.shake(stream, address).await {
                Ok(connection) => {
                    let _ = ready.send(Ok(connection)).await;
                }
                Err((failure, detail)) => tell(&*sentinel, address, failure, &detail),
            }
        });
        self.pending.tasks.push_back((address, task));
    }
}

fn tell(sentinel: &dyn Sentinel, peer: SocketAddr, failure: HandshakeFailure, detail: &str) {
    sentinel.notice(&Event::HandshakeFailed { peer, failure, detail });
}

/// Handshakes that may still go on, oldest first. They end with the door.
struct Pending {
    tasks: VecDeque<(SocketAddr, JoinHandle<()>)>,
    most: usize,
}

impl Pending {
    /// Forgets those that have ended; breaks off the oldest if there is no room for one more, and says whose it was.
    fn make_room(&mut self) -> Option<SocketAddr> {
        self.tasks.retain(|(_, task)| !task.is_finished());
        if self.tasks.len() < self.most {
            return None;
        }
        let (address, oldest) = self.tasks.pop_front()?;
        oldest.abort();
        Some(address)
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.tasks.iter().for_each(|(_, task)| task.abort());
    }
}
