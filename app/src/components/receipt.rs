//! What a person has just done, told on the page that follows.

use leptos::prelude::*;

use super::{
    ComparisonTable, ConnectionFacts, Fact, Isolated, MadePassword, Notice, NoticeKind,
    use_local_time, use_texts,
};
use crate::api::connection::HowToConnect;
use crate::routes;
use model::{Change, PurgedFiles, Receipt, RemovedFiles, SubscriptionChange};

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
    let made = match receipt {
        Receipt::AccountsRemoved { .. }
        | Receipt::AccountsRestored { .. }
        | Receipt::SessionEnded { .. } => None,
        _ => MadePassword::taken(),
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
            <WhatWasDone receipt />
            <ConnectionFacts connection more=password.into_iter().collect() /> {hint} {page}
        </Notice>
    }
}

#[component]
fn WhatWasDone(receipt: Receipt) -> impl IntoView {
    let (all, clock) = (use_texts(), use_local_time());
    let texts = &all.receipt;
    let sentence = |text: String| view! { <p>{text}</p> }.into_any();
    match receipt {
        Receipt::SubscriptionAdded {
            domain,
            main_account,
        } => sentence((texts.subscription_was_added)(
            domain.as_str(),
            main_account.as_str(),
        )),
        Receipt::SubscriptionChanged(change) if change.before == change.after => sentence((texts
            .subscription_was_unchanged)(
            change.after.domain.as_str(),
        )),
        Receipt::SubscriptionChanged(change) => view! {
            <h2>{texts.note_the_changes}</h2>
            <p>{(texts.subscription_was_changed)(change.after.domain.as_str())}</p>
            <SubscriptionChanges change />
        }
        .into_any(),
        Receipt::SubscriptionSuspended { domain } => {
            sentence((texts.subscription_was_suspended)(domain.as_str()))
        }
        Receipt::SubscriptionResumed { domain } => {
            sentence((texts.subscription_was_resumed)(domain.as_str()))
        }
        Receipt::SubscriptionRemoved { domain } => {
            sentence((texts.subscription_was_removed)(domain.as_str()))
        }
        Receipt::SubscriptionRestored { domain } => {
            sentence((texts.subscription_was_restored)(domain.as_str()))
        }
        Receipt::SubscriptionPurged { domain, files } => {
            let purged = (texts.subscription_was_purged)(domain.as_str(), &files);
            view! {
                <p>{purged}</p>
                <FilesLeft files />
            }
            .into_any()
        }
        Receipt::AccountAdded {
            name,
            home_directory,
        } => sentence((texts.account_was_added)(
            name.as_str(),
            home_directory.as_str(),
        )),
        Receipt::AccountsRemoved { names } => {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            view! {
                <p>
                    {(texts.accounts_were_removed)(&names)} " "
                    // It stands on « Accès FTP », beside which « Corbeille » is.
                    <a href="trash">{all.trash.title}</a>
                </p>
            }
            .into_any()
        }
        Receipt::AccountsRestored { count, names } => {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            sentence(if names.len() as u64 == count {
                (all.trash.accounts_were_restored)(&names)
            } else {
                (texts.many_accounts_were_restored)(count)
            })
        }
        Receipt::ManyAccountsRemoved { count } => {
            sentence((texts.many_accounts_were_removed)(count))
        }
        Receipt::AccountsChanged {
            count,
            field,
            after,
        } => {
            let now = move || {
                let now = all.setting_in(field, &after, &clock);
                (texts.accounts_were_changed)(count, &all.labelled(field, &now))
            };
            view! { <p>{now}</p> }.into_any()
        }
        Receipt::SessionEnded { account } => sentence((texts.session_was_ended)(account.as_str())),
        Receipt::AccountChanged { name, changes } if changes.is_empty() => {
            sentence((texts.nothing_was_changed)(name.as_str()))
        }
        Receipt::AccountChanged { name, changes } => view! {
            <h2>{texts.note_the_changes}</h2>
            <p>{(texts.account_was_changed)(name.as_str())}</p>
            <ChangesTable changes />
        }
        .into_any(),
    }
}

#[component]
fn SubscriptionChanges(change: SubscriptionChange) -> impl IntoView {
    let texts = use_texts();
    let SubscriptionChange { before, after } = change;
    let domain = (before.domain != after.domain).then(|| {
        let what = texts.subscriptions.domain;
        let (before, after) = (before.domain.text(), after.domain.text());
        view! { <ValuesRow what before=before.into_owned() after=after.into_owned() /> }
    });
    let owner = (before.owner != after.owner).then(|| {
        let what = texts.subscriptions.owner;
        view! { <ValuesRow what before=before.owner.to_string() after=after.owner.to_string() /> }
    });
    view! {
        <ComparisonTable first=texts.receipt.old_value second=texts.receipt.new_value>
            {domain} {owner}
        </ComparisonTable>
    }
}

/// What could not be removed of files, if anything.
#[component]
fn FilesLeft(files: PurgedFiles) -> impl IntoView {
    let PurgedFiles::Removed(removed) = files else {
        return None;
    };
    (removed.failures > 0).then(|| view! { <RemovedFilesLeft removed /> })
}

/// What could not be removed.
#[component]
pub(crate) fn RemovedFilesLeft(
    /// What was removed, and what was not.
    removed: RemovedFiles,
) -> impl IntoView {
    let texts = use_texts();
    let paths = removed.left.into_iter();
    view! {
        <p>{(texts.trash.files_were_left)(removed.failures)}</p>
        <ul class="plain path">{paths.map(|path| view! { <li><Isolated text=path /></li> }).collect_view()}</ul>
    }
}

/// Each old value beside the new one.
#[component]
pub(crate) fn ChangesTable(
    /// What was changed.
    changes: Vec<Change>,
) -> impl IntoView {
    let texts = use_texts();
    let row = |change: Change| view! { <ChangeRow change /> };
    view! {
        <ComparisonTable first=texts.receipt.old_value second=texts.receipt.new_value>
            {changes.into_iter().map(row).collect_view()}
        </ComparisonTable>
    }
}

#[component]
fn ChangeRow(change: Change) -> impl IntoView {
    let (texts, clock) = (use_texts(), use_local_time());
    match change {
        Change::Name { before, after } => {
            let what = texts.account_form.ftp_account_name;
            let (before, after) = (String::from(before), String::from(after));
            view! { <ValuesRow what before after /> }.into_any()
        }
        Change::OldNameKept { until } => {
            let what = texts.account_form.former_names;
            let remark = move || (texts.account_form.old_name_kept)(&clock.date_time(until));
            view! { <RemarkRow what remark /> }.into_any()
        }
        Change::HomeDirectory { before, after } => {
            let what = texts.account_form.home_directory;
            let (before, after) = (String::from(before), String::from(after));
            view! { <ValuesRow what before after /> }.into_any()
        }
        Change::Setting {
            field,
            before,
            after,
        } => {
            let before = move || texts.setting_in(field, &before, &clock);
            let after = move || texts.setting_in(field, &after, &clock);
            view! { <ValuesRow what=texts.field(field) before after /> }.into_any()
        }
        Change::Password => {
            let remark = texts.receipt.secret_was_changed;
            view! { <RemarkRow what=texts.account_form.ftp_password remark /> }.into_any()
        }
    }
}

#[component]
fn RemarkRow(what: &'static str, #[prop(into)] remark: TextProp) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{what}</th>
            <td colspan="2">{move || remark.get()}</td>
        </tr>
    }
}

#[component]
fn ValuesRow(
    what: &'static str,
    #[prop(into)] before: TextProp,
    #[prop(into)] after: TextProp,
) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{what}</th>
            <td>
                <del>{move || view! { <Isolated text=before.get().into_owned() /> }}</del>
            </td>
            <td>
                <ins>{move || view! { <Isolated text=after.get().into_owned() /> }}</ins>
            </td>
        </tr>
    }
}
