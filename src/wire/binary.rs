//! A walk over a binary document with the messages' descriptors in hand. Decoding passes over what it does not know;
//! here it is found, with its path as in the JSON form.
//!
//! The walk reads the encoding itself (protobuf.dev/programming-guides/encoding) and makes nothing, so that it takes
//! less time than decoding does.

use std::collections::HashMap;
use std::sync::OnceLock;

use prost::encoding::{WireType, decode_key, decode_varint};
use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};

use super::schema;
use crate::model::{Problem, ProblemCode};

/// Messages within messages that are followed; decoding follows no more.
const DEPTH: usize = 100;

/// All that does not belong in the `message`, of bytes that decoding takes.
pub(super) fn conform(bytes: &[u8], message: &str) -> Result<(), Vec<Problem>> {
    let tables = tables();
    let position = tables.positions.get(message).expect("proto/ has the message");
    let mut walk = Walk { tables, path: Vec::new(), problems: Vec::new() };
    walk.message(bytes, *position);
    if walk.problems.is_empty() { Ok(()) } else { Err(walk.problems) }
}

/// The messages as the walk needs them.
struct Tables {
    positions: HashMap<String, usize>,
    /// By message: its fields in the order of their numbers.
    messages: Vec<Vec<Field>>,
}

struct Field {
    number: u32,
    name: String,
    is_list: bool,
    content: Content,
}

enum Content {
    Message(usize),
    Enum(EnumDescriptor),
    Double,
    Other,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let all: Vec<MessageDescriptor> = schema::pool().all_messages().collect();
        let positions: HashMap<String, usize> =
            all.iter().enumerate().map(|(i, m)| (m.full_name().to_owned(), i)).collect();
        let messages = all.iter().map(|m| fields(m, &positions)).collect();
        Tables { positions, messages }
    })
}

fn fields(message: &MessageDescriptor, positions: &HashMap<String, usize>) -> Vec<Field> {
    let mut fields: Vec<Field> = message.fields().map(|f| field(&f, positions)).collect();
    fields.sort_by_key(|f| f.number);
    fields
}

fn field(f: &FieldDescriptor, positions: &HashMap<String, usize>) -> Field {
    let content = match f.kind() {
        Kind::Message(message) => Content::Message(positions[message.full_name()]),
        Kind::Enum(kind) => Content::Enum(kind),
        Kind::Double => Content::Double,
        _ => Content::Other,
    };
    Field { number: f.number(), name: f.json_name().to_owned(), is_list: f.is_list(), content }
}

struct Walk<'t> {
    tables: &'t Tables,
    /// From the document down: fields, each with a position in case it is a list.
    path: Vec<(&'t Field, usize)>,
    problems: Vec<Problem>,
}

impl<'t> Walk<'t> {
    /// Bytes that are no message end the walk in silence: decoding has said so, or says so next.
    fn message(&mut self, mut bytes: &[u8], message: usize) {
        let fields = &self.tables.messages[message];
        // By field: how many items of the list were read.
        let mut counts: Vec<usize> = Vec::new();
        while !bytes.is_empty() {
            let Ok((number, wire)) = decode_key(&mut bytes) else { return };
            let Some((value, rest)) = split(bytes, wire, number, 0) else { return };
            bytes = rest;
            let Ok(i) = fields.binary_search_by_key(&number, |f| f.number) else {
                self.unknown(number);
                continue;
            };
            let items = self.field(&fields[i], counts.get(i).copied().unwrap_or(0), value);
            if fields[i].is_list {
                counts.resize(fields.len(), 0);
                counts[i] += items;
            }
        }
    }

    /// One occurrence, of which a packed list holds many items; says how many.
    fn field(&mut self, field: &'t Field, index: usize, value: Value) -> usize {
        match (&field.content, value) {
            (Content::Message(message), Value::Bytes(bytes)) if self.path.len() < DEPTH => {
                self.path.push((field, index));
                self.message(bytes, *message);
                self.path.pop();
            }
            (Content::Enum(kind), Value::Number(number)) => self.named(field, index, kind, number),
            (Content::Double, Value::Fixed(bits)) => self.finite(field, index, f64::from_bits(bits)),
            (Content::Enum(kind), Value::Bytes(mut packed)) => {
                let mut items = 0;
                while let Ok(number) = decode_varint(&mut packed) {
                    self.named(field, index + items, kind, number);
                    items += 1;
                }
                return items;
            }
            (Content::Double, Value::Bytes(packed)) => {
                let bits = packed.chunks_exact(8).map(|c| f64::from_le_bytes(c.try_into().expect("eight bytes")));
                return bits.enumerate().map(|(k, x)| self.finite(field, index + k, x)).count();
            }
            _ => {}
        }
        1
    }

    /// Enum numbers travel as 64 bits, of which the lower 32 count.
    fn named(&mut self, field: &'t Field, index: usize, kind: &EnumDescriptor, number: u64) {
        let number = number as i32;
        if kind.get_value(number).is_none() {
            let problem = Problem::new(ProblemCode::UnknownEnum, self.at(&label(field, index)), number);
            self.problems.push(problem.with(schema::enum_names(kind)));
        }
    }

    fn finite(&mut self, field: &'t Field, index: usize, x: f64) {
        if !x.is_finite() {
            self.problems.push(Problem::new(ProblemCode::NotFinite, self.at(&label(field, index)), x));
        }
    }

    fn unknown(&mut self, number: u32) {
        let path = self.at(&format!("#{number}"));
        self.problems.push(Problem::new(ProblemCode::UnknownField, path, ""));
    }

    fn at(&self, last: &str) -> String {
        let above = self.path.iter().map(|(field, index)| label(field, *index) + ".");
        above.collect::<String>() + last
    }
}

fn label(field: &Field, index: usize) -> String {
    if field.is_list { format!("{}[{index}]", field.name) } else { field.name.clone() }
}

/// What a field holds.
enum Value<'b> {
    Number(u64),
    Fixed(u64),
    Bytes(&'b [u8]),
    /// A group, or 32 bits: nothing of the contract's.
    Foreign,
}

/// The value at the beginning of the bytes, and what comes after it.
fn split(mut bytes: &[u8], wire: WireType, number: u32, depth: usize) -> Option<(Value<'_>, &[u8])> {
    match wire {
        WireType::Varint => decode_varint(&mut bytes).ok().map(|n| (Value::Number(n), bytes)),
        WireType::SixtyFourBit => {
            let (head, rest) = bytes.split_first_chunk::<8>()?;
            Some((Value::Fixed(u64::from_le_bytes(*head)), rest))
        }
        WireType::ThirtyTwoBit => Some((Value::Foreign, bytes.get(4..)?)),
        WireType::LengthDelimited => {
            let length = usize::try_from(decode_varint(&mut bytes).ok()?).ok()?;
            Some((Value::Bytes(bytes.get(..length)?), bytes.get(length..)?))
        }
        WireType::StartGroup => skip_group(bytes, number, depth).map(|rest| (Value::Foreign, rest)),
        WireType::EndGroup => None,
    }
}

fn skip_group(mut bytes: &[u8], number: u32, depth: usize) -> Option<&[u8]> {
    if depth == DEPTH {
        return None;
    }
    loop {
        let (inner, wire) = decode_key(&mut bytes).ok()?;
        if wire == WireType::EndGroup {
            return (inner == number).then_some(bytes);
        }
        bytes = split(bytes, wire, inner, depth + 1)?.1;
    }
}
