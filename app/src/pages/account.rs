//! What a person sets for themselves.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::session::ChangeOwnPassword;
use crate::components::{
    CurrentPasswordField, ErrorPage, FormButtons, FormError, FormFields, Notice, NoticeKind,
    PasswordField, focus_first_invalid, form_error, use_texts, use_viewer,
};
use crate::routes;
use model::{AppError, ChangePasswordForm, Field, Login, Viewer};

/// « Mon compte »: who one is, and one's own password.
#[component]
pub(crate) fn AccountPage() -> impl IntoView {
    let texts = use_texts();
    let screen = match use_viewer() {
        Some(viewer) => view! { <OwnAccount viewer /> }.into_any(),
        None => view! { <ErrorPage error=AppError::NotSignedIn.into() /> }.into_any(),
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
    let login = viewer.login;
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
            <dd>{login.to_string()}</dd>
            <dt>{texts.panel_user.role_label}</dt>
            <dd>{(texts.panel_user.role)(viewer.role)}</dd>
        </dl>
        <ChangePassword login />
        <section>
            <h2>{texts.second_factor.title}</h2>
            <p>{texts.second_factor.lead}</p>
            <p>
                <a class="button" href=routes::SECOND_FACTOR>
                    {texts.second_factor.manage}
                </a>
            </p>
        </section>
    }
}

#[component]
fn ChangePassword(login: Login) -> impl IntoView {
    const FIELDS: &[Field] = &[Field::CurrentPassword, Field::Password];
    let texts = use_texts();
    let action = ServerAction::<ChangeOwnPassword>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let name = login.to_string();
    let form = FormFields::new(
        ChangePasswordForm::default(),
        error,
        move |form: &ChangePasswordForm| form.parse(&login).err().unwrap_or_default(),
    );
    view! {
        <section>
            <h2>{texts.panel_user.change_password}</h2>
            <p>{texts.panel_user.other_sessions_end}</p>
            <ActionForm action>
                <FormError error fields=FIELDS />
                // Tells password managers whose password this is.
                <input type="text" hidden readonly autocomplete="username" value=name.clone() />
                <CurrentPasswordField error />
                <PasswordField
                    state=form.field(Field::Password)
                    label=texts.panel_user.new_password
                    hint=texts.account_form.password_hint
                    name
                />
                <FormButtons cancel="/".into() pending=action.pending() />
            </ActionForm>
        </section>
    }
}
