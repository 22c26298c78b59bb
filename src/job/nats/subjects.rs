//! Subjects: a queue for each priority, tenant and time of deadlines, named so that their order is that of their turns.

use crate::job::record::Record;
use crate::job::time::Millis;

/// Priorities count down from here, in three digits.
const TOP: i32 = 500;

/// Deadlines that differ by less share a queue: each queue costs the server some memory.
const SLOT: Millis = 10 * 60 * 1000;

/// Letters that end the list of deadlines.
const NEVER: &str = "never";

/// The queue that a job waits in.
pub(super) fn of_job(prefix: &str, job: &Record) -> String {
    let rank = TOP - job.priority.clamp(1 - TOP, TOP - 1);
    let deadline = job.deadline.map_or(NEVER.to_owned(), |d| format!("{:012}", d / SLOT));
    format!("{prefix}.jobs.{rank:03}.{}.{deadline}", token(&job.tenant))
}

/// All queues.
pub(super) fn all(prefix: &str) -> String {
    format!("{prefix}.jobs.>")
}

/// Where it is told that a job came.
pub(super) fn wake(prefix: &str) -> String {
    format!("{prefix}.wake")
}

/// A job's place in the list of all.
pub(super) fn of_index(prefix: &str, tenant: &str, id: &str) -> String {
    format!("{prefix}.index.{}.{id}", token(tenant))
}

/// The list of a tenant's jobs, or of all.
pub(super) fn index(prefix: &str, tenant: Option<&str>) -> String {
    tenant.map_or(format!("{prefix}.index.>"), |tenant| format!("{prefix}.index.{}.*", token(tenant)))
}

/// The job that a subject of the list stands for.
pub(super) fn id(subject: &str) -> &str {
    subject.rsplit('.').next().unwrap_or_default()
}

/// Rank and tenant of a queue, as they stand in its subject.
pub(super) fn turn<'a>(prefix: &str, subject: &'a str) -> (&'a str, &'a str) {
    let mut parts = subject.get(prefix.len()..).unwrap_or_default().split('.').skip(2);
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// What a queue's consumer is called: dots are not allowed there, and no tenant has an equals sign or a plus.
pub(super) fn consumer(subject: &str) -> String {
    subject.replace('.', "+")
}

/// A tenant within a subject, where dots part one word from the next.
fn token(tenant: &str) -> String {
    tenant.replace('.', "=")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::record::tests::job;

    #[test]
    fn queues_stand_in_the_order_of_their_turns() {
        let of = |priority, deadline| {
            of_job("arbitre", &Record { priority, deadline, tenant: "cd.44".to_owned(), ..job("a") })
        };
        let in_order = [of(100, None), of(1, Some(0)), of(0, Some(0)), of(0, Some(SLOT)), of(0, None), of(-100, None)];
        assert!(in_order.is_sorted(), "{in_order:?}");
        assert_eq!(turn("arbitre", &in_order[0]), ("400", "cd=44"));
        assert_eq!(id(&of_index("arbitre", "cd.44", "abc")), "abc");
    }
}
