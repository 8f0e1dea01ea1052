//! Signing in to the panel.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::session::SignIn;
use crate::api::sign_in::{ask_passkey, sign_in_by_passkey};
use crate::components::{
    FormError, Notice, NoticeKind, PasskeyFailure, PasskeyFailureNotice, get_passkey, load_page,
    use_texts,
};
use crate::routes;
use model::Field;

/// The sign-in form.
///
/// A plain form even with scripts: who has signed in gets a whole new page, in their language
/// and with what they may do, and password managers see a form like any other.
#[component]
pub(crate) fn LoginPage() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let next = query
        .read_untracked()
        .get("next")
        .unwrap_or_else(|| "/".into());
    // The notice gives way to what is wrong with the sign-in itself.
    let has_ended = query.read_untracked().get(routes::SESSION_ENDED).is_some();
    // The answer to a form that was sent before this page was drawn stands in its address.
    let error = ServerAction::<SignIn>::new()
        .value()
        .get_untracked()
        .and_then(Result::err);
    let login = error
        .as_ref()
        .and_then(|e| e.submitted(Field::Login))
        .unwrap_or_default()
        .to_owned();
    let ended = (has_ended && error.is_none()).then(|| {
        view! {
            <Notice kind=NoticeKind::Error>
                <p>{texts.panel_user.session_ended_before_login}</p>
            </Notice>
        }
    });
    view! {
        <Title text=texts.panel_user.sign_in />
        <section class="standalone sign-in">
            <h1>{texts.panel_user.sign_in_title}</h1>
            <p class="lead">{texts.common.tagline}</p>
            {ended}
            <FormError error=Signal::stored(error) fields=&[] />
            <form method="post" action=SignIn::url()>
                <input type="hidden" name="next" value=next.clone() />
                <div class="field">
                    <label for="login">{texts.panel_user.login}</label>
                    <input
                        type="text"
                        id="login"
                        name="login"
                        value=login
                        required
                        autocomplete="username"
                        autocapitalize="none"
                        spellcheck="false"
                    />
                </div>
                <div class="field">
                    <label for="password">{texts.panel_user.panel_password}</label>
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
            <PasskeySignIn next />
        </section>
    }
}

/// Signs in with a passkey alone: the authenticator knows whose it is, and verifies who uses it.
/// Without scripts it is not offered.
#[component]
fn PasskeySignIn(
    /// Where to go on.
    next: String,
) -> impl IntoView {
    let texts = use_texts();
    let failure = RwSignal::new(None);
    let pending = RwSignal::new(false);
    let press = move |_| {
        let next = next.clone();
        failure.set(None);
        pending.set(true);
        spawn_local(async move {
            match sign_in(next).await {
                Ok(page) => load_page(&page),
                Err(why) => {
                    failure.set(Some(why));
                    pending.set(false);
                }
            }
        });
    };
    view! {
        <button type="button" class="button needs-script" disabled=pending on:click=press>
            {texts.second_factor.passkey_sign_in}
        </button>
        <PasskeyFailureNotice failure />
    }
}

async fn sign_in(next: String) -> Result<String, PasskeyFailure> {
    let asked = ask_passkey().await?;
    let credential = get_passkey(&asked.options).await?;
    Ok(sign_in_by_passkey(asked.key, credential, Some(next)).await?)
}
