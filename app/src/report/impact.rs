//! What the change reaches: a graph from left to right, and the same as lists.

use super::model::{Graph, Impact, Node};
use super::{count, part};
use crate::ui::{Badge, Icon, Tone};
use domain::change::ImpactOutcome;
use leptos::prelude::*;
use std::collections::BTreeMap;

const LAYERS: [&str; 7] = ["Operations", "Schema", "Hangs on it", "Code", "Endpoints", "Clients", "Components"];
/// Nodes of a layer beyond these are counted, not drawn.
const DRAWN: usize = 14;
const WIDTH: usize = 144;
const GAP: usize = 22;
const HEIGHT: usize = 34;
const ROW: usize = 42;
const TOP: usize = 28;

/// The section `#impact`.
pub fn section(impact: &Impact, outcome: Option<&ImpactOutcome>) -> impl IntoView + use<> {
    let tone = match impact.risk.as_str() {
        "critical" | "high" => Tone::Danger,
        "medium" => Tone::Warning,
        _ => Tone::Success,
    };
    let unlisted = |name: &String| outcome.is_some_and(|o| o.unlisted.contains(name));
    let component = |c: &super::model::Component| {
        let mark = if unlisted(&c.name) { "Not on the request’s list. " } else { "" };
        (c.name.clone(), format!("{mark}{}", c.reasons.join("; ")))
    };
    let components = list("Components", impact.components.iter().map(component).collect());
    let collisions = outcome.map(|o| o.collisions.iter().map(|c| (c.key.clone(), c.objects.join(", "))).collect());
    let change = |key: String| {
        view! { <a class="link font-mono text-xs" href=format!("/changes/{key}")>{key.clone()}</a> }.into_any()
    };
    let collisions = named("Open changes on the same objects", collisions.unwrap_or_default(), change);
    let objects = list(
        "Schema objects",
        impact.objects.iter().map(|o| (format!("{} {}", o.kind.replace('-', " "), o.name), o.why.clone())).collect(),
    );
    let code = list(
        "Code",
        impact
            .code
            .iter()
            .map(|c| {
                let function = c.function.as_ref().map(|name| format!(", in {name}")).unwrap_or_default();
                (c.place.text(), format!("{} {}{function}", c.access, c.subject))
            })
            .collect(),
    );
    let endpoints = list(
        "Endpoints",
        impact.endpoints.iter().map(|e| (e.endpoint.clone(), format!("{} ({})", e.why, e.place.text()))).collect(),
    );
    let clients = list("Clients", impact.clients.iter().map(|e| (e.place.text(), e.why.clone())).collect());
    let summary = format!(
        "risk {}, {}, {}",
        impact.risk,
        count(impact.objects.len(), "schema object"),
        count(impact.code.len(), "place") + " in code"
    );
    let (risk, effort) = (impact.risk.clone(), impact.effort.to_uppercase());
    let body = view! {
        <div class="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pt-1 pb-4">
            <div class="grid gap-x-6 gap-y-2 sm:grid-cols-2">
                <div>
                    <p class="mb-1 flex items-center gap-2"><span class="text-muted">"Risk of what it reaches"</span> <Badge tone=tone>{capitalised(&risk)}</Badge></p>
                    <ul class="grid gap-0.5 text-xs text-muted">{reasons(&impact.risk_reasons)}</ul>
                </div>
                <div>
                    <p class="mb-1 flex items-center gap-2"><span class="text-muted">"Computed effort"</span> <Badge plain=true icon=Icon::Clock>{effort}</Badge></p>
                    <ul class="grid gap-0.5 text-xs text-muted">{reasons(&impact.effort_reasons)}</ul>
                </div>
            </div>
            {drawing(&impact.graph)}
            {components} {collisions} {objects} {code} {endpoints} {clients}
        </div>
    };
    part("impact", "Impact", summary, true, body)
}

fn reasons(all: &[String]) -> AnyView {
    all.iter().map(|why| view! { <li>{why.clone()}</li> }).collect_view().into_any()
}

fn list(title: &'static str, items: Vec<(String, String)>) -> Option<impl IntoView> {
    named(title, items, |name| view! { <code class="font-mono text-xs text-strong">{name}</code> }.into_any())
}

/// Things with why they are listed, each name as `shown` has it.
fn named(
    title: &'static str,
    items: Vec<(String, String)>,
    shown: impl Fn(String) -> AnyView,
) -> Option<impl IntoView> {
    if items.is_empty() {
        return None;
    }
    let n = items.len();
    let rows = items
        .into_iter()
        .map(|(name, why)| {
            view! {
                <li class="break-words">
                    {shown(name)} " " <span class="text-xs text-muted">{why}</span>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <details class="ui-disclosure">
            <summary class="link cursor-pointer list-none touch:inline-flex touch:min-h-11 touch:items-center">{format!("{title} ({n})")}</summary>
            <ul class="mt-1 grid gap-1">{rows}</ul>
        </details>
    })
}

/// Where things are drawn.
struct Places<'a> {
    /// By the node's id: x, y.
    nodes: BTreeMap<&'a str, (usize, usize, &'a Node)>,
    /// Of each column: x, its layer, how many of its nodes are not drawn.
    heads: Vec<(usize, usize, usize)>,
    height: usize,
}

fn places(graph: &Graph) -> Places<'_> {
    let mut columns: BTreeMap<u8, Vec<&Node>> = BTreeMap::new();
    for node in &graph.nodes {
        columns.entry(node.layer).or_default().push(node);
    }
    let (mut at, mut heads, mut tallest) = (BTreeMap::new(), Vec::new(), 1);
    for (column, (layer, nodes)) in columns.iter().enumerate() {
        let x = column * (WIDTH + GAP);
        for (row, node) in nodes.iter().take(DRAWN).enumerate() {
            at.insert(node.id.as_str(), (x, TOP + row * ROW, *node));
        }
        heads.push((x, usize::from(*layer), nodes.len().saturating_sub(DRAWN)));
        tallest = tallest.max(nodes.len().min(DRAWN + 1));
    }
    Places { nodes: at, heads, height: TOP + tallest * ROW }
}

/// The graph. The lists below it say the same in words.
fn drawing(graph: &Graph) -> Option<impl IntoView + use<>> {
    if graph.nodes.len() < 2 {
        return None;
    }
    let Places { nodes: at, heads, height } = places(graph);
    let width = heads.last().map_or(WIDTH, |(x, ..)| x + WIDTH);
    // One column more than there is room for is drawn a little smaller; with two more nobody could read it.
    let fit = if heads.len() < LAYERS.len() { "h-auto lg:max-w-full" } else { "" };
    let edges = graph.edges.iter().filter_map(|edge| {
        let (&(fx, fy, _), &(tx, ty, _)) = (at.get(edge.from.as_str())?, at.get(edge.to.as_str())?);
        let (x1, y1, x2, y2) = (fx + WIDTH, fy + HEIGHT / 2, tx, ty + HEIGHT / 2);
        let d = match x2 > x1 {
            true => format!("M{x1} {y1}C{0} {y1} {0} {y2} {x2} {y2}", (x1 + x2) / 2),
            // Within a layer, around the right side.
            false => format!("M{x1} {y1}C{0} {y1} {0} {y2} {1} {y2}", x1 + 30, tx + WIDTH),
        };
        Some(view! { <path d=d class="fill-none stroke-line-strong"><title>{format!("{} {} {}", edge.from, edge.label, edge.to)}</title></path> })
    });
    let edges = edges.collect_view();
    let nodes = at.values().map(|(x, y, node)| {
        let look = match node.kind.as_str() {
            "operation" => "fill-accent-fill stroke-accent-line",
            "code" | "endpoint" | "client" => "fill-warning-fill stroke-warning-line",
            "component" => "fill-info-fill stroke-info-line",
            _ => "fill-surface-2 stroke-line-strong",
        };
        let (label, kind) = (shortened(&node.label, 18), node.kind.replace('-', " "));
        view! {
            <g>
                <title>{format!("{} {}", node.kind, node.label)}</title>
                <rect x=x.to_string() y=y.to_string() width=WIDTH.to_string() height=HEIGHT.to_string() rx="4" class=look />
                <text x=(x + 7).to_string() y=(y + 12).to_string() class="fill-muted text-[0.625rem]">{kind}</text>
                <text x=(x + 7).to_string() y=(y + 27).to_string() class="fill-strong font-mono text-xs">{label}</text>
            </g>
        }
    });
    let nodes = nodes.collect_view();
    let titles = heads
        .iter()
        .map(|(x, layer, more)| {
            let word = LAYERS.get(*layer).copied().unwrap_or_default();
            let more = (*more > 0).then(|| {
                view! { <text x=x.to_string() y=(TOP + DRAWN * ROW + 17).to_string() class="fill-muted text-xs">{format!("and {more} more")}</text> }
            });
            view! { <text x=x.to_string() y="14" class="fill-muted text-xs">{word}</text> {more} }
        })
        .collect_view();
    Some(view! {
        <div class="ui-scroll-x rounded border border-line p-3" tabindex="0" role="region" aria-label="Impact graph">
            <svg width=width.to_string() height=height.to_string() viewBox=format!("0 0 {width} {height}") class=fit role="img" aria-label="What the change reaches; the lists below say the same">
                {edges} {nodes} {titles}
            </svg>
        </div>
    })
}

/// Both ends of a name tell more than its middle: what is done, and what it is done to.
fn shortened(label: &str, most: usize) -> String {
    let length = label.chars().count();
    if length <= most {
        return label.to_owned();
    }
    let tail = most / 2;
    let head = most - tail - 1;
    label.chars().take(head).chain(['…']).chain(label.chars().skip(length - tail)).collect()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
