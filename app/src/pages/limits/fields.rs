//! The fields of limits, which a subscription's form and a plan's have.

use leptos::prelude::*;
use model::{LimitsForm, LockedSettings, SubscriptionLimits};

use crate::components::{CheckField, FormFields, TextField, use_texts};

/// Every limit, and the settings of accounts that only those who manage the subscription change.
#[component]
pub(crate) fn LimitsFields(
    /// The form that they are in.
    form: FormFields,
) -> impl IntoView {
    let texts = use_texts();
    let limit = |field| {
        let hint = (texts.limits.hint)(field).unwrap_or_default();
        view! { <TextField state=form.field(field) label=texts.field(field) hint /> }
    };
    let lock = |field| {
        let (label, value) = (texts.field(field), LimitsForm::LOCKED);
        view! { <CheckField state=form.field(field) label value /> }
    };
    view! {
        <fieldset>
            <legend>{texts.limits.title}</legend>
            {SubscriptionLimits::FIELDS.map(limit).into_iter().collect_view()}
        </fieldset>
        <fieldset>
            <legend>{texts.limits.locked}</legend>
            <p class="field-hint">{texts.limits.locked_hint}</p>
            {LockedSettings::choices().map(lock).collect_view()}
        </fieldset>
    }
}
