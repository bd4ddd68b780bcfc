//! The names of all rules about API documents.

/// One rule: what it finds, for the pages that explain rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, `openapi-…`.
    pub name: &'static str,
    /// What it finds.
    pub summary: &'static str,
    /// When it is breaking.
    pub breaking: &'static str,
}

macro_rules! rules {
    ($($constant:ident $name:literal $summary:literal $breaking:literal)*) => {
        $(pub(crate) const $constant: &str = $name;)*
        /// All rules in the order of their names.
        pub const RULES: &[Rule] = &[$(Rule { name: $name, summary: $summary, breaking: $breaking }),*];
    };
}

rules! {
    ADDITIONAL_CHANGED "openapi-additional-properties" "whether an object may hold unnamed properties changed" "in requests when it was closed, in responses when it was opened"
    ALTERNATIVE_ADDED "openapi-alternative-added" "`oneOf` or `anyOf` got another alternative" "in responses"
    ALTERNATIVE_REMOVED "openapi-alternative-removed" "an alternative of `oneOf` or `anyOf` is gone" "in requests"
    BODY_ADDED "openapi-body-added" "an operation takes a request body that it did not take" "when the body is required"
    BODY_REMOVED "openapi-body-removed" "an operation takes no request body any more" "always"
    BODY_REQUIRED "openapi-body-required" "whether a request body is required changed" "when it became required"
    DEFAULT "openapi-default" "the default of a value changed" "never, but a warning in requests: what leaves it out means something else"
    DEPRECATED "openapi-deprecated" "an operation, parameter or field is deprecated from now on" "never"
    DISCRIMINATOR "openapi-discriminator" "the property that tells alternatives apart, or one of its values, changed" "always when the property changed; in requests when a value is gone, in responses when one is new"
    ENUM_ADDED "openapi-enum-value-added" "a value was added to an enumeration" "in responses"
    ENUM_REMOVED "openapi-enum-value-removed" "a value was removed from an enumeration" "in requests"
    ENUM_LIMITED "openapi-enum" "a free value became an enumeration or the reverse" "in requests when it became one, in responses when it stopped being one"
    FIELD_ADDED "openapi-field-added" "an object got another property" "in requests when the property is required"
    FIELD_REMOVED "openapi-field-removed" "an object lost a property" "always: what clients send has no effect, what they read is not there"
    FIELD_REQUIRED "openapi-field-required" "whether a property is required changed" "in requests when it became required, in responses when it became optional"
    FORMAT "openapi-format" "the format of a value changed" "in requests when it was narrowed, in responses when it was widened"
    HEADER_ADDED "openapi-header-added" "a response got another header" "never"
    HEADER_REMOVED "openapi-header-removed" "a response lost a header" "always"
    HEADER_REQUIRED "openapi-header-required" "whether a response header is always there changed" "when it became optional"
    LIMIT "openapi-limit" "a minimum, a maximum or a length changed" "in requests when it was narrowed, in responses when it was widened"
    MEDIA_ADDED "openapi-media-type-added" "a content type was added" "never"
    MEDIA_REMOVED "openapi-media-type-removed" "a content type was removed" "always"
    NULLABLE "openapi-nullable" "whether `null` is allowed changed" "in requests when it is refused now, in responses when it can come now"
    OPERATION_ADDED "openapi-operation-added" "there is another operation" "never"
    OPERATION_ID "openapi-operation-id" "an operation's id changed, so that generated clients name it differently" "never"
    OPERATION_REMOVED "openapi-operation-removed" "an operation is gone" "always"
    OTHER_CHANGED "openapi-other-constraint" "a part of a schema changed whose effect cannot be told" "always"
    PARAMETER_ADDED "openapi-parameter-added" "an operation got another parameter" "when the parameter is required"
    PARAMETER_REMOVED "openapi-parameter-removed" "an operation lost a parameter" "always"
    PARAMETER_REQUIRED "openapi-parameter-required" "whether a parameter is required changed" "when it became required"
    PARAMETER_STYLE "openapi-parameter-style" "a parameter is written in another way" "always"
    PATH_RENAMED "openapi-path-renamed" "the same operations stand under another path; a `/` at its end counts" "always"
    PATTERN "openapi-pattern" "the pattern of a text changed" "in requests when one was added or changed, in responses when one was removed or changed"
    SCHEME_CHANGED "openapi-security-scheme" "a security scheme works in another way or is gone" "always"
    SECURITY_RELAXED "openapi-security-relaxed" "an operation can be called with other credentials as well" "never"
    SECURITY_TIGHTENED "openapi-security-tightened" "an operation cannot be called any more with credentials that were enough" "always"
    SERVER_REMOVED "openapi-server-removed" "a server's address is gone, or that of one path or operation" "never, but a warning: clients that do not take the address from the document call the old one"
    STATUS_ADDED "openapi-status-added" "an operation answers with another status" "never"
    STATUS_REMOVED "openapi-status-removed" "an operation does not answer with a status any more" "when the status meant success"
    SUNSET "openapi-sunset" "the day on which a deprecated operation ends changed" "never"
    TYPE "openapi-type" "the type of a value changed" "in requests when it was narrowed, in responses when it was widened"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_stable_words_and_no_name_repeats() {
        let names: std::collections::BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), RULES.len());
        assert!(names.iter().all(|name| name.starts_with("openapi-")));
    }
}
