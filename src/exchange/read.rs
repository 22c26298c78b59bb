//! The way in.

use super::files::Files;
use super::format::Format;
use super::ppssp;
use super::problem::{Cause, Problem};
use super::{mista, mplib, psplib};
use crate::schedule::{Instance, Objective};
use crate::solve::Selection;

/// What a file asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// When activities are done.
    Schedule(Instance),
    /// Which projects are done, and when.
    Select(Selection),
}

/// What the bytes say in a format.
///
/// # Errors
/// Everything that is wrong with them and with the files that they name.
pub fn read(bytes: &[u8], format: Format, files: &Files<'_>) -> Result<Question, Vec<Problem>> {
    let text = String::from_utf8_lossy(bytes);
    match format {
        Format::Psplib => single(&text).map(Question::Schedule),
        Format::Mplib => mplib::read(&text).map(Question::Schedule),
        Format::Mista => mista::read(&text, files).map(Question::Schedule),
        Format::Ppssp => ppssp::read(&text).map(Question::Select),
    }
}

fn single(text: &str) -> Result<Instance, Vec<Problem>> {
    let read = psplib::read(text)?;
    let project = read.project();
    Instance::new(vec![project], read.jobs, read.renewables, read.nonrenewables, Objective::Makespan)
        .map_err(|faults| faults.into_iter().map(|f| Problem::whole(Cause::Instance(f))).collect())
}
