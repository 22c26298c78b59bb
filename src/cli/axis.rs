//! What a frontier is drawn against, as said on the command line.

use crate::model::Measure;

/// As said; whether the portfolio has it is not known yet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum AxisArg {
    Measure(Measure),
    Fund(String),
    /// A pool or a role.
    Staff(String),
}

/// `EXTERNAL_SPEND`, `FUND:<id>`, `STAFF:<pool or role>` ...
pub(super) fn parse(text: &str) -> Result<AxisArg, String> {
    if let Some(id) = text.strip_prefix("FUND:").filter(|id| !id.is_empty()) {
        return Ok(AxisArg::Fund(id.to_owned()));
    }
    if let Some(id) = text.strip_prefix("STAFF:").filter(|id| !id.is_empty()) {
        return Ok(AxisArg::Staff(id.to_owned()));
    }
    let limited = Measure::ALL.into_iter().filter(|m| !matches!(m, Measure::Value | Measure::Makespan));
    let known: Vec<Measure> = limited.collect();
    let names: Vec<&str> = known.iter().map(|m| m.name()).collect();
    let found = known.iter().find(|m| m.name() == text);
    found
        .map(|m| AxisArg::Measure(*m))
        .ok_or_else(|| format!("give {}, FUND:<id> or STAFF:<pool or role>", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_measures_funds_and_staff() {
        assert_eq!(parse("EXTERNAL_SPEND"), Ok(AxisArg::Measure(Measure::ExternalSpend)));
        assert_eq!(parse("FUND:a:b"), Ok(AxisArg::Fund("a:b".to_owned())));
        assert_eq!(parse("STAFF:MOE"), Ok(AxisArg::Staff("MOE".to_owned())));
        assert!(["VALUE", "MAKESPAN", "FUND:", "STAFF:", "", "fund:x"].into_iter().all(|bad| parse(bad).is_err()));
    }
}
