//! The language of a mail.

use leptos::prelude::*;

use super::{FieldState, SelectField, use_texts};
use model::Locale;

/// In which language a link is mailed.
#[component]
pub(crate) fn MailLocaleField(
    /// Which field of the form, and what is chosen in it.
    state: FieldState,
) -> impl IntoView {
    let texts = &use_texts().mail_settings;
    let choice = |locale: Locale| (locale.tag().to_owned(), locale.own_name().to_owned());
    view! {
        <SelectField
            state
            label=texts.locale
            hint=texts.locale_hint
            choices=Locale::ALL.map(choice).to_vec()
        />
    }
}
