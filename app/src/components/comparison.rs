//! A table that sets two values of each thing side by side.

use leptos::prelude::*;

use super::use_texts;

/// The table; its rows are the children.
#[component]
pub(crate) fn ComparisonTable(
    /// What stands in the second column.
    first: &'static str,
    /// What stands in the third column.
    second: &'static str,
    /// The rows: a heading and two cells each.
    children: Children,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <table class="changes">
            <thead>
                <tr>
                    <th scope="col">{texts.receipt.what}</th>
                    <th scope="col">{first}</th>
                    <th scope="col">{second}</th>
                </tr>
            </thead>
            <tbody>{children()}</tbody>
        </table>
    }
}
