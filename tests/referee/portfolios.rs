//! Random small portfolios that use every field of the contract.

use arbitre::base::{Date, Rng, date};
use chrono::Days;
use serde_json::{Value, json};

/// A calendar's window, and person-days in one of its periods.
struct Frame {
    start: Date,
    end: Date,
    unit: &'static str,
    scale: f64,
}

/// A portfolio, as JSON.
pub(crate) fn random(rng: &mut Rng) -> String {
    let frame = frame(rng);
    let projects: Vec<Value> = (0..4 + rng.below(5)).map(|i| project(&frame, i, rng)).collect();
    let n = projects.len();
    let roles = ["MOE", "MOA", "AMOA", "MOE"].iter().enumerate();
    let pools: Vec<Value> = roles.map(|(i, role)| pool(&frame, i, role, rng)).collect();
    let closed: Vec<String> = (0..rng.below(4)).map(|_| frame.day(rng)).collect();
    json!({
        "id": "random", "name": "Random", "currency": "EUR",
        "calendar": {"start": date::iso(frame.start), "end": date::iso(frame.end), "unit": frame.unit,
                     "publicHolidays": pick(rng, &["", "FR"]), "closedDays": closed},
        "objectives": [{"id": "o0", "name": "O", "weight": 2.5}, {"id": "o1", "weight": 0.1}],
        "pools": pools,
        "frameworks": (0..2).map(|i| framework(&frame, i, rng)).collect::<Vec<_>>(),
        "sourcingRules": (0..2).map(|i| sourcing_rule(i, rng)).collect::<Vec<_>>(),
        "funds": (0..3).map(|i| fund(&frame, i, rng)).collect::<Vec<_>>(),
        "projects": projects,
        "rules": (0..rng.below(4)).map(|i| rule(i, n, rng)).collect::<Vec<_>>(),
        "policy": policy(&frame, rng),
    })
    .to_string()
}

fn frame(rng: &mut Rng) -> Frame {
    let (start, end, unit, scale) = [
        ("2021-01-15", "2022-08-20", "PERIOD_UNIT_MONTH", 20.0),
        ("2021-11-03", "2022-03-16", "PERIOD_UNIT_WEEK", 5.0),
        ("2021-12-13", "2022-01-14", "PERIOD_UNIT_DAY", 1.0),
    ][rng.below(3)];
    let day = |text| date::parse(text).expect("a date");
    Frame { start: day(start), end: day(end), unit, scale }
}

impl Frame {
    /// A random day in it.
    fn day(&self, rng: &mut Rng) -> String {
        let days = (self.end - self.start).num_days() as usize + 1;
        date::iso(self.start + Days::new(rng.below(days) as u64))
    }

    /// Two random days in it, in order.
    fn window(&self, rng: &mut Rng) -> (String, String) {
        let (a, b) = (self.day(rng), self.day(rng));
        if a <= b { (a, b) } else { (b, a) }
    }

    /// A window that covers nearly all of it.
    fn wide(&self, rng: &mut Rng) -> (String, String) {
        let days = (self.end - self.start).num_days() as usize / 6 + 1;
        let (a, b) = (Days::new(rng.below(days) as u64), Days::new(rng.below(days) as u64));
        (date::iso(self.start + a), date::iso(self.end - b))
    }

    /// Person-days that weigh on a pool.
    fn days(&self, rng: &mut Rng) -> f64 {
        (rng.unit() * 2.0 * self.scale * 100.0).round() / 100.0
    }
}

fn pick<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.below(from.len())]
}

fn cents(rng: &mut Rng, most: f64) -> f64 {
    (rng.unit() * most * 100.0).round() / 100.0
}

/// Sets a field with that probability.
fn maybe(rng: &mut Rng, p: f64, object: &mut Value, field: &str, value: impl FnOnce(&mut Rng) -> Value) {
    if rng.chance(p) {
        object[field] = value(rng);
    }
}

fn pool(frame: &Frame, i: usize, role: &str, rng: &mut Rng) -> Value {
    let mut staff = |share: bool, most: f64| {
        let (from, to) = if share { frame.wide(rng) } else { frame.window(rng) };
        let mut w = json!({"from": from, "to": to, "fte": cents(rng, most)});
        maybe(rng, 0.5, &mut w, "projectShare", |rng| json!(0.3 + 0.7 * rng.unit()));
        w
    };
    let staff_windows = vec![staff(true, 8.0), staff(false, 2.0)];
    let reserved = vec![staff(false, 1.0)];
    let mut pool =
        json!({"id": format!("pool{i}"), "role": role, "staff": staff_windows, "dayCost": cents(rng, 400.0)});
    maybe(rng, 0.5, &mut pool, "reserved", |_| json!(reserved));
    maybe(rng, 0.5, &mut pool, "maxOverload", |rng| json!(0.3 * rng.unit()));
    pool
}

fn framework(frame: &Frame, i: usize, rng: &mut Rng) -> Value {
    let (start, end) = frame.wide(rng);
    let min = cents(rng, 4e3 * frame.scale);
    let mut rates = vec![json!({"role": "MOE", "dayRate": cents(rng, 600.0)})];
    rates.push(json!({"role": "AMOA", "dayRate": 640}));
    maybe(rng, 0.6, &mut rates[0], "maxDaysPerPeriod", |rng| json!(cents(rng, 2.0 * frame.scale)));
    let fund = pick(rng, &["fund0", "fund1"]);
    let mut f = json!({"id": format!("fw{i}"), "start": start, "end": end, "rates": rates, "fund": fund});
    maybe(rng, 0.6, &mut f, "minAmount", |_| json!(min));
    maybe(rng, 0.6, &mut f, "maxAmount", |rng| json!(min + cents(rng, 8e3 * frame.scale)));
    maybe(rng, 0.4, &mut f, "leadPeriods", |rng| json!(rng.below(3)));
    f
}

fn sourcing_rule(i: usize, rng: &mut Rng) -> Value {
    let mut shares = vec![json!({"role": "MOE", "framework": "fw0", "share": 0.1 + 0.5 * rng.unit()})];
    maybe(rng, 0.5, &mut shares[0], "oversight", |rng| json!(0.2 * rng.unit()));
    if rng.chance(0.5) {
        shares.push(json!({"role": "MOE", "framework": "fw1", "share": 0.35, "oversight": 0.15}));
    }
    if rng.chance(0.5) {
        shares.push(json!({"role": "AMOA", "framework": "fw1", "share": 1}));
    }
    let mut rule = json!({"id": format!("rule{i}"), "shares": shares, "enabled": rng.chance(0.8)});
    maybe(rng, 0.5, &mut rule, "durationFactor", |rng| json!(0.5 + rng.unit()));
    rule
}

fn fund(frame: &Frame, i: usize, rng: &mut Rng) -> Value {
    let most = 3e4 * frame.scale;
    let mut years = |p: f64| {
        let years = [2021, 2022].into_iter().filter(|_| rng.chance(p)).collect::<Vec<_>>();
        json!(years.into_iter().map(|y| json!({"year": y, "amount": cents(rng, most)})).collect::<Vec<_>>())
    };
    let (payments, commitments) = (years(0.6), years(0.5));
    let mut f = json!({"id": format!("fund{i}"), "kind": "FUND_KIND_INVESTMENT", "payments": payments,
                       "commitments": commitments, "carryOver": rng.chance(0.5)});
    let (from, to) = frame.wide(rng);
    maybe(rng, 0.4, &mut f, "total", |rng| json!(cents(rng, 1.5 * most)));
    maybe(rng, 0.3, &mut f, "from", |_| json!(from));
    maybe(rng, 0.3, &mut f, "to", |_| json!(to));
    f
}

fn project(frame: &Frame, i: usize, rng: &mut Rng) -> Value {
    let phases: Vec<Value> = (0..1 + rng.below(3)).map(|k| phase(frame, i, k, rng)).collect();
    let mut p = json!({"id": format!("p{i}"), "sponsor": pick(rng, &["north", "south"]), "phases": phases,
                       "rolePools": {"MOA": "pool1", "AMOA": pick(rng, &["pool2", "pool0"])}});
    match rng.chance(0.5) {
        true => p["value"] = json!(cents(rng, 100.0)),
        false => p["scores"] = json!([{"objective": "o1", "score": cents(rng, 9.0)}, {"objective": "o0", "score": 3}]),
    }
    let (a, b) = frame.window(rng);
    let (open, close) = frame.wide(rng);
    maybe(rng, 0.2, &mut p, "mustDo", |_| json!(true));
    maybe(rng, 0.3, &mut p, "earliestStart", |_| json!(open));
    maybe(rng, 0.3, &mut p, "deadline", |_| json!(close));
    maybe(rng, 0.4, &mut p, "target", |_| json!(b));
    maybe(rng, 0.1, &mut p, "target", |_| json!(a));
    maybe(rng, 0.5, &mut p, "latePenalty", |rng| json!(cents(rng, 3.0)));
    maybe(rng, 0.4, &mut p, "tags", |_| json!(["urgent", "x"]));
    maybe(rng, 0.4, &mut p, "commitmentWeight", |rng| json!(cents(rng, 4.0)));
    let grants = [
        json!([{"fund": "fund2", "share": 1}]),
        json!([{"fund": "fund2", "share": 0.35}, {"fund": "fund1", "share": 0.4}]),
    ];
    maybe(rng, 0.5, &mut p, "grants", |rng| grants[rng.below(2)].clone());
    p
}

fn phase(frame: &Frame, project: usize, k: usize, rng: &mut Rng) -> Value {
    let modes: Vec<Value> = (0..1 + rng.below(2)).map(|m| mode(frame, m, rng)).collect();
    let mut after = Vec::new();
    if k > 0 && rng.chance(0.8) {
        after.push(json!({"phase": format!("ph{}", k - 1), "lag": rng.below(4) as i32 - 1}));
    }
    if project > 0 && rng.chance(0.25) {
        let mut d = json!({"project": format!("p{}", rng.below(project)), "lag": rng.below(3) as i32 - 1});
        maybe(rng, 0.5, &mut d, "phase", |_| json!("ph0"));
        after.push(d);
    }
    let mut phase = json!({"id": format!("ph{k}"), "modes": modes, "after": after});
    maybe(rng, 0.6, &mut phase, "sourcing", |rng| [json!(["rule0"]), json!(["rule1", "rule0"])][rng.below(2)].clone());
    phase
}

fn mode(frame: &Frame, m: usize, rng: &mut Rng) -> Value {
    if rng.chance(0.1) {
        return json!({"id": format!("m{m}")});
    }
    let duration = 1 + rng.below(5);
    let mut mode = json!({"id": format!("m{m}"), "duration": duration});
    let pools: &[&str] = &["pool0", "pool1", "pool2", "pool3", "pool0"];
    let effort: Vec<Value> =
        (0..rng.below(4)).map(|_| json!({"pool": pick(rng, pools), "days": frame.days(rng)})).collect();
    mode["effort"] = json!(effort);
    maybe(rng, 0.3, &mut mode, "purchases", |rng| {
        let role = pick(rng, &["MOE", "AMOA"]);
        json!([{"framework": "fw1", "role": role, "days": frame.days(rng)},
               {"framework": "fw1", "role": "MOE", "days": 0.5}])
    });
    maybe(rng, 0.5, &mut mode, "costs", |rng| {
        json!([{"fund": pick(rng, &["fund0", "fund1"]), "amount": cents(rng, 5e3 * frame.scale), "label": "c"},
               {"fund": pick(rng, &["fund0", "fund2"]), "amount": cents(rng, 99.0)}])
    });
    mode
}

fn rule(i: usize, projects: usize, rng: &mut Rng) -> Value {
    let (kind, count) = pick(
        rng,
        &[
            ("SELECTION_RULE_KIND_AT_MOST", 1),
            ("SELECTION_RULE_KIND_AT_LEAST", 2),
            ("SELECTION_RULE_KIND_TOGETHER", 0),
            ("SELECTION_RULE_KIND_IMPLIES", 0),
        ],
    );
    let mut all: Vec<usize> = (0..projects).collect();
    rng.shuffle(&mut all);
    let ids: Vec<String> = all[..2 + rng.below(2)].iter().map(|p| format!("p{p}")).collect();
    let mut rule = json!({"id": format!("rule{i}"), "kind": kind, "projects": ids});
    if count > 0 {
        rule["count"] = json!(count);
    }
    rule
}

fn policy(frame: &Frame, rng: &mut Rng) -> Value {
    let mut policy = json!({
        "effortRatios": [{"fromRole": "MOE", "toRole": "MOA", "ratio": 0.4},
                         {"fromRole": "MOE", "toRole": "AMOA", "ratio": 0.155}],
        "goals": [{"measure": "MEASURE_VALUE", "slack": 0.01}, {"measure": "MEASURE_LATENESS"},
                  {"measure": "MEASURE_DISRUPTION"}],
    });
    maybe(rng, 0.7, &mut policy, "valueDecay", |rng| json!(0.05 * rng.unit()));
    maybe(rng, 0.8, &mut policy, "flowLimits", |rng| {
        json!([
            {"id": "now", "kind": "FLOW_KIND_UNDER_WAY", "max": 1 + rng.below(4)},
            {"id": "in", "kind": "FLOW_KIND_STARTS", "max": 1 + rng.below(2), "window": 1 + rng.below(3),
             "sponsor": "north"},
            {"id": "out", "kind": "FLOW_KIND_FINISHES", "max": 1, "window": 2, "tag": "urgent"},
            {"id": "ever", "kind": "FLOW_KIND_FINISHES", "max": 1, "window": 1000},
            {"id": "none", "kind": "FLOW_KIND_STARTS", "sponsor": "south", "tag": "x"},
        ])
    });
    maybe(rng, 0.3, &mut policy, "startGates", |rng| json!((0..6).map(|_| frame.day(rng)).collect::<Vec<_>>()));
    policy
}
