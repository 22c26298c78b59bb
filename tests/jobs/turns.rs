//! Whose turn it is.

use arbitre::job::{Ending, Policy, Record, Store};

use crate::fixtures::{Place, claim, job, on_both, submit};

on_both! {
    higher_priorities_go_first
    tenants_take_turns_however_much_one_of_them_asks
    of_one_tenant_what_has_to_be_ready_first_goes_first
}

/// The ids in the order in which one worker gets them.
fn order(store: &dyn Store, count: usize) -> Vec<String> {
    let one = |_| {
        let begun = claim(store, "w");
        let ending = Ending::Done { result: "r".to_owned(), reused: false, progress: None };
        store.end(&begun.id, begun.attempt(), &ending).expect("it ends");
        begun.portfolio
    };
    (0..count).map(one).collect()
}

fn higher_priorities_go_first(place: &Place) {
    let store = place.open(&Policy::default());
    for (name, priority) in [("low", -100), ("none", 0), ("high", 100), ("some", 7)] {
        submit(&*store, &Record { priority, ..job(name) });
    }
    assert_eq!(order(&*store, 4), ["high", "some", "none", "low"]);
}

fn tenants_take_turns_however_much_one_of_them_asks(place: &Place) {
    let store = place.open(&Policy::default());
    for i in 0..6 {
        submit(&*store, &Record { tenant: "large".to_owned(), ..job(&format!("l{i}")) });
    }
    for (name, tenant) in [("a0", "a"), ("a1", "a"), ("z0", "z")] {
        submit(&*store, &Record { tenant: tenant.to_owned(), ..job(name) });
    }
    let got = order(&*store, 9);
    let last = |wanted: &str| got.iter().rposition(|name| name.starts_with(wanted)).expect("it is there");
    assert!(last("z") < 3 && last("a") < 5, "{got:?}");
    let large: Vec<&String> = got.iter().filter(|name| name.starts_with('l')).collect();
    assert!(large.is_sorted(), "first come, first served: {large:?}");
}

fn of_one_tenant_what_has_to_be_ready_first_goes_first(place: &Place) {
    let store = place.open(&Policy::default());
    let hour = 3_600_000;
    for (name, deadline) in [("never", None), ("late", Some(9 * hour)), ("soon", Some(hour)), ("later", Some(8 * hour))]
    {
        submit(&*store, &Record { deadline, ..job(name) });
    }
    assert_eq!(order(&*store, 4), ["soon", "later", "late", "never"]);
}
