//! The address of a list: it alone reproduces filter, order and place.

use domain::api::{ChangeFilter, Sort};
use domain::words::WorkflowStatus;
use leptos_router::params::ParamsMap;
use std::fmt::Write;
use std::str::FromStr;

/// A list as its address describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListAddress {
    /// Filter, order and place.
    pub filter: ChangeFilter,
    /// Parts of the address that mean nothing, as written.
    pub ignored: Vec<String>,
}

const SORTS: [(&str, Sort); 6] = [
    ("-updated", Sort::Updated),
    ("updated", Sort::UpdatedAscending),
    ("-number", Sort::Number),
    ("number", Sort::NumberAscending),
    ("-priority", Sort::Priority),
    ("-stage", Sort::Stage),
];

impl ListAddress {
    /// Reads the query of an address. Empty values count as absent, unknown ones are set aside.
    pub fn parse(query: &ParamsMap) -> Self {
        let mut address = Self::default();
        for (key, value) in query.clone() {
            let value = value.trim();
            if !value.is_empty() && !address.take(&key, value) {
                address.ignored.push(format!("{key}={value}"));
            }
        }
        address
    }

    fn take(&mut self, key: &str, value: &str) -> bool {
        let f = &mut self.filter;
        let text = || Some(value.to_owned());
        match key {
            "status" if value == "live" => f.status.extend(live()),
            "status" => return word(&mut f.status, value),
            "stage" => return word(&mut f.stage, value),
            "type" => return word(&mut f.kind, value),
            "priority" => return word(&mut f.priority, value),
            "project" => f.project = text(),
            "component" => f.component = text(),
            "team" => f.team = text(),
            "assignee" => f.assignee = text(),
            "requester" => f.requester = text(),
            "table" => f.table = text(),
            "text" => f.text = text(),
            "cursor" => f.cursor = text(),
            "breaking" => match value.parse() {
                Ok(breaking) => f.breaking = Some(breaking),
                Err(_) => return false,
            },
            "sort" => match SORTS.iter().find(|(name, _)| *name == value) {
                Some((_, sort)) => f.sort = *sort,
                None => return false,
            },
            // What a refused form leaves behind.
            "__path" | "__err" => {}
            _ => return false,
        }
        true
    }

    /// Everything but place and order, as parameter and value.
    pub fn parts(filter: &ChangeFilter) -> Vec<(&'static str, String)> {
        let mut parts: Vec<(&'static str, String)> = Vec::new();
        if filter.status == live() {
            parts.push(("status", "live".to_owned()));
        } else {
            parts.extend(filter.status.iter().map(|w| ("status", w.to_string())));
        }
        parts.extend(filter.stage.iter().map(|w| ("stage", w.to_string())));
        parts.extend(filter.kind.iter().map(|w| ("type", w.to_string())));
        parts.extend(filter.priority.iter().map(|w| ("priority", w.to_string())));
        let texts = [
            ("project", &filter.project),
            ("component", &filter.component),
            ("team", &filter.team),
            ("assignee", &filter.assignee),
            ("requester", &filter.requester),
            ("table", &filter.table),
            ("text", &filter.text),
        ];
        parts.extend(texts.into_iter().filter_map(|(key, value)| value.clone().map(|value| (key, value))));
        parts.extend(filter.breaking.map(|b| ("breaking", b.to_string())));
        parts
    }

    /// The address of the list with this filter, from its first page.
    pub fn href(filter: &ChangeFilter) -> String {
        let mut parts = Self::parts(filter);
        if filter.sort != Sort::default() {
            parts.extend(
                SORTS.iter().find(|(_, sort)| *sort == filter.sort).map(|(name, _)| ("sort", (*name).to_owned())),
            );
        }
        join("/changes", &parts)
    }

    /// The address of the page that begins at `cursor`.
    pub fn page_href(filter: &ChangeFilter, cursor: &str) -> String {
        let first = Self::href(filter);
        let mark = if first.contains('?') { '&' } else { '?' };
        format!("{first}{mark}cursor={}", encode(cursor))
    }

    /// The address with another value for one parameter; an empty one removes it.
    pub fn with(filter: &ChangeFilter, key: &str, value: &str) -> String {
        let mut parts: Vec<(&str, String)> = Self::parts(filter).into_iter().filter(|(k, _)| *k != key).collect();
        parts.push((key, value.to_owned()));
        let query: ParamsMap = parts.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        Self::href(&ChangeFilter { sort: filter.sort, ..Self::parse(&query).filter })
    }

    /// The address without one value of one parameter.
    pub fn without(filter: &ChangeFilter, key: &str, value: &str) -> String {
        let query: ParamsMap = Self::parts(filter)
            .into_iter()
            .filter(|(k, v)| *k != key || v != value)
            .map(|(k, v)| (k.to_owned(), v))
            .collect();
        Self::href(&ChangeFilter { sort: filter.sort, ..Self::parse(&query).filter })
    }
}

fn live() -> Vec<WorkflowStatus> {
    WorkflowStatus::ALL.iter().copied().filter(|s| s.is_live()).collect()
}

fn word<T: FromStr>(list: &mut Vec<T>, value: &str) -> bool {
    value.parse().map(|word| list.push(word)).is_ok()
}

fn join(path: &str, parts: &[(&str, String)]) -> String {
    let mut out = path.to_owned();
    for (i, (key, value)) in parts.iter().enumerate() {
        let _ = write!(out, "{}{key}={}", if i == 0 { '?' } else { '&' }, encode(value));
    }
    out
}

/// Percent-encodes a value for a query.
pub fn encode(value: &str) -> String {
    value.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::words::{Priority, Stage};

    fn query(pairs: &[(&str, &str)]) -> ParamsMap {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn an_address_survives_the_round_trip() {
        let pairs = [
            ("status", "live"),
            ("stage", "review"),
            ("stage", "planning"),
            ("text", "a b&c"),
            ("breaking", "true"),
            ("sort", "-stage"),
        ];
        let address = ListAddress::parse(&query(&pairs));
        assert_eq!(address.filter.stage.len(), 2);
        assert_eq!(
            ListAddress::href(&address.filter),
            "/changes?status=live&stage=review&stage=planning&text=a%20b%26c&breaking=true&sort=-stage"
        );
    }

    #[test]
    fn what_means_nothing_is_set_aside() {
        let address = ListAddress::parse(&query(&[
            ("stage", "nowhere"),
            ("colour", "red"),
            ("type", ""),
            ("priority", "high"),
            ("__err", "x"),
        ]));
        assert_eq!(address.filter.priority, [Priority::High]);
        let mut ignored = address.ignored.clone();
        ignored.sort();
        assert_eq!(ignored, ["colour=red", "stage=nowhere"]);
    }

    #[test]
    fn one_filter_is_set_and_taken_away() {
        let filter = ChangeFilter { stage: vec![Stage::Review], sort: Sort::Number, ..ChangeFilter::default() };
        assert_eq!(ListAddress::with(&filter, "stage", ""), "/changes?sort=-number");
        assert_eq!(ListAddress::with(&filter, "priority", "low"), "/changes?stage=review&priority=low&sort=-number");
        assert_eq!(ListAddress::without(&filter, "stage", "review"), "/changes?sort=-number");
    }
}
