//! What the recipient of an FTP account sees: the page where a one-time link leads, and the one
//! that follows.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};

use super::ftp_account::{CommandLines, Trust, own_page_fact};
use super::password_link::{FIELDS, LinkFields, LinkPage, WhileItWorks};
use crate::api::ApiError;
use crate::api::one_time_links::{
    PasswordSetScreen, SetPassword as SetPasswordAction, password_set_page, set_password_page,
};
use crate::components::{
    ConnectionFacts, FormError, Loaded, focus_first_invalid, form_error, use_texts,
};
use model::FtpConnection;

/// The page where a one-time link leads.
#[component]
pub(crate) fn SetPassword() -> impl IntoView {
    view! {
        <LinkPage
            fetch=set_password_page
            form=|token, connection| view! { <PasswordForm token connection /> }
        />
    }
}

#[component]
fn PasswordForm(token: String, connection: FtpConnection) -> impl IntoView {
    let action = ServerAction::<SetPasswordAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    view! {
        <WhileItWorks error>
            <FormItself token=token.clone() connection=connection.clone() action error />
        </WhileItWorks>
    }
}

#[component]
fn FormItself(
    token: String,
    connection: FtpConnection,
    action: ServerAction<SetPasswordAction>,
    error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let texts = use_texts();
    let account = connection.account.to_string();
    view! {
        <Title text=texts.set_password.title />
        <section class="standalone">
            <h1>{texts.set_password.title}</h1>
            <p>{(texts.set_password.intro)(&account)}</p>
            <ConnectionFacts connection />
            <ActionForm action>
                <FormError error fields=FIELDS />
                <LinkFields
                    token
                    username=account
                    label=texts.account_form.ftp_password
                    error
                    pending=action.pending()
                />
            </ActionForm>
        </section>
    }
}

/// What follows: the password is set, and this is how to connect.
#[component]
pub(crate) fn PasswordSet() -> impl IntoView {
    view! {
        <Meta name="robots" content="noindex" />
        <Loaded
            source=|| ()
            fetch=|()| password_set_page()
            view=|screen| view! { <WasSet screen /> }
        />
    }
}

#[component]
fn WasSet(screen: PasswordSetScreen) -> impl IntoView {
    let texts = use_texts();
    let PasswordSetScreen {
        connection,
        own_page,
    } = screen;
    let own_page = own_page.map(|address| own_page_fact(address, texts));
    view! {
        <Title text=texts.set_password.password_was_set />
        <h1>{texts.set_password.password_was_set}</h1>
        <p role="status">{(texts.set_password.password_was_set_of)(connection.account.as_str())}</p>
        <ConnectionFacts connection=connection.clone() more=own_page.into_iter().collect() />
        <Trust connection=connection.clone() />
        <CommandLines connection />
    }
}
