//! Makes what stands in the page read as new HTML does, with as few touches as can be.
//!
//! Three trees are gone through side by side: what the server said before, what it says now, and what stands in the
//! page. Only where the first two differ is the third one touched, so what people did to it since stays.

use leptos::prelude::document;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTemplateElement, Node};

/// Brings `place`, whose content was made of the HTML `before`, to the HTML `now`.
pub fn morph(place: &Element, before: &str, now: &str) {
    match parsed(before).zip(parsed(now)) {
        Some((before, now)) if alike(place, &before) => children(place, &before, &now),
        // Something else has written there: from here on it is known again.
        _ => place.set_inner_html(now),
    }
}

fn parsed(html: &str) -> Option<Node> {
    let template: HtmlTemplateElement = document().create_element("template").ok()?.dyn_into().ok()?;
    template.set_inner_html(html);
    Some(template.content().into())
}

fn list(of: &Node) -> Vec<Node> {
    std::iter::successors(of.first_child(), Node::next_sibling).collect()
}

fn alike(a: &Node, b: &Node) -> bool {
    let (a, b) = (list(a), list(b));
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a.node_name() == b.node_name())
}

/// What an element is known by among its siblings.
fn key(node: &Node) -> Option<String> {
    let element = node.dyn_ref::<Element>()?;
    element.get_attribute("data-key").or_else(|| element.get_attribute("id"))
}

fn children(place: &Node, before: &Node, now: &Node) {
    let (standing, old) = (list(place), list(before));
    let mut left: Vec<bool> = vec![true; old.len()];
    let mut at = place.first_child();
    for new in list(now) {
        let same = |i: &usize| left[*i] && old[*i].node_name() == new.node_name() && key(&old[*i]) == key(&new);
        match (0..old.len()).find(same) {
            Some(i) => {
                left[i] = false;
                // What stands before it and comes no more is passed over: a moved element would lose the focus.
                while let Some(here) = at.clone().filter(|here| *here != standing[i]) {
                    let gone = standing.iter().position(|one| *one == here).is_some_and(|j| !comes(&old[j], now));
                    if !gone {
                        break;
                    }
                    at = here.next_sibling();
                }
                match &at {
                    Some(here) if *here == standing[i] => at = here.next_sibling(),
                    _ => drop(place.insert_before(&standing[i], at.as_ref())),
                }
                one(&standing[i], &old[i], &new);
            }
            None => drop(place.insert_before(&new, at.as_ref())),
        }
    }
    for (i, _) in left.iter().enumerate().filter(|(_, left)| **left) {
        drop(place.remove_child(&standing[i]));
    }
}

fn comes(old: &Node, now: &Node) -> bool {
    list(now).iter().any(|new| new.node_name() == old.node_name() && key(new) == key(old))
}

fn one(place: &Node, before: &Node, now: &Node) {
    if before.is_equal_node(Some(now)) {
        return;
    }
    let elements = (place.dyn_ref::<Element>(), before.dyn_ref::<Element>(), now.dyn_ref::<Element>());
    let (Some(place), Some(before), Some(now)) = elements else {
        place.set_node_value(now.node_value().as_deref());
        return;
    };
    let names = [before, now].map(|element| element.get_attribute_names());
    let names: BTreeSet<String> =
        names.iter().flat_map(|names| names.iter()).filter_map(|name| name.as_string()).collect();
    for name in names {
        let new = now.get_attribute(&name);
        if before.get_attribute(&name) != new {
            drop(match new {
                Some(new) => place.set_attribute(&name, &new),
                None => place.remove_attribute(&name),
            });
        }
    }
    if alike(place, before) { children(place, before, now) } else { place.set_inner_html(&now.inner_html()) }
}
