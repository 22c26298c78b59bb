//! Measures what the service adds to the engine, within one process and against the engine in the same run: what a call
//! over loopback costs beside the library's, and what reading and writing messages costs beside what is done with them.
//! Run by `make bench-service`, which measures the running program besides.

mod call;
mod codec;
mod sample;

use std::error::Error;
use std::path::PathBuf;

use clap::Parser;
use tikv_jemallocator::Jemalloc;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// Measures what the service adds to the engine.
#[derive(Debug, Parser)]
struct Args {
    /// A county's portfolio, as JSON.
    #[arg(long, default_value = "scenarios/feuille-de-route/portfolio.json")]
    county: PathBuf,
    /// A large portfolio, as JSON; what concerns it is left out without it.
    #[arg(long)]
    large: Option<PathBuf>,
    /// Pairs of calls, one by the service and one by the library.
    #[arg(long, default_value_t = 21)]
    pairs: usize,
    /// Cargo says it to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    let county = std::fs::read(&args.county)?;
    println!("Plan over loopback against the library's call, medians of {} pairs, one thread\n", args.pairs);
    call::measure(&county, args.pairs)?;
    if let Some(large) = &args.large {
        println!("\nMessages against what is done with them, {}\n", large.display());
        codec::measure(&std::fs::read(large)?)?;
    }
    Ok(())
}
