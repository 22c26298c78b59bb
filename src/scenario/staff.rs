//! Changes to people: more of them, or a multiple of them between two days.

use super::apply::Changing;
use super::lists;
use crate::base::{Date, date};
use crate::model::ProblemCode;
use crate::model::draft::StaffWindowDraft;

/// Days from the first to the last, both inclusive.
#[derive(Clone, Copy)]
struct Window {
    from: Date,
    to: Date,
}

impl Window {
    /// Whether the two have a day in common.
    fn meets(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

impl Changing<'_> {
    pub(super) fn add_staff(&mut self, at: &str, pool: &str, staff: Option<&StaffWindowDraft>) {
        let found = lists::position(&self.draft.pools, pool);
        if found.is_none() {
            self.unknown(&format!("{at}.pool"), pool);
        }
        match (found, staff) {
            (Some(i), Some(staff)) => self.draft.pools[i].staff.push(staff.clone()),
            (_, None) => self.problem(ProblemCode::Missing, &format!("{at}.staff"), ""),
            (None, Some(_)) => {}
        }
    }

    /// Multiplies the staff of a pool, or else of a role's pools, between two days; an empty day is open.
    pub(super) fn scale_staff(&mut self, at: &str, who: (&str, &str), when: (&str, &str), factor: f64) {
        let pools = self.pools(at, who);
        let window = self.window(at, when);
        let factor_holds = self.factor(&format!("{at}.factor"), factor);
        let (Some(window), true) = (window, factor_holds) else { return };
        let calendar = self.calendar().unwrap_or(Window { from: Date::MIN, to: Date::MAX });
        for i in pools {
            let staff = &mut self.draft.pools[i].staff;
            *staff = staff.iter().flat_map(|w| split(w, window, calendar, factor)).collect();
        }
    }

    /// The pools that the change names, by id or by role.
    fn pools(&mut self, at: &str, (pool, role): (&str, &str)) -> Vec<usize> {
        let pools = self.draft.pools.iter().enumerate();
        match (pool, role) {
            ("", "") => {
                self.problem_with(ProblemCode::Missing, &format!("{at}.pool"), "", "pool, role");
                Vec::new()
            }
            (id, "") => {
                let found = lists::position(&self.draft.pools, id);
                if found.is_none() {
                    self.unknown(&format!("{at}.pool"), id);
                }
                found.into_iter().collect()
            }
            ("", role) => {
                let found: Vec<usize> = pools.filter(|(_, p)| p.role == role).map(|(i, _)| i).collect();
                if found.is_empty() {
                    self.unknown(&format!("{at}.role"), role);
                }
                found
            }
            (id, role) => {
                self.problem_with(ProblemCode::Repeated, &format!("{at}.role"), role, &format!("pool {id}"));
                Vec::new()
            }
        }
    }

    fn window(&mut self, at: &str, (from, to): (&str, &str)) -> Option<Window> {
        let from_day = self.day(&format!("{at}.from"), from, Date::MIN);
        let to_day = self.day(&format!("{at}.to"), to, Date::MAX);
        let window = Window { from: from_day?, to: to_day? };
        if window.to < window.from {
            self.problem_with(ProblemCode::EmptyWindow, &format!("{at}.to"), to, from);
            return None;
        }
        if let Some(calendar) = self.calendar().filter(|calendar| !calendar.meets(window)) {
            let own = format!("{} .. {}", date::iso(calendar.from), date::iso(calendar.to));
            self.problem_with(ProblemCode::OutsideCalendar, at, format!("{from} .. {to}"), &own);
            return None;
        }
        Some(window)
    }

    /// The window of the calendar as the scenario leaves it, whatever the order of its changes; none where its dates say
    /// nothing, which validation names.
    fn calendar(&self) -> Option<Window> {
        let calendar = self.draft.calendar.as_ref()?;
        let end = self.last_calendar_end().unwrap_or(&calendar.end);
        Some(Window { from: date::parse(&calendar.start)?, to: date::parse(end)? })
    }

    fn day(&mut self, path: &str, text: &str, open: Date) -> Option<Date> {
        if text.is_empty() {
            return Some(open);
        }
        let day = date::parse(text);
        if day.is_none() {
            self.problem(ProblemCode::BadDate, path, text);
        }
        day
    }

    fn factor(&mut self, path: &str, factor: f64) -> bool {
        if !factor.is_finite() {
            self.problem(ProblemCode::NotFinite, path, factor);
        } else if factor < 0.0 {
            self.problem(ProblemCode::Negative, path, factor);
        }
        factor.is_finite() && factor >= 0.0
    }
}

/// The staff before, inside and after the window, the part inside times `factor`. Parts without a day in the calendar go,
/// since validation would take them for mistakes. Staff whose own dates say nothing, or nothing in the calendar, is left
/// for validation to name.
fn split(staff: &StaffWindowDraft, window: Window, calendar: Window, factor: f64) -> Vec<StaffWindowDraft> {
    let own = date::parse(&staff.from).zip(date::parse(&staff.to)).map(|(from, to)| Window { from, to });
    let Some(own) = own.filter(|own| own.from <= own.to && own.meets(calendar) && own.meets(window)) else {
        return vec![staff.clone()];
    };
    let inside = Window { from: own.from.max(window.from), to: own.to.min(window.to) };
    let before = inside.from.pred_opt().map(|day| (Window { from: own.from, to: day }, staff.fte));
    let after = inside.to.succ_opt().map(|day| (Window { from: day, to: own.to }, staff.fte));
    let parts = [before, Some((inside, staff.fte * factor)), after].into_iter().flatten();
    let kept = parts.filter(|(part, _)| part.from <= part.to && part.meets(calendar));
    let text = |(part, fte): (Window, f64)| StaffWindowDraft {
        from: date::iso(part.from),
        to: date::iso(part.to),
        fte,
        project_share: staff.project_share,
    };
    kept.map(text).collect()
}
