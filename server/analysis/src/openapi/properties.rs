//! Whole documents: examples of every rule and generated ones.

use super::*;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn read(text: &str) -> Document {
    Document::read("api.yaml", text.as_bytes()).unwrap()
}

/// A document with one operation that takes `request` and answers `response`.
fn both(request: &str, response: &str) -> Document {
    read(&format!(
        "openapi: 3.1.0
paths:
  /a:
    post:
      requestBody: {{content: {{application/json: {{schema: {request}}}}}}}
      responses: {{'200': {{content: {{application/json: {{schema: {response}}}}}}}}}
"
    ))
}

/// Rule and direction of all differences when the same schema changes in a request and in a response.
fn schema(base: &str, head: &str) -> Vec<String> {
    let found = diff(&both(base, base), &both(head, head));
    let say = |difference: &Difference| {
        let direction = if difference.direction == Some(Direction::Request) { "in" } else { "out" };
        let mark = if difference.breaking { "!" } else { "" };
        format!("{mark}{direction} {}", difference.rule.trim_start_matches("openapi-"))
    };
    let mut found: Vec<String> = found.iter().map(say).collect();
    found.sort();
    found
}

#[test]
fn schemas() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("{type: integer}", "{type: number}", &["!out type", "in type"]),
        ("{type: number}", "{type: integer}", &["!in type", "out type"]),
        ("{type: string}", "{type: integer}", &["!in type", "!out type"]),
        ("{type: string}", "{type: [string, 'null']}", &["!out nullable", "in nullable"]),
        ("{type: string}", "{anyOf: [{type: string}, {type: 'null'}]}", &["!out nullable", "in nullable"]),
        ("{type: [string, 'null']}", "{oneOf: [{type: 'null'}, {type: string}]}", &[]),
        ("{type: integer, format: int32}", "{type: integer, format: int64}", &["!out format", "in format"]),
        ("{type: string, format: date}", "{type: string, format: date-time}", &["!in format", "!out format"]),
        ("{enum: [a, b]}", "{enum: [b, a]}", &[]),
        ("{enum: [a]}", "{enum: [a, b]}", &["!out enum-value-added", "in enum-value-added"]),
        ("{enum: [a, b]}", "{enum: [a]}", &["!in enum-value-removed", "out enum-value-removed"]),
        ("{type: string}", "{type: string, enum: [a]}", &["!in enum", "out enum"]),
        ("{const: a}", "{enum: [a]}", &[]),
        ("{type: string, maxLength: 9}", "{type: string, maxLength: 5}", &["!in limit", "out limit"]),
        ("{type: string, minLength: 0}", "{type: string}", &[]),
        ("{type: number, minimum: 1}", "{type: number, exclusiveMinimum: 1}", &["!in limit", "out limit"]),
        ("{type: number, maximum: 1}", "{type: number}", &["!out limit", "in limit"]),
        ("{type: string}", "{type: string, pattern: '^a'}", &["!in pattern", "out pattern"]),
        ("{properties: {a: {}}}", "{properties: {a: {}}, type: object}", &[]),
        ("{properties: {a: {}}}", "{properties: {a: {}, b: {}}}", &["in field-added", "out field-added"]),
        (
            "{properties: {a: {}}}",
            "{properties: {a: {}, b: {}}, required: [b]}",
            &["!in field-added", "out field-added"],
        ),
        ("{properties: {a: {}, b: {}}}", "{properties: {a: {}}}", &["!in field-removed", "!out field-removed"]),
        (
            "{properties: {a: {}}}",
            "{properties: {a: {}}, required: [a]}",
            &["!in field-required", "out field-required"],
        ),
        (
            "{properties: {a: {}}, required: [a]}",
            "{properties: {a: {}}}",
            &["!out field-required", "in field-required"],
        ),
        ("{properties: {a: {}}}", "{properties: {a: {deprecated: true}}}", &["in deprecated", "out deprecated"]),
        (
            "{properties: {a: {}}}",
            "{properties: {a: {}}, additionalProperties: false}",
            &["!in additional-properties", "out additional-properties"],
        ),
        (
            "{properties: {a: {}}, additionalProperties: false}",
            "{properties: {a: {}}}",
            &["in additional-properties", "out additional-properties"],
        ),
        ("{allOf: [{properties: {a: {}}}, {required: [a]}]}", "{properties: {a: {}}, required: [a]}", &[]),
        ("{items: {type: string}}", "{type: array, items: {type: integer}}", &["!in type", "!out type"]),
        (
            "{oneOf: [{type: string}, {type: integer}]}",
            "{oneOf: [{type: integer}, {type: string}, {type: boolean}]}",
            &["!out alternative-added", "in alternative-added"],
        ),
        (
            "{type: string}",
            "{oneOf: [{type: string}, {type: boolean}]}",
            &["!out alternative-added", "in alternative-added"],
        ),
        (
            "{anyOf: [{type: string}, {type: boolean}, {type: 'null'}]}",
            "{type: [string, 'null']}",
            &["!in alternative-removed", "out alternative-removed"],
        ),
        ("{}", "{oneOf: [{type: string}, {type: boolean}]}", &["!in type", "out type"]),
        ("{properties: {a: {readOnly: true}}}", "{type: object}", &["!out field-removed"]),
        ("{properties: {a: {writeOnly: true}}}", "{type: object}", &["!in field-removed"]),
        (
            "{oneOf: [{title: A, properties: {x: {type: string}}}, {title: B}]}",
            "{title: A, properties: {x: {type: [string, 'null']}}}",
            &["!in alternative-removed", "!out nullable", "in nullable", "out alternative-removed"],
        ),
        ("{not: {const: a}}", "{not: {const: b}}", &["!in other-constraint", "!out other-constraint"]),
        ("{type: string, enum: [a, b]}", "{const: a}", &["!in enum-value-removed", "out enum-value-removed"]),
        ("{enum: [a, b]}", "{type: string, enum: [a, b]}", &[]),
        ("{type: number, enum: [1, 2]}", "{const: 1}", &["!in enum-value-removed", "out enum-value-removed"]),
        ("{type: string}", "{const: 1}", &["!in enum", "!in type", "!out type", "out enum"]),
        ("{type: string, default: a}", "{type: string, default: b}", &["in default", "out default"]),
        ("{type: string, default: a}", "{type: string}", &["in default", "out default"]),
        ("{type: string, description: a}", "{type: string, description: b, example: c}", &[]),
    ];
    for (base, head, expected) in cases {
        assert_eq!(schema(base, head), *expected, "{base} -> {head}");
        assert!(schema(base, base).is_empty() && schema(head, head).is_empty());
    }
}

/// Rules of all differences, breaking ones with `!`.
fn rules(base: &str, head: &str) -> Vec<String> {
    let all = diff(&read(&format!("openapi: 3.0.3\n{base}")), &read(&format!("openapi: 3.0.3\n{head}")));
    let say =
        |d: &Difference| format!("{}{}", if d.breaking { "!" } else { "" }, d.rule.trim_start_matches("openapi-"));
    all.iter().map(say).collect()
}

#[test]
fn operations() {
    let op = |inner: &str| format!("paths: {{/a: {{get: {inner}}}}}");
    let par = |inner: &str| op(&format!("{{parameters: [{inner}]}}"));
    let cases: &[(String, String, &[&str])] = &[
        ("paths: {/a: {get: {}}}".into(), "paths: {/a: {post: {}}}".into(), &["!operation-removed", "operation-added"]),
        ("paths: {'/a/{b}': {get: {}}}".into(), "paths: {'/a/{c}': {get: {}}}".into(), &[]),
        (
            "paths: {/a: {get: {operationId: x}}}".into(),
            "paths: {/b: {get: {operationId: x}}}".into(),
            &["!path-renamed"],
        ),
        (
            "paths: {/a: {get: {operationId: x}}}".into(),
            "paths: {/a: {get: {operationId: y}}}".into(),
            &["operation-id"],
        ),
        (op("{}"), op("{deprecated: true}"), &["deprecated"]),
        (op("{deprecated: true, x-sunset: 2030-01-01}"), op("{deprecated: true, x-sunset: 2029-01-01}"), &["sunset"]),
        (par("{in: query, name: a}"), par("{in: query, name: a, required: true}"), &["!parameter-required"]),
        (par("{in: query, name: a}"), par(""), &["!parameter-removed"]),
        (par(""), par("{in: query, name: a}"), &["parameter-added"]),
        (par(""), par("{in: header, name: A, required: true}"), &["!parameter-added"]),
        (par("{in: header, name: A}"), par("{in: header, name: a}"), &[]),
        (
            par("{in: query, name: a, schema: {type: string}}"),
            par("{in: query, name: a, schema: {type: integer}}"),
            &["!type"],
        ),
        (
            par("{in: query, name: a, schema: {type: array}}"),
            par("{in: query, name: a, explode: false, schema: {type: array}}"),
            &["!parameter-style"],
        ),
        (
            par("{in: query, name: a, schema: {type: string}}"),
            par("{in: query, name: a, explode: false, schema: {type: string}}"),
            &[],
        ),
        (
            par("{in: query, name: a, schema: {type: string}}"),
            par("{in: query, name: a, content: {application/json: {schema: {type: string}}}}"),
            &["!parameter-style"],
        ),
        (
            par("{in: query, name: a, schema: {type: string, default: x}}"),
            par("{in: query, name: a, schema: {type: string, default: y}}"),
            &["default"],
        ),
        ("paths: {/a: {get: {}}}".into(), "paths: {/a/: {get: {}}}".into(), &["!path-renamed"]),
        (
            "paths: {/a: {get: {}}}".into(),
            "paths: {/a/: {get: {responses: {'200': {}}}}}".into(),
            &["!path-renamed", "status-added"],
        ),
        ("paths: {/a: {get: {}}}".into(), "paths: {/a: {get: {}}, /a/: {get: {}}}".into(), &["operation-added"]),
        (
            "paths: {/a: {get: {}}}".into(),
            "paths: {/a: {servers: [{url: 'https://b'}], get: {}}}".into(),
            &["server-removed"],
        ),
        (
            "servers: [{url: 'https://b'}]\npaths: {/a: {get: {}}}".into(),
            "servers: [{url: 'https://b'}]\npaths: {/a: {servers: [{url: 'https://b'}], get: {}}}".into(),
            &[],
        ),
        (op("{servers: [{url: 'https://b'}]}"), op("{}"), &["server-removed"]),
        (op("{}"), op("{requestBody: {required: true}}"), &["!body-added"]),
        (op("{requestBody: {}}"), op("{requestBody: {required: true}}"), &["!body-required"]),
        (op("{requestBody: {}}"), op("{}"), &["!body-removed"]),
        (
            op("{requestBody: {content: {a/b: {}}}}"),
            op("{requestBody: {content: {a/c: {}}}}"),
            &["!media-type-removed", "media-type-added"],
        ),
        (
            op("{responses: {'200': {}, '404': {}}}"),
            op("{responses: {'201': {}}}"),
            &["!status-removed", "status-removed", "status-added"],
        ),
        (op("{responses: {'200': {headers: {X-A: {}}}}}"), op("{responses: {'200': {}}}"), &["!header-removed"]),
        (op("{}"), op("{security: [{key: []}]}"), &["!security-tightened"]),
        (op("{security: [{key: []}]}"), op("{security: [{key: []}, {other: [a]}]}"), &["security-relaxed"]),
        (op("{security: [{key: [a]}]}"), op("{security: [{key: [a, b]}]}"), &["!security-tightened"]),
        (
            "components: {securitySchemes: {k: {type: http, scheme: basic}}}".into(),
            "components: {securitySchemes: {k: {type: http, scheme: bearer}}}".into(),
            &["!security-scheme"],
        ),
        ("paths: {}\nservers: [{url: 'https://a/'}]".into(), "paths: {}\nservers: [{url: 'https://a'}]".into(), &[]),
        (
            "paths: {}\nservers: [{url: 'https://a/'}]".into(),
            "paths: {}\nservers: [{url: 'https://b'}]".into(),
            &["server-removed"],
        ),
    ];
    for (base, head, expected) in cases {
        let mut found = rules(base, head);
        let mut expected: Vec<String> = expected.iter().map(|rule| (*rule).to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{base} -> {head}");
    }
}

#[test]
fn a_shared_schema_is_one_difference_with_all_its_operations() {
    let text = |kind: &str| {
        read(&format!(
            "openapi: 3.1.0
paths:
  /a: {{get: {{responses: {{'200': {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/U'}}}}}}}}}}}}}}
  /b: {{get: {{responses: {{'200': {{content: {{application/json: {{schema: {{items: {{$ref: '#/components/schemas/U'}}}}}}}}}}}}}}}}
components:
  schemas:
    U:
      properties:
        email: {{type: {kind}}}
        boss: {{$ref: '#/components/schemas/U'}}
"
        ))
    };
    let found = diff(&text("string"), &text("integer"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].operations, ["GET /a", "GET /b"]);
    assert_eq!(found[0].pointer, "/components/schemas/U/properties/email");
    assert_eq!((found[0].place.line, found[0].side), (9, Side::Head));
    assert_eq!(found[0].message, "`email` in the response 200 of GET /a is integer now, before it was string");
    assert!(found[0].finding().fingerprint.len() == 24);
}

#[test]
fn webhooks_and_callbacks_go_the_other_way() {
    let hook = |schema: &str| {
        read(&format!(
            "openapi: 3.1.0\nwebhooks: {{sent: {{post: {{requestBody: {{content: {{a/b: {{schema: {schema}}}}}}}}}}}}}"
        ))
    };
    let found = diff(&hook("{enum: [a]}"), &hook("{enum: [a, b]}"));
    assert!(found.len() == 1 && found[0].breaking && found[0].direction == Some(Direction::Response));
    let circle = "openapi: 3.1.0\npaths: {/a: {post: {callbacks: {x: {y: {$ref: '#/paths/~1a'}}}}}}";
    assert!(diff(&read(circle), &read(circle)).is_empty());
}

/// A field of a generated schema.
#[derive(Clone, Debug)]
struct Field {
    kind: Kind,
    required: bool,
    nullable: bool,
}

#[derive(Clone, Debug)]
enum Kind {
    Text { max: u32 },
    Integer { min: i64 },
    Enum(u8),
    Object(Vec<Field>),
    List(Box<Field>),
}

#[derive(Clone, Debug)]
struct Op {
    request: Vec<Field>,
    response: Vec<Field>,
    parameters: Vec<bool>,
}

/// How a document is written, which must not matter.
#[derive(Clone, Copy, Debug)]
struct Notation {
    old: bool,
    references: bool,
    all_of: bool,
    yaml: bool,
}

fn field() -> impl Strategy<Value = Field> {
    let leaf = prop_oneof![
        (5u32..50).prop_map(|max| Kind::Text { max }),
        (-5i64..5).prop_map(|min| Kind::Integer { min }),
        (2u8..5).prop_map(Kind::Enum),
    ];
    let plain = |kind| {
        (kind, any::<bool>(), any::<bool>()).prop_map(|(kind, required, nullable)| Field { kind, required, nullable })
    };
    plain(leaf.boxed()).boxed().prop_recursive(2, 12, 3, move |inner| {
        let kind = prop_oneof![
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Kind::Object),
            inner.prop_map(|field| Kind::List(Box::new(field))),
        ];
        plain(kind.boxed())
    })
}

fn api() -> impl Strategy<Value = Vec<Op>> {
    let fields = || proptest::collection::vec(field(), 1..4);
    let op = (fields(), fields(), proptest::collection::vec(any::<bool>(), 1..3))
        .prop_map(|(request, response, parameters)| Op { request, response, parameters });
    proptest::collection::vec(op, 1..4)
}

fn notation() -> impl Strategy<Value = Notation> {
    any::<[bool; 4]>().prop_map(|[old, references, all_of, yaml]| Notation { old, references, all_of, yaml })
}

struct Writer {
    notation: Notation,
    schemas: Map<String, Value>,
}

impl Writer {
    fn field(&mut self, field: &Field) -> Value {
        let mut schema = match &field.kind {
            Kind::Text { max } => json!({"type": "string", "maxLength": max}),
            Kind::Integer { min } => json!({"type": "integer", "minimum": min}),
            Kind::Enum(count) => {
                json!({"type": "string", "enum": (0..*count).map(|i| format!("v{i}")).collect::<Vec<_>>()})
            }
            Kind::Object(fields) => return self.object(fields, field.nullable),
            Kind::List(item) => json!({"type": "array", "items": self.field(item)}),
        };
        self.null(&mut schema, field.nullable);
        schema
    }

    fn null(&self, schema: &mut Value, nullable: bool) {
        if nullable && self.notation.old {
            schema["nullable"] = json!(true);
        } else if nullable {
            schema["type"] = json!([schema["type"], "null"]);
            if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
                values.push(Value::Null);
            }
        }
    }

    fn object(&mut self, fields: &[Field], nullable: bool) -> Value {
        let properties: Map<String, Value> =
            fields.iter().enumerate().map(|(i, field)| (format!("f{i}"), self.field(field))).collect();
        let required: Vec<String> =
            fields.iter().enumerate().filter(|(_, field)| field.required).map(|(i, _)| format!("f{i}")).collect();
        let mut schema = json!({"type": "object", "properties": properties});
        if self.notation.all_of && !nullable {
            schema = json!({"allOf": [schema, {"required": required}]});
        } else {
            schema["required"] = json!(required);
            self.null(&mut schema, nullable);
        }
        if self.notation.references {
            let name = format!("S{}", self.schemas.len());
            self.schemas.insert(name.clone(), schema);
            return json!({"$ref": format!("#/components/schemas/{name}")});
        }
        schema
    }

    fn write(notation: Notation, api: &[Op]) -> Document {
        let mut writer = Self { notation, schemas: Map::new() };
        let mut paths = Map::new();
        for (i, op) in api.iter().enumerate() {
            let parameters: Vec<Value> = op.parameters.iter().enumerate().map(|(p, required)| {
                json!({"in": "query", "name": format!("p{p}"), "required": required, "schema": {"type": "string"}})
            }).collect();
            let (request, response) = (writer.object(&op.request, false), writer.object(&op.response, false));
            paths.insert(
                format!("/r{i}"),
                json!({"post": {
                    "parameters": parameters,
                    "requestBody": {"content": {"application/json": {"schema": request}}},
                    "responses": {"200": {"content": {"application/json": {"schema": response}}}},
                }}),
            );
        }
        let version = if notation.old { "3.0.3" } else { "3.1.0" };
        let text = json!({"openapi": version, "paths": paths, "components": {"schemas": writer.schemas}}).to_string();
        // A comment makes it YAML, since JSON has none.
        read(&if notation.yaml { format!("# yaml\n{text}") } else { text })
    }
}

/// One edit: its name decides what it does and whether it breaks.
#[derive(Clone, Copy, Debug)]
enum Edit {
    RemoveOperation,
    RemoveParameter,
    RequireNewParameter,
    AddParameter,
    AddRequired,
    AddOptional,
    RemoveField,
    Require,
    Relax,
    MakeNullable,
    MakeNotNull,
    Narrow,
    Widen,
    ChangeType,
}

const EDITS: [Edit; 14] = [
    Edit::RemoveOperation,
    Edit::RemoveParameter,
    Edit::RequireNewParameter,
    Edit::AddParameter,
    Edit::AddRequired,
    Edit::AddOptional,
    Edit::RemoveField,
    Edit::Require,
    Edit::Relax,
    Edit::MakeNullable,
    Edit::MakeNotNull,
    Edit::Narrow,
    Edit::Widen,
    Edit::ChangeType,
];

/// The list of fields `depth` objects down, as far as there are objects.
fn deep(mut fields: &mut Vec<Field>, mut depth: usize) -> &mut Vec<Field> {
    loop {
        let below = fields.iter().position(|field| matches!(field.kind, Kind::Object(_)));
        match below {
            Some(at) if depth > 0 => {
                depth -= 1;
                fields = match &mut fields[at].kind {
                    Kind::Object(fields) => fields,
                    _ => unreachable!(),
                };
            }
            _ => return fields,
        }
    }
}

/// Applies the edit; says whether it breaks, nothing where there is nothing to edit.
fn apply(edit: Edit, api: &mut Vec<Op>, op: usize, request: bool, depth: usize) -> Option<bool> {
    let at = op % api.len();
    match edit {
        Edit::RemoveOperation => {
            api.pop();
            return Some(true);
        }
        Edit::RemoveParameter => return api[at].parameters.pop().map(|_| true),
        Edit::RequireNewParameter => {
            api[at].parameters.push(true);
            return Some(true);
        }
        Edit::AddParameter => {
            api[at].parameters.push(false);
            return Some(false);
        }
        _ => {}
    }
    let fields = deep(if request { &mut api[at].request } else { &mut api[at].response }, depth);
    let plain = |required| Field { kind: Kind::Text { max: 9 }, required, nullable: false };
    let last = fields.last_mut()?;
    match edit {
        Edit::AddRequired => {
            fields.push(plain(true));
            Some(request)
        }
        Edit::AddOptional => {
            fields.push(plain(false));
            Some(false)
        }
        Edit::RemoveField => fields.pop().map(|_| true),
        Edit::Require => (!std::mem::replace(&mut last.required, true)).then_some(request),
        Edit::Relax => std::mem::replace(&mut last.required, false).then_some(!request),
        Edit::MakeNullable => (!std::mem::replace(&mut last.nullable, true)).then_some(!request),
        Edit::MakeNotNull => std::mem::replace(&mut last.nullable, false).then_some(request),
        Edit::Narrow | Edit::Widen => {
            let wider = matches!(edit, Edit::Widen);
            match &mut last.kind {
                Kind::Text { max } => *max = if wider { *max + 1 } else { *max - 1 },
                Kind::Integer { min } => *min += if wider { -1 } else { 1 },
                Kind::Enum(count) => *count = if wider { *count + 1 } else { *count - 1 },
                _ => return None,
            }
            Some(wider != request)
        }
        Edit::ChangeType => {
            last.kind = match last.kind {
                Kind::Integer { .. } => Kind::Text { max: 9 },
                _ => Kind::Integer { min: 0 },
            };
            Some(true)
        }
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Property 13 (a breaking change must be identified before it can be held to more): every breaking edit of a
    /// generated API is found, and no compatible one is called breaking, however the document is written.
    #[test]
    fn property_13_breaking_api_changes_are_told_from_compatible_ones(
        base in api(), edit in 0usize..EDITS.len(), op in 0usize..4, request: bool, depth in 0usize..3,
        notations in (notation(), notation()),
    ) {
        let mut head = base.clone();
        let breaking = apply(EDITS[edit], &mut head, op, request, depth);
        prop_assume!(breaking.is_some());
        // 3.0 does not allow null beside a reference; both documents say it in one way then.
        let (first, mut second) = notations;
        second.old = first.old;
        let found = diff(&Writer::write(first, &base), &Writer::write(second, &head));
        prop_assert!(!found.is_empty());
        prop_assert_eq!(found.iter().any(|one| one.breaking), breaking == Some(true), "{:#?}", found);
    }

    /// Property 11 (nothing is blocked without a reason): a document does not differ from itself, in any notation.
    #[test]
    fn property_11_an_unchanged_api_has_no_finding(base in api(), one in notation(), other in notation()) {
        let found = diff(&Writer::write(one, &base), &Writer::write(other, &base));
        prop_assert!(found.is_empty(), "{:#?}", found);
    }

    /// Any damage to a document gives an error or a comparison, never a panic.
    #[test]
    fn damaged_documents_are_read_or_refused(
        base in api(), how in notation(), damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..8),
    ) {
        let whole = Writer::write(how, &base);
        let mut bytes = whole.text.clone().into_bytes();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(document) = Document::read("api.yaml", &bytes) {
            diff(&whole, &document);
            diff(&document, &whole);
            prop_assert!(diff(&document, &document).is_empty());
            endpoints(&document);
        }
    }
}
