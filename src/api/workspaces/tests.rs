use super::*;
use crate::model::draft::scenario::ScenarioDraft;
use crate::study::Opening;
use crate::wire::{Form, read_portfolio};

fn workspace() -> Workspace {
    let text = include_bytes!("../../../fuzz/seeds/portfolio.json");
    let portfolio = read_portfolio(text, Form::Json).expect("a portfolio");
    let opening = Opening { portfolio, scenario: ScenarioDraft::default(), decided: None, frozen_until: None };
    Workspace::new(opening).expect("a valid one")
}

fn workspaces(set: impl Fn(&mut config::Workspaces)) -> Workspaces {
    let mut bounds = config::Workspaces::default();
    set(&mut bounds);
    Workspaces::new(bounds, Metrics::default())
}

fn open(workspaces: &Workspaces, tenant: &str) -> Result<String, &'static str> {
    let workspace = workspace();
    let reserved = workspaces.reserve(&tenant.into(), workspace.weight()).map_err(|e| e.limit)?;
    Ok(workspaces.take_in(reserved, workspace).expect("there is chance").id)
}

#[tokio::test]
async fn a_workspace_is_its_tenant_s_alone() {
    let all = workspaces(|_| {});
    let id = open(&all, "a").expect("room");
    assert!(all.visit("b", &id).await.is_err());
    assert!(!all.close("b", &id));
    assert!(all.visit("a", &id).await.is_ok());
    assert!(all.close("a", &id));
    assert!(all.visit("a", &id).await.is_err() && !all.close("a", &id));
}

#[test]
fn each_bound_is_named() {
    let all = workspaces(|b| (b.max, b.per_tenant) = (3, 2));
    let opened: Vec<_> = ["a", "a", "a", "b", "b"].iter().map(|t| open(&all, t).err()).collect();
    assert_eq!(opened, [None, None, Some("workspaces.per_tenant"), None, Some("workspaces.max")]);
    let small = workspaces(|b| b.max_bytes = 3 * workspace().weight() / 2);
    assert_eq!(open(&small, "a").err(), None);
    assert_eq!(open(&small, "a").err(), Some("workspaces.max_bytes"));
}

#[test]
fn what_is_being_planned_has_its_room_already() {
    let all = workspaces(|b| b.per_tenant = 1);
    let reserved = all.reserve(&"a".into(), 1).expect("room");
    assert_eq!(open(&all, "a").err(), Some("workspaces.per_tenant"));
    drop(reserved);
    assert_eq!(open(&all, "a").err(), None);
}

#[tokio::test]
async fn one_ends_when_nobody_has_asked_it_for_a_while_or_its_time_is_over() {
    for (idle, longest) in [(0.001, 1000.0), (1000.0, 0.001)] {
        let all = workspaces(|b| (b.idle_seconds, b.longest_seconds) = (idle, longest));
        let id = open(&all, "a").expect("room");
        tokio::time::sleep(Duration::from_millis(2)).await;
        assert!(all.visit("a", &id).await.is_err(), "{idle} {longest}");
        assert_eq!(all.registry().bytes(), 0);
    }
}

#[tokio::test]
async fn none_ends_for_idleness_while_a_question_waits() {
    let all = workspaces(|b| b.idle_seconds = 0.2);
    let id = open(&all, "a").expect("room");
    let first = all.visit("a", &id).await.expect("it is there");
    let second = tokio::spawn({
        let (all, id) = (all.clone(), id.clone());
        async move { all.visit("a", &id).await.is_ok() }
    });
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(!second.is_finished(), "questions take turns");
    drop(first);
    assert!(second.await.expect("no panic"));
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(all.visit("a", &id).await.is_err());
}

#[tokio::test]
async fn who_waits_at_one_that_is_closed_finds_it_gone() {
    let all = workspaces(|_| {});
    let id = open(&all, "a").expect("room");
    let first = all.visit("a", &id).await.expect("it is there");
    let waiting = tokio::spawn({
        let (all, id) = (all.clone(), id.clone());
        async move { all.visit("a", &id).await.is_err() }
    });
    tokio::time::sleep(Duration::from_millis(10)).await;
    assert!(all.close("a", &id) && !waiting.is_finished());
    drop(first);
    assert!(waiting.await.expect("no panic"));
}

#[tokio::test]
async fn who_comes_where_too_many_wait_is_told_to_come_again() {
    let all = workspaces(|_| {});
    let id = open(&all, "a").expect("room");
    let first = all.visit("a", &id).await.expect("it is there");
    let waiting: Vec<_> = (0..WAITING)
        .map(|_| {
            let (all, id) = (all.clone(), id.clone());
            tokio::spawn(async move { all.visit("a", &id).await.map(drop) })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(10)).await;
    assert_eq!(all.visit("a", &id).await.err(), Some(NoVisit::Crowded));
    drop(first);
    for one in waiting {
        assert_eq!(one.await.expect("no panic"), Ok(()));
    }
    assert!(all.visit("a", &id).await.is_ok());
}
