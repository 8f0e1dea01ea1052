//! What a panel user sees who sets the password by a one-time link, and the page that follows.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;

use super::set_password::{DoesNotWork, NewPasswordField, ShowPasswords};
use crate::api::ApiError;
use crate::api::panel_user_links::{
    ChoosePassword as ChoosePasswordAction, choose_password_page, password_chosen_page,
};
use crate::components::{
    FormError, Loaded, field_error, focus_first_invalid, form_error, use_texts,
};
use crate::routes;
use model::{AppError, Field, Login, PanelUserLinkView, isolated};

/// The page where a panel user's link leads. To open it changes nothing.
#[component]
pub(crate) fn ChoosePassword() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    let view = move |user| match user {
        Some(user) => Either::Left(view! { <PasswordForm token=token.get_untracked() user /> }),
        None => Either::Right(view! { <DoesNotWork /> }),
    };
    view! {
        <Meta name="robots" content="noindex" />
        <Loaded source=move || token.get() fetch=open view />
    }
}

/// Whose password a link sets; none if it does not work, for whatever reason.
async fn open(token: String) -> Result<Option<PanelUserLinkView>, ApiError> {
    match choose_password_page(token).await {
        Err(refused) if refused.error == AppError::NotFound => Ok(None),
        opened => opened.map(Some),
    }
}

/// The fields that the form has.
const FIELDS: &[Field] = &[Field::Password, Field::RepeatedPassword];

/// The form, until the link turns out to work no more.
#[component]
fn PasswordForm(token: String, user: PanelUserLinkView) -> impl IntoView {
    let action = ServerAction::<ChoosePasswordAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let works = Memo::new(move |_| {
        let error = error.read();
        error.as_ref().map(|refused| &refused.error) != Some(&AppError::NotFound)
    });
    move || {
        let (token, user) = (token.clone(), user.clone());
        if works.get() {
            Either::Left(view! { <FormItself token user action error /> })
        } else {
            Either::Right(view! { <DoesNotWork /> })
        }
    }
}

#[component]
fn FormItself(
    token: String,
    user: PanelUserLinkView,
    action: ServerAction<ChoosePasswordAction>,
    error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let texts = use_texts();
    let name = isolated(&user.display_name);
    let login = user.login.to_string();
    let shown = RwSignal::new(false);
    view! {
        <Title text=texts.set_password.title />
        <section class="standalone">
            <h1>{texts.set_password.title}</h1>
            <p>{(texts.panel_users.choose_password_intro)(&name)}</p>
            <p>{(texts.panel_users.choose_password_for)(&login)}</p>
            <ActionForm action>
                <FormError error fields=FIELDS />
                <input type="hidden" name="token" value=token />
                // For password managers: whose password it is.
                <input type="hidden" name="username" autocomplete="username" value=login />
                <NewPasswordField
                    field=Field::Password
                    label=texts.panel_user.new_password
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

/// What follows: the password is set, and this is where to sign in.
#[component]
pub(crate) fn PasswordChosen() -> impl IntoView {
    view! {
        <Meta name="robots" content="noindex" />
        <Loaded
            source=|| ()
            fetch=|()| password_chosen_page()
            view=|login| view! { <WasChosen login /> }
        />
    }
}

#[component]
fn WasChosen(login: Login) -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.set_password.password_was_set />
        <section class="standalone">
            <h1>{texts.set_password.password_was_set}</h1>
            <p role="status">{(texts.panel_users.password_was_set_of)(login.as_str())}</p>
            <p>
                <a class="button button-primary" href=routes::login(routes::START)>
                    {texts.panel_user.sign_in}
                </a>
            </p>
        </section>
    }
}
