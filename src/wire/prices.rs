//! Prices as messages.

use super::portfolio::measure_message;
use super::v1;
use crate::study::{Margin, MarginKind, Margins, Sample};

/// The prices as an answer holds them.
pub fn prices_message(m: &Margins) -> v1::ResourcePrices {
    v1::ResourcePrices {
        portfolio: m.portfolio.clone(),
        measure: measure_message(m.measure).into(),
        value: m.value,
        bound: m.bound,
        prices: m.prices.iter().map(price).collect(),
    }
}

fn price(m: &Margin) -> v1::ResourcePrice {
    let kind = match m.kind {
        MarginKind::Staff => v1::ResourceKind::Staff,
        MarginKind::Payments => v1::ResourceKind::Payments,
        MarginKind::Commitments => v1::ResourceKind::Commitments,
        MarginKind::Total => v1::ResourceKind::Total,
        MarginKind::Framework => v1::ResourceKind::Framework,
        MarginKind::Flow => v1::ResourceKind::FlowLimit,
    };
    v1::ResourcePrice {
        kind: kind.into(),
        subject: m.subject.clone(),
        year: m.year,
        quarter: m.quarter.and_then(|q| i32::try_from(q).ok()),
        unit: m.unit,
        price: m.price,
        step: m.step,
        samples: m.samples.iter().map(sample).collect(),
        holds_to: m.holds_to(),
    }
}

fn sample(s: &Sample) -> v1::PriceSample {
    v1::PriceSample { more: s.more, promised: s.promised, gain: s.gain, least_gain: s.least, most_gain: s.most }
}
