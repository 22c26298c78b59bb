//! Durable jobs: kept in a store that outlives any process, handed out to workers, each done to its end whoever dies on
//! the way.
//!
//! A store is SQLite in one file, or NATS JetStream on as many machines as one likes; above the trait [`Store`] nothing
//! knows which. What may become of a job is decided in one place (`life`), what it asks is done in another (`work`), and
//! `worker` brings them together.

mod address;
mod intake;
mod life;
mod message;
mod name;
mod record;
mod store;
mod time;
mod work;
mod worker;

mod nats;
mod open;
mod sqlite;

pub use address::shown;
pub use intake::{Wrapping, record, unwrap};
pub use life::{Ending, Fenced, News, Policy};
pub use message::{message, read_state};
pub use name::{fresh_id, hash, id_of_request, is_id, of_input, of_partial, of_result, of_saved};
pub use nats::Nats;
pub use open::{file, open};
pub use record::{Attempt, Kind, Outcome, Progress, Record, State};
pub use sqlite::{Sqlite, backup, restore};
pub use store::{Filter, Load, Page, Store, StoreError};
pub use time::{Millis, millis, now, parse, text};
pub use work::{Asked, Saved, Terms};
pub use worker::{Deaf, Ear, Leave, Worker};
