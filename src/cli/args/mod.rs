//! What may be said on the command line: a file for each command, and what several of them share.

mod apply;
mod arbitrate;
mod ask;
mod budget;
mod check;
mod compare;
mod decided;
mod dossier;
mod drift;
mod evaluate;
mod expand;
mod explain;
mod fairness;
mod frontier;
mod health;
mod import;
mod job;
mod plan;
mod prices;
mod replan;
mod report;
mod run;
mod schedule;
mod serve;
mod store;
mod tls;
mod token;
mod validate;
mod values;
mod worker;

pub(super) use apply::ApplyArgs;
pub(super) use arbitrate::{ArbitrateArgs, LeverArg};
pub(super) use ask::AskArgs;
pub(super) use budget::{BudgetArgs, EachBudgetArgs, SharedBudgetArgs};
pub(super) use check::CheckArgs;
pub(super) use compare::CompareArgs;
pub(super) use decided::DecidedArgs;
pub(super) use dossier::DossierArgs;
pub(super) use drift::DriftArgs;
pub(super) use evaluate::EvaluateArgs;
pub(super) use expand::ExpandArgs;
pub(super) use explain::ExplainArgs;
pub(super) use fairness::FairnessArgs;
pub(super) use frontier::FrontierArgs;
pub(super) use health::HealthArgs;
pub(super) use import::{FormatArg, ImportArgs};
pub(super) use job::{JobArgs, JobCommand, ListArgs, ResultArgs, ServerArgs, SubmitArgs};
pub(super) use plan::PlanArgs;
pub(super) use prices::PricesArgs;
pub(super) use replan::ReplanArgs;
pub(super) use report::ReportArgs;
pub(super) use schedule::ScheduleArgs;
pub(super) use serve::ServeArgs;
pub(super) use store::{StoreArgs, StoreCommand};
pub(super) use tls::TlsArgs;
pub(super) use token::TokenArgs;
pub(super) use validate::ValidateArgs;
pub(super) use worker::WorkerArgs;

use clap::{Parser, Subcommand, ValueEnum};

/// Plans project portfolios, with proven bounds and reasons.
///
/// Files are JSON, or protobuf's binary form where their name ends in .pb; `-` is standard input or output.
///
/// Exit codes: 0 done; 1 proven infeasible, or a plan that breaks its constraints; 2 input that cannot be used;
/// 3 time up before any plan; 70 an error in arbitre itself.
#[derive(Debug, Parser)]
#[command(name = "arbitre", version, verbatim_doc_comment)]
pub(super) struct Args {
    /// Language of messages and summaries; by default that of LC_ALL, LC_MESSAGES or LANG, and French where a dossier is made.
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
    /// Make a portfolio of a public scheduling instance: PSPLIB, MMLIB, MPLIB, MISTA 2013.
    ///
    /// A unit of time becomes a working day, a renewable resource a pool, a non-renewable one a fund. What the contract cannot
    /// say is refused with the reason; `arbitre schedule` solves it all the same.
    Import(ImportArgs),
    /// Solve a public instance: makespan or total project delay by the scheduling kernel; or the value of a selection.
    Schedule(ScheduleArgs),
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
    /// What `arbitre arbitrate --out menu.json` wrote is told with its baseline: `arbitre report portfolio.json menu.json
    /// --baseline decided.json --html dossier.html`.
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_holds_together() {
        Args::command().debug_assert();
    }
}
