//! Turns events into lines.

use std::io::Write as _;
use std::time::SystemTime;

use chrono::{DateTime, SecondsFormat, Utc};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::super::settings::Form;
use super::fields::Fields;
use super::journal;
use super::line::Line;

/// Writes each event as a line, with the fields of the spans that it happens in.
#[derive(Debug)]
pub(in super::super) struct LogLayer<W> {
    writer: W,
    form: Form,
    to_journal: bool,
}

impl<W> LogLayer<W> {
    /// To standard error, that is; a journal behind it is found out.
    pub(in super::super) fn new(writer: W, form: Form) -> Self {
        Self { writer, form, to_journal: journal::reads_stderr() }
    }
}

impl<S, W> Layer<S> for LogLayer<W>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + 'static,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        for span in context.event_scope(event).into_iter().flat_map(|scope| scope.from_root()) {
            if let Some(known) = span.extensions().get::<Fields>() {
                fields.0.extend(known.0.clone());
            }
        }
        event.record(&mut fields);
        let time = (!self.to_journal).then(now);
        let (level, target) = (*event.metadata().level(), event.metadata().target().to_owned());
        let line = Line { time, level, target, fields: fields.0 }.write(self.form);
        let prefix = if self.to_journal { journal::prefix(level) } else { "" };
        // Where the log itself cannot be written, there is nobody left to tell.
        let _ = self.writer.make_writer_for(event.metadata()).write_all(format!("{prefix}{line}\n").as_bytes());
    }
}

fn now() -> String {
    DateTime::<Utc>::from(SystemTime::now()).to_rfc3339_opts(SecondsFormat::Millis, true)
}
