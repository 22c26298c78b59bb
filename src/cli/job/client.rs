//! A client of the job service. It takes what the server answers, fields of later versions included.

use std::fs;
use std::path::Path;
use std::time::Duration;

use http::uri::PathAndQuery;
use prost::Message;
use tokio::runtime::{Builder, Runtime};
use tonic::client::Grpc;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Status, Streaming};
use tonic_prost::ProstCodec;

use crate::base::Lang;
use crate::cli::args::ServerArgs;
use crate::cli::failure::Failure;
use crate::cli::secure;

/// How long to wait for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Messages may be as large as the server's operator allows.
const MOST: usize = u32::MAX as usize;

/// Times that a call is sent which the server could not answer just then, and the first pause between.
const TRIES: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// The server, and how to speak to it.
pub(super) struct Client {
    address: String,
    channel: Channel,
    token: Option<MetadataValue<Ascii>>,
    lang: Lang,
    runtime: Runtime,
}

impl Client {
    /// Connects when it is first asked.
    pub(super) fn new(args: &ServerArgs, lang: Lang) -> Result<Self, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Failure::System)?;
        let unusable = |error| Failure::Address { address: args.server.clone(), error };
        let endpoint = Endpoint::from_shared(args.server.clone()).map_err(unusable)?.connect_timeout(PATIENCE);
        let endpoint = secure::endpoint(endpoint, &args.tls).map_err(|e| e.of(&args.server))?;
        let token = args.token_file.as_deref().map(token).transpose()?;
        let channel = {
            let _entered = runtime.enter();
            endpoint.connect_lazy()
        };
        Ok(Self { address: args.server.clone(), channel, token, lang, runtime })
    }

    /// Asks, and asks again where the server could not answer just then: every method may be asked twice.
    pub(super) fn ask<A, T>(&self, method: &str, asked: A) -> Result<T, Failure>
    where
        A: Message + Clone + 'static,
        T: Message + Default + 'static,
    {
        let path = path(method);
        let asking = async {
            let mut pause = FIRST_PAUSE;
            for last in (0..TRIES).map(|i| i + 1 == TRIES) {
                let request = self.request(asked.clone());
                let mut grpc = self.grpc();
                let answered = match grpc.ready().await {
                    Ok(()) => grpc.unary(request, path.clone(), ProstCodec::<A, T>::default()).await,
                    Err(error) => Err(Status::unavailable(secure::causes(&error))),
                };
                match answered {
                    Err(status) if status.code() == Code::Unavailable && !last => {
                        tokio::time::sleep(pause).await;
                        pause *= 2;
                    }
                    other => return other.map(tonic::Response::into_inner),
                }
            }
            unreachable!("the last try is answered")
        };
        self.runtime.block_on(asking).map_err(|status| self.failure(status))
    }

    /// Listens until the stream ends, or `hear` says that it has heard enough.
    pub(super) fn listen<A, T>(
        &self,
        method: &str,
        asked: A,
        mut hear: impl FnMut(T) -> Result<bool, Failure>,
    ) -> Result<(), Failure>
    where
        A: Message + 'static,
        T: Message + Default + 'static,
    {
        self.runtime.block_on(async {
            let mut grpc = self.grpc();
            grpc.ready().await.map_err(|e| self.failure(Status::unavailable(secure::causes(&e))))?;
            let codec = ProstCodec::<A, T>::default();
            let opened = grpc.server_streaming(self.request(asked), path(method), codec).await;
            let mut stream: Streaming<T> = opened.map_err(|s| self.failure(s))?.into_inner();
            while let Some(message) = stream.message().await.map_err(|s| self.failure(s))? {
                if hear(message)? {
                    return Ok(());
                }
            }
            Ok(())
        })
    }

    fn grpc(&self) -> Grpc<Channel> {
        Grpc::new(self.channel.clone()).max_decoding_message_size(MOST)
    }

    fn request<A>(&self, asked: A) -> Request<A> {
        let mut request = Request::new(asked);
        let lang = MetadataValue::from_static(self.lang.pick("fr", "en"));
        request.metadata_mut().insert("accept-language", lang);
        if let Some(token) = &self.token {
            request.metadata_mut().insert("authorization", token.clone());
        }
        request
    }

    fn failure(&self, status: Status) -> Failure {
        Failure::Answer { server: self.address.clone(), status: Box::new(status) }
    }
}

fn path(method: &str) -> PathAndQuery {
    let path = format!("/arbitre.v1.JobService/{method}");
    PathAndQuery::from_maybe_shared(path).expect("methods are plain words")
}

fn token(file: &Path) -> Result<MetadataValue<Ascii>, Failure> {
    let named = |error| Failure::File { file: file.display().to_string(), error };
    let text = fs::read_to_string(file).map_err(named)?;
    let unfit = |_| named(std::io::Error::new(std::io::ErrorKind::InvalidData, "no token"));
    format!("Bearer {}", text.trim()).parse().map_err(unfit)
}
