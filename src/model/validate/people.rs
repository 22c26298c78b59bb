//! Pools and their windows.

use super::super::draft::StaffWindowDraft;
use super::super::{Pool, StaffWindow};
use super::context::Context;
use crate::base::{Date, Rate};

pub(super) fn pools(cx: &mut Context) -> Vec<Pool> {
    let draft = cx.draft;
    cx.unique_ids("pools", draft.pools.iter().map(|p| &p.id[..]));
    let mut out = Vec::new();
    for (i, p) in draft.pools.iter().enumerate() {
        let path = format!("pools[{i}]");
        out.push(Pool {
            id: p.id.clone(),
            name: p.name.clone(),
            role: p.role.clone(),
            staff: windows(cx, &format!("{path}.staff"), &p.staff),
            reserved: windows(cx, &format!("{path}.reserved"), &p.reserved),
            max_overload: cx.up_to(&format!("{path}.maxOverload"), p.max_overload, 1e6),
            day_cost: Rate::from_units(cx.rate(&format!("{path}.dayCost"), p.day_cost)),
        });
    }
    out
}

fn windows(cx: &mut Context, list: &str, drafts: &[StaffWindowDraft]) -> Vec<StaffWindow> {
    let mut out = Vec::new();
    for (i, w) in drafts.iter().enumerate() {
        let path = format!("{list}[{i}]");
        let from = cx.date(&format!("{path}.from"), &w.from);
        let to = cx.date(&format!("{path}.to"), &w.to);
        cx.window(&format!("{path}.to"), from, to);
        cx.touches(&path, from, to);
        out.push(StaffWindow {
            from: from.unwrap_or(Date::MIN),
            to: to.unwrap_or(Date::MIN),
            fte: cx.days(&format!("{path}.fte"), w.fte),
            project_share: w.project_share.map_or(1.0, |x| cx.share(&format!("{path}.projectShare"), x)),
        });
    }
    out
}
