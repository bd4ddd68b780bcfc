//! What the board shows, as the address says it.

use crate::components::list::chip_value;
use crate::ui::{
    Button, Choice, FilterChip, Glyph, Icon, SearchInput, Segmented, SelectField, Size, Tab, Toolbar, Variant,
    button_class,
};
use domain::api::ChangeFilter;
use domain::words::{ChangeType, Priority};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// Rows of the board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lanes {
    /// One row.
    #[default]
    None,
    /// A row a team.
    Team,
    /// A row a priority.
    Priority,
}

impl Lanes {
    fn as_str(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Team => "team",
            Self::Priority => "priority",
        }
    }
}

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardQuery {
    /// Which changes.
    pub filter: ChangeFilter,
    /// Which rows.
    pub lanes: Lanes,
}

impl BoardQuery {
    /// Reads the address; unknown values are ignored.
    pub fn read(query: &ParamsMap) -> Self {
        let text = |name: &str| query.get(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        let filter = ChangeFilter {
            text: text("text"),
            team: text("team"),
            project: text("project"),
            assignee: text("assignee"),
            priority: text("priority").and_then(|p| p.parse().ok()).into_iter().collect(),
            kind: text("type").and_then(|t| t.parse().ok()).into_iter().collect(),
            ..ChangeFilter::default()
        };
        let lanes = match query.get("lanes").as_deref() {
            Some("team") => Lanes::Team,
            Some("priority") => Lanes::Priority,
            _ => Lanes::None,
        };
        Self { filter, lanes }
    }

    fn pairs(&self) -> Vec<(&'static str, String, String)> {
        let f = &self.filter;
        let same = |name: &'static str, label: &str, v: &Option<String>| v.clone().map(|v| (name, label.to_owned(), v));
        let mut out: Vec<(&'static str, String, String)> = Vec::new();
        out.extend(same("text", "Text", &f.text));
        out.extend(same("team", "Team", &f.team));
        out.extend(same("project", "Project", &f.project));
        out.extend(same("assignee", "Assignee", &f.assignee));
        out.extend(f.priority.first().map(|p| ("priority", "Priority".to_owned(), p.as_str().to_owned())));
        out.extend(f.kind.first().map(|k| ("type", "Type".to_owned(), k.as_str().to_owned())));
        out
    }

    /// The board's address without one filter (`""`: with all), in these lanes.
    fn href(&self, without: &str, lanes: Lanes) -> String {
        let mut query = ParamsMap::new();
        for (name, _, value) in self.pairs().into_iter().filter(|(name, ..)| *name != without) {
            query.insert(name, value);
        }
        if lanes != Lanes::None {
            query.insert("lanes", lanes.as_str().to_owned());
        }
        format!("/board{}", query.to_query_string())
    }
}

/// Search, priority, type, rows; a form that works without scripts.
#[component]
pub fn BoardFilters(query: BoardQuery) -> impl IntoView {
    let chips = query
        .pairs()
        .into_iter()
        .map(|(name, label, value)| view! { <FilterChip label=label value=chip_value(name, &value) remove_href=query.href(name, query.lanes) /> })
        .collect_view();
    let clear = (!query.pairs().is_empty())
        .then(|| BoardQuery { lanes: query.lanes, ..BoardQuery::default() }.href("", query.lanes));
    let tab = |label: &str, lanes: Lanes| Tab::new(label, query.href("", lanes), query.lanes == lanes);
    let tabs = vec![tab("No lanes", Lanes::None), tab("By team", Lanes::Team), tab("By priority", Lanes::Priority)];
    let priorities: Vec<Choice> = Priority::ALL.iter().map(|p| Choice::new(p.as_str(), p.label())).collect();
    let types: Vec<Choice> = ChangeType::ALL.iter().map(|t| Choice::new(t.as_str(), t.label())).collect();
    let filter = query.filter.clone();
    let kept = ["team", "project", "assignee"];
    let kept = query.pairs().into_iter().filter(|(name, ..)| kept.contains(name));
    let kept = kept.map(|(name, _, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    view! {
        <Toolbar label="Filter the board">
            <input type="checkbox" id="board-filters" class="peer sr-only sm:hidden" />
            <form
                action="/board"
                method="get"
                class="flex min-w-0 flex-wrap items-center gap-2 peer-checked:[&_.ui-facet]:block peer-checked:[&_.ui-apply]:inline-flex peer-focus-visible:[&_label]:outline-2 max-sm:w-full"
            >
                <SearchInput id="board-search" name="text" label="Search the board" value=filter.text.unwrap_or_default() placeholder="Number, title or words" class="max-sm:flex-1" />
                <label for="board-filters" class=format!("{} sm:hidden", button_class(Variant::Secondary, Size::Medium))>
                    <Glyph icon=Icon::Filter /> "Filters"
                </label>
                <SelectField
                    name="priority"
                    id="board-priority"
                    label="Priority"
                    hide_label=true
                    blank="Any priority"
                    choices=priorities
                    value=filter.priority.first().map(|p| p.as_str()).unwrap_or_default()
                    class="ui-facet max-sm:hidden max-sm:w-[calc(50%-0.25rem)]"
                />
                <SelectField
                    name="type"
                    id="board-type"
                    label="Type"
                    hide_label=true
                    blank="Any type"
                    choices=types
                    value=filter.kind.first().map(|k| k.as_str()).unwrap_or_default()
                    class="ui-facet max-sm:hidden max-sm:w-[calc(50%-0.25rem)]"
                />
                <input type="hidden" name="lanes" value=query.lanes.as_str() />
                {kept}
                <Button submit=true variant=Variant::Secondary icon=Icon::Filter class="ui-apply max-sm:hidden">"Apply filters"</Button>
            </form>
            {chips}
            {clear.map(|href| view! { <a href=href class="link text-xs touch:inline-flex touch:min-h-11 touch:items-center">"Clear filters"</a> })}
            <Segmented label="Lanes" tabs=tabs class="max-sm:hidden peer-checked:inline-flex sm:ml-auto" />
        </Toolbar>
    }
}
