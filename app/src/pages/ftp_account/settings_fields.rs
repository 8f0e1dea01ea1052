//! « Options avancées »: what an FTP account may do and until when.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use web_sys::js_sys::Date;

use crate::api::ApiError;
use crate::components::{FormValues, SelectField, TextField, field_error, use_texts};
use model::{Field, FtpAccountSettings, KeptDays};

/// Every setting, below a heading that opens them. They are open where any differs from what a
/// new account has, or is wrong.
#[component]
pub(crate) fn SettingsFields(
    /// The settings to begin with.
    settings: FtpAccountSettings,
    /// What had been submitted.
    submitted: FormValues,
    /// Why the server refused the form, if it did.
    error: Signal<Option<ApiError>>,
    /// Whether the account is there already, and may keep the name that it had.
    #[prop(default = false)]
    may_keep_name: bool,
    /// Where the subscription's defaults are, for a new account.
    #[prop(optional)]
    defaults_at: Option<String>,
    /// Whether these are the defaults themselves, which stand open and have no expiry.
    #[prop(default = false)]
    are_defaults: bool,
) -> impl IntoView {
    let texts = use_texts();
    let value = move |field| {
        let stored = || texts.typed_setting(field, settings.value(field));
        submitted.get(field).unwrap_or_else(stored)
    };
    let usual = FtpAccountSettings::default();
    let values = FtpAccountSettings::FIELDS.map(|field| (field, value(field)));
    let differ = values
        .iter()
        .any(|(field, text)| *text != usual.value(*field));
    let wrong = move || {
        error.get().is_some_and(|error| {
            let mut fields = FtpAccountSettings::FIELDS
                .into_iter()
                .chain([Field::KeepOldName]);
            fields.any(|field| error.field_error(field).is_some())
        })
    };
    let input = move |(field, value): (Field, String)| {
        let (label, hint) = (texts.field(field), (texts.account_form.setting_hint)(field));
        let error = field_error(error, field);
        match FtpAccountSettings::choices(field) {
            Some(choices) => {
                let choices = choices
                    .into_iter()
                    .map(|choice| (choice, (texts.account_form.setting_choice)(field, choice)))
                    .collect();
                view! { <SelectField field label hint value choices error /> }.into_any()
            }
            None => {
                let kind = if field == Field::Expiry {
                    "datetime-local"
                } else {
                    "text"
                };
                view! {
                    <TextField field label hint value error check=FtpAccountSettings::check kind />
                    {(field == Field::Expiry).then(|| view! { <ExpiryShortcuts /> })}
                }
                .into_any()
            }
        }
    };
    let keep_old_name = may_keep_name.then(|| {
        let field = Field::KeepOldName;
        view! {
            <TextField
                field
                label=texts.field(field)
                hint=(texts.account_form.setting_hint)(field)
                value=submitted.get(field).unwrap_or_default()
                error=field_error(error, field)
                check=KeptDays::check
            />
        }
    });
    view! {
        <details class="advanced" open=move || are_defaults || differ || wrong()>
            <summary>{texts.account_form.advanced_options}</summary>
            {keep_old_name}
            {values
                .into_iter()
                .filter(|(field, _)| !are_defaults || *field != Field::Expiry)
                .map(input)
                .collect_view()}
            {defaults_at
                .map(|path| {
                    view! {
                        <p class="field-hint">
                            <a href=path>
                                {texts.default_settings.title}
                            </a>
                        </p>
                    }
                })}
        </details>
    }
}

/// Buttons that set the expiry to some time from now.
#[component]
fn ExpiryShortcuts() -> impl IntoView {
    let texts = use_texts();
    let button = |(days, months, label): (u32, u32, &'static str)| {
        view! {
            <button
                type="button"
                class="button button-quiet needs-script"
                on:click=move |_| expire_in(days, months)
            >
                {label}
            </button>
        }
    };
    let [day, week, month, three_months] = texts.account_form.expiry_shortcuts;
    let shortcuts = [
        (1, 0, day),
        (7, 0, week),
        (0, 1, month),
        (0, 3, three_months),
    ];
    view! {
        <div class="shortcuts">
            {shortcuts.map(button).into_iter().collect_view()}
        </div>
    }
}

fn expire_in(days: u32, months: u32) {
    let date = Date::new_0();
    date.set_utc_date(date.get_utc_date() + days);
    date.set_utc_month(date.get_utc_month() + months);
    let text: String = date.to_iso_string().into();
    // To the minute, as the field shows it.
    let text = text.get(..16).unwrap_or_default();
    let input = document().get_element_by_id(Field::Expiry.key());
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
        input.set_value(text);
    }
}
