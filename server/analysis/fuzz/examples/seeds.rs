//! Writes a small seed corpus for every target: `cargo run --example seeds -- <folder>`.

use analysis::rules::RULES;
use std::path::Path;

const BASE: &str = r##"openapi: 3.1.0
info: {title: t, version: "1"}
servers: [{url: https://a.example/}]
security: [{key: [a, b]}, {}]
paths:
  /users/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: one
      deprecated: true
      x-sunset: "2030-01-01"
      parameters:
        - {name: q, in: query, style: form, explode: false, schema: {type: array, items: {type: integer}}}
      responses:
        "200":
          description: ok
          headers: {X-Left: {required: true, schema: {type: integer, maximum: 5}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/User"}}}
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
      callbacks:
        done: {"{$request.body#/url}": {post: {responses: {"204": {description: none}}}}}
      responses: {"201": {description: made}}
webhooks:
  new: {post: {responses: {"200": {description: ok}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: k}}
  schemas:
    User:
      type: object
      required: [id, name]
      additionalProperties: false
      properties:
        id: {type: [string, "null"], format: uuid, readOnly: true}
        name: {type: string, minLength: 1, maxLength: 9, pattern: "^a"}
        kind: {enum: [a, b]}
        friends: {type: array, items: {$ref: "#/components/schemas/User"}}
    Pet:
      oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/User"}]
      discriminator: {propertyName: kind, mapping: {cat: Cat}}
    Cat:
      allOf: [{$ref: "#/components/schemas/User"}, {type: object, properties: {claws: {type: number, exclusiveMinimum: 0}}}]
"##;

const JSON: &str = r##"{"openapi":"3.0.3","paths":{"/a":{"get":{"responses":{"200":{"content":{"application/json":{"schema":{"type":"object","nullable":true,"properties":{"x":{"$ref":"#/components/schemas/X"}},"required":["x"]}}}}}}}},"components":{"schemas":{"X":{"type":"integer","minimum":1,"exclusiveMinimum":true,"enum":[1,2.5,-3e2]}}}}"##;

const CODE: [(u8, &str); 6] = [
    (
        0,
        "impl Users { async fn one(&self, id: Uuid) -> User { query_as!(User, \"SELECT id, email FROM users WHERE id = $1\", id) } }\nstruct User { id: Uuid, email: String }\nfn router() -> Router { Router::new().nest(\"/a\", Router::new().route(\"/users/{id}\", get(one).post(two))) }\n#[get(\"/b\")] async fn two() { one().await; format!(r#\"UPDATE users SET email = {}\"#, x) }",
    ),
    (
        1,
        "import { Router } from 'express';\nconst router = Router();\nrouter.get('/:id', show);\napp.use('/api', router);\nasync function show(req) { const r = await pool.query(`SELECT name, ${x} FROM people p JOIN users u ON u.id = p.id`); fetch(`/users/${id}`); }\nclass A { @Get('x') find() { return this.show(); } }",
    ),
    (3, "const a = () => axios.post('/users/1', {}); $.ajax({url: \"/b\", type: 'PUT'});"),
    (
        4,
        "-- name: One :one\nSELECT p.age, count(*) FROM people p LEFT JOIN users USING (id) WHERE p.x = ANY($1);\nWITH a AS (DELETE FROM t RETURNING *) INSERT INTO u (b) SELECT b FROM a ON CONFLICT (b) DO UPDATE SET b = excluded.b;",
    ),
    (5, "# it's\ndef f(x):\n  q(\"SELECT a \"\n    'FROM t')\n  '''UPDATE users SET id = 1'''"),
    (6, "func (r *R) Get(x int) {\n r.q(`SELECT a FROM t WHERE b = $1`)\n}"),
];

/// Each member of a project file at least once.
const PROJECTS: [&str; 4] = [
    include_str!("../../../../.change-mgmt/project.toml"),
    "key = 'a'\nname = 'A'\ndescription = \"\"\"\\u00e9\n\"\"\"\ndefaultTeam = 't'\nrepository = 'https://a.example/b.git'\n\
     openapi = 'api.yaml'\nteams = [{ name = 't', title = 'T', tables = ['a', 'billing_*', '*.b?'] }]\n\
     components = [{ name = 'c', layer = 'database', team = 't', paths = ['**'], minimumCoverage = 80 }]\n",
    "key = 'b'\nname = 'B'\ndefaultTeam = 't'\n[migrations]\nfolder = 'db/'\nlayout = 'flyway'\ndialect = 'mysql'\n\
     serverVersion = '8.4'\n[rules]\ndrop-table = 'off'\nDS103 = 'notice'\nadd-column = 'error'\nproof-rows-lost = 'warning'\n\
     [naming]\ntable = 'snake_case'\ncolumn = 'a*b?c'\nindex = '*_idx'\n[[teams]]\nname = 't'\n\
     [[components]]\nname = 'c'\nlayer = 'client'\nteam = 't'\n",
    "key = 'c'\nname = 'C'\ndefaultTeam = 't'\n[[teams]]\nname = 't'\n[[components]]\nname = 'c'\nlayer = 'api'\nteam = 't'\n\
     [[routing]]\ntypes = ['add-table']\noperations = ['add-column']\ncomponents = ['c']\npriorities = ['low']\n\
     breaking = true\nteam = 't'\n[workflow.quorum]\ncode-review = 2\n[[workflow.steps]]\nid = 's'\ntitle = 'S'\n\
     stage = 'planning'\nowner = 'developer'\nevidence = ['note']\nrequires = ['code-review']\noptional = true\n",
];

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "corpus".to_owned());
    let put = |target: &str, name: String, first: u8, texts: &[&str]| {
        let folder = Path::new(&folder).join(target);
        std::fs::create_dir_all(&folder)?;
        let mut bytes = vec![first];
        bytes.extend_from_slice(texts.join("\u{1e}").as_bytes());
        std::fs::write(folder.join(name), bytes)
    };
    for (i, rule) in RULES.iter().enumerate() {
        let dialect = u8::try_from(i % 3).unwrap_or(0);
        let layout = u8::try_from(i / 3 % 12).unwrap_or(0);
        put("sql", format!("{}-bad", rule.name), 3 * layout, &[rule.bad])?;
        put("sql", format!("{}-good", rule.name), 3 * 11 + dialect, &[rule.good])?;
        put("code", format!("{}-query", rule.name), 4, &[rule.bad, rule.good])?;
    }
    let head = BASE.replace("kind", "sort").replace("integer", "string").replace("required: true", "required: false");
    put("openapi", "same".into(), 0, &[BASE])?;
    put("openapi", "changed".into(), 0, &[BASE, &head])?;
    put("openapi", "back".into(), 0, &[&head, BASE])?;
    put("openapi", "json".into(), 3, &[JSON, &JSON.replace("true", "false").replace("2.5", "7")])?;
    put("openapi", "mixed".into(), 1, &[JSON, BASE])?;
    let projects = Path::new(&folder).join("project");
    std::fs::create_dir_all(&projects)?;
    for (i, text) in PROJECTS.iter().enumerate() {
        std::fs::write(projects.join(format!("whole-{i}")), text)?;
        std::fs::write(projects.join(format!("cut-{i}")), &text.as_bytes()[..text.len() / 2])?;
        std::fs::write(projects.join(format!("windows-{i}")), text.replace('\n', "\r\n"))?;
    }
    for (first, text) in CODE {
        put("code", format!("language-{first}"), first, &[text])?;
        put("code", format!("project-{first}"), first, &[text, CODE[1].1, CODE[2].1, CODE[3].1])?;
    }
    Ok(())
}
