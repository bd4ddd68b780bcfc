//! The operations editor: rows to add and to remove. Without scripts each press comes back with the altered form.

use super::FormContext;
use super::row::OperationRowFields;
use crate::ui::{Button, FieldGroup, Icon, browser, field_id};
use domain::project::ProjectConfig;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The rows and the button for one more.
#[component]
pub fn OperationsEditor(context: FormContext, #[prop(into)] project: Signal<Option<ProjectConfig>>) -> impl IntoView {
    let d = context.draft;
    let add = Callback::new(move |event: MouseEvent| {
        event.prevent_default();
        let row = d.add_row();
        browser::after_paint(move || browser::focus(&field_id(&row.name(super::draft::Member::Kind))));
    });
    view! {
        <FieldGroup legend="Operations" hint="What the migration and the code will do, one row each." class="scroll-mt-16">
            <div id="operations" class="grid gap-3">
                <For each=move || d.rows.get() key=|row| row.id let:row>
                    <OperationRowFields context=context row=row project=project />
                </For>
            </div>
            <div class="flex flex-wrap gap-2">
                <Button id="f-add-row" icon=Icon::Plus submit=true name="rows" value="add" on_click=add attr:formnovalidate="">"Add operation"</Button>
                <span class:hidden=move || context.live.get()>
                    <Button icon=Icon::Refresh submit=true name="rows" value="show" attr:formnovalidate="">"Show the fields of these kinds"</Button>
                </span>
            </div>
        </FieldGroup>
    }
}
