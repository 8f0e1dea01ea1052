//! What a person sets for themselves.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::session::ChangeOwnPassword;
use crate::components::{
    ErrorScreen, FormAction, FormButtons, FormProblem, Notice, NoticeKind, PasswordField,
    ServerForm, current_viewer, focus_first_invalid, server_error, use_texts,
};
use model::{AppError, Field, Viewer};

/// « Mon compte »: who one is, and one's own password.
#[component]
pub(crate) fn AccountScreen() -> impl IntoView {
    let texts = use_texts();
    let screen = match current_viewer() {
        Some(viewer) => view! { <OwnAccount viewer /> }.into_any(),
        None => view! { <ErrorScreen error=AppError::NotSignedIn.into() /> }.into_any(),
    };
    view! {
        <Title text=texts.panel_user.my_account />
        <h1>{texts.panel_user.my_account}</h1>
        {screen}
    }
}

#[component]
fn OwnAccount(viewer: Viewer) -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let changed = move || query.read().get_str("changed") == Some("password");
    let login = viewer.login.to_string();
    view! {
        {move || {
            changed().then(|| {
                view! {
                    <Notice kind=NoticeKind::Success>
                        <p>{texts.panel_user.password_was_changed}</p>
                    </Notice>
                }
            })
        }}
        <dl class="facts">
            <dt>{texts.panel_user.login}</dt>
            <dd>{login.clone()}</dd>
            <dt>{texts.panel_user.role_label}</dt>
            <dd>{(texts.panel_user.role)(viewer.role)}</dd>
        </dl>
        <ChangePassword login />
    }
}

#[component]
fn ChangePassword(login: String) -> impl IntoView {
    const FIELDS: &[Field] = &[Field::CurrentPassword, Field::Password];
    let texts = use_texts();
    let action = FormAction::of::<ChangeOwnPassword>();
    let answer = action.value();
    let error = move || answer.get().and_then(Result::err);
    focus_first_invalid(error);
    let current_is_wrong = server_error(answer, Field::CurrentPassword);
    view! {
        <section>
            <h2>{texts.panel_user.change_password}</h2>
            <p>{texts.panel_user.other_sessions_end}</p>
            <ServerForm action>
                <FormProblem error=Signal::derive(error) fields=FIELDS />
                // Tells password managers whose password this is.
                <input type="text" hidden readonly autocomplete="username" value=login.clone() />
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
                <PasswordField
                    label=texts.panel_user.new_password
                    hint=texts.account_form.password_hint
                    error=server_error(answer, Field::Password)
                    name=login
                />
                <FormButtons cancel="/".into() pending=action.pending() />
            </ServerForm>
        </section>
    }
}
