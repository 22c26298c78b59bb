//! How sections show their keys: to the reader, to the printer, and to the tests of the documentation.

use super::value::Value;

/// What figures a key takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Range {
    /// Any, or the value is no figure.
    Any,
    /// From the one to the other, both included.
    Within(f64, f64),
}

/// Something that wants to see every key.
pub(super) trait Visitor {
    /// The keys that follow are of this section.
    fn section(&mut self, name: &'static str);
    /// A key with its value.
    fn key<T: Value>(&mut self, name: &'static str, slot: &mut T, range: Range);
}

/// A section of the configuration.
pub(super) trait Section {
    /// Its name, as in `[server]`.
    const NAME: &'static str;
    /// Shows each key once. Implementations take the struct apart without `..`, so that no field is forgotten.
    fn keys(&mut self, visitor: &mut impl Visitor);
}
