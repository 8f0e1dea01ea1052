//! « Connexion »: how an FTP client connects to an account, to read, to print and to import, and
//! the one-time link by which its recipient sets the password.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::ApiError;
use crate::api::connection::{ConnectionScreen, ftp_connection_page};
use crate::api::one_time_links::{MakeOneTimeLink, RevokeOneTimeLink};
use crate::client_files::{ClientFile, command_lines, session_url};
use crate::components::{
    ConnectionFacts, CopyButton, Fact, FormError, FormFields, Loaded, MailLocaleField, Permitted,
    PrintButton, TextField, form_error, use_local_time, use_texts,
};
use crate::i18n::Texts;
use crate::pages::account_header::{AccountHeader, AccountTab};
use crate::pages::params::account_params;
use crate::routes;
use model::{
    Field, FtpAccountSettings, FtpConnection, FtpConnectionView, LinkValidity, OneTimeLink,
    OneTimeLinkForm, Permission,
};

/// How to connect.
#[component]
pub(crate) fn FtpConnectionPage() -> impl IntoView {
    let account = account_params();
    // Here, so that the page is asked for again once a link is revoked.
    let revoke = ServerAction::<RevokeOneTimeLink>::new();
    let source = move || (account.get(), revoke.version().get());
    view! {
        <AccountHeader
            domain=Signal::derive(move || account.get().0)
            account=Signal::derive(move || account.get().1)
            tab=AccountTab::Connection
        />
        <Loaded
            source
            fetch=|((domain, name), _)| ftp_connection_page(domain, name)
            view=move |data| view! { <Connection domain=account.get_untracked().0 data revoke /> }
        />
    }
}

#[component]
fn Connection(
    domain: String,
    data: ConnectionScreen,
    revoke: ServerAction<RevokeOneTimeLink>,
) -> impl IntoView {
    let texts = use_texts();
    let ConnectionScreen {
        view,
        own_page,
        can_mail_links,
    } = data;
    let FtpConnectionView {
        connection,
        settings,
        link,
        waits_for_password,
        ..
    } = view;
    let mut more = demands(&settings, texts);
    more.extend(own_page.map(|address| own_page_fact(address, texts)));
    let account = connection.account.to_string();
    let files = routes::connection(&domain, &account);
    let title = (texts.connection.title_of)(&account);
    let waits =
        waits_for_password.then(|| view! { <p>{texts.one_time_link.waits_for_password}</p> });
    view! {
        <Title text=title />
        <div class="page-head">
            <p class="lead">{texts.connection.intro}</p>
            <PrintButton />
        </div>
        {waits}
        <ConnectionFacts connection=connection.clone() more />
        <Trust connection=connection.clone() />
        <Downloads files url=session_url(&connection) />
        <CommandLines connection />
        <LinkSection domain account link can_mail_links revoke />
    }
}

/// Where the account signs in to the page of its own.
pub(crate) fn own_page_fact(address: String, texts: &'static Texts) -> Fact {
    Fact {
        label: texts.own_account.address,
        value: address,
    }
}

/// What the account's settings demand of clients, where they do.
fn demands(settings: &FtpAccountSettings, texts: &'static Texts) -> Vec<Fact> {
    let usual = FtpAccountSettings::default();
    [
        Field::State,
        Field::Permission,
        Field::Expiry,
        Field::AllowedAddresses,
    ]
    .into_iter()
    .filter(|field| settings.value(*field) != usual.value(*field))
    .map(|field| Fact {
        label: texts.field(field),
        value: texts.setting_in(field, settings, &use_local_time()),
    })
    .collect()
}

/// The files by which clients learn of the account.
#[component]
pub(crate) fn Downloads(
    /// Where they are.
    files: String,
    /// The account's address, which WinSCP opens.
    url: String,
) -> impl IntoView {
    let texts = use_texts();
    let file = |file: ClientFile| {
        let winscp = (file == ClientFile::WinScp).then(|| {
            view! {
                <a class="button" href=url.clone() rel="external">
                    {texts.connection.open_in_winscp}
                </a>
            }
        });
        view! {
            <li>
                <div class="actions">
                    <a class="button" rel="external" download="" href=format!("{files}/{}", file.key())>
                        {(texts.connection.download_for)(file.client())}
                    </a>
                    {winscp}
                </div>
                <p class="detail">{(texts.connection.import_hint)(file)}</p>
            </li>
        }
    };
    view! {
        <section class="not-on-paper">
            <h2>{texts.connection.for_clients}</h2>
            <p class="lead">{texts.connection.for_clients_intro}</p>
            <ul class="downloads">{ClientFile::ALL.map(file).into_iter().collect_view()}</ul>
        </section>
    }
}

/// What one has to know to trust the server, if no authority does it for one.
#[component]
pub(crate) fn Trust(connection: FtpConnection) -> impl IntoView {
    let texts = use_texts();
    connection
        .certificate
        .map(|_| view! { <p class="lead">{texts.connection.compare_fingerprint}</p> })
}

/// The lines for a shell.
#[component]
pub(crate) fn CommandLines(connection: FtpConnection) -> impl IntoView {
    let texts = use_texts();
    let lines = command_lines(&connection);
    let unchecked = connection
        .certificate
        .map(|_| view! { <p class="detail">{texts.connection.rclone_compares_nothing}</p> });
    let line = |(client, line): (&'static str, String)| {
        view! {
            <div class="command">
                <h3>{client}</h3>
                <p>
                    <code>{line.clone()}</code>
                    <CopyButton text=line />
                </p>
            </div>
        }
    };
    view! {
        <section>
            <h2>{texts.connection.command_line}</h2>
            <p class="lead">{texts.connection.command_line_intro}</p>
            {lines.map(line).into_iter().collect_view()}
            {unchecked}
        </section>
    }
}

/// The account's one-time link, and the forms that make and revoke one.
#[component]
fn LinkSection(
    domain: String,
    account: String,
    link: Option<OneTimeLink>,
    can_mail_links: bool,
    revoke: ServerAction<RevokeOneTimeLink>,
) -> impl IntoView {
    let (texts, clock) = (use_texts(), use_local_time());
    let label = if link.is_some() {
        texts.one_time_link.make_another_link
    } else {
        texts.one_time_link.make_link
    };
    view! {
        <Permitted permission=Permission::ManageFtpAccounts>
            <section class="not-on-paper">
                <h2>{texts.one_time_link.title}</h2>
                <p class="lead">{texts.one_time_link.intro}</p>
                {match link.clone() {
                    Some(link) => Either::Left(view! {
                        <p>
                            {move || {
                                (texts.one_time_link.works_until)(
                                    &clock.date_time(link.expires_at),
                                    texts.actor(&link.made_by),
                                )
                            }}
                        </p>
                        <RevokeForm domain=domain.clone() account=account.clone() action=revoke />
                    }),
                    None => Either::Right(view! { <p>{texts.one_time_link.no_link}</p> }),
                }}
                <MakeForm domain=domain.clone() account=account.clone() label can_mail_links />
            </section>
        </Permitted>
    }
}

#[component]
fn RevokeForm(
    domain: String,
    account: String,
    action: ServerAction<RevokeOneTimeLink>,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <ActionForm action>
            <FormError error=form_error(action) fields=&[] />
            <input type="hidden" name="domain" value=domain />
            <input type="hidden" name="account" value=account />
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
    domain: String,
    account: String,
    label: &'static str,
    can_mail_links: bool,
) -> impl IntoView {
    const FIELDS: &[Field] = &[Field::Email, Field::MailLocale];
    let texts = use_texts();
    let action = ServerAction::<MakeOneTimeLink>::new();
    let error = form_error(action);
    let submitted = error.with_untracked(|error| {
        let hours = error.as_ref()?.submitted(Field::LinkHours)?;
        Some(hours.to_owned())
    });
    let chosen = submitted.unwrap_or_else(|| LinkValidity::default().hours().to_string());
    let choice = move |(hours, label): (&'static str, &'static str)| {
        view! {
            <option value=hours selected=hours == chosen>
                {label}
            </option>
        }
    };
    view! {
        <ActionForm action>
            <FormError error fields=if can_mail_links { FIELDS } else { &[] } />
            <input type="hidden" name="domain" value=domain />
            <input type="hidden" name="account" value=account />
            <div class="field">
                <label for="hours">{texts.one_time_link.validity}</label>
                <select id="hours" name="hours">
                    {texts.one_time_link.validities.map(choice).into_iter().collect_view()}
                </select>
            </div>
            {can_mail_links.then(|| view! { <MailFields error /> })}
            <div class="form-buttons">
                <button type="submit" class="button" disabled=action.pending()>
                    {label}
                </button>
            </div>
        </ActionForm>
    }
}

/// To whom the link is mailed, if to anybody, and in which language.
#[component]
fn MailFields(error: Signal<Option<ApiError>>) -> impl IntoView {
    let texts = use_texts();
    let form = OneTimeLinkForm {
        mail_locale: texts.locale.tag().to_owned(),
        ..OneTimeLinkForm::default()
    };
    let form = FormFields::new(form, error, |form: &OneTimeLinkForm| {
        form.parse_recipient().err().unwrap_or_default()
    });
    view! {
        <TextField
            state=form.field(Field::Email)
            label=texts.mail_settings.send_link_to
            hint=texts.mail_settings.send_link_to_hint
            kind="email"
        />
        <MailLocaleField state=form.field(Field::MailLocale) />
    }
}
