//! Measures the engine on the reference portfolio and on random ones, with several seeds, beside the exact models that one
//! would write instead, and prints the tables as Markdown, medians last. One solver runs at a time. Run by `make bench`, or by
//! `cargo bench --bench portfolio -- --only county --seconds 60`.

mod best;
mod engine;
mod median;
mod peers;
mod portfolios;
mod process;
mod referee;
mod steps;
mod table;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use clap::{Parser, ValueEnum};

/// Measures the engine beside its peers.
#[derive(Debug, Parser)]
struct Args {
    /// How long the engine may take on each portfolio; 60 unless told, 120 with 5,000 projects, 300 with 10,000.
    #[arg(long)]
    seconds: Option<u64>,
    /// How long each peer may take; as long as the engine unless told.
    #[arg(long)]
    peer_seconds: Option<u64>,
    /// Seeds of the engine's search; each peer runs once.
    #[arg(long, value_delimiter = ',', default_value = "1,2,3")]
    seeds: Vec<u64>,
    /// Measure only these portfolios: those of the county and the random ones of 300 and 1,000 projects unless told.
    #[arg(long)]
    only: Option<Only>,
    /// Leave the peers out.
    #[arg(long)]
    no_peers: bool,
    /// The folder with tools/make_portfolio.py, tools/check_plan.py and peers/ [default: $ARBITRE_SHARED, or ../shared].
    #[arg(long)]
    shared: Option<PathBuf>,
    /// Instead of the tables: whether one seed and step budget give the same bytes on one thread and on two.
    #[arg(long)]
    steps_check: bool,
    /// The step budget of --steps-check.
    #[arg(long, default_value_t = 2000)]
    steps: u64,
    /// Cargo says it to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Only {
    /// The reference portfolio, with its own people and with days bought.
    County,
    /// The same by week.
    Week,
    /// 300 and 1,000 projects.
    Random,
    /// 5,000 and 10,000 projects.
    Large,
}

/// One solver's result on one portfolio.
#[derive(Clone, Debug, Default)]
struct Run {
    solver: String,
    first_seconds: Option<f64>,
    first_value: Option<f64>,
    value_at_5: Option<f64>,
    value: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
    wall_seconds: f64,
    peak_mib: Option<f64>,
    /// What the referees said of the plan.
    verdict: String,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(e) => {
            eprintln!("portfolio bench: {e}");
            ExitCode::FAILURE
        }
    }
}

/// Whether every plan passed the referees, or, for the step check, whether all plans were the same.
fn run(args: &Args) -> Result<bool, Box<dyn Error>> {
    let shared = shared(args)?;
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    fs::create_dir_all(&out)?;
    let portfolios = portfolios::make(&shared, &out, args.only)?;
    if args.steps_check {
        return steps::check(&portfolios, args.steps);
    }
    println!("{}", conditions(args));
    let peers = if args.no_peers { Vec::new() } else { peers::available(&shared)? };
    let mut sound = true;
    for portfolio in &portfolios {
        let seconds = args.seconds.unwrap_or(portfolio.seconds);
        let mut runs = Vec::new();
        for seed in &args.seeds {
            eprintln!("{}: arbitre, seed {seed}", portfolio.name);
            runs.push(engine::run(portfolio, seconds, *seed, &shared)?);
        }
        sound &= runs.iter().all(|run| run.verdict == referee::PASSED);
        if runs.len() > 1 {
            runs.push(median::of(&runs));
        }
        let peer_seconds = args.peer_seconds.unwrap_or(seconds);
        for peer in &peers {
            eprintln!("{}: {}, {peer_seconds} s", portfolio.name, peer.name);
            runs.push(peer.run(portfolio, peer_seconds, &shared)?);
        }
        let best = best::known(&portfolio.name)?;
        println!("{}", table::markdown(portfolio, best, &runs));
    }
    Ok(sound)
}

/// Where the tools and peers are. Cargo runs benchmarks in the package's folder, beside which the default is.
fn shared(args: &Args) -> Result<PathBuf, String> {
    let named = args.shared.clone().or_else(|| env::var_os("ARBITRE_SHARED").map(PathBuf::from));
    let shared = named.unwrap_or_else(|| "../shared".into());
    fs::canonicalize(&shared)
        .map_err(|e| format!("{}: {e}; say where it is with --shared or ARBITRE_SHARED", shared.display()))
}

fn conditions(args: &Args) -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = fs::read_to_string("/proc/loadavg").ok();
    let load = load.as_deref().and_then(|l| l.split(' ').next()).unwrap_or("unknown").to_owned();
    let version = env!("CARGO_PKG_VERSION");
    let seeds = args.seeds.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    format!(
        "arbitre {version}, {cores} cores, load {load} at the start, seeds {seeds}; how long each took is its wall time\n"
    )
}
