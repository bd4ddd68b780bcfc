//! The OpenAPI document, made from the handlers.

use crate::http::problem::ProblemDetails;
use crate::http::rest;
use std::sync::LazyLock;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi as Document, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};

/// Everything that is not in a handler's annotation.
#[derive(OpenApi)]
#[openapi(
    info(title = "change-mgmt", description = "Changes to the data layer, from the idea to a verified deployment.", license(name = "Apache-2.0", identifier = "Apache-2.0")),
    components(schemas(ProblemDetails, domain::api::Sort, rest::step_actions::StepAction)),
    modifiers(&Security, &Errors),
    security(("token" = []), ("session" = [])),
)]
pub struct Base;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        let cookie = ApiKeyValue::with_description("session", "A browser's session; `__Host-session` behind TLS.");
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

struct Errors;

impl Modify for Errors {
    fn modify(&self, document: &mut Document) {
        for item in document.paths.paths.values_mut() {
            let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch];
            for operation in operations.into_iter().flatten() {
                let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDetails"))).build();
                let response = ResponseBuilder::new()
                    .description("An error, as RFC 9457 describes it")
                    .content("application/problem+json", content)
                    .build();
                operation.responses.responses.insert("default".to_owned(), RefOr::T(response));
            }
        }
    }
}

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
    let (_, mut document) = rest::documented().split_for_parts();
    Errors.modify(&mut document);
    document
});

/// The document.
pub fn document() -> &'static Document {
    &DOCUMENT
}
