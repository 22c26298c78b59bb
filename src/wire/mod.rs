//! The messages of `proto/arbitre/v1`, their JSON and binary forms, and the way between them and the engine's types.
//! Nothing below this layer sees protobuf.

mod about;
mod arbitration;
mod binary;
mod change;
mod comparison;
mod contradiction;
mod drift;
mod evaluation;
mod explanation;
mod fairness;
mod frontier;
mod json;
mod kept;
mod messages;
mod morning;
mod plan;
mod planning;
mod portfolio;
mod prices;
mod read;
mod report;
mod request;
mod scenario;
mod schema;
mod told;
mod told_arbitration;
mod workspace;

pub use about::{
    AboutOrder, DriftOrder, FairnessOrder, ProjectOrder, read_drift_request, read_evaluate_request,
    read_explain_request, read_fairness_request, read_price_request,
};
pub use arbitration::{
    ArbitrationOrder, ArbitrationTerms, arbitration_message, read_arbitrate_request, triage_message,
};
pub use comparison::{
    ComparisonOrder, comparison_message, comparison_result_message, read_compare_request, scenario_progress_message,
};
pub use drift::drift_message;
pub use evaluation::{candidate, evaluation_message};
pub use explanation::explanation_message;
pub use fairness::fairness_message;
pub use frontier::{FrontierOrder, frontier_message, frontier_point_message, read_frontier_request};
pub use kept::{keep_prices, kept_prices};
pub use messages::{DESCRIPTORS, v1};
pub use morning::morning_message;
pub use planning::{
    Check, Order, plan_message, portfolio_message, problem_message, progress_message, read_check_request,
    read_expand_request, read_plan_message, read_plan_request, read_stream_plan_request, read_validate_request,
    verdict_message,
};
pub use prices::prices_message;
pub use read::{
    Document, Form, message_bytes, message_line, plan_to_bytes, portfolio_to_bytes, read_candidates, read_demand,
    read_document, read_job_request, read_message, read_plan, read_portfolio, read_scenario, write_arbitration,
    write_comparison, write_drift, write_evaluation, write_explanation, write_fairness, write_frontier, write_plan,
    write_portfolio, write_prices, write_reply, write_scenario,
};
pub use report::{Format as RenderFormat, RenderOrder, read_render_request, render_message};
pub use request::{Decided, Subject, Wishes};
pub use told::{Told, ToldScenario};
pub use told_arbitration::ToldArbitration;
pub use workspace::{
    QuestionOrder, WorkspaceOrder, opening_problems, question_problem, read_ask_request, read_close_request,
    read_open_request, reply_message, undo_problem,
};
