//! Boxes of which any number are ticked.

use leptos::html::Input;
use leptos::prelude::*;

use super::{FieldState, use_texts};

/// The value of a box that is ticked.
const TICKED: &str = "on";

/// A group of boxes with its legend. Several groups may be of one field, whose text is the values that
/// are ticked, with commas between; each box is submitted by itself, as `key[value]=on`.
#[component]
pub(crate) fn CheckGroup(
    /// Which field of the form, and what is ticked in it.
    state: FieldState,
    /// What the boxes have in common.
    legend: &'static str,
    /// The values, each with what it is called.
    choices: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let one = |(value, label)| view! { <CheckBox state value label /> };
    view! {
        <fieldset>
            <legend>{legend}</legend>
            {choices.into_iter().map(one).collect_view()}
        </fieldset>
    }
}

#[component]
fn CheckBox(state: FieldState, value: &'static str, label: &'static str) -> impl IntoView {
    let name = format!("{}[{value}]", state.field.key());
    let input = NodeRef::<Input>::new();
    let take = move |is_ticked: bool| {
        let text = state.text.get_untracked();
        if contains(&text, value) != is_ticked {
            state.type_in(with(&text, value, is_ticked));
        }
    };
    // What was ticked before the scripts were at work (see `FieldState::bind`).
    Effect::new(move || {
        if let Some(input) = input.get() {
            take(input.checked());
        }
    });
    view! {
        <label class="check">
            <input
                node_ref=input
                type="checkbox"
                name=name
                value=TICKED
                checked=contains(&state.text.get_untracked(), value)
                aria-describedby=format!("{}-error", state.field.key())
                aria-invalid=move || state.error.get().map(|_| "true")
                on:change=move |event| take(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}

/// What is wrong with what is ticked in the groups of a field.
#[component]
pub(crate) fn CheckGroupError(
    /// Which field.
    state: FieldState,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <p class="field-error" id=format!("{}-error", state.field.key()) aria-live="polite">
            {move || state.error.get().map(texts.field_error)}
        </p>
    }
}

fn contains(text: &str, value: &str) -> bool {
    text.split(',').any(|ticked| ticked == value)
}

/// The text with a value in it, or without.
fn with(text: &str, value: &str, is_ticked: bool) -> String {
    let others = text
        .split(',')
        .filter(|ticked| !ticked.is_empty() && *ticked != value);
    let all: Vec<&str> = others.chain(is_ticked.then_some(value)).collect();
    all.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_ticked_and_unticked_beside_the_others() {
        let one = with("", "a", true);
        let two = with(&one, "b", true);
        assert_eq!((one.as_str(), two.as_str()), ("a", "a,b"));
        assert!(contains(&two, "b") && !contains(&two, "c"));
        assert_eq!(with(&two, "a", false), "b");
        assert_eq!(with(&two, "b", true), "a,b");
    }
}
