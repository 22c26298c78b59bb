//! What may be said on the command line.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};

use super::axis::{self, AxisArg};
use super::stream::Stream;
use crate::api::rights::{Right, is_tenant};
use crate::base::{Date, date};
use crate::wire::v1;

/// Plans project portfolios, with proven bounds and reasons.
///
/// Files are JSON, or protobuf's binary form where their name ends in .pb; `-` is standard input or output.
///
/// Exit codes: 0 done; 1 proven infeasible, or a plan that breaks its constraints; 2 input that cannot be used;
/// 3 time up before any plan; 70 an error in arbitre itself.
#[derive(Debug, Parser)]
#[command(name = "arbitre", version, verbatim_doc_comment)]
pub(super) struct Args {
    /// Language of messages and summaries; by default that of LC_ALL, LC_MESSAGES or LANG.
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangArg>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum LangArg {
    Fr,
    En,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Plan a portfolio.
    Plan(Box<PlanArgs>),
    /// Recompute a plan from its portfolio and say what it breaks.
    Check(CheckArgs),
    /// Say everything that is wrong with a portfolio.
    Validate(ValidateArgs),
    /// Print the portfolio after effort ratios and sourcing rules.
    Expand(ExpandArgs),
    /// Print the portfolio that a scenario makes of it.
    Apply(ApplyArgs),
    /// Plan several scenarios of a portfolio together and put them side by side.
    Compare(Box<CompareArgs>),
    /// Find what value can be had for less and more of a measure.
    Frontier(Box<FrontierArgs>),
    /// Say which decided projects could give way to new demands, each package a whole plan.
    Arbitrate(Box<ArbitrateArgs>),
    /// Say what has moved between two plans, and why: a changed input, a changed decision, or the engine's choice.
    Drift(Box<DriftArgs>),
    /// Score candidate changes against a plan.
    Evaluate(Box<EvaluateArgs>),
    /// Say why a project of a plan is out, late or bought, and what would have it by a day.
    Explain(Box<ExplainArgs>),
    /// Say what a person-day, 10,000 of money, a contract's ceiling or a flow limit would bring if there were more.
    Prices(Box<PricesArgs>),
    /// Say how often each sponsor's and each objective's projects have given way over past plans.
    Fairness(FairnessArgs),
    /// Make the dossier for a committee: HTML and XLSX.
    ///
    /// As in `arbitre report portfolio.json folder --html dossier.html --xlsx dossier.xlsx`, where folder is what
    /// `arbitre compare --out folder` wrote; or, for one plan, `arbitre report portfolio.json plan.json --html dossier.html`.
    /// Everything is counted again by the referee: a file that says something else is refused.
    Report(Box<ReportArgs>),
    /// Plan a portfolio once, then answer questions about it, each in about a second.
    Ask(Box<AskArgs>),
    /// Plan every portfolio of a folder, from yesterday's plans, and write a morning report. For a nightly cron.
    ///
    /// Each NAME.json or NAME.pb of the folder gets a NAME.plan.json; morning.html and morning.json say what moved and why,
    /// what became infeasible, what is late. A portfolio without a plan today keeps yesterday's in its file. The exit code
    /// is that of the worst: 70 an error in arbitre itself, 2 a file that cannot be used, 1 proven infeasible, 3 no plan in
    /// time, 0 all planned.
    Replan(Box<ReplanArgs>),
    /// Answer PPM tools over gRPC.
    Serve(ServeArgs),
    /// Send durable jobs to a server, watch them, fetch their results.
    Job(JobArgs),
    /// Work on the jobs of a store, beside or instead of the server.
    Worker(WorkerArgs),
    /// Back up and restore an embedded store of jobs.
    Store(StoreArgs),
    /// Make a token for a caller of the service, and its entry for the file of tokens.
    ///
    /// The entry goes to standard output, as in `arbitre token ppm --tenant cd44 >> tokens.toml`; the token itself is
    /// shown once on standard error and kept nowhere.
    Token(TokenArgs),
    /// Ask a server whether it serves: exit code 0 if so, 1 if not or not reached.
    Health(HealthArgs),
}

impl Command {
    /// Whether a dossier for people comes of it, which is in French by default.
    pub(super) fn makes_dossier(&self) -> bool {
        match self {
            Self::Report(_) => true,
            Self::Compare(args) => args.dossier.html.is_some() || args.dossier.xlsx.is_some(),
            _ => false,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct PlanArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// Changes to make to it first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    /// A plan to start from.
    #[arg(long, value_name = "PLAN")]
    pub hint: Option<Stream>,
    #[command(flatten)]
    pub budget: BudgetArgs,
    /// Seed of the random streams.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads to work on; all cores by default. The answer to a step budget does not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,
    /// Where the plan goes; standard output by default.
    #[arg(long, value_name = "PLAN")]
    pub out: Option<Stream>,
    /// A file for one line of JSON for each step forward.
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
}

/// When to stop: at whichever of these comes first; after 60 seconds if none is given.
#[derive(Debug, clap::Args)]
pub(super) struct BudgetArgs {
    /// Stop after so many seconds.
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub seconds: Option<Duration>,
    /// Stop after so many steps of search: the same plan on every machine.
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
    /// Stop once the first goal is proven within this share of the best: 0.01 for one percent.
    #[arg(long, value_name = "G", value_parser = gap)]
    pub gap: Option<f64>,
}

/// What was decided before.
#[derive(Debug, clap::Args)]
pub(super) struct DecidedArgs {
    /// The plan that was decided; its commitments bind.
    #[arg(long, value_name = "PLAN")]
    pub baseline: Option<Stream>,
    /// Phases that the baseline starts before this day stay as they are.
    #[arg(long, value_name = "DAY", value_parser = day, requires = "baseline")]
    pub frozen_until: Option<Date>,
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// The plan.
    pub plan: Stream,
    /// Changes to make to the portfolio first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    /// Check the plan's choices, not its figures.
    #[arg(long)]
    pub no_claims: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ValidateArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// Changes to make to it first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExpandArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// Changes to make to it first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    /// Where it goes; standard output by default.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}

#[derive(Debug, clap::Args)]
pub(super) struct ApplyArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// The changes.
    pub scenario: Stream,
    /// Where it goes; standard output by default.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}

#[derive(Debug, clap::Args)]
pub(super) struct CompareArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// The scenarios, the one that the others are compared with first; the portfolio as it stands if there are none.
    pub scenarios: Vec<Stream>,
    /// Put the portfolio as it stands before the scenarios.
    #[arg(long)]
    pub with_base: bool,
    /// Propose so many changes worth asking about, each planned.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub propose: usize,
    #[command(flatten)]
    pub decided: DecidedArgs,
    #[command(flatten)]
    pub budget: SharedBudgetArgs,
    /// Seed of the random streams.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads to work on; all cores by default. The answer to a step budget does not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,
    /// A folder for comparison.json and, for each scenario that has one, its plan as ID.plan.json; made if it is missing.
    /// The portfolio as it stands is base.plan.json.
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub dossier: DossierArgs,
}

/// Where a dossier goes. It is in French, and with it all that the command says, unless --lang says otherwise.
#[derive(Debug, clap::Args)]
pub(super) struct DossierArgs {
    /// The dossier for the committee as one page of HTML, to be read offline and printed (A4 landscape).
    #[arg(long, value_name = "FILE")]
    pub html: Option<Stream>,
    /// The dossier's tables as an XLSX workbook, a sheet each.
    #[arg(long, value_name = "FILE")]
    pub xlsx: Option<Stream>,
}

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("form").args(["html", "xlsx"]).required(true).multiple(true))]
pub(super) struct ReportArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// What the dossier is made from, in any order: the folder that `arbitre compare --out` wrote; or plans, with the
    /// scenarios that they answer; and frontiers. What a file holds is seen from the file itself.
    #[arg(required = true, value_name = "FOLDER|FILE")]
    pub files: Vec<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    #[command(flatten)]
    pub dossier: DossierArgs,
    /// Make it of plans that break their constraints or claim wrong figures, too: figures are the referee's, and everything
    /// that is wrong is named on the first page and in the annex.
    #[arg(long)]
    pub with_violations: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct FrontierArgs {
    /// The portfolio. Its goals are set aside: value alone is maximised.
    pub portfolio: Stream,
    /// Changes to make to it first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    /// What value is drawn against: EXTERNAL_SPEND, TOTAL_COST, LATENESS, OVERLOAD or, with a baseline, DISRUPTION; what a
    /// fund pays, FUND:<id>; or from half to half as much again of a pool's or role's staff, STAFF:<pool or role>.
    #[arg(long, value_name = "MEASURE", value_parser = axis::parse)]
    pub measure: AxisArg,
    /// Number of points.
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(2..=100))]
    pub points: u16,
    #[command(flatten)]
    pub decided: DecidedArgs,
    #[command(flatten)]
    pub budget: SharedBudgetArgs,
    /// Seed of the random streams.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads to work on; all cores by default. The answer to a step budget does not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,
    /// Where the curve goes, in JSON, with the plan of each point.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}

#[derive(Debug, clap::Args)]
pub(super) struct DriftArgs {
    /// The newer plan's portfolio.
    pub portfolio: Stream,
    /// The older plan.
    pub old_plan: Stream,
    /// The newer plan.
    pub plan: Stream,
    /// The older plan's portfolio; without it, what has changed is known only as far as the older plan tells.
    #[arg(long, value_name = "PORTFOLIO")]
    pub old_portfolio: Option<Stream>,
    /// Changes to make to the newer portfolio first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    /// Where the report goes, in JSON.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// The plan.
    pub plan: Stream,
    /// The project's id.
    #[arg(long, value_name = "ID")]
    pub project: String,
    /// Say what would have it finished by this day.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub by: Option<Date>,
    /// The changes under which the plan was made.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    #[command(flatten)]
    pub budget: EachBudgetArgs,
    /// Where the explanation goes, in JSON, with the plan of each way.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}

#[derive(Debug, clap::Args)]
pub(super) struct EvaluateArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// The plan that the changes are scored against.
    pub plan: Stream,
    /// Files of candidate changes; a scenario is one candidate.
    #[arg(required = true)]
    pub changes: Vec<Stream>,
    /// The changes under which the plan was made.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    #[command(flatten)]
    pub budget: EachBudgetArgs,
    /// Where the scores go, in JSON.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}

#[derive(Debug, clap::Args)]
pub(super) struct PricesArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// A plan to start from.
    #[arg(long, value_name = "PLAN")]
    pub plan: Option<Stream>,
    /// Changes to make to the portfolio first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    /// Plan again with more of so many things, the most promising first.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub samples: u16,
    #[command(flatten)]
    pub decided: DecidedArgs,
    #[command(flatten)]
    pub budget: EachBudgetArgs,
    /// Where the prices go, in JSON.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}

#[derive(Debug, clap::Args)]
pub(super) struct FairnessArgs {
    /// The portfolio, which says whose each project is.
    pub portfolio: Stream,
    /// The plans, in the order in which they were decided.
    #[arg(required = true, num_args = 2..)]
    pub plans: Vec<Stream>,
    /// Let each sponsor lose at most so many of the projects that the last plan has decided: adds the rules that do.
    #[arg(long, value_name = "N")]
    pub most_dropped: Option<u16>,
    /// Where a scenario with these rules goes.
    #[arg(long, value_name = "FILE", requires = "most_dropped")]
    pub limits: Option<Stream>,
    /// Where the report goes, in JSON.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}

/// How long to search, and how, where there are several searches.
#[derive(Debug, clap::Args)]
pub(super) struct EachBudgetArgs {
    /// Stop after so many seconds, for all searches together.
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub seconds: Option<Duration>,
    /// Stop each search after so many steps: the same answers on every machine, unless --seconds comes first.
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
    /// Seed of the random streams.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads to work on; all cores by default. The answer to a step budget does not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,
}

#[derive(Debug, clap::Args)]
pub(super) struct AskArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// The questions: changes to the portfolio, a scenario each.
    #[arg(required = true)]
    pub questions: Vec<Stream>,
    /// Changes to make to the portfolio first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    #[command(flatten)]
    pub decided: DecidedArgs,
    /// A plan to start from.
    #[arg(long, value_name = "PLAN")]
    pub hint: Option<Stream>,
    /// Plan the portfolio first for so many seconds; 60 by default.
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub plan_seconds: Option<Duration>,
    /// Plan the portfolio first for so many steps of search: the same plan on every machine.
    #[arg(long, value_name = "N")]
    pub plan_steps: Option<u64>,
    /// Put each question on top of the one before it, where that has a plan, not to the portfolio as it is.
    #[arg(long)]
    pub keep: bool,
    #[command(flatten)]
    pub budget: QuestionBudgetArgs,
    /// Seed of the random streams.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads to work on; all cores by default. The answer to a step budget does not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,
    /// A folder for base.plan.json and, for each question, ID.answer.json, with its plan beside the base's; made if it is
    /// missing.
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

/// When to stop: at whichever of these comes first; after a second if none is given.
#[derive(Debug, clap::Args)]
pub(super) struct QuestionBudgetArgs {
    /// Search so many seconds for each answer.
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub seconds: Option<Duration>,
    /// Search so many steps for each answer: the same on every machine.
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
    /// Stop once an answer is proven within this share of the best: 0.01 for one percent.
    #[arg(long, value_name = "G", value_parser = gap)]
    pub gap: Option<f64>,
}

#[derive(Debug, clap::Args)]
pub(super) struct ArbitrateArgs {
    /// The portfolio.
    pub portfolio: Stream,
    /// Changes to make to it first.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<Stream>,
    /// The plan that was decided; its commitments bind.
    #[arg(long, value_name = "PLAN")]
    pub baseline: Stream,
    /// Phases that the baseline starts before this day stay as they are.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub frozen_until: Option<Date>,
    /// Projects that have to go in, one a file. One that the portfolio has already takes its place.
    #[arg(long, value_name = "PROJECT", required = true, num_args = 1..)]
    pub demand: Vec<Stream>,
    /// Options at most.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=20))]
    pub options: u16,
    /// How decided projects may change; in every way by default.
    #[arg(long, value_name = "LEVERS", value_enum, value_delimiter = ',')]
    pub levers: Vec<LeverArg>,
    /// No fund pays more in a year than in the baseline.
    #[arg(long)]
    pub hold_funds: bool,
    /// No pool is loaded beyond its capacity, or beyond the baseline's load where that is more.
    #[arg(long)]
    pub hold_load: bool,
    /// Projects that the baseline has in without a commitment count as decided.
    #[arg(long)]
    pub all_decided: bool,
    /// Stop after so many seconds, for all options together; after 30 if no limit is given.
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub seconds: Option<Duration>,
    /// Stop after so many steps of search, for all options together: the same menu on every machine.
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
    /// Seed of the random streams.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads to work on; all cores by default. The answer to a step budget does not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,
    /// Where the menu goes, in JSON, with the plan of each option.
    #[arg(long, value_name = "FILE")]
    pub out: Option<Stream>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LeverArg {
    /// Phases start later, and projects may finish later.
    Delay,
    /// Projects are left out.
    Drop,
    /// Phases are done in other modes.
    Source,
    /// Phases start at other dates, their projects finishing no later.
    Rearrange,
}

/// When to stop: at whichever of these comes first.
#[derive(Debug, clap::Args)]
pub(super) struct SharedBudgetArgs {
    /// Stop after so many seconds, for all of them together.
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub seconds: Option<Duration>,
    /// Stop each after so many steps of search: the same plans on every machine.
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
    /// Stop each once its first goal is proven within this share of the best: 0.01 for one percent.
    #[arg(long, value_name = "G", value_parser = gap)]
    pub gap: Option<f64>,
}

#[derive(Debug, clap::Args)]
pub(super) struct ServeArgs {
    /// The configuration: a TOML file; docs/configuration.md has every key. Variables of the environment such as
    /// ARBITRE_SERVER_LISTEN come before it.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where to listen, before what the configuration says; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// Where durable jobs are kept, before what the configuration says: sqlite:FILE, or nats://HOST:PORT.
    #[arg(long, value_name = "STORE")]
    pub store: Option<String>,
    /// Print the configuration in force with where each value comes from, or everything that is wrong with it, and end.
    #[arg(long)]
    pub check_config: bool,
}

fn day(text: &str) -> Result<Date, String> {
    date::parse(text).ok_or_else(|| "write a day like 2021-03-01".to_owned())
}

fn seconds(text: &str) -> Result<Duration, String> {
    let figure: f64 = text.parse().map_err(|_| "give a number of seconds".to_owned())?;
    // A century is more than anyone waits, and less than clocks can count to.
    const MOST: f64 = 3e9;
    match Duration::try_from_secs_f64(figure) {
        Ok(limit) if figure <= MOST => Ok(limit),
        _ => Err(format!("give a number of seconds from 0 to {MOST}")),
    }
}

fn gap(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|g: &f64| g.is_finite() && *g >= 0.0).ok_or_else(|| "give a share, 0 or more".to_owned())
}

fn threads(text: &str) -> Result<NonZeroUsize, String> {
    const MOST: usize = 1024;
    let found = text.parse().ok().filter(|n: &NonZeroUsize| n.get() <= MOST);
    found.ok_or_else(|| format!("give a number of threads from 1 to {MOST}"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_holds_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn figures_out_of_range_are_refused() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for bad in ["-1", "nan", "inf", "1e300", "", "soon"] {
            assert!(seconds(bad).is_err(), "{bad}");
        }
        assert_eq!(gap("0.01"), Ok(0.01));
        assert!(["-0.1", "nan", "inf", "1%"].into_iter().all(|bad| gap(bad).is_err()));
        assert!(["0", "1025", "-1", "x"].into_iter().all(|bad| threads(bad).is_err()));
        assert!(day("2021-02-30").is_err());
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct TokenArgs {
    /// Whose it is, as logs will call them.
    #[arg(value_parser = name)]
    pub name: String,
    /// The tenant that they ask for: 1 to 64 letters, digits, dots, dashes, underscores.
    #[arg(long, value_parser = tenant)]
    pub tenant: String,
    /// What they may do; each includes those before it.
    #[arg(long, value_enum, default_values_t = [RightArg::Plan])]
    pub right: Vec<RightArg>,
    /// The last day on which it counts, in universal time; it never ends by default.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub expires: Option<Date>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum RightArg {
    Read,
    Plan,
    Admin,
}

impl From<RightArg> for Right {
    fn from(right: RightArg) -> Self {
        match right {
            RightArg::Read => Self::Read,
            RightArg::Plan => Self::Plan,
            RightArg::Admin => Self::Admin,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct HealthArgs {
    /// Where the server listens; https:// needs --ca.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:50051")]
    pub address: String,
    /// One service, such as arbitre.v1.PlanningService; the server as a whole by default.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub service: String,
    #[command(flatten)]
    pub tls: TlsArgs,
    /// How long to wait.
    #[arg(long, value_name = "S", value_parser = seconds, default_value = "5")]
    pub seconds: Duration,
}

fn name(text: &str) -> Result<String, &'static str> {
    if text.trim().is_empty() { Err("a name is needed") } else { Ok(text.to_owned()) }
}

fn tenant(text: &str) -> Result<String, &'static str> {
    let why = "1 to 64 letters, digits, dots, dashes, underscores are a tenant's name";
    if is_tenant(text) { Ok(text.to_owned()) } else { Err(why) }
}

/// Encryption, and who asks.
#[derive(Debug, clap::Args)]
pub(super) struct TlsArgs {
    /// Certificates of the authority that the server's certificate has to be by, in PEM form.
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// The name that the server's certificate has to bear; that of the address by default.
    #[arg(long, value_name = "NAME", requires = "ca")]
    pub name: Option<String>,
    /// The certificate to show where the server asks for one, in PEM form.
    #[arg(long, value_name = "FILE", requires = "key")]
    pub certificate: Option<PathBuf>,
    /// Its key, in PEM form.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    pub key: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct JobArgs {
    #[command(flatten)]
    pub server: ServerArgs,
    #[command(subcommand)]
    pub command: JobCommand,
}

/// Which server, and as whom.
#[derive(Debug, clap::Args)]
pub(super) struct ServerArgs {
    /// Where the server listens; https:// needs --ca.
    #[arg(long, global = true, value_name = "URL", default_value = "http://127.0.0.1:50051")]
    pub server: String,
    /// A file with the token to show.
    #[arg(long, global = true, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    #[command(flatten)]
    pub tls: TlsArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum JobCommand {
    /// Send jobs; prints the id of each, one a line, once all of them are safely kept.
    Submit(SubmitArgs),
    /// A line for each change of a job until it has ended. Exit code 0 if it succeeded, else 1.
    Watch(JobIdArgs),
    /// List jobs.
    List(ListArgs),
    /// Fetch a job's result, or the best so far.
    Result(ResultArgs),
    /// Call a job off; what it has found by then stays.
    Cancel(JobIdArgs),
    /// Forget a job that has ended, and its result.
    Delete(JobIdArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct SubmitArgs {
    /// Each a CreateJobRequest: {"plan": {"portfolio": {...}, "options": {...}}, "priority": 5, "deadline": "..."}.
    #[arg(required = true)]
    pub requests: Vec<Stream>,
    /// The same id always means the same job, however often it is sent. With several requests, ID-1, ID-2 and so on.
    #[arg(long, value_name = "ID")]
    pub request_id: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct JobIdArgs {
    /// The job's id.
    pub id: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// One line of JSON for each job.
    #[arg(long)]
    pub json: bool,
    /// Only in these states.
    #[arg(long, value_enum, value_name = "STATE")]
    pub state: Vec<StateArg>,
    /// Only with these labels.
    #[arg(long, value_name = "NAME=TEXT", value_parser = label)]
    pub label: Vec<(String, String)>,
    /// Of another tenant, or * for all; for administrators.
    #[arg(long, value_name = "TENANT")]
    pub tenant: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum StateArg {
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

impl From<StateArg> for v1::JobState {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Queued => Self::Queued,
            StateArg::Running => Self::Running,
            StateArg::Succeeded => Self::Succeeded,
            StateArg::Failed => Self::Failed,
            StateArg::Cancelled => Self::Cancelled,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct ResultArgs {
    /// The job's id.
    pub id: String,
    /// Where the document goes that was asked for: a plan, a comparison with its plans, a frontier.
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: Stream,
    /// Write all that there is to say of the result, the document within it: input hash, engine, seed, steps, verdicts.
    #[arg(long)]
    pub envelope: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct WorkerArgs {
    /// Where jobs are kept, before what the configuration says: sqlite:FILE, or nats://HOST:PORT.
    #[arg(long, value_name = "STORE")]
    pub store: Option<String>,
    /// Jobs at once; as many as there are cores by default.
    #[arg(long, value_name = "N", value_parser = threads)]
    pub jobs: Option<NonZeroUsize>,
    /// The configuration: a TOML file, as for `arbitre serve`.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct StoreArgs {
    #[command(subcommand)]
    pub command: StoreCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum StoreCommand {
    /// Copy a store as it stands at one moment; it may be at work meanwhile.
    Backup {
        /// The store: sqlite:FILE.
        #[arg(long, value_name = "STORE")]
        store: String,
        /// The copy; one that is there is replaced once the new one is whole.
        copy: PathBuf,
    },
    /// Put a copy in the place of a store that is not there.
    Restore {
        /// The copy.
        copy: PathBuf,
        /// The store: sqlite:FILE.
        #[arg(long, value_name = "STORE")]
        store: String,
    },
}

fn label(text: &str) -> Result<(String, String), &'static str> {
    let (name, text) = text.split_once('=').ok_or("write it like night=2026-11-25")?;
    Ok((name.to_owned(), text.to_owned()))
}

#[derive(Debug, clap::Args)]
pub(super) struct ReplanArgs {
    /// The portfolios.
    pub folder: PathBuf,
    /// Where plans and report go; made if it is missing.
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// Where yesterday's plans and prices are; the folder of --out by default.
    #[arg(long, value_name = "FOLDER")]
    pub from: Option<PathBuf>,
    /// Plans that were decided, as NAME.plan.json; their commitments bind.
    #[arg(long, value_name = "FOLDER")]
    pub decided: Option<PathBuf>,
    /// Phases that decided plans start before this day stay as they are.
    #[arg(long, value_name = "DAY", value_parser = day, requires = "decided")]
    pub frozen_until: Option<Date>,
    #[command(flatten)]
    pub budget: SharedBudgetArgs,
    /// Seed of the random streams.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Portfolios at once, each on one thread; as many as there are cores by default.
    #[arg(long, value_name = "N", value_parser = threads)]
    pub jobs: Option<NonZeroUsize>,
}

impl ReplanArgs {
    /// As for one portfolio.
    pub(super) fn frozen(&self) -> DecidedArgs {
        DecidedArgs { baseline: None, frozen_until: self.frozen_until }
    }
}
