//! Parts of the form for a new or altered change.

mod components_field;
mod draft;
mod fields;
mod judge;
mod names;
mod operations;
mod row;
mod side;

pub use draft::Draft;
pub use fields::{RiskFields, WhatFields, WhereFields};
pub use judge::{Judgement, judge};
pub use names::field_of;
pub use operations::OperationsEditor;
pub use side::SidePanel;

use leptos::prelude::*;

/// What the parts of the form share.
#[derive(Clone, Copy)]
pub struct FormContext {
    /// What is typed.
    pub draft: Draft,
    /// The shared rules' judgement of it.
    pub judgement: Memo<Judgement>,
    /// Name of a field to what is wrong with it; empty until an attempt.
    pub errors: Memo<std::collections::BTreeMap<String, String>>,
    /// True once the page is alive in a browser.
    pub live: RwSignal<bool>,
}

impl FormContext {
    /// What is wrong with a field.
    pub fn error(self, name: impl Into<String>) -> Signal<Option<String>> {
        let name = name.into();
        Signal::derive(move || self.errors.with(|errors| errors.get(&name).cloned()))
    }
}
