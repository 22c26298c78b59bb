//! Prices as they are kept from one search to the next: by the names of what they are prices of and by day, so that they
//! still mean something when the portfolio has changed and its calendar has rolled on. They speed a search up, and prove
//! nothing: what does not fit is left out.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::{FlowLimitId, FrameworkId, FundId, date};
use crate::model::Portfolio;
use crate::solve::{
    Capacity, CliqueMember, CutMember, Dependency, NamedClique, NamedCut, PricedClique, PricedCut, Prices, Tie,
};

/// As written.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// First days of the periods.
    periods: Vec<String>,
    /// By pool.
    pools: BTreeMap<String, Vec<f64>>,
    /// Framework, role.
    supply: Vec<(String, String, Vec<f64>)>,
    ceilings: BTreeMap<String, f64>,
    /// Fund, year.
    payments: Vec<(String, i32, f64)>,
    commitments: Vec<(String, i32, f64)>,
    totals: BTreeMap<String, f64>,
    /// By flow limit.
    flows: BTreeMap<String, Vec<f64>>,
    cuts: Vec<KeptCut>,
    cliques: Vec<KeptClique>,
    ties: Vec<(KeptTie, f64)>,
}

/// What ties projects to one another or to a contract.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptTie {
    /// Id, and which of its rows.
    Rule(String, usize),
    /// Project and phase that need, those that are needed, and the first day of a period; none for the end of the calendar.
    Dependency((String, String), (String, Option<String>), Option<String>),
    /// Framework.
    Minimum(String),
}

/// A cutting plane: the first day of its period, what a share costs, and by project what its uses count.
#[derive(Serialize, Deserialize)]
struct KeptCut {
    pool: String,
    /// Empty if it is a pool's; otherwise `pool` is a framework.
    role: String,
    day: String,
    most: i64,
    price: f64,
    members: Vec<KeptMember>,
}

/// A project, or one phase of it: least hundredths of a day with the shares that they count.
#[derive(Serialize, Deserialize)]
struct KeptMember {
    project: String,
    phase: Option<String>,
    steps: Vec<(i64, i64)>,
}

/// Options that exclude each other, and what one of them costs.
#[derive(Serialize, Deserialize)]
struct KeptClique {
    price: f64,
    members: Vec<KeptOptions>,
}

/// A phase in a mode, with the first days of the periods that it starts in.
#[derive(Serialize, Deserialize)]
struct KeptOptions {
    project: String,
    phase: String,
    mode: String,
    days: Vec<String>,
}

/// Prices of that portfolio.
pub fn keep_prices(portfolio: &Portfolio, prices: &Prices) -> String {
    let framework = |id: FrameworkId| portfolio.frameworks[id.index()].id.clone();
    let fund = |id: FundId| portfolio.funds[id.index()].id.clone();
    let yearly = |all: &[(FundId, i32, f64)]| all.iter().map(|(id, year, x)| (fund(*id), *year, *x)).collect();
    let periods = first_days(portfolio);
    let kept = Kept {
        pools: portfolio.pools.iter().map(|p| p.id.clone()).zip(prices.pools.iter().cloned()).collect(),
        supply: prices.supply.iter().map(|(f, role, row)| (framework(*f), role.clone(), row.clone())).collect(),
        ceilings: prices.ceilings.iter().map(|(f, x)| (framework(*f), *x)).collect(),
        payments: yearly(&prices.payments),
        commitments: yearly(&prices.commitments),
        totals: prices.totals.iter().map(|(id, x)| (fund(*id), *x)).collect(),
        flows: prices
            .flows
            .iter()
            .map(|(id, row)| (portfolio.policy.flow_limits[id.index()].id.clone(), row.clone()))
            .collect(),
        cuts: prices.cuts.iter().filter_map(|cut| kept_cut(portfolio, cut)).collect(),
        cliques: prices.cliques.iter().map(|clique| kept_clique(&periods, clique)).collect(),
        ties: prices.ties.iter().map(|(tie, price)| (kept_tie(&periods, tie), *price)).collect(),
        periods,
    };
    serde_json::to_string(&kept).expect("names and figures can be written")
}

/// What was kept, as prices of a portfolio that may be another one; none if there is nothing to be made of it.
pub fn kept_prices(portfolio: &Portfolio, bytes: &[u8]) -> Option<Prices> {
    let mut kept: Kept = serde_json::from_slice(bytes).ok()?;
    let days = first_days(portfolio);
    let starts: HashMap<&str, u32> = days.iter().map(|day| &day[..]).zip(0..).collect();
    let places: Vec<Option<usize>> = days.iter().map(|day| kept.periods.iter().position(|d| d == day)).collect();
    let by_day = |row: Vec<f64>| -> Vec<f64> {
        places.iter().map(|at| at.and_then(|i| row.get(i)).copied().unwrap_or(0.0)).collect()
    };
    let framework = |id: &str| portfolio.frameworks.iter().position(|f| f.id == id).map(FrameworkId::new);
    let fund = |id: &str| portfolio.funds.iter().position(|f| f.id == id).map(FundId::new);
    let flow = |id: &str| portfolio.policy.flow_limits.iter().position(|f| f.id == id).map(FlowLimitId::new);
    let yearly = |all: Vec<(String, i32, f64)>| -> Vec<(FundId, i32, f64)> {
        all.into_iter().filter_map(|(id, year, x)| Some((fund(&id)?, year, x))).collect()
    };
    let pools = portfolio.pools.iter().map(|p| by_day(kept.pools.remove(&p.id).unwrap_or_default())).collect();
    Some(Prices {
        pools,
        supply: kept
            .supply
            .into_iter()
            .filter_map(|(f, role, row)| Some((framework(&f)?, role, by_day(row))))
            .collect(),
        ceilings: kept.ceilings.into_iter().filter_map(|(f, x)| Some((framework(&f)?, x))).collect(),
        payments: yearly(kept.payments),
        commitments: yearly(kept.commitments),
        totals: kept.totals.into_iter().filter_map(|(id, x)| Some((fund(&id)?, x))).collect(),
        flows: kept.flows.into_iter().filter_map(|(id, row)| Some((flow(&id)?, by_day(row)))).collect(),
        limits: Vec::new(),
        cuts: kept.cuts.into_iter().filter_map(|cut| priced_cut(&days, cut)).collect(),
        cliques: kept.cliques.into_iter().map(|clique| priced_clique(&starts, clique)).collect(),
        ties: kept.ties.into_iter().filter_map(|(tie, price)| Some((named_tie(&days, tie)?, price))).collect(),
    })
}

fn kept_cut(portfolio: &Portfolio, priced: &PricedCut) -> Option<KeptCut> {
    let NamedCut { capacity, period, most, members } = &*priced.cut;
    let (pool, role) = match capacity {
        Capacity::Pool(id) => (id.to_string(), String::new()),
        Capacity::Supply(id, role) => (id.to_string(), role.to_string()),
    };
    let day = date::iso(portfolio.calendar.periods().get(*period)?.first);
    let member =
        |m: &CutMember| KeptMember { project: m.project.clone(), phase: m.phase.clone(), steps: m.steps.clone() };
    let members = members.iter().map(member).collect();
    Some(KeptCut { pool, role, day, most: *most, price: priced.price, members })
}

/// By the first days of the periods of another portfolio.
fn priced_cut(days: &[String], kept: KeptCut) -> Option<PricedCut> {
    let KeptCut { pool, role, day, most, price, members } = kept;
    let period = days.iter().position(|d| *d == day)?;
    let capacity =
        if role.is_empty() { Capacity::Pool(pool.into()) } else { Capacity::Supply(pool.into(), role.into()) };
    let member = |KeptMember { project, phase, steps }| CutMember { project, phase, steps };
    let members = members.into_iter().map(member).collect();
    Some(PricedCut { cut: Arc::new(NamedCut { capacity, period, most, members }), price })
}

fn kept_clique(days: &[String], priced: &PricedClique) -> KeptClique {
    let member = |m: &CliqueMember| {
        let days = m.starts.iter().filter_map(|start| days.get(*start as usize)).cloned().collect();
        KeptOptions { project: m.project.clone(), phase: m.phase.clone(), mode: m.mode.clone(), days }
    };
    KeptClique { price: priced.price, members: priced.clique.members.iter().map(member).collect() }
}

/// By the first days of the periods of another portfolio; starts that it has no day for are left out.
fn priced_clique(starts: &HashMap<&str, u32>, kept: KeptClique) -> PricedClique {
    let member = |KeptOptions { project, phase, mode, days }: KeptOptions| {
        let starts = days.iter().filter_map(|day| starts.get(&day[..]).copied()).collect();
        CliqueMember { project, phase, mode, starts }
    };
    let members = kept.members.into_iter().map(member).collect();
    PricedClique { clique: Arc::new(NamedClique { members }), price: kept.price }
}

fn kept_tie(days: &[String], tie: &Tie) -> KeptTie {
    match tie {
        Tie::Rule(id, row) => KeptTie::Rule(id.to_string(), *row),
        Tie::Dependency(of, period) => {
            KeptTie::Dependency(of.succ.clone(), of.pred.clone(), days.get(*period).cloned())
        }
        Tie::Minimum(framework) => KeptTie::Minimum(framework.to_string()),
    }
}

/// By the first days of the periods of another portfolio.
fn named_tie(days: &[String], kept: KeptTie) -> Option<Tie> {
    Some(match kept {
        KeptTie::Rule(id, row) => Tie::Rule(id.into(), row),
        KeptTie::Dependency(succ, pred, day) => {
            let period = day.map_or(Some(days.len()), |day| days.iter().position(|d| *d == day))?;
            Tie::Dependency(Arc::new(Dependency { succ, pred }), period)
        }
        KeptTie::Minimum(framework) => Tie::Minimum(framework.into()),
    })
}

fn first_days(portfolio: &Portfolio) -> Vec<String> {
    portfolio.calendar.periods().iter().map(|p| date::iso(p.first)).collect()
}
