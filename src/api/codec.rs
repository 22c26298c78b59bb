//! Messages as they come and go: prost's, but a request that says something beyond the contract, or cannot be read, is
//! refused with every problem in it.

use std::marker::PhantomData;

use bytes::Buf;
use prost::{Message, Name};
use tonic::Status;
use tonic::codec::{BufferSettings, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic_prost::{ProstCodec, ProstEncoder};

use super::telemetry::Stage;
use super::{language, status};
use crate::wire;

/// The codec of the services' methods.
#[derive(Debug)]
pub struct Codec<T, U>(PhantomData<(T, U)>);

impl<T, U> Default for Codec<T, U> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T, U> tonic::codec::Codec for Codec<T, U>
where
    T: Message + Send + 'static,
    U: Message + Default + Name + Send + 'static,
{
    type Encode = T;
    type Decode = U;
    type Encoder = Staged<T>;
    type Decoder = Strict<U>;

    fn encoder(&mut self) -> Self::Encoder {
        Staged(ProstCodec::<T, U>::raw_encoder(BufferSettings::default()))
    }

    fn decoder(&mut self) -> Self::Decoder {
        Strict(PhantomData)
    }
}

/// Encodes, as a stage of the request.
#[derive(Debug)]
pub struct Staged<T>(ProstEncoder<T>);

impl<T: Message> Encoder for Staged<T> {
    type Item = T;
    type Error = Status;

    fn encode(&mut self, item: T, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        Stage::Encode.span().in_scope(|| self.0.encode(item, buffer))
    }

    fn buffer_settings(&self) -> BufferSettings {
        self.0.buffer_settings()
    }
}

/// Decodes what the contract knows, and refuses all else.
#[derive(Debug)]
pub struct Strict<U>(PhantomData<U>);

impl<U: Message + Default + Name> Decoder for Strict<U> {
    type Item = U;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<U>, Status> {
        let bytes = buffer.copy_to_bytes(buffer.remaining());
        let read = Stage::Decode.span().in_scope(|| wire::read_message(&bytes));
        read.map(Some).map_err(|problems| status::invalid(&problems, language::of_call()))
    }
}
