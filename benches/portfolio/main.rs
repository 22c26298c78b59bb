//! Measures the engine on the reference portfolio and on random ones, beside the exact models that one would write
//! instead, and prints the tables as Markdown. One solver runs at a time. Run by `make bench`, or by
//! `cargo bench --bench portfolio -- --only county --seconds 60`.

mod best;
mod engine;
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
    /// How long each solver may take on each portfolio.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Measure only these portfolios.
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
    County,
    Random,
}

/// One solver's result on one portfolio.
#[derive(Clone, Debug, Default)]
struct Run {
    solver: &'static str,
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
        eprintln!("{}: arbitre", portfolio.name);
        let mut runs = vec![engine::run(portfolio, args.seconds, &shared)?];
        for peer in &peers {
            eprintln!("{}: {}", portfolio.name, peer.name);
            runs.push(peer.run(portfolio, args.seconds, &shared)?);
        }
        sound &= runs[0].verdict == referee::PASSED;
        let best = best::known(&portfolio.name)?;
        println!("{}", table::markdown(portfolio, args.seconds, best, &runs));
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
    format!(
        "arbitre {version}, {cores} cores, load {load} at the start, {} s for each solver and portfolio\n",
        args.seconds
    )
}
