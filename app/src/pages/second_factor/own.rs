//! What a person signs in with beside the password.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;

use super::passkeys::Passkeys;
use super::removal::{Removal, Removals, refetch_after};
use crate::api::second_factor::{BeginTotp, MakeRecoveryCodes, RemoveTotp, second_factor_page};
use crate::components::{
    FormError, Loaded, Notice, NoticeKind, ProofField, Time, form_error, use_texts,
};
use model::{Field, SecondFactorView, UtcTime};

/// « Deuxième facteur ».
#[component]
pub(crate) fn SecondFactor() -> impl IntoView {
    let texts = use_texts();
    let removals = Removals::provide();
    view! {
        <Title text=texts.second_factor.title />
        <h1>{texts.second_factor.title}</h1>
        <p class="lead">{texts.second_factor.lead}</p>
        <Loaded
            source=move || removals.count()
            fetch=|_| second_factor_page()
            view=|view| view! { <Factors view /> }
        />
    }
}

#[component]
fn Factors(view: SecondFactorView) -> impl IntoView {
    let texts = use_texts();
    let is_set_up = view.is_set_up();
    let notice = match (view.is_required, is_set_up) {
        (true, false) => Some((NoticeKind::Warning, texts.second_factor.must_set_up)),
        (true, true) => Some((NoticeKind::Success, texts.second_factor.is_required)),
        (false, false) => Some((NoticeKind::Warning, texts.second_factor.none_set_up)),
        (false, true) => None,
    };
    view! {
        {notice
            .map(|(kind, text)| {
                view! {
                    <Notice kind>
                        <p>{text}</p>
                    </Notice>
                }
            })}
        <App since=view.totp_since />
        <Passkeys passkeys=view.passkeys work_here=view.passkeys_work_here />
        {is_set_up.then(|| view! { <Codes left=view.recovery_codes /> })}
    }
}

#[component]
fn App(since: Option<UtcTime>) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<RemoveTotp>::new();
    refetch_after(action);
    let error = form_error(action);
    let state = match since {
        Some(at) => Either::Left(view! {
            <p>{texts.second_factor.app_since} " " <Time at /></p>
            <Removal summary=texts.second_factor.remove_app.to_owned() error>
                <ActionForm action>
                    <FormError error fields=&[Field::Proof] />
                    <ProofField error id="proof-remove-app" />
                    <button type="submit" class="button button-danger" disabled=action.pending()>
                        {texts.second_factor.remove_app}
                    </button>
                </ActionForm>
            </Removal>
        }),
        None => Either::Right(view! { <BeginApp /> }),
    };
    view! {
        <section>
            <h2>{texts.second_factor.app}</h2>
            <p>{texts.second_factor.app_lead}</p>
            {state}
        </section>
    }
}

#[component]
fn BeginApp() -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<BeginTotp>::new();
    let error = form_error(action);
    view! {
        <ActionForm action>
            <FormError error fields=&[Field::Proof] />
            <ProofField error id="proof-app" />
            <div class="form-buttons">
                <button type="submit" class="button button-primary" disabled=action.pending()>
                    {texts.second_factor.set_up_app}
                </button>
            </div>
        </ActionForm>
    }
}

#[component]
fn Codes(left: u64) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<MakeRecoveryCodes>::new();
    let error = form_error(action);
    view! {
        <section>
            <h2>{texts.second_factor.recovery_codes}</h2>
            <p>{(texts.second_factor.recovery_codes_left)(left)}</p>
            <Removal summary=texts.second_factor.make_recovery_codes.to_owned() error>
                <ActionForm action>
                    <FormError error fields=&[Field::Proof] />
                    <ProofField error id="proof-recovery-codes" />
                    <button type="submit" class="button" disabled=action.pending()>
                        {texts.second_factor.make_recovery_codes}
                    </button>
                </ActionForm>
            </Removal>
        </section>
    }
}
