//! The form that changes the password of one's own FTP account.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::own_account::ChangeOwnFtpPassword;
use crate::components::{
    ErrorPage, FormButtons, FormError, NewPasswordFields, ShowPasswords, field_error,
    focus_first_invalid, form_error, use_own_account, use_texts,
};
use crate::routes;
use model::{AccountName, AppError, Field};

/// The form, if an account is signed in.
#[component]
pub(crate) fn OwnAccountPassword() -> impl IntoView {
    match use_own_account() {
        Some(account) => Either::Left(view! { <PasswordForm account /> }),
        None => Either::Right(view! { <ErrorPage error=AppError::NotSignedIn.into() /> }),
    }
}

/// The fields that the form has.
const FIELDS: &[Field] = &[
    Field::CurrentPassword,
    Field::Password,
    Field::RepeatedPassword,
];

#[component]
fn PasswordForm(account: AccountName) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<ChangeOwnFtpPassword>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let current_is_wrong = field_error(error, Field::CurrentPassword);
    let shown = RwSignal::new(false);
    view! {
        <Title text=texts.panel_user.change_password />
        <section class="standalone">
            <h1>{texts.panel_user.change_password}</h1>
            <p class="lead">{(texts.own_account.change_password_intro)(account.as_str())}</p>
            <ActionForm action>
                <FormError error fields=FIELDS />
                // Tells password managers whose password this is.
                <input
                    type="text"
                    hidden
                    readonly
                    autocomplete="username"
                    value=account.to_string()
                />
                <div class="field">
                    <label for="current_password">{texts.panel_user.current_password}</label>
                    <input
                        type="password"
                        id="current_password"
                        name="current_password"
                        required
                        autocomplete="current-password"
                        aria-describedby="current_password-error"
                        aria-invalid=move || current_is_wrong.get().map(|_| "true")
                    />
                    <p class="field-error" id="current_password-error" aria-live="polite">
                        {move || current_is_wrong.get().map(texts.field_error)}
                    </p>
                </div>
                <NewPasswordFields label=texts.panel_user.new_password error shown />
                <p>
                    <ShowPasswords shown />
                </p>
                <FormButtons cancel=routes::OWN_ACCOUNT.to_owned() pending=action.pending() />
            </ActionForm>
        </section>
    }
}
