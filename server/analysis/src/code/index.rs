//! What all files say together.

use super::facts::{Access, At, Call, FileFacts, RecordFacts, SqlFacts};
use super::routes::{Known, Nests};
use crate::Place;
use crate::openapi::template;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How far calls are followed from an endpoint's handler.
const DEPTH: usize = 6;
/// How many functions are looked into for one endpoint.
const REACHED: usize = 2_000;
/// A name that more functions have says nothing about which of them is called.
const NAMESAKES: usize = 8;

/// Names that every type has a method of: a call of one means one of ours only if something else says so.
const COMMON: &[&str] = &[
    "all",
    "and_then",
    "as_ref",
    "as_str",
    "await",
    "call",
    "clone",
    "collect",
    "contains",
    "default",
    "drop",
    "entry",
    "err",
    "error",
    "expect",
    "extend",
    "filter",
    "find",
    "first",
    "fmt",
    "for_each",
    "from",
    "get",
    "insert",
    "into",
    "is_empty",
    "iter",
    "join",
    "json",
    "keys",
    "last",
    "len",
    "log",
    "map",
    "map_err",
    "match",
    "new",
    "next",
    "ok",
    "open",
    "parse",
    "pop",
    "push",
    "read",
    "remove",
    "replace",
    "run",
    "send",
    "set",
    "some",
    "sort",
    "split",
    "start",
    "status",
    "take",
    "test",
    "then",
    "to_owned",
    "to_string",
    "trim",
    "unwrap",
    "use",
    "values",
    "with",
    "write",
];

/// The columns of all tables, as far as they are known: what a name without a table can be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns(BTreeMap<String, BTreeSet<String>>);

impl Columns {
    /// Adds a table with its columns.
    pub fn put<C: Into<String>>(&mut self, table: &str, columns: impl IntoIterator<Item = C>) {
        self.0.entry(table_name(table)).or_default().extend(columns.into_iter().map(Into::into));
    }

    /// With the columns of `other` added.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        for (table, columns) in other.0 {
            self.0.entry(table).or_default().extend(columns);
        }
        self
    }

    /// The columns of `schema.table`; nothing if the table is not known.
    pub fn of(&self, table: &str) -> Option<&BTreeSet<String>> {
        self.0.get(table)
    }
}

/// A place that uses a column or a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Use {
    /// Where.
    pub place: Place,
    /// Read or written.
    pub access: Access,
    /// The function it stands in, by its index.
    pub function: Option<usize>,
}

/// A function or method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The type or class it belongs to.
    pub owner: Option<String>,
    /// Where its name stands.
    pub place: Place,
    /// Tables and columns that its own statements use; no column for the table as a whole.
    pub uses: BTreeSet<(String, Option<String>, Access)>,
    /// The functions that it calls, by their indices, as far as names tell.
    pub calls: Vec<usize>,
}

impl Function {
    /// `UserRepository.find`, or the name alone.
    pub fn full_name(&self) -> String {
        match &self.owner {
            Some(owner) => format!("{owner}.{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// An endpoint that the code serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// `GET`.
    pub method: String,
    /// The whole path as written.
    pub path: String,
    /// `GET /users/{}`; see [`crate::openapi::template`].
    pub key: String,
    /// Where it is declared.
    pub place: Place,
    /// The function that answers.
    pub handler: Option<usize>,
    /// The handler and all functions that it calls, directly or not.
    pub reaches: BTreeSet<usize>,
}

/// A request to a known endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Key of the endpoint.
    pub endpoint: String,
    /// The function that sends it.
    pub function: Option<usize>,
    /// Where its path stands.
    pub place: Place,
}

/// Tables and columns, the code that uses them, the endpoints that lead there and the clients that call these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeIndex {
    uses: BTreeMap<String, BTreeMap<Option<String>, Vec<Use>>>,
    /// All functions, in the order of files and places.
    pub functions: Vec<Function>,
    /// All endpoints.
    pub routes: Vec<Route>,
    /// Requests to endpoints that the code serves or that were said to be known.
    pub requests: Vec<Request>,
    /// Files that were not looked into, and why.
    pub notices: Vec<(String, String)>,
}

/// `users`, `Public.Users` and `public.users` as one name: `public.users`.
pub fn table_name(table: &str) -> String {
    let parts: Vec<String> = table.trim().split('.').map(|part| part.trim().trim_matches('"').to_lowercase()).collect();
    super::sql::table_key(&parts)
}

impl CodeIndex {
    /// Joins what the files say. `columns` tells what names without a table mean: best those of the base and the head
    /// schema together. `endpoints` are known beside those in the code (`GET /users/{id}`), for the clients' sake.
    pub fn build<'a>(
        files: impl IntoIterator<Item = &'a FileFacts>,
        columns: &Columns,
        endpoints: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut files: Vec<&FileFacts> = files.into_iter().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut index = Self::default();
        let firsts = index.functions(&files);
        index.uses(&files, &firsts, columns);
        index.calls(&files, &firsts);
        index.routes(&files, &firsts);
        index.requests(&files, &firsts, endpoints.into_iter().map(template).collect());
        index.notices = files.iter().filter_map(|file| Some((file.path.clone(), file.notice.clone()?))).collect();
        index
    }

    /// All uses of a table and of its columns; `schema.table`.
    pub fn of_table(&self, table: &str) -> Vec<&Use> {
        self.uses.get(table).into_iter().flat_map(BTreeMap::values).flatten().collect()
    }

    /// All uses of one column, those of all columns at once (`*`) among them.
    pub fn of_column(&self, table: &str, column: &str) -> Vec<&Use> {
        let Some(columns) = self.uses.get(table) else { return Vec::new() };
        [column, "*"].iter().filter_map(|name| columns.get(&Some((*name).to_owned()))).flatten().collect()
    }

    /// Every used table with its used columns; no column stands for the table, `*` for all its columns.
    pub fn all(&self) -> impl Iterator<Item = (&str, Option<&str>, &[Use])> {
        self.uses.iter().flat_map(|(table, columns)| {
            columns.iter().map(move |(column, uses)| (table.as_str(), column.as_deref(), uses.as_slice()))
        })
    }

    /// Functions that use a column (or, without one, the table) in their own statements.
    pub fn functions_using(&self, table: &str, column: Option<&str>) -> Vec<usize> {
        let hits = |function: &Function| {
            function.uses.iter().any(|(used, name, _)| {
                used == table
                    && match (column, name.as_deref()) {
                        (None, _) | (_, Some("*")) => true,
                        (Some(column), Some(name)) => column == name,
                        (Some(_), None) => false,
                    }
            })
        };
        self.functions.iter().enumerate().filter(|(_, function)| hits(function)).map(|(i, _)| i).collect()
    }

    /// Endpoints from which any of `functions` is reached.
    pub fn routes_reaching(&self, functions: &[usize]) -> Vec<&Route> {
        self.routes.iter().filter(|route| functions.iter().any(|function| route.reaches.contains(function))).collect()
    }

    /// Requests to the endpoint with this key.
    pub fn requests_to(&self, key: &str) -> Vec<&Request> {
        self.requests.iter().filter(|request| request.endpoint == key).collect()
    }

    /// Lists the functions of all files; returns the index of each file's first one.
    fn functions(&mut self, files: &[&FileFacts]) -> Vec<usize> {
        let mut firsts = Vec::new();
        for file in files {
            firsts.push(self.functions.len());
            self.functions.extend(file.functions.iter().map(|function| Function {
                name: function.name.clone(),
                owner: function.owner.clone(),
                place: function.at.place(&file.path),
                uses: BTreeSet::new(),
                calls: Vec::new(),
            }));
        }
        firsts
    }

    fn add(&mut self, table: &str, column: Option<&str>, access: Access, place: Place, function: Option<usize>) {
        let column = column.map(str::to_owned);
        if let Some(function) = function.and_then(|at| self.functions.get_mut(at)) {
            function.uses.insert((table.to_owned(), column.clone(), access));
        }
        let uses = self.uses.entry(table.to_owned()).or_default().entry(column).or_default();
        uses.push(Use { place, access, function });
    }

    fn uses(&mut self, files: &[&FileFacts], firsts: &[usize], columns: &Columns) {
        let mut records: HashMap<&str, Vec<(&str, &RecordFacts)>> = HashMap::new();
        for file in files {
            for record in &file.records {
                records.entry(&record.name).or_default().push((&file.path, record));
            }
        }
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, file) in files.iter().enumerate().filter(|(_, file)| file.path.ends_with(".sql")) {
            by_name.entry(file.path.rsplit('/').next().unwrap_or_default()).or_default().push(i);
        }
        let mut seen = BTreeSet::new();
        for (file, first) in files.iter().zip(firsts) {
            let function = |of: Option<u32>| of.map(|i| first + i as usize);
            let mut tables: HashMap<Option<u32>, BTreeSet<&str>> = HashMap::new();
            for sql in &file.sql {
                tables.entry(sql.function).or_default().extend(sql.uses.iter().map(|one| one.table.as_str()));
            }
            for sql in &file.sql {
                let around = tables.get(&sql.function).filter(|_| sql.fragment);
                let found = self.statement(file, sql, function(sql.function), around, columns);
                let Some(record) = &sql.record else { continue };
                let candidates = records.get(record.as_str()).map_or(&[][..], Vec::as_slice);
                let here = candidates.iter().find(|(path, _)| *path == file.path);
                let one = here.or(match candidates {
                    [one] => Some(one),
                    _ => None,
                });
                if let Some((path, record)) = one {
                    self.record(path, record, &found, columns, &mut seen);
                }
            }
            for (name, of) in &file.sql_files {
                let wanted = name.trim_start_matches("./").trim_start_matches("../");
                let last = wanted.rsplit('/').next().unwrap_or_default();
                let targets = by_name.get(last).map_or(&[][..], Vec::as_slice);
                for target in targets.iter().filter_map(|i| files.get(*i)) {
                    if target.path == wanted || target.path.ends_with(&format!("/{wanted}")) {
                        for sql in &target.sql {
                            self.statement(target, sql, function(*of), None, columns);
                        }
                    }
                }
            }
        }
        for uses in self.uses.values_mut().flat_map(BTreeMap::values_mut) {
            uses.sort_by(|a, b| (&a.place, a.access, b.function).cmp(&(&b.place, b.access, a.function)));
            // A file of queries is read for itself and for each function that runs it.
            uses.dedup_by(|a, b| a.place == b.place && a.access == b.access);
        }
    }

    /// Adds the uses of one statement; returns the columns that it reads, by table.
    fn statement(
        &mut self,
        file: &FileFacts,
        sql: &SqlFacts,
        function: Option<usize>,
        around: Option<&BTreeSet<&str>>,
        columns: &Columns,
    ) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut add = |index: &mut Self, table: &str, column: Option<&str>, access, at: At| {
            let names = found.entry(table.to_owned()).or_default();
            names.extend(column.map(str::to_owned));
            index.add(table, column, access, at.place(&file.path), function);
        };
        for one in &sql.uses {
            add(self, &one.table, one.column.as_deref(), one.access, one.at);
        }
        for loose in &sql.loose {
            let tables: Vec<&str> = match around {
                Some(around) => around.iter().copied().collect(),
                None => loose.tables.iter().map(String::as_str).collect(),
            };
            let having: BTreeSet<&str> = tables
                .iter()
                .copied()
                .filter(|table| columns.of(table).is_some_and(|names| names.contains(&loose.column)))
                .collect();
            let unknown = |table: &&str| columns.of(table).is_none();
            let one = match (having.len(), tables.as_slice()) {
                (1, _) => having.first().copied(),
                // Without a schema the only table must be it; a part of a statement is no proof of that.
                (0, [only]) if unknown(only) && !sql.fragment => Some(*only),
                _ => None,
            };
            if let Some(table) = one {
                add(self, table, Some(&loose.column), loose.access, loose.at);
            }
        }
        found
    }

    /// The fields of a type that a statement's rows are read into.
    fn record<'a>(
        &mut self,
        path: &'a str,
        record: &'a RecordFacts,
        found: &BTreeMap<String, BTreeSet<String>>,
        columns: &Columns,
        seen: &mut BTreeSet<(&'a str, At, String)>,
    ) {
        for (name, at) in &record.fields {
            let field = snake(name);
            for (table, names) in found {
                let all = names.contains("*");
                let known = columns.of(table).map(|known| known.contains(&field));
                let hit = names.contains(&field) || (all && known.unwrap_or(found.len() == 1));
                if hit && known != Some(false) && seen.insert((path, *at, table.clone())) {
                    self.add(table, Some(&field), Access::Read, at.place(path), None);
                }
            }
        }
    }

    fn calls(&mut self, files: &[&FileFacts], firsts: &[usize]) {
        let names = Names::of(&self.functions);
        let mut all = Vec::with_capacity(self.functions.len());
        for (file, first) in files.iter().zip(firsts) {
            for (i, function) in file.functions.iter().enumerate() {
                let this = first + i;
                let mut calls: Vec<usize> =
                    function.calls.iter().flat_map(|call| names.called(&self.functions, call, this)).collect();
                calls.sort_unstable();
                calls.dedup();
                all.push(calls);
            }
        }
        for (function, calls) in self.functions.iter_mut().zip(all) {
            function.calls = calls;
        }
    }

    fn routes(&mut self, files: &[&FileFacts], firsts: &[usize]) {
        let names = Names::of(&self.functions);
        let nests = Nests::of(files);
        let mut routes = Vec::new();
        for (file, first) in files.iter().zip(firsts) {
            for route in &file.routes {
                let handler = route.handler.as_ref().and_then(|call| {
                    // A handler of the same file first: many files have a `list`.
                    let here = file.functions.iter().position(|function| {
                        function.name == call.name && call.of.as_deref().is_none_or(|of| of == "this" || of == "Self")
                    });
                    here.map(|i| first + i).or_else(|| names.called(&self.functions, call, usize::MAX).first().copied())
                });
                let path = nests.path(file, route);
                routes.push(Route {
                    key: template(&format!("{} {path}", route.method)),
                    method: route.method.clone(),
                    path,
                    place: route.at.place(&file.path),
                    reaches: handler.map(|handler| self.reach(handler)).unwrap_or_default(),
                    handler,
                });
            }
        }
        routes.sort_by(|a, b| (&a.key, &a.place).cmp(&(&b.key, &b.place)));
        self.routes = routes;
    }

    fn reach(&self, handler: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::from([handler]);
        let mut level = vec![handler];
        for _ in 0..DEPTH {
            let mut next = Vec::new();
            for call in level.iter().filter_map(|at| self.functions.get(*at)).flat_map(|function| &function.calls) {
                if reached.len() < REACHED && reached.insert(*call) {
                    next.push(*call);
                }
            }
            level = next;
        }
        reached
    }

    fn requests(&mut self, files: &[&FileFacts], firsts: &[usize], known: Vec<String>) {
        let all: BTreeSet<String> =
            known.into_iter().chain(self.routes.iter().map(|route| route.key.clone())).collect();
        let mut known = Known::of(all);
        let mut requests = Vec::new();
        for (file, first) in files.iter().zip(firsts) {
            for request in &file.requests {
                let function = request.function.map(|i| first + i as usize);
                for endpoint in known.answering(request.method.as_deref(), &request.path) {
                    let place = request.at.place(&file.path);
                    requests.push(Request { endpoint, function, place });
                }
            }
        }
        requests.sort_by(|a, b| (&a.endpoint, &a.place).cmp(&(&b.endpoint, &b.place)));
        self.requests = requests;
    }
}

/// Functions by name.
struct Names<'a>(HashMap<&'a str, Vec<usize>>);

impl<'a> Names<'a> {
    fn of(functions: &'a [Function]) -> Self {
        let mut names: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, function) in functions.iter().enumerate() {
            names.entry(&function.name).or_default().push(i);
        }
        Self(names)
    }

    /// The functions that a call can mean.
    fn called(&self, functions: &[Function], call: &Call, from: usize) -> Vec<usize> {
        let Some(all) = self.0.get(call.name.as_str()) else { return Vec::new() };
        let at = |i: &usize| functions.get(*i);
        let caller = functions.get(from);
        if let Some(of) = &call.of {
            let own = matches!(of.as_str(), "self" | "Self" | "this" | "super");
            let fits = |i: &usize| {
                let Some(function) = at(i) else { return false };
                if own {
                    return caller.is_some_and(|caller| {
                        caller.owner == function.owner && caller.place.path == function.place.path
                    });
                }
                let stem = function.place.path.rsplit('/').next().unwrap_or_default().split('.').next();
                let owners = [function.owner.as_deref(), stem, function.place.path.rsplit('/').nth(1)];
                owners.into_iter().flatten().any(|owner| akin(owner, of))
            };
            let some: Vec<usize> = all.iter().filter(|i| fits(i)).copied().take(NAMESAKES).collect();
            if !some.is_empty() {
                return some;
            }
        }
        let here: Vec<usize> = all
            .iter()
            .filter(|i| {
                call.of.is_none() && at(i).is_some_and(|f| caller.is_some_and(|c| c.place.path == f.place.path))
            })
            .copied()
            .collect();
        if !here.is_empty() {
            return here;
        }
        if all.len() > NAMESAKES || COMMON.binary_search(&call.name.as_str()).is_ok() {
            return Vec::new();
        }
        all.iter().filter(|i| **i != from).copied().collect()
    }
}

/// `userRepository`, `users` and `UserRepository` speak of the same thing.
fn akin(owner: &str, of: &str) -> bool {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        letters.collect::<String>().trim_end_matches('s').to_owned()
    };
    let (owner, of) = (plain(owner), plain(of));
    owner.len() > 2 && of.len() > 2 && (owner.contains(&of) || of.contains(&owner))
}

/// `createdAt` as a column: `created_at`.
pub(crate) fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for (i, c) in name.chars().enumerate() {
        if c.is_uppercase() && i > 0 && !out.ends_with('_') {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{attach_readers, scan};
    use super::*;
    use crate::{Finding, Severity};

    fn index(files: &[(&str, &str)], columns: &Columns) -> CodeIndex {
        let facts: Vec<FileFacts> = files.iter().map(|(path, text)| scan(path, text.as_bytes()).unwrap()).collect();
        CodeIndex::build(&facts, columns, [])
    }

    #[test]
    fn from_a_column_to_the_client() {
        assert!(COMMON.is_sorted());
        let mut columns = Columns::default();
        columns.put("users", ["id", "email", "team_id"]);
        columns.put("teams", ["id", "title"]);
        let files = [
            (
                "src/users.rs",
                "impl UserRepository { async fn by_team(&self) { query_as!(User, \"SELECT email, title, id FROM users JOIN teams ON teams.id = team_id\"); } }\nstruct User { email: String, other: i32 }",
            ),
            ("src/service.rs", "pub async fn members(repository: UserRepository) { repository.by_team().await }"),
            (
                "src/http.rs",
                "async fn list() { service::members(r).await }\nfn router() -> Router { Router::new().route(\"/{id}/members\", get(list)) }",
            ),
            ("src/main.rs", "fn app() -> Router { Router::new().nest(\"/teams\", http::router()) }"),
            ("web/client.ts", "export const members = (id) => fetch(`${base}/teams/${id}/members`);"),
            ("web/all.ts", "const x = db.query('SELECT * FROM users'); const y = db.query('DELETE FROM teams');"),
        ];
        let index = index(&files, &columns);
        let lines = |uses: Vec<&Use>| {
            uses.iter().map(|one| format!("{}:{}", one.place.path, one.place.line)).collect::<Vec<_>>()
        };
        assert_eq!(
            lines(index.of_column("public.users", "email")),
            ["src/users.rs:1", "src/users.rs:2", "web/all.ts:1"]
        );
        assert_eq!(lines(index.of_column("public.teams", "title")), ["src/users.rs:1"]);
        assert_eq!(
            lines(index.of_column("public.users", "id")),
            ["web/all.ts:1"],
            "`id` is of both tables, so of none"
        );
        let using = index.functions_using("public.users", Some("email"));
        let routes = index.routes_reaching(&using);
        assert_eq!(routes.len(), 1);
        assert_eq!((routes[0].key.as_str(), routes[0].path.as_str()), ("GET /teams/{}/members", "/teams/{id}/members"));
        assert_eq!(index.requests_to("GET /teams/{}/members").len(), 1);

        let mut findings = vec![Finding {
            rule: "x".into(),
            severity: Severity::Error,
            effects: Vec::new(),
            place: None,
            subject: "column users.email".into(),
            message: String::new(),
            why: String::new(),
            fix: String::new(),
            readers: Vec::new(),
            fingerprint: String::new(),
        }];
        attach_readers(&mut findings, &index);
        assert_eq!(findings[0].readers.len(), 3);
        findings[0].subject = "table teams".into();
        attach_readers(&mut findings, &index);
        assert_eq!(findings[0].readers.len(), 2);
    }

    #[test]
    fn express_routers_and_files_of_queries() {
        let files = [
            ("src/app.ts", "import users from './users.js';\napp.use('/api/users', users);"),
            (
                "src/users.ts",
                "const router = Router();\nrouter.get('/:id', show);\nasync function show() { load(1); }\nfunction load() { pool.query('SELECT name FROM people'); }",
            ),
            ("src/r.rs", "fn run() { sqlx::query_file!(\"queries/one.sql\"); }"),
            ("db/queries/one.sql", "-- name: One :one\nSELECT p.age FROM people p;"),
        ];
        let index = index(&files, &Columns::default());
        assert_eq!(index.routes[0].key, "GET /api/users/{}");
        let using = index.functions_using("public.people", Some("name"));
        assert_eq!(index.routes_reaching(&using).len(), 1);
        let names: Vec<_> = index
            .functions_using("public.people", Some("age"))
            .iter()
            .map(|i| index.functions[*i].name.as_str())
            .collect();
        assert_eq!(names, ["One", "run"]);
        assert_eq!(index.of_column("public.people", "age").len(), 1);
    }
}
