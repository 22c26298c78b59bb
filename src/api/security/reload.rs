//! Files that may change while the server runs: certificates, tokens, keys.
//!
//! Contents are compared, not times: a change within one tick of the file system's clock is seen, and so is a link that
//! now leads elsewhere. New contents that cannot be used are told once and leave the old ones in force, as happens on
//! the way when a certificate and its key are replaced one after the other.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use ring::digest;
use tokio::task::JoinSet;

use super::event::{Event, Sentinel};
use crate::api::config::{ConfigProblem, Detail, Origin, ProblemCode};

/// A file that a key of the configuration names.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// The key.
    pub key: &'static str,
    /// The file.
    pub path: PathBuf,
}

impl File {
    /// A problem with the file as a whole.
    pub(super) fn problem(&self, code: ProblemCode, detail: impl ToString) -> ConfigProblem {
        let origin = Origin::File(self.path.clone(), 0);
        ConfigProblem::new(code, origin, self.key, "").with(Detail::Text(detail.to_string()))
    }

    fn read(&self) -> Result<Vec<u8>, Box<ConfigProblem>> {
        std::fs::read(&self.path).map_err(|e| Box::new(self.problem(ProblemCode::Unreadable, e)))
    }
}

type Load<T> = Box<dyn Fn(&[File], &[Vec<u8>]) -> Result<T, Vec<ConfigProblem>> + Send + Sync>;

/// What files hold, as of the last time that they could be used.
pub(super) struct Reloading<T> {
    files: Vec<File>,
    keys: Vec<&'static str>,
    load: Load<T>,
    current: RwLock<Arc<T>>,
    /// What was last looked at, whether it could be used or not.
    seen: Mutex<Vec<u8>>,
}

impl<T> Reloading<T> {
    /// Reads the files for the first time.
    pub(super) fn open(
        files: Vec<File>,
        load: impl Fn(&[File], &[Vec<u8>]) -> Result<T, Vec<ConfigProblem>> + Send + Sync + 'static,
    ) -> Result<Self, Vec<ConfigProblem>> {
        let contents = read(&files)?;
        let first = load(&files, &contents)?;
        Ok(Self {
            keys: files.iter().map(|file| file.key).collect(),
            files,
            load: Box::new(load),
            current: RwLock::new(Arc::new(first)),
            seen: Mutex::new(fingerprint(&Ok(contents))),
        })
    }

    /// What is in force.
    pub(super) fn current(&self) -> Arc<T> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Something that can look at its files again.
pub(super) trait Reload: Send + Sync + 'static {
    /// The keys of the files.
    fn keys(&self) -> &[&'static str];
    /// Looks; none if nothing changed. Blocks.
    fn look(&self) -> Option<Result<(), Vec<ConfigProblem>>>;
}

impl<T: Send + Sync + 'static> Reload for Reloading<T> {
    fn keys(&self) -> &[&'static str] {
        &self.keys
    }

    fn look(&self) -> Option<Result<(), Vec<ConfigProblem>>> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let contents = read(&self.files);
        let print = fingerprint(&contents);
        if print == *seen {
            return None;
        }
        *seen = print;
        let loaded = contents.and_then(|contents| (self.load)(&self.files, &contents));
        Some(loaded.map(|new| {
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        }))
    }
}

fn read(files: &[File]) -> Result<Vec<Vec<u8>>, Vec<ConfigProblem>> {
    let (contents, problems): (Vec<_>, Vec<_>) = files.iter().map(File::read).partition(Result::is_ok);
    if problems.is_empty() {
        Ok(contents.into_iter().flatten().collect())
    } else {
        Err(problems.into_iter().filter_map(Result::err).map(|problem| *problem).collect())
    }
}

/// What tells one state of the files from another, without keeping what they hold.
fn fingerprint(contents: &Result<Vec<Vec<u8>>, Vec<ConfigProblem>>) -> Vec<u8> {
    let hash = |bytes: &[u8]| digest::digest(&digest::SHA256, bytes).as_ref().to_vec();
    match contents {
        Ok(contents) => contents.iter().flat_map(|bytes| hash(bytes)).collect(),
        Err(problems) => problems.iter().flat_map(|problem| problem.to_string().into_bytes()).collect(),
    }
}

/// What to look at, and how often; never but on SIGHUP if the time is zero.
pub(super) struct Watched {
    /// What to look at.
    pub reload: Arc<dyn Reload>,
    /// How often.
    pub every: Duration,
}

/// Tasks that look at files; they end when this is dropped.
#[derive(Debug)]
pub struct Watchers {
    _tasks: JoinSet<()>,
}

impl Watchers {
    pub(super) fn start(watched: impl Iterator<Item = Watched>, sentinel: &Arc<dyn Sentinel>) -> Self {
        let mut tasks = JoinSet::new();
        // Where nothing is watched, SIGHUP changes nothing; left alone, it would end the process.
        tasks.spawn(async {
            let mut asked = Hangup::new();
            loop {
                asked.wait().await;
            }
        });
        for one in watched {
            tasks.spawn(watch(one, sentinel.clone()));
        }
        Self { _tasks: tasks }
    }
}

async fn watch(Watched { reload, every }: Watched, sentinel: Arc<dyn Sentinel>) {
    let mut asked = Hangup::new();
    loop {
        tokio::select! {
            () = asked.wait() => {}
            () = tokio::time::sleep(every), if !every.is_zero() => {}
        }
        let (reload, sentinel) = (reload.clone(), sentinel.clone());
        // A look that panics is a bug that the panic's own message tells; the next look comes all the same.
        let _ = tokio::task::spawn_blocking(move || look(&*reload, &*sentinel)).await;
    }
}

fn look(reload: &dyn Reload, sentinel: &dyn Sentinel) {
    match reload.look() {
        None => {}
        Some(Ok(())) => sentinel.notice(&Event::Reloaded { keys: reload.keys() }),
        Some(Err(problems)) => sentinel.notice(&Event::NotReloaded { keys: reload.keys(), problems: &problems }),
    }
}

/// SIGHUP, where the system has it.
struct Hangup {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangup {
    fn new() -> Self {
        #[cfg(unix)]
        return Self { signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok() };
        #[cfg(not(unix))]
        Self {}
    }

    async fn wait(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal
            && signal.recv().await.is_some()
        {
            return;
        }
        std::future::pending().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(path: &std::path::Path) -> Reloading<String> {
        let file = File { key: "auth.token_file", path: path.to_owned() };
        let load = |files: &[File], contents: &[Vec<u8>]| {
            let text = String::from_utf8(contents[0].clone());
            text.map_err(|e| vec![files[0].problem(ProblemCode::BadTokens, e)])
        };
        Reloading::open(vec![file], load).expect("the first is good")
    }

    #[test]
    fn new_contents_count_bad_ones_are_told_once_and_the_old_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let write = |bytes: &[u8]| std::fs::write(&path, bytes).expect("written");
        write(b"one");
        let reloading = open(&path);
        assert!(reloading.look().is_none());
        write(b"two");
        assert_eq!(reloading.look(), Some(Ok(())));
        assert_eq!(*reloading.current(), "two");
        write(&[0xff]);
        assert!(matches!(reloading.look(), Some(Err(problems)) if problems[0].code == ProblemCode::BadTokens));
        assert!(reloading.look().is_none(), "the same mistake is told once");
        std::fs::remove_file(&path).expect("removed");
        assert!(matches!(reloading.look(), Some(Err(problems)) if problems[0].code == ProblemCode::Unreadable));
        assert_eq!(*reloading.current(), "two");
        write(b"two");
        assert_eq!(reloading.look(), Some(Ok(())), "back again after a mistake is news");
    }
}
