//! Setting up an app that makes codes.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;

use crate::api::second_factor::{ConfirmTotp, totp_page};
use crate::components::{
    CodeField, CopyButton, FormButtons, FormError, Loaded, field_error, focus_first_invalid,
    form_error, use_texts,
};
use crate::routes;
use model::{Field, QrCode, TotpSetUp};

/// The page that shows the secret, until a first code of it was right.
#[component]
pub(crate) fn SetUpTotp() -> impl IntoView {
    let texts = use_texts();
    let view = |set_up| match set_up {
        Some(set_up) => Either::Left(view! { <SetUp set_up /> }),
        None => Either::Right(view! { <Redirect path=routes::SECOND_FACTOR /> }),
    };
    view! {
        <Title text=texts.second_factor.app_title />
        <h1>{texts.second_factor.app_title}</h1>
        <Loaded source=|| () fetch=|()| totp_page() view />
    }
}

#[component]
fn SetUp(set_up: TotpSetUp) -> impl IntoView {
    let texts = use_texts();
    let TotpSetUp {
        secret,
        address,
        qr_code,
    } = set_up;
    let action = ServerAction::<ConfirmTotp>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    view! {
        <p class="lead">{texts.second_factor.app_steps}</p>
        {qr_code.map(|code| view! { <QrCodeImage code /> })}
        <dl class="facts">
            <dt>{texts.second_factor.secret}</dt>
            <dd>
                <code class="secret">{grouped(&secret)}</code>
                " "
                <CopyButton text=Signal::stored(secret) />
            </dd>
        </dl>
        <p>
            <a rel="external" href=address>
                {texts.second_factor.open_in_app}
            </a>
        </p>
        <ActionForm action>
            <FormError error fields=&[Field::Code] />
            <CodeField
                field=Field::Code
                label=texts.second_factor.code
                hint=texts.second_factor.code_hint
                error=field_error(error, Field::Code)
                keys="numeric"
            />
            <FormButtons cancel=routes::SECOND_FACTOR.into() pending=action.pending() />
        </ActionForm>
    }
}

/// A secret in groups of four, to be typed.
fn grouped(secret: &str) -> String {
    let groups: Vec<&str> = (0..secret.len())
        .step_by(4)
        .filter_map(|at| secret.get(at..secret.len().min(at + 4)))
        .collect();
    groups.join(" ")
}

/// A QR code: dark on light in dark mode too, since not every scanner reads the contrary.
#[component]
fn QrCodeImage(code: QrCode) -> impl IntoView {
    let texts = use_texts();
    let QrCode { size, path } = code;
    view! {
        <svg
            class="qr-code"
            role="img"
            aria-label=texts.second_factor.qr_code
            viewBox=format!("0 0 {size} {size}")
            shape-rendering="crispEdges"
        >
            <rect width=size height=size fill="#fff" />
            <path d=path fill="#000" />
        </svg>
    }
}
