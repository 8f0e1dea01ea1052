//! What the receiver of an FTP account sees: the page where a one-time link leads, and the one
//! that follows.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;

use super::ftp_account::{CommandLines, Trust};

use crate::api::ApiError;
use crate::api::handover::{PasswordRefusal, facts, password_set_page, set_password_page};
use crate::components::{Facts, FormError, Loaded, use_texts};
use model::{Field, FtpConnection};

/// The page where a one-time link leads. To open it changes nothing.
#[component]
pub(crate) fn SetPassword() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    let view = |connection: Option<FtpConnection>| match connection {
        Some(connection) => view! { <PasswordForm connection /> }.into_any(),
        None => view! { <DoesNotWork /> }.into_any(),
    };
    view! {
        <Meta name="robots" content="noindex" />
        <Loaded source=move || token.get() fetch=set_password_page view />
    }
}

#[component]
fn DoesNotWork() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.set_password.link_does_not_work />
        <section class="standalone">
            <h1>{texts.set_password.link_does_not_work}</h1>
            <p>{texts.set_password.link_does_not_work_why}</p>
        </section>
    }
}

/// A form that goes to this very page. Without scripts, so that the password is typed twice.
#[component]
fn PasswordForm(connection: FtpConnection) -> impl IntoView {
    let texts = use_texts();
    let refusal = use_context::<PasswordRefusal>();
    let differ = matches!(refusal, Some(PasswordRefusal::Differ))
        .then_some(texts.set_password.passwords_differ);
    let error = match refusal {
        Some(PasswordRefusal::AppError(problem)) => Some(ApiError::from(problem)),
        _ => None,
    };
    let rule = error
        .as_ref()
        .and_then(|error| error.field_error(Field::Password))
        .map(texts.field_error);
    let wrong = |is_wrong: bool| is_wrong.then_some("true");
    let account = connection.account.to_string();
    view! {
        <Title text=texts.set_password.title />
        <section class="standalone">
            <h1>{texts.set_password.title}</h1>
            <p>{(texts.set_password.intro)(&account)}</p>
            <Facts facts=facts(&connection, texts) />
            <FormError error=Signal::stored(error) fields=&[Field::Password] />
            <form method="post">
                // For password managers: which account the password is of.
                <input type="hidden" name="username" autocomplete="username" value=account />
                <div class="field">
                    <label for="password">{texts.account_form.ftp_password}</label>
                    <input
                        type="password"
                        id="password"
                        name="password"
                        required
                        autocomplete="new-password"
                        aria-describedby="password-error password-hint"
                        aria-invalid=wrong(rule.is_some())
                    />
                    <p class="field-error" id="password-error">
                        {rule}
                    </p>
                    <p class="field-hint" id="password-hint">
                        {texts.account_form.password_hint}
                    </p>
                </div>
                <div class="field">
                    <label for="again">{texts.set_password.password_again}</label>
                    <input
                        type="password"
                        id="again"
                        name="again"
                        required
                        autocomplete="new-password"
                        aria-describedby="again-error"
                        aria-invalid=wrong(differ.is_some())
                    />
                    <p class="field-error" id="again-error">
                        {differ}
                    </p>
                </div>
                <button type="submit" class="button button-primary">
                    {texts.common.ok}
                </button>
            </form>
        </section>
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
            view=|connection| view! { <WasSet connection /> }
        />
    }
}

#[component]
fn WasSet(connection: FtpConnection) -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.set_password.password_was_set />
        <h1>{texts.set_password.password_was_set}</h1>
        <p role="status">{(texts.set_password.password_was_set_of)(connection.account.as_str())}</p>
        <Facts facts=facts(&connection, texts) />
        <Trust connection=connection.clone() />
        <CommandLines connection />
    }
}
