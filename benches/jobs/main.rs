//! Measures durable jobs: `cargo bench --bench jobs -- [--store ADDRESS]... [--many N] [--folder PORTFOLIOS]`.
//!
//! What the queue adds to a job, what two workers do beside one, whether a hundred thousand waiting jobs are slower than a
//! thousand; and how much sooner a warm night reaches yesterday's gap than a cold one, in steps, which no other load on
//! the machine changes.

mod overhead;
mod replan;
mod scale;
mod stores;

use std::path::PathBuf;

fn main() {
    let args = Args::read();
    for address in &args.stores {
        println!("\n## {address}\n");
        overhead::measure(address);
        overhead::two_workers(address);
        scale::measure(address, args.many);
    }
    if let Some(folder) = &args.folder {
        println!("\n## A night after a night\n");
        replan::measure(folder, args.steps);
    }
}

/// What is asked.
struct Args {
    stores: Vec<String>,
    many: usize,
    folder: Option<PathBuf>,
    steps: u64,
}

impl Args {
    fn read() -> Self {
        let mut out = Self { stores: Vec::new(), many: 100_000, folder: None, steps: 20_000 };
        let mut args = std::env::args().skip(1).filter(|a| a != "--bench");
        while let Some(flag) = args.next() {
            let value = args.next().unwrap_or_else(|| panic!("{flag} needs a value"));
            match &flag[..] {
                "--store" => out.stores.push(value),
                "--many" => out.many = value.parse().expect("a number of jobs"),
                "--folder" => out.folder = Some(value.into()),
                "--steps" => out.steps = value.parse().expect("a number of steps"),
                other => panic!("{other} is unknown"),
            }
        }
        out
    }
}
