//! What a person has just done, told on the page that follows.

use leptos::either::{Either, EitherOf5};
use leptos::prelude::*;

use super::{ComparisonTable, ConnectionFacts, Fact, MadePassword, Notice, NoticeKind, use_texts};
use crate::api::connection::HowToConnect;
use crate::routes;
use model::{Change, Receipt};

/// Tells what was done; a change with each old value beside the new one.
#[component]
pub(crate) fn ReceiptNotice(
    /// What was done.
    receipt: Receipt,
    /// How to connect to the account that it was done to.
    #[prop(optional_no_strip)]
    connect: Option<HowToConnect>,
) -> impl IntoView {
    let texts = use_texts();
    let sentence = |text: String| view! { <p>{text}</p> };
    let made = match receipt {
        Receipt::AccountsRemoved { .. }
        | Receipt::AccountsRestored { .. }
        | Receipt::SessionEnded { .. } => None,
        _ => MadePassword::taken(),
    };
    let content = match receipt {
        Receipt::SubscriptionAdded {
            domain,
            main_account,
        } => EitherOf5::A(sentence((texts.receipt.subscription_was_added)(
            domain.as_str(),
            main_account.as_str(),
        ))),
        Receipt::AccountAdded {
            name,
            home_directory,
        } => EitherOf5::B(sentence((texts.receipt.account_was_added)(
            name.as_str(),
            home_directory.as_str(),
        ))),
        Receipt::AccountsRemoved { names } => {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            EitherOf5::C(view! {
                <p>
                    {(texts.receipt.accounts_were_removed)(&names)} " "
                    // It stands on « Accès FTP », beside which « Corbeille » is.
                    <a href="trash" rel="external">
                        {texts.trash.title}
                    </a>
                </p>
            })
        }
        Receipt::ManyAccountsRemoved { count } => {
            EitherOf5::C(sentence((texts.receipt.many_accounts_were_removed)(count)))
        }
        Receipt::AccountsChanged {
            count,
            field,
            after,
        } => {
            let now = texts.labelled(field, &texts.setting(field, &after));
            EitherOf5::C(sentence((texts.receipt.accounts_were_changed)(count, &now)))
        }
        Receipt::AccountsRestored { count, names } => {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            EitherOf5::C(sentence(if names.len() as u64 == count {
                (texts.trash.accounts_were_restored)(&names)
            } else {
                (texts.receipt.many_accounts_were_restored)(count)
            }))
        }
        Receipt::SessionEnded { account } => {
            EitherOf5::D(sentence((texts.receipt.session_was_ended)(
                account.as_str(),
            )))
        }
        Receipt::AccountChanged { name, changes } if changes.is_empty() => {
            EitherOf5::D(sentence((texts.receipt.nothing_was_changed)(name.as_str())))
        }
        Receipt::AccountChanged { name, changes } => EitherOf5::E(view! {
            <h2>{texts.receipt.note_the_changes}</h2>
            <p>{(texts.receipt.account_was_changed)(name.as_str())}</p>
            <ChangesTable changes />
        }),
    };
    let hint = made
        .is_some()
        .then(|| view! { <p>{texts.receipt.shown_this_once}</p> });
    let password = made.map(|value| Fact {
        label: texts.account_form.ftp_password,
        value,
    });
    let (connection, page) = connect
        .map(|HowToConnect { domain, connection }| {
            let page = routes::connection(domain.as_str(), connection.account.as_str());
            (connection, page)
        })
        .unzip();
    let page = page.map(|page| {
        view! {
            <p>
                <a href=page>{texts.connection.title}</a>
            </p>
        }
    });
    view! {
        <Notice kind=NoticeKind::Success>
            {content} <ConnectionFacts connection more=password.into_iter().collect() /> {hint} {page}
        </Notice>
    }
}

/// Each old value beside the new one.
#[component]
pub(crate) fn ChangesTable(
    /// What was changed.
    changes: Vec<Change>,
) -> impl IntoView {
    let texts = use_texts();
    let row = |change: Change| match change {
        Change::Name { before, after } => Either::Left(
            view! { <ChangeRow what=texts.account_form.ftp_account_name before=before.into() after=after.into() /> },
        ),
        Change::OldNameKept { until } => {
            let remark = (texts.account_form.old_name_kept)(&(texts.date_time)(until));
            Either::Right(view! { <RemarkRow what=texts.account_form.former_names remark /> })
        }
        Change::HomeDirectory { before, after } => Either::Left(
            view! { <ChangeRow what=texts.account_form.home_directory before=before.into() after=after.into() /> },
        ),
        Change::Setting {
            field,
            before,
            after,
        } => {
            let (before, after) = (texts.setting(field, &before), texts.setting(field, &after));
            Either::Left(view! { <ChangeRow what=texts.field(field) before after /> })
        }
        Change::Password => Either::Right(
            view! { <RemarkRow what=texts.account_form.ftp_password remark=texts.receipt.secret_was_changed.into() /> },
        ),
    };
    view! {
        <ComparisonTable first=texts.receipt.old_value second=texts.receipt.new_value>
            {changes.into_iter().map(row).collect_view()}
        </ComparisonTable>
    }
}

#[component]
fn RemarkRow(what: &'static str, remark: String) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{what}</th>
            <td colspan="2">{remark}</td>
        </tr>
    }
}

#[component]
fn ChangeRow(what: &'static str, before: String, after: String) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{what}</th>
            <td>
                <del>{before}</del>
            </td>
            <td>
                <ins>{after}</ins>
            </td>
        </tr>
    }
}
