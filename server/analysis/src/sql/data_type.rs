//! Types as they are written, and what they are called.

use super::Name;

/// A type's name without its length: synonyms have one name.
pub fn base(ty: &str) -> String {
    let plain = ty.split('(').next().unwrap_or_default().trim();
    match plain {
        "int" | "int4" | "integer" | "serial" | "serial4" => "integer",
        "int8" | "bigint" | "bigserial" | "serial8" => "bigint",
        "int2" | "smallint" | "smallserial" | "serial2" => "smallint",
        "varchar" | "character varying" | "nvarchar" => "varchar",
        "char" | "character" | "bpchar" | "nchar" => "char",
        "decimal" | "numeric" | "dec" => "numeric",
        "timestamp with time zone" | "timestamptz" => "timestamptz",
        "timestamp without time zone" | "timestamp" => "timestamp",
        "bool" | "boolean" => "boolean",
        "float8" | "double precision" | "double" => "double",
        "float4" | "real" => "real",
        "bit varying" | "varbit" => "varbit",
        other => other,
    }
    .to_owned()
}

/// The same for a type of a routine's argument, which may be an array.
pub fn of_argument(ty: &str) -> String {
    let ty = ty.strip_prefix("pg_catalog.").unwrap_or(ty);
    match ty.find('[').or_else(|| ty.find(" array")) {
        Some(at) => format!("{}[]", base(&ty[..at])),
        None => base(ty),
    }
}

/// The name of a type that the scripts make: of `app."Mood"[]` and `app."Mood"` it is the same.
pub fn named(ty: &str) -> Name {
    let end = ty.find(['[', '(']).or_else(|| ty.find(" array")).unwrap_or(ty.len());
    let (mut parts, mut part, mut quoted) = (Vec::new(), String::new(), false);
    for c in ty[..end].trim().chars() {
        match c {
            '"' => quoted = !quoted,
            '.' if !quoted => parts.push(std::mem::take(&mut part)),
            _ => part.push(c),
        }
    }
    parts.push(part);
    Name::parts(&parts).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{named, of_argument};

    #[test]
    fn a_type_has_one_name() {
        for (ty, name) in [("st", "st"), ("public.st[]", "st"), ("app.\"My.St\"", "app.My.St"), ("em array", "em")] {
            assert_eq!(named(ty).to_string(), name);
        }
        assert_eq!(of_argument("int4[]"), "integer[]");
        assert_eq!(of_argument("varchar(20)"), "varchar");
    }
}
