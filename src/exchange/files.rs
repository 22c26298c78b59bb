//! Files that a file names.

use std::io;

/// Reads a file that another names, by its name relative to that one.
pub type Files<'a> = dyn Fn(&str) -> io::Result<Vec<u8>> + 'a;
