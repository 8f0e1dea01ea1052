//! Where a sign-in whose password was right goes on.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::ApiError;
use crate::api::sign_in::{
    FinishSignIn, ask_second_passkey, finish_sign_in_by_passkey, second_factor_choice_page,
};
use crate::components::{
    CodeField, FormError, Loaded, PasskeyFailure, PasskeyFailureNotice, get_passkey, load_page,
    use_texts,
};
use crate::routes;
use model::{AppError, Field, SecondFactorChoice};

/// The page where a person shows a second factor.
///
/// Plain forms even with scripts, as that of the password: who has signed in gets a whole new page.
#[component]
pub(crate) fn SignInSecondFactor() -> impl IntoView {
    let texts = use_texts();
    let view = |choice| match choice {
        Some(choice) => Either::Left(view! { <Choice choice /> }),
        None => Either::Right(view! { <IsOver /> }),
    };
    view! {
        <Title text=texts.second_factor.sign_in_title />
        <section class="standalone sign-in">
            <h1>{texts.second_factor.sign_in_title}</h1>
            <Loaded source=|| () fetch=choice view />
        </section>
    }
}

/// How one may go on; none if the sign-in does not wait any more.
async fn choice((): ()) -> Result<Option<SecondFactorChoice>, ApiError> {
    match second_factor_choice_page().await {
        Err(refused) if refused.error == AppError::SignInOver => Ok(None),
        choice => choice.map(Some),
    }
}

#[component]
fn IsOver() -> impl IntoView {
    let texts = use_texts();
    view! {
        <p role="alert">{(texts.error)(&AppError::SignInOver)}</p>
        <p>
            <a class="button button-primary" href=routes::login(&next())>
                {texts.second_factor.start_over}
            </a>
        </p>
    }
}

/// Where to go on.
fn next() -> String {
    let query = use_query_map();
    let next = query.read_untracked().get("next");
    next.unwrap_or_else(|| routes::START.into())
}

#[component]
fn Choice(choice: SecondFactorChoice) -> impl IntoView {
    let texts = use_texts();
    let next = next();
    // The answer to a form that was sent before this page was drawn.
    let error = ServerAction::<FinishSignIn>::new()
        .value()
        .get_untracked()
        .and_then(Result::err);
    let field_error = |field| {
        let error = error.as_ref();
        Signal::stored(error.and_then(|error: &ApiError| error.field_error(field)))
    };
    let (code_error, recovery_error) = (field_error(Field::Code), field_error(Field::RecoveryCode));
    let code = choice.totp.then(|| {
        view! {
            <form method="post" action=FinishSignIn::url()>
                <input type="hidden" name="next" value=next.clone() />
                <CodeField
                    field=Field::Code
                    label=texts.second_factor.code
                    hint=texts.second_factor.code_hint
                    error=code_error
                    keys="numeric"
                    autofocus=true
                />
                <button type="submit" class="button button-primary">
                    {texts.panel_user.sign_in}
                </button>
            </form>
        }
    });
    let passkey = choice
        .passkey
        .then(|| view! { <PasskeyButton next=next.clone() is_first=!choice.totp /> });
    let recovery = choice.recovery_code.then(|| {
        // Open where nothing else is offered, and where it was just refused.
        let is_open = recovery_error.get_untracked().is_some() || !(choice.totp || choice.passkey);
        view! {
            <details class="advanced" open=is_open>
                <summary>{texts.second_factor.use_recovery_code}</summary>
                <form method="post" action=FinishSignIn::url()>
                    <input type="hidden" name="next" value=next.clone() />
                    <CodeField
                        field=Field::RecoveryCode
                        label=texts.second_factor.recovery_code
                        hint=texts.second_factor.recovery_code_hint
                        error=recovery_error
                    />
                    <button type="submit" class="button">
                        {texts.panel_user.sign_in}
                    </button>
                </form>
            </details>
        }
    });
    view! {
        <p class="lead">{texts.second_factor.sign_in_lead}</p>
        <FormError error=Signal::stored(error.clone()) fields=&[Field::Code, Field::RecoveryCode] />
        {code}
        {passkey}
        {recovery}
        <p class="field-hint">{texts.second_factor.nothing_at_hand}</p>
        <p>
            <a href=routes::login(&next)>{texts.second_factor.start_over}</a>
        </p>
    }
}

/// Finishes the sign-in with a passkey. Without scripts it is not offered.
#[component]
fn PasskeyButton(next: String, is_first: bool) -> impl IntoView {
    let texts = use_texts();
    let failure = RwSignal::new(None);
    let pending = RwSignal::new(false);
    let press = move |_| {
        let next = next.clone();
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
    let class = if is_first {
        "button button-primary needs-script"
    } else {
        "button needs-script"
    };
    view! {
        <PasskeyFailureNotice failure />
        <button type="button" class=class disabled=pending on:click=press>
            {texts.second_factor.use_passkey}
        </button>
        <p class="without-scripts">{texts.second_factor.without_scripts}</p>
    }
}

async fn sign_in(next: String) -> Result<String, PasskeyFailure> {
    let options = ask_second_passkey().await?;
    let credential = get_passkey(&options).await?;
    Ok(finish_sign_in_by_passkey(credential, Some(next)).await?)
}
