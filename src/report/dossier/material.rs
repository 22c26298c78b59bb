//! What a dossier is made from: plans that the referee has counted again, side by side. Nothing that a plan says of
//! itself is drawn before the referee has said it too.

use crate::arbitrate::Recounted;
use crate::base::Lang;
use crate::check::{self, Claims, Violation};
use crate::model::Portfolio;
use crate::model::draft::PortfolioDraft;
use crate::model::draft::scenario::ScenarioDraft;
use crate::plan::Plan;
use crate::study::{Case, Compared, Comparison, Frontier, Prepared};

/// All that a dossier tells.
#[derive(Clone, Debug)]
pub struct Material {
    /// The portfolio as said, before any scenario.
    pub draft: PortfolioDraft,
    /// The scenarios, and the portfolios that they make.
    pub cases: Vec<Case>,
    /// Their plans side by side, completed by the referee.
    pub comparison: Comparison,
    /// By scenario: what the referee finds wrong with its plan, figures included.
    pub verdicts: Vec<Vec<Violation>>,
    /// What was decided before.
    pub baseline: Option<Plan>,
    /// What gives way to demands.
    pub arbitration: Option<Recounted>,
    /// Curves, each with the scenario that it is drawn under.
    pub curves: Vec<Curve>,
    /// What it was made from.
    pub sources: Vec<Source>,
}

/// A frontier, and the scenario that its points come after.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Empty for the portfolio as it stands.
    pub scenario: ScenarioDraft,
    /// The points.
    pub frontier: Frontier,
}

/// Something that the dossier was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file's name, or what else it is called.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl Source {
    /// What stands in these bytes.
    pub fn new(name: impl Into<String>, bytes: &[u8]) -> Self {
        let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
        Self { name: name.into(), sha256: digest.as_ref().iter().map(|b| format!("{b:02x}")).collect() }
    }
}

/// A scenario that has a plan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    /// Its position among the scenarios.
    pub index: usize,
    /// Its position among those that have a plan: its colour.
    pub series: usize,
    pub case: &'a Prepared,
    pub compared: &'a Compared,
    pub plan: &'a Plan,
}

impl Material {
    /// The plans of a comparison, each counted again.
    pub fn new(draft: PortfolioDraft, cases: Vec<Case>, mut comparison: Comparison, baseline: Option<Plan>) -> Self {
        let mut verdicts = Vec::new();
        for (case, compared) in cases.iter().zip(&mut comparison.scenarios) {
            verdicts.push(counted(case, &mut compared.plan));
        }
        let portfolio = cases.iter().find_map(|c| Some(&c.outcome.as_ref().ok()?.portfolio));
        // Choices made by hand have no days of their own.
        let baseline = baseline.map(|plan| match portfolio {
            Some(portfolio) => check::complete(portfolio, None, plan),
            None => plan,
        });
        Self {
            draft,
            cases,
            comparison,
            verdicts,
            baseline,
            arbitration: None,
            curves: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// The scenarios that have a plan.
    pub(crate) fn views(&self) -> Vec<View<'_>> {
        let planned = self.comparison.planned().filter_map(|(index, plan)| {
            let case = self.cases.get(index)?.outcome.as_ref().ok()?;
            Some((index, case, plan))
        });
        let view = |(series, (index, case, plan))| View {
            index,
            series,
            case,
            compared: &self.comparison.scenarios[index],
            plan,
        };
        planned.enumerate().map(view).collect()
    }

    /// The scenario that the others are compared with.
    pub(crate) fn reference(&self) -> Option<View<'_>> {
        self.views().into_iter().find(|v| Some(v.index) == self.comparison.reference)
    }

    /// The name of the scenario at that position, short.
    pub(crate) fn label(&self, index: usize, lang: Lang) -> String {
        label(&self.comparison.scenarios[index].scenario.id, lang)
    }

    /// What the portfolio is called.
    pub(crate) fn title(&self) -> &str {
        if self.draft.name.trim().is_empty() { &self.draft.id } else { &self.draft.name }
    }

    /// The currency.
    pub(crate) fn currency(&self) -> &str {
        if self.draft.currency.is_empty() { "EUR" } else { &self.draft.currency }
    }
}

/// A scenario's id as a name: "b" is spoken of as B.
pub(crate) fn label(id: &str, lang: Lang) -> String {
    match id {
        "" => lang.pick("Tel quel", "As it stands").to_owned(),
        one if one.chars().count() == 1 => one.to_uppercase(),
        other => super::typo::cut(other, 28),
    }
}

impl<'a> View<'a> {
    pub(crate) fn portfolio(&self) -> &'a Portfolio {
        &self.case.portfolio
    }

    pub(crate) fn label(&self, lang: Lang) -> String {
        label(&self.compared.scenario.id, lang)
    }

    /// Its name, as long as it is.
    pub(crate) fn title(&self, lang: Lang) -> String {
        let name = self.compared.scenario.name.trim();
        if name.is_empty() { self.label(lang) } else { super::typo::cut(name, 90) }
    }

    /// Its name without the label, where the name begins with it: "B : externalisation" is called so beside a B.
    pub(crate) fn rest_of_title(&self, lang: Lang) -> String {
        let (title, label) = (self.title(lang), self.label(lang));
        let rest =
            title.strip_prefix(&label).map(|r| r.trim_start_matches([' ', '\u{a0}', '\u{202f}', ':', '–', '-', '.']));
        match rest {
            Some(rest) if rest.len() + label.len() < title.len() || rest.is_empty() => rest.to_owned(),
            _ => title,
        }
    }

    /// What tells it from the others in the page.
    pub(crate) fn key(&self) -> String {
        format!("s{}", self.index)
    }
}

/// What the referee says of the plan, which it completes.
fn counted(case: &Case, plan: &mut Option<Plan>) -> Vec<Violation> {
    let Ok(prepared) = &case.outcome else { return Vec::new() };
    let Some(said) = plan.take_if(|p| p.status.has_plan()) else { return Vec::new() };
    let baseline = prepared.baseline.as_ref();
    // Choices made by hand, without a figure, claim none.
    let claims = if said.measures.is_empty() { Claims::Ignored } else { Claims::Checked };
    let verdict = check::check(&prepared.portfolio, baseline, &said, claims);
    *plan = Some(check::complete(&prepared.portfolio, baseline, said));
    verdict.violations
}
