//! What a file of Rust gives away.

use super::*;
use crate::code::facts::Access;

#[test]
fn statements_functions_routes_and_requests() {
    let text = r##"
#[derive(FromRow)]
struct User { id: i64, #[sqlx(rename = "e_mail")] email: String }
impl UserRepository {
    async fn find(&self, id: i64) -> User {
        sqlx::query_as!(User, r#"SELECT id, "e_mail"
            FROM users WHERE id = $1"#, id).fetch_one(&self.pool).await
    }
    fn save(&self) { sqlx::query_as::<_, User>("INSERT INTO users (id) \
        VALUES ($1)"); audit::log(self); tokio::join!(self.touch(1)); }
    fn both() { let q = concat!("SELECT a ", "FROM b"); query_file!("q/all.sql"); }
}
fn router() -> Router { Router::new().route("/users/{id}", get(show).put(users::save)).nest("/api", other()) }
#[utoipa::path(get, context_path = "/v1", path = "/things", responses((status = 200, body = Thing)))]
async fn things() {}
#[actix_web::post("/orders")]
async fn order() { client.get(format!("{}/users/{}", base, id)); client.request(Method::PUT, "/a/b"); }
"##;
    let facts = scan("src/a.rs", text).unwrap();
    let functions: Vec<_> = facts.functions.iter().map(|f| (f.name.as_str(), f.owner.as_deref())).collect();
    let repository = Some("UserRepository");
    assert_eq!(
        functions,
        [
            ("find", repository),
            ("save", repository),
            ("both", repository),
            ("router", None),
            ("things", None),
            ("order", None)
        ]
    );
    assert_eq!(facts.sql.len(), 3, "{:#?}", facts.sql);
    assert_eq!(facts.sql[0].record.as_deref(), Some("User"));
    assert_eq!(facts.sql[0].function, Some(0));
    let email = facts.sql[0].loose.iter().find(|one| one.column == "e_mail").unwrap();
    assert_eq!((email.at.0, email.at.1), (6, 45));
    assert!(facts.sql[1].uses.iter().any(|one| one.column.as_deref() == Some("id") && one.access == Access::Write));
    let routes: Vec<_> =
        facts.routes.iter().map(|r| (r.method.as_str(), r.path.as_str(), r.handler.clone().unwrap().name)).collect();
    assert_eq!(
        routes,
        [
            ("PUT", "/users/{id}", "save".to_owned()),
            ("GET", "/users/{id}", "show".to_owned()),
            ("GET", "/v1/things", "things".to_owned()),
            ("POST", "/orders", "order".to_owned()),
        ]
    );
    assert_eq!(facts.nests[0].target.name, "other");
    let requests: Vec<_> = facts.requests.iter().map(|r| (r.method.as_deref(), r.path.as_str())).collect();
    assert_eq!(requests, [(Some("GET"), "/users/{}"), (Some("PUT"), "/a/b")]);
    assert_eq!(facts.sql_files, [("q/all.sql".to_owned(), Some(2))]);
    let calls: Vec<_> = facts.functions[1].calls.iter().map(|call| call.name.as_str()).collect();
    assert!(calls.contains(&"log") && calls.contains(&"touch"), "{calls:?}");
    assert_eq!(facts.records[0].fields[1].0, "e_mail");
}
