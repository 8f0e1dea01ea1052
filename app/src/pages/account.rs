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
use model::{AppError, ChangePasswordForm, Field, PasswordPolicy, Viewer};

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
            <dd>{viewer.login.to_string()}</dd>
            <dt>{texts.panel_user.role_label}</dt>
            <dd>{(texts.panel_user.role)(viewer.role)}</dd>
        </dl>
        <p>
            <a href=routes::PANEL_SESSIONS>{texts.panel_sessions.link}</a>
        </p>
        <p>
            <a href=routes::API_TOKENS>{texts.api_tokens.link}</a>
        </p>
        <ChangePassword viewer />
        <section>
            <h2>{texts.mail_settings.title}</h2>
            <p>{texts.mail_settings.lead}</p>
            <p>
                <a class="button" href=routes::MAIL_SETTINGS>
                    {texts.mail_settings.manage}
                </a>
            </p>
        </section>
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

/// The form by which a person changes their own password.
#[component]
pub(super) fn ChangePassword(
    /// Who it is.
    viewer: Viewer,
    /// Where to go on; without it « Mon compte » says that it was changed.
    #[prop(optional)]
    next: Option<String>,
) -> impl IntoView {
    const FIELDS: &[Field] = &[Field::CurrentPassword, Field::Password];
    let texts = use_texts();
    let action = ServerAction::<ChangeOwnPassword>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let Viewer { login, role, .. } = viewer;
    let name = login.to_string();
    let hint = match PasswordPolicy::of(role) == PasswordPolicy::STRICT {
        true => texts.panel_user.strict_password_hint,
        false => texts.account_form.password_hint,
    };
    let form = FormFields::new(
        ChangePasswordForm::default(),
        error,
        move |form: &ChangePasswordForm| form.parse(&login, role).err().unwrap_or_default(),
    );
    view! {
        <section>
            <h2>{texts.panel_user.change_password}</h2>
            <p>{texts.panel_user.other_sessions_end}</p>
            <ActionForm action>
                <FormError error fields=FIELDS />
                {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
                // Tells password managers whose password this is.
                <input type="text" hidden readonly autocomplete="username" value=name.clone() />
                <CurrentPasswordField error />
                <PasswordField
                    state=form.field(Field::Password)
                    label=texts.panel_user.new_password
                    hint=hint
                    name
                />
                <FormButtons cancel="/".into() pending=action.pending() />
            </ActionForm>
        </section>
    }
}
