//! Made-up API documents of a megabyte.

/// A document with 900 paths and as many schemas that refer to each other; every `edit` gives another one.
pub fn document(edit: usize) -> String {
    let field = |i: usize, f: usize| match (i + f) % 4 {
        0 => format!(
            r#""field{f}": {{"type": "string", "maxLength": {}}}"#,
            100 + edit * usize::from(i.is_multiple_of(10))
        ),
        1 => format!(r##""field{f}": {{"$ref": "#/components/schemas/S{}"}}"##, (i * 7 + f) % 900),
        2 => format!(
            r##""field{f}": {{"type": "array", "items": {{"$ref": "#/components/schemas/S{}"}}}}"##,
            (i + 1) % 900
        ),
        _ => format!(r#""field{f}": {{"type": ["integer", "null"], "minimum": {f}}}"#),
    };
    let schema = |i: usize| {
        let fields: Vec<String> = (0..12).map(|f| field(i, f)).collect();
        format!(r#""S{i}": {{"type": "object", "properties": {{{}}}, "required": ["field0"]}}"#, fields.join(", "))
    };
    let path = |i: usize| {
        let content = format!(r##"{{"application/json": {{"schema": {{"$ref": "#/components/schemas/S{i}"}}}}}}"##);
        format!(
            r#""/r{i}/{{id}}": {{"post": {{"operationId": "o{i}", "requestBody": {{"content": {content}}}, "responses": {{"200": {{"description": "ok", "content": {content}}}}}}}}}"#
        )
    };
    let all = |part: &dyn Fn(usize) -> String| (0..900).map(part).collect::<Vec<_>>().join(",\n");
    format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "Shop", "version": "1"}}, "paths": {{{}}}, "components": {{"schemas": {{{}}}}}}}"#,
        all(&path),
        all(&schema)
    )
}
