//! A modal dialog, by the browser's own `<dialog>`.

use leptos::html;
use leptos::prelude::*;

/// A dialog over the page, which the rest of the page waits for.
///
/// The browser keeps the cursor inside, closes it with Escape, and gives the cursor back to what
/// had it before. Without scripts, where it is drawn open, it is a part of the page.
#[component]
pub(crate) fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// The `id` of its heading.
    labelled_by: &'static str,
    /// Told when a person has closed it; `open` has to become false then.
    on_close: Callback<()>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let is_opening = StoredValue::new(false);
    Effect::new(move || {
        let (is_open, Some(dialog)) = (open.get(), dialog.get()) else {
            return;
        };
        if !is_open {
            dialog.close();
            return;
        }
        is_opening.set_value(true);
        // After the drawing, so that the cursor comes to what is in it.
        request_animation_frame(move || {
            is_opening.try_update_value(|is_opening| *is_opening = false);
            if open.try_get_untracked() != Some(true) || dialog.matches(":modal").unwrap_or(true) {
                return;
            }
            // As the server draws it, it is open but not modal. To close it would say that a
            // person has closed it.
            let _ = dialog.remove_attribute("open");
            let _ = dialog.show_modal();
        });
    });
    // The browser tells it a little later: by then it may have been asked for again, and is open or about
    // to be; or the page was left.
    let closed = move |_| {
        let dialog = dialog.try_get_untracked().flatten();
        let is_open = dialog.is_some_and(|dialog| dialog.open());
        if !is_open && is_opening.try_get_value() != Some(true) {
            on_close.run(());
        }
    };
    view! {
        <dialog
            node_ref=dialog
            open=open.get_untracked()
            aria-labelledby=labelled_by
            on:close=closed
        >
            {children()}
        </dialog>
    }
}
