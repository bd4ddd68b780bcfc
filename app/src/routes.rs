//! The root of the app and its route table.

use crate::live::provide_live;
use crate::pages::{
    account::AccountPage,
    admin::{AdminPage, ProjectPage},
    audit::AuditPage,
    board::BoardPage,
    change::ChangePage,
    changes::ChangesPage,
    dashboard::DashboardPage,
    failure::NotFoundPage,
    intake::{EditChangePage, NewChangePage},
    rules::{RulePage, RulesPage},
    session::{SignInPage, WelcomePage},
    signed_in::SignedIn,
};
use crate::request;
use crate::ui::{Announcer, Clock};
use chrono::DateTime;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// Every page. All are rendered whole on the server, so that they can be read without scripts.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Announcer::provide();
    provide_live();
    Clock::provide(DateTime::from_timestamp_millis(request::now_millis()).unwrap_or_default(), 0);
    view! {
        <Title formatter=|title: String| format!("{title} · Change management") />
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                <Route path=path!("/welcome/:link") view=WelcomePage ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=SignedIn ssr=SsrMode::Async>
                    <Route path=path!("/") view=DashboardPage ssr=SsrMode::Async />
                    <Route path=path!("/board") view=BoardPage ssr=SsrMode::Async />
                    <Route path=path!("/changes") view=ChangesPage ssr=SsrMode::Async />
                    <Route path=path!("/changes/new") view=NewChangePage ssr=SsrMode::Async />
                    <Route path=path!("/changes/:id") view=ChangePage ssr=SsrMode::Async />
                    <Route path=path!("/changes/:id/edit") view=EditChangePage ssr=SsrMode::Async />
                    <Route path=path!("/changes/:id/audit") view=ChangePage ssr=SsrMode::Async />
                    <Route path=path!("/rules") view=RulesPage ssr=SsrMode::Async />
                    <Route path=path!("/rules/:name") view=RulePage ssr=SsrMode::Async />
                    <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async />
                    <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
                    <Route path=path!("/admin") view=AdminPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/projects/:key") view=ProjectPage ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
}
