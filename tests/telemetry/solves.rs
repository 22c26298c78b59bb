//! A search's way through the metrics.

use arbitre::api::telemetry::{Outcome, Refusal, Stage};

use crate::support::{figure, page, server, settings};

#[tokio::test]
async fn levels_stay_true_however_a_search_leaves() {
    let server = server(&settings()).await;
    let (metrics, at) = (server.telemetry.metrics().clone(), server.telemetry.prometheus_address().expect("a page"));
    let levels = async || {
        let page = page(at).await;
        ["arbitre_queue_depth", "arbitre_solves_running"].map(|name| figure(&page, name).expect(name))
    };
    let waiting = [metrics.solve_queued(), metrics.solve_queued(), metrics.solve_queued()];
    assert_eq!(levels().await, [3.0, 0.0]);
    let [left, turned_away, lucky] = waiting;
    drop(left);
    turned_away.refused(Refusal::Leaving);
    let (running, crashes) = (lucky.started(), metrics.solve_queued().started());
    let cancelled = metrics.solve_queued().started();
    assert_eq!(levels().await, [0.0, 3.0]);
    running.found_plan();
    running.found_plan();
    running.ended(Outcome::Feasible, Some(0.04));
    cancelled.ended(Outcome::Cancelled, None);
    drop(crashes);
    assert_eq!(levels().await, [0.0, 0.0]);
    let page = page(at).await;
    let expected = [
        ("arbitre_cancellations_total{stage=\"queue\"}", 1.0),
        ("arbitre_cancellations_total{stage=\"solve\"}", 1.0),
        ("arbitre_refusals_total{reason=\"leaving\"}", 1.0),
        ("arbitre_queue_wait_seconds_count", 3.0),
        ("arbitre_first_plan_seconds_count", 1.0),
        ("arbitre_solve_seconds_count{outcome=\"feasible\"}", 1.0),
        ("arbitre_solve_seconds_count{outcome=\"cancelled\"}", 1.0),
        ("arbitre_solve_seconds_count{outcome=\"failed\"}", 1.0),
        ("arbitre_gap_ratio_bucket{le=\"0.025\"}", 0.0),
        ("arbitre_gap_ratio_bucket{le=\"0.05\"}", 1.0),
    ];
    for (sample, value) in expected {
        assert_eq!(figure(&page, sample), Some(value), "{sample} in {page}");
    }
}

#[tokio::test]
async fn the_process_tells_what_it_takes() {
    let page = server(&settings()).await.page().await;
    for gauge in ["resident_memory_bytes", "threads", "open_files", "cpu_seconds_total"] {
        let value = figure(&page, &format!("arbitre_process_{gauge}"));
        assert!(value.is_some_and(|v| v > 0.0), "{gauge}: {value:?}");
    }
    let info = format!("arbitre_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"));
    assert_eq!(figure(&page, &info), Some(1.0), "{page}");
    assert_eq!(Stage::ALL.len(), 5);
}
