//! What the recipient of an FTP account sees: the page where a one-time link leads, and the one
//! that follows.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;

use super::ftp_account::{CommandLines, Trust, own_page_fact};
use crate::api::ApiError;
use crate::api::one_time_links::{
    PasswordSetScreen, SetPassword as SetPasswordAction, password_set_page, set_password_page,
};
use crate::components::{
    ConnectionFacts, FormError, Loaded, field_error, focus_first_invalid, form_error, use_texts,
};
use model::{AppError, Field, FieldError, FtpConnection};

/// The page where a one-time link leads. To open it changes nothing.
#[component]
pub(crate) fn SetPassword() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    let view = move |connection| match connection {
        Some(connection) => {
            Either::Left(view! { <PasswordForm token=token.get_untracked() connection /> })
        }
        None => Either::Right(view! { <DoesNotWork /> }),
    };
    view! {
        <Meta name="robots" content="noindex" />
        <Loaded source=move || token.get() fetch=open view />
    }
}

/// What a link is for; none if it does not work, for whatever reason.
async fn open(token: String) -> Result<Option<FtpConnection>, ApiError> {
    match set_password_page(token).await {
        Err(refused) if refused.error == AppError::NotFound => Ok(None),
        opened => opened.map(Some),
    }
}

#[component]
pub(super) fn DoesNotWork() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.set_password.link_does_not_work />
        <section class="standalone">
            <h1>{texts.set_password.link_does_not_work}</h1>
            <p>{texts.set_password.link_does_not_work_why}</p>
        </section>
    }
}

/// The fields that the form has.
const FIELDS: &[Field] = &[Field::Password, Field::RepeatedPassword];

/// The form, until the link turns out to work no more.
#[component]
fn PasswordForm(token: String, connection: FtpConnection) -> impl IntoView {
    let action = ServerAction::<SetPasswordAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let works = Memo::new(move |_| {
        let error = error.read();
        error.as_ref().map(|refused| &refused.error) != Some(&AppError::NotFound)
    });
    move || {
        let (token, connection) = (token.clone(), connection.clone());
        if works.get() {
            Either::Left(view! { <FormItself token connection action error /> })
        } else {
            Either::Right(view! { <DoesNotWork /> })
        }
    }
}

#[component]
fn FormItself(
    token: String,
    connection: FtpConnection,
    action: ServerAction<SetPasswordAction>,
    error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let texts = use_texts();
    let account = connection.account.to_string();
    let shown = RwSignal::new(false);
    view! {
        <Title text=texts.set_password.title />
        <section class="standalone">
            <h1>{texts.set_password.title}</h1>
            <p>{(texts.set_password.intro)(&account)}</p>
            <ConnectionFacts connection />
            <ActionForm action>
                <FormError error fields=FIELDS />
                <input type="hidden" name="token" value=token />
                // For password managers: which account the password is of.
                <input type="hidden" name="username" autocomplete="username" value=account />
                <NewPasswordField
                    field=Field::Password
                    label=texts.account_form.ftp_password
                    hint=texts.account_form.password_hint
                    error=field_error(error, Field::Password)
                    shown
                />
                <NewPasswordField
                    field=Field::RepeatedPassword
                    label=texts.set_password.password_again
                    error=field_error(error, Field::RepeatedPassword)
                    shown
                />
                <div class="form-buttons">
                    <button type="submit" class="button button-primary" disabled=action.pending()>
                        {texts.common.ok}
                    </button>
                    <ShowPasswords shown />
                </div>
            </ActionForm>
        </section>
    }
}

/// A password that the recipient makes up. Only the server judges it: whoever is not signed in can
/// ask neither for its strength nor for one that is made.
#[component]
pub(super) fn NewPasswordField(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What one should know to fill it.
    #[prop(default = "")]
    hint: &'static str,
    /// What the server found wrong with it.
    error: Signal<Option<FieldError>>,
    /// Whether it is to be read on the screen.
    shown: RwSignal<bool>,
) -> impl IntoView {
    let texts = use_texts();
    let key = field.key();
    view! {
        <div class="field">
            <label for=key>{label}</label>
            <input
                type=move || if shown.get() { "text" } else { "password" }
                id=key
                name=key
                required
                autocomplete="new-password"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=format!("{key}-error {key}-hint")
                aria-invalid=move || error.get().map(|_| "true")
            />
            <p class="field-error" id=format!("{key}-error") aria-live="polite">
                {move || error.get().map(texts.field_error)}
            </p>
            <p class="field-hint" id=format!("{key}-hint")>
                {hint}
            </p>
        </div>
    }
}

/// A button that shows both passwords and hides them again. Without scripts it is not offered.
#[component]
pub(super) fn ShowPasswords(shown: RwSignal<bool>) -> impl IntoView {
    let words = &use_texts().account_form;
    view! {
        <button
            type="button"
            class="button needs-script"
            aria-pressed=move || shown.get().to_string()
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            {move || if shown.get() { words.hide_password } else { words.show_password }}
        </button>
    }
}

/// What follows: the password is set, and this is how to connect.
#[component]
pub(crate) fn PasswordSet() -> impl IntoView {
    view! {
        <Meta name="robots" content="noindex" />
        <Loaded
            source=|| ()
            fetch=|()| password_set_page()
            view=|screen| view! { <WasSet screen /> }
        />
    }
}

#[component]
fn WasSet(screen: PasswordSetScreen) -> impl IntoView {
    let texts = use_texts();
    let PasswordSetScreen {
        connection,
        own_page,
    } = screen;
    let own_page = own_page.map(|address| own_page_fact(address, texts));
    view! {
        <Title text=texts.set_password.password_was_set />
        <h1>{texts.set_password.password_was_set}</h1>
        <p role="status">{(texts.set_password.password_was_set_of)(connection.account.as_str())}</p>
        <ConnectionFacts connection=connection.clone() more=own_page.into_iter().collect() />
        <Trust connection=connection.clone() />
        <CommandLines connection />
    }
}
