//! Workspaces over the wire.

use arbitre::api::config::Config;
use arbitre::wire::v1;
use prost::Message;
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::support::{PORTFOLIO, Server, ask, ask_as, run};

fn portfolio() -> v1::Portfolio {
    serde_json::from_str(PORTFOLIO).expect("a portfolio")
}

fn opening() -> v1::OpenWorkspaceRequest {
    v1::OpenWorkspaceRequest { portfolio: Some(portfolio()), options: steps(50), ..v1::OpenWorkspaceRequest::default() }
}

fn steps(n: u64) -> Option<v1::PlanOptions> {
    Some(v1::PlanOptions { max_steps: Some(n), ..v1::PlanOptions::default() })
}

async fn open(channel: &Channel) -> v1::OpenWorkspaceResponse {
    ask(channel, "OpenWorkspace", &opening()).await.expect("it opens")
}

fn without(workspace: &str, project: &str) -> v1::AskRequest {
    let change = v1::change::Change::ExcludeProject(project.to_owned());
    let changes = vec![v1::Change { change: Some(change) }];
    v1::AskRequest { workspace: workspace.to_owned(), changes, options: steps(10), ..v1::AskRequest::default() }
}

async fn answer(channel: &Channel, request: &v1::AskRequest) -> Result<v1::AskResponse, Status> {
    ask(channel, "Ask", request).await
}

async fn close(channel: &Channel, tenant: &str, id: &str) -> Result<v1::CloseWorkspaceResponse, Status> {
    let request = v1::CloseWorkspaceRequest { workspace: id.to_owned() };
    ask_as(channel, tenant, "CloseWorkspace", &request).await
}

fn reason(status: &Status) -> String {
    status.get_error_details().error_info().expect("an ErrorInfo").reason.clone()
}

#[test]
fn a_meeting_goes_its_way() {
    let server = Server::start(Config::default());
    run(async {
        let channel = server.channel().await;
        let opened = open(&channel).await;
        let (workspace, plan) = (opened.workspace.expect("a workspace"), opened.plan.expect("a plan"));
        assert_eq!(workspace.kept, 0);
        assert!(workspace.idle_seconds > 0.0 && workspace.left_seconds > workspace.idle_seconds);
        let project = "archive".to_owned();
        assert!(plan.projects.iter().any(|p| p.project == project && p.selected));
        let request = v1::AskRequest { question: "without".to_owned(), ..without(&workspace.id, &project) };
        let said = answer(&channel, &request).await.expect("an answer");
        let (own, beside) = (said.plan.expect("a plan"), said.answer.expect("a comparison"));
        assert_eq!((&own.scenario[..], &beside.scenario[..], said.kept), ("without", "without", false));
        assert_eq!(beside.goals, own.goals);
        let dropped = beside.changes.iter().filter_map(|c| c.change.as_ref()).find(|c| c.project == project);
        assert_eq!(dropped.expect("it is out").kind(), v1::ChangeKind::Dropped);
        assert!(said.headline.contains("1 out"), "{}", said.headline);
        assert_eq!(said.seconds, 0.0, "steps alone limit it");
        let kept = answer(&channel, &v1::AskRequest { keep: true, ..request.clone() }).await.expect("an answer");
        assert_eq!((kept.kept, kept.workspace.expect("a workspace").kept), (true, 1));
        let again = v1::AskRequest { changes: Vec::new(), ..request.clone() };
        let further = answer(&channel, &again).await.expect("an answer");
        let plan = further.plan.expect("a plan");
        assert!(plan.projects.iter().all(|p| p.project != project || !p.selected), "it goes on from what is kept");
        let back = v1::AskRequest { reset: true, ..again };
        let base = answer(&channel, &back).await.expect("an answer");
        assert_eq!(base.workspace.expect("a workspace").kept, 0);
        close(&channel, "", &workspace.id).await.expect("it closes");
        let gone = answer(&channel, &request).await.expect_err("it is closed");
        assert_eq!((gone.code(), &reason(&gone)[..]), (Code::NotFound, "WORKSPACE_NOT_FOUND"));
    });
}

#[test]
fn what_is_wrong_with_a_question_is_named_at_its_place() {
    let server = Server::start(Config::default());
    run(async {
        let channel = server.channel().await;
        let id = open(&channel).await.workspace.expect("a workspace").id;
        let fields = |status: Status| -> Vec<String> {
            assert_eq!(status.code(), Code::InvalidArgument, "{status:?}");
            let details = status.get_error_details();
            details.bad_request().expect("problems").field_violations.iter().map(|v| v.field.clone()).collect()
        };
        let unknown = answer(&channel, &without(&id, "nobody")).await.expect_err("nobody");
        assert_eq!(fields(unknown), ["changes[0].excludeProject"]);
        let empty = v1::AskRequest { changes: vec![v1::Change::default()], ..without(&id, "") };
        assert_eq!(fields(answer(&channel, &empty).await.expect_err("nothing")), ["changes[0]"]);
        let undone = v1::AskRequest { undo: 1, changes: Vec::new(), ..without(&id, "") };
        assert_eq!(fields(answer(&channel, &undone).await.expect_err("nothing is kept")), ["undo"]);
        let nameless = answer(&channel, &without("", "x")).await.expect_err("whose?");
        assert_eq!(fields(nameless), ["workspace"]);
        // What the changes make of the portfolio is at fault: it ends before anything can be done.
        let ends = v1::change::Change::SetCalendarEnd("1999-01-01".to_owned());
        let ended = v1::AskRequest { changes: vec![v1::Change { change: Some(ends) }], ..without(&id, "") };
        let found = fields(answer(&channel, &ended).await.expect_err("it cannot be planned"));
        assert!(found.iter().all(|f| f.starts_with("portfolio.") || f.starts_with("changes[0]")), "{found:?}");
        assert!(!found.is_empty());
    });
}

#[test]
fn a_workspace_is_its_tenant_s_alone() {
    let server = Server::start(Config::default());
    run(async {
        let channel = server.channel().await;
        let opened: v1::OpenWorkspaceResponse =
            ask_as(&channel, "one", "OpenWorkspace", &opening()).await.expect("it opens");
        let id = opened.workspace.expect("a workspace").id;
        let nothing = v1::AskRequest { changes: Vec::new(), ..without(&id, "") };
        for (tenant, expected) in [("two", Some(Code::NotFound)), ("", Some(Code::NotFound)), ("one", None)] {
            let asked = ask_as::<v1::AskResponse>(&channel, tenant, "Ask", &nothing).await;
            assert_eq!(asked.err().map(|s| s.code()), expected, "{tenant}");
        }
        assert_eq!(close(&channel, "two", &id).await.expect_err("not theirs").code(), Code::NotFound);
        close(&channel, "one", &id).await.expect("it is theirs");
    });
}

#[test]
fn it_ends_when_nobody_asks() {
    let mut config = Config::default();
    config.workspaces.idle_seconds = 0.001;
    let server = Server::start(config);
    run(async {
        let channel = server.channel().await;
        let workspace = open(&channel).await.workspace.expect("a workspace");
        assert_eq!(workspace.idle_seconds, 0.001);
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        let gone = answer(&channel, &without(&workspace.id, "x")).await.expect_err("it has ended");
        assert_eq!(gone.code(), Code::NotFound);
    });
}

#[test]
fn every_limit_is_named() {
    let opened = |set: fn(&mut Config)| crate::limits::met(set, "OpenWorkspace", opening().encode_to_vec());
    assert_eq!(opened(|c| c.workspaces.max = 0), "workspaces.max");
    assert_eq!(opened(|c| c.workspaces.per_tenant = 0), "workspaces.per_tenant");
    assert_eq!(opened(|c| c.workspaces.max_bytes = 10), "workspaces.max_bytes");
    assert_eq!(opened(|c| c.limits.max_projects = 1), "limits.max_projects");
    assert_eq!(opened(|c| c.limits.max_steps = 1), "limits.max_steps");
    let mut config = Config::default();
    (config.workspaces.max_kept, config.workspaces.max_seconds, config.limits.max_changes) = (0, 2.0, 1);
    let server = Server::start(config);
    run(async {
        let channel = server.channel().await;
        let id = open(&channel).await.workspace.expect("a workspace").id;
        let base = without(&id, "x");
        let long = Some(v1::PlanOptions { max_seconds: Some(3.0), ..v1::PlanOptions::default() });
        let two = vec![base.changes[0].clone(); 2];
        for (request, limit) in [
            (v1::AskRequest { keep: true, ..base.clone() }, "workspaces.max_kept"),
            (v1::AskRequest { options: long, ..base.clone() }, "workspaces.max_seconds"),
            (v1::AskRequest { changes: two, ..base.clone() }, "limits.max_changes"),
        ] {
            let status = answer(&channel, &request).await.expect_err("over a limit");
            assert_eq!(crate::limits::limit(&status), limit);
        }
    });
}
