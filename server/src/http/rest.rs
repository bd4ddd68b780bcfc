//! The REST API: one file a feature, each a thin skin of one trait of `domain::api`.

mod answer;
mod approvals;
mod audit;
mod changes;
mod comments;
mod docs;
mod documents;
mod filter;
mod overview;
mod password;
mod projects;
mod rules;
mod session;
mod state;
pub(crate) mod step_actions;
mod steps;
mod tokens;
mod users;
mod validation;

use super::live;
use super::state::HttpState;
use crate::openapi::Base;
use axum::Router;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// All operations with their documentation.
pub fn documented() -> OpenApiRouter<HttpState> {
    OpenApiRouter::with_openapi(Base::openapi())
        .routes(routes!(changes::list, changes::create))
        .routes(routes!(changes::preview))
        .routes(routes!(changes::get, changes::edit))
        .routes(routes!(state::set_status))
        .routes(routes!(state::set_assignee))
        .routes(routes!(steps::add))
        .routes(routes!(steps::complete))
        .routes(routes!(steps::set_position))
        .routes(routes!(steps::set_owner))
        .routes(routes!(step_actions::act))
        .routes(routes!(approvals::list, approvals::decide))
        .routes(routes!(validation::set_branch, validation::remove_branch))
        .routes(routes!(validation::impact, validation::request_impact))
        .routes(routes!(validation::get, validation::request))
        .routes(routes!(validation::report))
        .routes(routes!(validation::request_waiver))
        .routes(routes!(validation::decide_waiver))
        .routes(routes!(comments::list, comments::add))
        .routes(routes!(documents::upload))
        .routes(routes!(documents::download))
        .routes(routes!(audit::of_change))
        .routes(routes!(audit::list))
        .routes(routes!(audit::verify))
        .routes(routes!(overview::board))
        .routes(routes!(overview::dashboard))
        .routes(routes!(live::stream::events))
        .routes(routes!(session::me))
        .routes(routes!(session::sign_in, session::sign_out))
        .routes(routes!(session::list, session::sign_out_everywhere))
        .routes(routes!(password::redeem_link))
        .routes(routes!(password::change))
        .routes(routes!(tokens::list, tokens::create))
        .routes(routes!(tokens::revoke))
        .routes(routes!(users::list, users::create))
        .routes(routes!(users::update))
        .routes(routes!(projects::list, projects::create))
        .routes(routes!(projects::get, projects::update))
        .routes(routes!(rules::list))
        .routes(routes!(rules::get))
}

/// The API, its document and its documentation page.
pub fn router() -> Router<HttpState> {
    documented().split_for_parts().0.merge(docs::router())
}
