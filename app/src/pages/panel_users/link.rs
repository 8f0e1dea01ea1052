//! The one-time link of a panel user: the page that shows it once, and the section that makes and
//! revokes one.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;

use super::{Breadcrumb, login_param};
use crate::api::panel_users::{
    MakePanelUserLink, PanelUserLinkScreen, RevokePanelUserLink, panel_user_link_page,
};
use crate::components::{
    CopyButton, DeliveryNotice, FormError, Loaded, ProofField, form_error, use_local_time,
    use_texts,
};
use crate::routes;
use model::{EmailAddress, Field, LinkValidity, OneTimeLink, PanelUserView};

/// The link, to be copied.
#[component]
pub(crate) fn PanelUserLinkPage() -> impl IntoView {
    let login = login_param();
    view! {
        <Loaded
            source=move || login.get()
            fetch=panel_user_link_page
            view=|screen| view! { <Link screen /> }
        />
    }
}

#[component]
fn Link(screen: PanelUserLinkScreen) -> impl IntoView {
    let texts = use_texts();
    let login = screen.login.to_string();
    let title = (texts.panel_users.link_title_of)(&login);
    view! {
        <Title text=title.clone() />
        <Breadcrumb below=login.clone() />
        <h1>{title}</h1>
        {screen.delivery.map(|delivery| view! { <DeliveryNotice delivery /> })}
        <LinkToCopy login=login.clone() address=screen.address />
        {screen.link.map(|link| view! { <WorksUntil link /> })}
        <p>
            <a class="button" href=routes::panel_user(&login)>
                {(texts.panel_users.back_to)(&login)}
            </a>
        </p>
    }
}

/// A link that was just made; that it was shown, if it was.
#[component]
pub(in crate::pages) fn LinkToCopy(
    /// Whose it is.
    login: String,
    /// The link itself; none once it was shown.
    address: Option<String>,
) -> impl IntoView {
    let texts = use_texts();
    match address {
        Some(address) => Either::Left(view! {
            <p role="status">{(texts.panel_users.link_is_ready)(&login)}</p>
            <div class="field">
                <label for="address">{texts.one_time_link.title}</label>
                <div class="input-row">
                    <input type="text" id="address" readonly value=address.clone() autocomplete="off" />
                    <CopyButton text=address />
                </div>
                <p class="field-hint">{texts.one_time_link.rules}</p>
            </div>
        }),
        None => Either::Right(view! { <p>{texts.one_time_link.was_shown}</p> }),
    }
}

#[component]
fn WorksUntil(link: OneTimeLink) -> impl IntoView {
    let (texts, clock) = (use_texts(), use_local_time());
    let end = move || clock.date_time(link.expires_at);
    view! { <p>{move || (texts.one_time_link.works_until)(&end(), texts.actor(&link.made_by))}</p> }
}

/// A person's link, and the forms that make and revoke one.
#[component]
pub(super) fn LinkSection(user: PanelUserView, can_mail_links: bool) -> impl IntoView {
    let texts = use_texts();
    let address = user.details.email.filter(|_| can_mail_links);
    let login = user.details.login.to_string();
    if user.is_self {
        return Either::Left(view! {
            <section>
                <h2>{texts.panel_users.link_title}</h2>
                <p>{texts.panel_users.own_link}</p>
            </section>
        });
    }
    let label = match user.link {
        Some(_) => texts.one_time_link.make_another_link,
        None => texts.one_time_link.make_link,
    };
    let now = match user.link {
        Some(link) => Either::Left(view! {
            <WorksUntil link />
            <RevokeForm login=login.clone() />
        }),
        None => Either::Right(view! { <p>{texts.panel_users.no_link}</p> }),
    };
    Either::Right(view! {
        <section>
            <h2>{texts.panel_users.link_title}</h2>
            <p class="lead">{texts.panel_users.link_intro}</p>
            {now}
            <MakeForm login label address />
        </section>
    })
}

#[component]
fn RevokeForm(login: String) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<RevokePanelUserLink>::new();
    view! {
        <ActionForm action>
            <FormError error=form_error(action) fields=&[] />
            <input type="hidden" name="login" value=login />
            <div class="form-buttons">
                <button type="submit" class="button button-danger" disabled=action.pending()>
                    {texts.one_time_link.revoke_link}
                </button>
            </div>
        </ActionForm>
    }
}

#[component]
fn MakeForm(
    login: String,
    label: &'static str,
    /// Where the link can be mailed.
    address: Option<EmailAddress>,
) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<MakePanelUserLink>::new();
    let error = form_error(action);
    let submitted = error.with_untracked(|error| {
        let hours = error.as_ref()?.submitted(Field::LinkHours)?;
        Some(hours.to_owned())
    });
    let chosen = submitted.unwrap_or_else(|| LinkValidity::default().hours().to_string());
    view! {
        <ActionForm action>
            <FormError error fields=&[Field::Proof] />
            <input type="hidden" name="login" value=login />
            <ValidityField name="hours" chosen />
            {address
                .map(|address| {
                    let label = (texts.mail_settings.send_link)(address.as_str());
                    view! { <MailLinkBox label /> }
                })}
            <ProofField error />
            <div class="form-buttons">
                <button type="submit" class="button" disabled=action.pending()>
                    {label}
                </button>
            </div>
        </ActionForm>
    }
}

/// The box to tick for the link to be mailed. It is not ticked by itself: whoever makes a link may mean to
/// pass it on otherwise.
#[component]
pub(super) fn MailLinkBox(
    /// Its label.
    label: String,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" name="mail_link" value="on" />
            <span>{label}</span>
        </label>
    }
}

/// For how long a link is to work.
#[component]
pub(in crate::pages) fn ValidityField(
    /// The name of the field.
    name: &'static str,
    /// The hours that are chosen.
    chosen: String,
) -> impl IntoView {
    let texts = use_texts();
    let choice = move |(hours, label): (&'static str, &'static str)| {
        view! {
            <option value=hours selected=hours == chosen>
                {label}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for=name>{texts.one_time_link.validity}</label>
            <select id=name name=name>
                {texts.one_time_link.validities.map(choice).into_iter().collect_view()}
            </select>
        </div>
    }
}
