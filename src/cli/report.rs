//! `arbitre report`.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::args::ReportArgs;
use super::dossier;
use super::exit::Exit;
use super::failure::Failure;
use super::load::{self, Gathered};
use super::stream::Stream;
use crate::base::Lang;
use crate::report::dossier::{Documents, Named, Refusal, gather};
use crate::wire::Document;

/// The comparison in a folder that `arbitre compare --out` wrote.
const COMPARISON: &str = "comparison.json";

/// What plans' files there are called.
const PLAN: &str = ".plan.json";

/// Makes the dossier, or says everything that is wrong with what it was to be made from.
pub(super) fn run(args: &ReportArgs, lang: Lang) -> Result<Exit, Vec<Failure>> {
    let baseline = args.decided.baseline.as_ref();
    load::distinct([Some(&args.portfolio), baseline].into_iter().chain(args.files.iter().map(Some)))?;
    let documents = read(args)?;
    match gather(documents, args.with_violations, lang) {
        Ok(material) => {
            dossier::expect_writable(&args.dossier)?;
            let holds = material.verdicts.iter().all(Vec::is_empty);
            dossier::write(&args.dossier, || material, lang)?;
            Ok(if holds { Exit::Done } else { Exit::Refused })
        }
        Err(refusals) => Err(refusals.into_iter().map(failure).collect()),
    }
}

fn failure(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Problems(file, problems) => Failure::Document { file, problems },
        Refusal::Violations(file, violations) => Failure::Plan { file, violations },
    }
}

/// Reads every file before it gives up on any.
fn read(args: &ReportArgs) -> Result<Documents, Vec<Failure>> {
    let mut gathered = Gathered::default();
    let portfolio = gathered.take(load::portfolio(&args.portfolio));
    let baseline = gathered.take(args.decided.baseline.as_ref().map(load::plan).transpose());
    let mut out =
        Documents { name: args.portfolio.name(), frozen_until: args.decided.frozen_until, ..Documents::default() };
    let listed = args.files.iter().filter_map(|f| gathered.take(unfolded(f))).collect::<Vec<_>>();
    let files: Vec<Stream> = listed.into_iter().flatten().collect();
    for file in &files {
        if let Some(document) = gathered.take(load::any(file)) {
            sort(document, file, &mut out, &mut gathered);
        }
    }
    out.sources = dossier::sources(std::iter::once(&args.portfolio).chain(&files).chain(&args.decided.baseline));
    match (portfolio, baseline) {
        (Some(portfolio), Some(baseline)) if gathered.is_empty() => {
            let name = args.decided.baseline.as_ref().map(Stream::name).unwrap_or_default();
            Ok(Documents { portfolio, baseline: baseline.map(|is| Named { name, is }), ..out })
        }
        _ => Err(gathered.failures()),
    }
}

/// Puts a document where it belongs.
fn sort(document: Document, file: &Stream, out: &mut Documents, gathered: &mut Gathered) {
    let name = file.name();
    match document {
        Document::Plan(is) => out.plans.push(Named { name, is }),
        Document::Scenario(is) => out.scenarios.push(Named { name, is }),
        Document::Frontier(frontier, scenario) => out.frontiers.push(Named { name, is: (frontier, scenario) }),
        Document::Comparison(_) if out.comparison.is_some() => {
            gathered.take::<()>(Err(vec![Failure::ComparisonTwice { file: name }]));
        }
        Document::Arbitration(_) if out.arbitration.is_some() => {
            gathered.take::<()>(Err(vec![Failure::ArbitrationTwice { file: name }]));
        }
        Document::Arbitration(told) => out.arbitration = Some(Named { name, is: *told }),
        Document::Comparison(told) => out.comparison = Some(Named { name, is: *told }),
    }
}

/// A folder's comparison and plans, or the folder of a comparison that is named itself; any other file stands for itself.
fn unfolded(file: &Stream) -> Result<Vec<Stream>, Vec<Failure>> {
    let Stream::File(path) = file else { return Ok(vec![file.clone()]) };
    if path.is_dir() {
        return folder(path).map_err(|error| vec![file.failure(error)]);
    }
    let is_comparison = path.file_name().is_some_and(|n| n == COMPARISON);
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if is_comparison && path.is_file() {
        folder(parent).map_err(|error| vec![file.failure(error)])
    } else {
        Ok(vec![file.clone()])
    }
}

fn folder(path: &Path) -> io::Result<Vec<Stream>> {
    let mut plans: Vec<PathBuf> = fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    plans.retain(|p| p.file_name().is_some_and(|n| n.to_string_lossy().ends_with(PLAN)));
    plans.sort();
    // A folder without a comparison says so when it is read.
    Ok(std::iter::once(path.join(COMPARISON)).chain(plans).map(Stream::File).collect())
}
