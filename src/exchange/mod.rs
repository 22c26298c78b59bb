//! Public instances of project scheduling, read from the files that the field exchanges: into the scheduling kernel's own
//! instance, and into a portfolio where the contract can say the same. It opens no file itself: callers pass bytes, and a way
//! to read what a file names. Whatever is wrong with a file is reported at once, each with its line, value and remedy.

mod answer;
mod files;
mod format;
mod mista;
mod mplib;
mod portfolio;
mod ppssp;
mod problem;
mod psplib;
mod read;
mod text;

pub use answer::{write_schedule, write_selection};
pub use files::Files;
pub use format::Format;
pub use portfolio::{Unsayable, portfolio};
pub use problem::{Cause, Problem};
pub use read::{Question, read};
