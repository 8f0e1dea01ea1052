//! Signing in to the page of an FTP account's own.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Meta, Title};

use crate::api::own_account::SignInToOwnAccount;
use crate::components::{FormError, Notice, NoticeKind, use_texts};
use model::{AppError, Field};

/// The sign-in form: a plain form even with scripts, as the panel's.
#[component]
pub(crate) fn OwnAccountLogin() -> impl IntoView {
    let texts = use_texts();
    // The answer to a form that was sent before this page was drawn.
    let error = ServerAction::<SignInToOwnAccount>::new()
        .value()
        .get_untracked()
        .and_then(Result::err);
    let name = error
        .as_ref()
        .and_then(|error| error.submitted(Field::Login))
        .unwrap_or_default()
        .to_owned();
    let (wrong, error) = match error {
        Some(refused) if refused.error == AppError::WrongCredentials => (true, None),
        error => (false, error),
    };
    let wrong = wrong.then(|| {
        view! {
            <Notice kind=NoticeKind::Error>
                <p>{texts.own_account.wrong_credentials}</p>
            </Notice>
        }
    });
    view! {
        <Title text=texts.own_account.sign_in_title />
        <Meta name="robots" content="noindex" />
        <section class="standalone sign-in">
            <h1>{texts.own_account.sign_in_title}</h1>
            <p class="lead">{texts.own_account.sign_in_intro}</p>
            {wrong}
            <FormError error=Signal::stored(error) fields=&[] />
            <form method="post" action=SignInToOwnAccount::url()>
                <div class="field">
                    <label for="login">{texts.account_form.ftp_account_name}</label>
                    <input
                        type="text"
                        id="login"
                        name="login"
                        value=name
                        required
                        autocomplete="username"
                        autocapitalize="none"
                        spellcheck="false"
                    />
                </div>
                <div class="field">
                    <label for="password">{texts.account_form.ftp_password}</label>
                    <input
                        type="password"
                        id="password"
                        name="password"
                        required
                        autocomplete="current-password"
                    />
                </div>
                <button type="submit" class="button button-primary">
                    {texts.panel_user.sign_in}
                </button>
            </form>
        </section>
    }
}
