//! « Personnes »: who has access to a subscription beside its owner, and the page that shows the link
//! of somebody who was added.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::panel_users::{LinkToCopy, ValidityField};
use crate::api::collaborators::{
    ChangeCollaborator, InvitationScreen, InviteCollaborator, PeopleScreen, invitation_page,
    people_page,
};
use crate::components::{
    DeliveryNotice, FormError, FormFields, Isolated, Loaded, MailLocaleField, Notice, NoticeKind,
    SelectField, TextField, Time, focus_first_invalid, form_error, use_texts,
};
use crate::pages::params::domain_param;
use crate::pages::subscription_header::{FtpSection, SubscriptionHeader};
use crate::routes;
use model::{CollaboratorForm, CollaboratorRole, CollaboratorRow, Field};

/// The people of a subscription, and the form that invites somebody.
#[component]
pub(crate) fn People() -> impl IntoView {
    let domain = domain_param();
    let query = use_query_map();
    let source = move || (domain.get(), query.read().get("done"));
    view! {
        <Loaded
            source
            fetch=|(domain, done)| people_page(domain, done)
            view=|screen| view! { <PeopleOf screen /> }
        />
    }
}

#[component]
fn PeopleOf(screen: PeopleScreen) -> impl IntoView {
    let texts = &use_texts().panel_users;
    let PeopleScreen {
        people,
        can_mail_links,
        receipt,
    } = screen;
    let domain = people.domain.to_string();
    let others = match people.collaborators.is_empty() {
        true => Either::Left(view! { <p>{texts.no_people}</p> }),
        false => {
            let rows = people.collaborators;
            Either::Right(view! { <Collaborators domain=domain.clone() rows /> })
        }
    };
    view! {
        <Title text=(texts.people_of)(&domain) />
        <SubscriptionHeader domain=domain.clone() here=FtpSection::People />
        <h1>{texts.people}</h1>
        <p class="lead">{texts.people_intro}</p>
        {receipt
            .map(|receipt| {
                view! {
                    <Notice kind=NoticeKind::Success>
                        <p>{(texts.receipt)(&receipt)}</p>
                    </Notice>
                }
            })}
        <dl class="facts">
            <dt>{texts.owner}</dt>
            <dd>{people.owner.to_string()}</dd>
        </dl>
        {others}
        <InviteForm domain can_mail_links />
    }
}

#[component]
fn Collaborators(domain: String, rows: Vec<CollaboratorRow>) -> impl IntoView {
    let texts = use_texts();
    let row = |row: CollaboratorRow| view! { <Collaborator domain=domain.clone() row /> };
    view! {
        <table class="list">
            <caption class="visually-hidden">{texts.panel_users.people_caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{texts.panel_user.login}</th>
                    <th scope="col" class="wide-only">
                        {texts.panel_user.display_name}
                    </th>
                    <th scope="col" class="wide-only">
                        {texts.panel_users.since}
                    </th>
                    <th scope="col">{texts.panel_user.role_label}</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// One of them, with the form for another role and the one that takes the access away.
#[component]
fn Collaborator(domain: String, row: CollaboratorRow) -> impl IntoView {
    let login = row.login.to_string();
    let action = ServerAction::<ChangeCollaborator>::new();
    view! {
        <tr>
            <th scope="row">
                <Isolated text=login.clone() />
            </th>
            <td class="wide-only">
                <Isolated text=row.display_name />
            </td>
            <td class="wide-only">
                <Time at=row.added_at />
            </td>
            <td>
                <FormError error=form_error(action) fields=&[] />
                <div class="actions">
                    <RoleForm domain=domain.clone() login=login.clone() role=row.role action />
                    <TakeAwayForm domain login action />
                </div>
            </td>
        </tr>
    }
}

#[component]
fn RoleForm(
    domain: String,
    login: String,
    role: CollaboratorRole,
    action: ServerAction<ChangeCollaborator>,
) -> impl IntoView {
    let texts = &use_texts().panel_users;
    let label = (texts.change_role_of)(&login);
    let option = move |choice: CollaboratorRole| {
        view! {
            <option value=choice.as_str() selected=choice == role>
                {(texts.collaborator_role)(choice)}
            </option>
        }
    };
    view! {
        <ActionForm action>
            <input type="hidden" name="domain" value=domain />
            <input type="hidden" name="login" value=login />
            <div class="input-row">
                <select name="role" aria-label=label>
                    {CollaboratorRole::ALL.map(option).into_iter().collect_view()}
                </select>
                <button type="submit" class="button" disabled=action.pending()>
                    {texts.change_role}
                </button>
            </div>
        </ActionForm>
    }
}

#[component]
fn TakeAwayForm(
    domain: String,
    login: String,
    action: ServerAction<ChangeCollaborator>,
) -> impl IntoView {
    let texts = &use_texts().panel_users;
    let label = (texts.take_away_from)(&login);
    view! {
        <ActionForm action>
            <input type="hidden" name="domain" value=domain />
            <input type="hidden" name="login" value=login />
            <button
                type="submit"
                class="button button-danger"
                aria-label=label
                disabled=action.pending()
            >
                {texts.take_away}
            </button>
        </ActionForm>
    }
}

#[component]
fn InviteForm(
    domain: String,
    /// Whether the link of somebody who is added can be mailed.
    can_mail_links: bool,
) -> impl IntoView {
    const FIELDS: &[Field] = &[
        Field::Login,
        Field::DisplayName,
        Field::Role,
        Field::LinkHours,
        Field::Email,
        Field::MailLocale,
    ];
    let all = use_texts();
    let texts = &all.panel_users;
    let action = ServerAction::<InviteCollaborator>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let form = CollaboratorForm {
        mail_locale: all.locale.tag().to_owned(),
        ..CollaboratorForm::default()
    };
    let form = FormFields::new(form, error, |form: &CollaboratorForm| {
        form.parse().err().unwrap_or_default()
    });
    let roles = [CollaboratorRole::Viewer, CollaboratorRole::Manager].map(|role| {
        let name = (texts.collaborator_role)(role).to_owned();
        (role.as_str().to_owned(), name)
    });
    view! {
        <section>
            <h2>{texts.invite}</h2>
            <ActionForm action>
                <FormError error fields=FIELDS />
                <input type="hidden" name="domain" value=domain />
                <TextField
                    state=form.field(Field::Login)
                    label=all.panel_user.login
                    hint=texts.invite_login_hint
                />
                <TextField
                    state=form.field(Field::DisplayName)
                    label=all.panel_user.display_name
                    hint=texts.invite_name_hint
                />
                <SelectField
                    state=form.field(Field::Role)
                    label=all.panel_user.role_label
                    hint=texts.collaborator_role_hint
                    choices=roles.to_vec()
                />
                <ValidityField
                    name=Field::LinkHours.key()
                    chosen=form.text_at_first(Field::LinkHours)
                />
                {can_mail_links
                    .then(|| {
                        view! {
                            <TextField
                                state=form.field(Field::Email)
                                label=all.mail_settings.send_link_to
                                hint=texts.invite_email_hint
                                kind="email"
                            />
                            <MailLocaleField state=form.field(Field::MailLocale) />
                        }
                    })}
                <div class="form-buttons">
                    <button type="submit" class="button button-primary" disabled=action.pending()>
                        {texts.invite_button}
                    </button>
                </div>
            </ActionForm>
        </section>
    }
}

/// The link of somebody who was added, once.
#[component]
pub(crate) fn InvitationPage() -> impl IntoView {
    let domain = domain_param();
    view! {
        <Loaded
            source=move || domain.get()
            fetch=invitation_page
            view=|screen| view! { <Invitation screen /> }
        />
    }
}

#[component]
fn Invitation(screen: InvitationScreen) -> impl IntoView {
    let texts = use_texts();
    let domain = screen.domain.to_string();
    let (login, address) = match screen.invited {
        Some((login, address)) => (login.to_string(), Some(address)),
        None => (String::new(), None),
    };
    let title = texts.panel_users.link_title;
    view! {
        <Title text=title />
        <SubscriptionHeader domain=domain.clone() here=FtpSection::People />
        <h1>{title}</h1>
        {screen.delivery.map(|delivery| view! { <DeliveryNotice delivery /> })}
        <LinkToCopy login address />
        <p>
            <a class="button" href=routes::people(&domain)>
                {texts.panel_users.people}
            </a>
        </p>
    }
}
