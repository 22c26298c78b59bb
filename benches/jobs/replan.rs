//! How much sooner a warm search reaches yesterday's gap than a cold one, on portfolios with small changes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arbitre::base::Never;
use arbitre::model::{self, draft::PortfolioDraft};
use arbitre::solve::{self, Observer, Options, Progress, Question, Start};
use arbitre::wire::{self, Form};

use crate::stores::median;

/// The steps at which a gap was first reached.
struct Reached {
    gap: f64,
    at: AtomicU64,
}

impl Observer for Reached {
    fn progress(&self, progress: &Progress) {
        if progress.gap <= self.gap {
            self.at.fetch_min(progress.steps, Ordering::Relaxed);
        }
    }
}

pub(crate) fn measure(folder: &Path, steps: u64) {
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "json"));
    files.sort();
    println!(
        "| portfolio | yesterday's gap | cold, steps | warm, steps | share |\n| --- | ---: | ---: | ---: | ---: |"
    );
    let mut shares = Vec::new();
    for (file, seed) in files.iter().zip(0u64..) {
        let draft = wire::read_portfolio(&std::fs::read(file).expect("a file"), Form::Json).expect("a portfolio");
        let (cold, warm, gap) = night(&draft, seed, steps);
        let share = warm as f64 / cold as f64;
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        println!("| {name} | {:.2} % | {cold} | {warm} | {share:.2} |", 100.0 * gap);
        shares.push(share);
    }
    println!("\nmedian share: {:.2}", median(shares));
}

/// Steps of a cold and of a warm search to yesterday's gap, and that gap. What never gets there counts as all steps.
fn night(draft: &PortfolioDraft, seed: u64, steps: u64) -> (u64, u64, f64) {
    let yesterday = model::validate(draft).expect("it can be planned");
    let today = model::validate(&changed(draft, seed)).expect("it can be planned");
    let options = |most| Options { max_steps: Some(most), threads: Some(1), ..Options::default() };
    let question = |portfolio| Question { portfolio, baseline: None, hint: None };
    let watch = Reached { gap: -1.0, at: AtomicU64::new(0) };
    let before = solve::plan(&question(&yesterday), &options(steps), &Never, &watch).expect("a plan");
    let gap = before.plan.goals.first().map_or(0.0, |g| g.gap);
    let prices = wire::kept_prices(&today, wire::keep_prices(&yesterday, &before.prices).as_bytes());
    // Three times the steps, for days that are harder than the one before.
    let search = |hint, start: &Start<'_>| {
        let watch = Reached { gap, at: AtomicU64::new(3 * steps) };
        let question = Question { hint, ..question(&today) };
        let options = Options { gap, ..options(3 * steps) };
        solve::plan_from(&question, start, &options, &Never, &watch).expect("a plan");
        watch.at.into_inner()
    };
    let cold = search(None, &Start::default());
    let warm = search(Some(&before.plan), &Start { prices: prices.as_ref(), ..Start::default() });
    (cold, warm, gap)
}

/// A day's changes: some projects' efforts grow or shrink by a tenth, one is worth more, one pool loses a twentieth of its
/// people.
fn changed(draft: &PortfolioDraft, seed: u64) -> PortfolioDraft {
    let mut draft = draft.clone();
    let (pools, projects) = (draft.pools.len(), draft.projects.len());
    let pick = |i: u64, of: usize| ((seed * 7_919 + i * 104_729) % of.max(1) as u64) as usize;
    for i in 0..3 {
        let factor = if i % 2 == 0 { 1.1 } else { 0.9 };
        let project = Arc::make_mut(&mut draft.projects[pick(i, projects)]);
        for effort in project.phases.iter_mut().flat_map(|p| &mut p.modes).flat_map(|m| &mut m.effort) {
            effort.days *= factor;
        }
    }
    for window in &mut draft.pools[pick(5, pools)].staff {
        window.fte *= 0.95;
    }
    draft
}
