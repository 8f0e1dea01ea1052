//! What a panel user sees who sets the password by a one-time link, and the page that follows.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};

use super::password_link::{FIELDS, LinkFields, LinkPage, WhileItWorks};
use crate::api::ApiError;
use crate::api::panel_user_links::{
    ChoosePassword as ChoosePasswordAction, choose_password_page, password_chosen_page,
};
use crate::components::{FormError, Loaded, focus_first_invalid, form_error, use_texts};
use crate::routes;
use model::{Login, PanelUserLinkView, isolated};

/// The page where a panel user's link leads.
#[component]
pub(crate) fn ChoosePassword() -> impl IntoView {
    view! {
        <LinkPage
            fetch=choose_password_page
            form=|token, user| view! { <PasswordForm token user /> }
        />
    }
}

#[component]
fn PasswordForm(token: String, user: PanelUserLinkView) -> impl IntoView {
    let action = ServerAction::<ChoosePasswordAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    view! {
        <WhileItWorks error>
            <FormItself token=token.clone() user=user.clone() action error />
        </WhileItWorks>
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
    view! {
        <Title text=texts.set_password.title />
        <section class="standalone">
            <h1>{texts.set_password.title}</h1>
            <p>{(texts.panel_users.choose_password_intro)(&name)}</p>
            <p>{(texts.panel_users.choose_password_for)(&login)}</p>
            <ActionForm action>
                <FormError error fields=FIELDS />
                <LinkFields
                    token
                    username=login
                    label=texts.panel_user.new_password
                    error
                    pending=action.pending()
                />
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
