//! What was found so far, as it is kept while a job runs: a result like any other, which whoever asks is shown, and the
//! prices that another worker goes on from.

use prost::Message;

use crate::wire::v1;

/// A result on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saved {
    /// What there is.
    pub result: v1::JobResult,
    /// Prices that led there, as `wire` writes them; empty without any.
    pub prices: Vec<u8>,
}

/// Bytes of the length that goes first.
const LENGTH: usize = 8;

impl Saved {
    /// The length of the result, the result, the prices.
    pub fn to_bytes(&self) -> Vec<u8> {
        let result = self.result.encode_to_vec();
        let mut out = (result.len() as u64).to_be_bytes().to_vec();
        out.extend(result);
        out.extend(&self.prices);
        out
    }

    /// Nothing if it is not what it should be: then there is nothing to go on from.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<LENGTH>()?;
        let (result, prices) = rest.split_at_checked(usize::try_from(u64::from_be_bytes(*length)).ok()?)?;
        Some(Self { result: v1::JobResult::decode(result).ok()?, prices: prices.to_vec() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_comes_back_and_rubbish_does_not() {
        let result = v1::JobResult { seed: 7, ..v1::JobResult::default() };
        let saved = Saved { result, prices: b"{}".to_vec() };
        assert_eq!(Saved::of_bytes(&saved.to_bytes()), Some(saved.clone()));
        let bare = Saved { prices: Vec::new(), ..saved };
        assert_eq!(Saved::of_bytes(&bare.to_bytes()), Some(bare));
        for bad in [&b""[..], b"\0\0\0\0", &[0xff; 40]] {
            assert_eq!(Saved::of_bytes(bad), None);
        }
    }
}
