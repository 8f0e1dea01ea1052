//! An account's row. It is drawn from its values; only whether it is selected and connected
//! changes while it is there.

use leptos::either::Either;
use leptos::prelude::*;
use model::{
    Expiry, Field, FtpAccountColumn, FtpAccountColumns, FtpAccountListRow, FtpAccountSettings,
    FtpPermission, UtcTime,
};

use super::context::use_list;
use crate::components::{Chip, ChipKind, IconName, Isolated, Time, use_local_time, use_texts};
use crate::i18n::Texts;
use crate::routes;

/// An account's row.
#[component]
pub(super) fn AccountRow(
    /// The account.
    row: FtpAccountListRow,
    /// The server's time, by which accounts expire.
    now: UtcTime,
    /// What the row shows.
    columns: FtpAccountColumns,
) -> impl IntoView {
    let texts = use_texts();
    let list = use_list();
    let name = row.name.to_string();
    let address = routes::ftp_account(&list.domain(), &name);
    let is_connected = {
        let name = row.name.clone();
        move || list.connected.read().contains(&name)
    };
    let live = move || {
        is_connected().then(|| {
            view! { <span class="chip chip-live">{texts.ftp_access.connected}</span> }
        })
    };
    let main = row.is_main.then(|| {
        view! { <Chip kind=ChipKind::Accent icon=IconName::Star text=texts.ftp_access.main_account /> }
    });
    let has_own = |column| columns.contains(column);
    let note_class = if has_own(FtpAccountColumn::Note) {
        "note narrow-only"
    } else {
        "note"
    };
    let note = (!row.note.is_empty()).then(|| {
        view! { <span class=note_class>
            <Isolated text=row.note.clone() />
        </span> }
    });
    view! {
        <tr>
            <td class="tick">
                <SelectAccount name=name.clone() is_main=row.is_main />
            </td>
            <th scope="row">
                <span class="chips">
                    <a href=address>{name}</a>
                    {live}
                    {main}
                    {unusual_states(texts, &row, now, columns)}
                </span>
                {note}
            </th>
            {cells(texts, row, now, columns)}
        </tr>
    }
}

/// The box that selects an account: never the main one.
#[component]
fn SelectAccount(name: String, is_main: bool) -> impl IntoView {
    let texts = use_texts();
    let selection = use_list().selection;
    let is_selected = {
        let name = name.clone();
        move || selection.contains(&name)
    };
    let at_first = untrack(&is_selected);
    let label = (texts.ftp_access.select_account)(&name);
    let value = name.clone();
    view! {
        <input
            type="checkbox"
            name=super::bulk_dialog::CHOSEN
            value=value
            aria-label=label
            checked=at_first
            prop:checked=is_selected
            disabled=is_main
            title=is_main.then_some(texts.ftp_access.main_account_cannot_be_selected)
            on:change=move |event| selection.set(&name, event_target_checked(&event))
        />
    }
}

/// What is out of the ordinary with an account. Where a column has it, it is not said twice, but
/// on a narrow screen, which has no room for the column.
fn unusual_states(
    texts: &'static Texts,
    row: &FtpAccountListRow,
    now: UtcTime,
    columns: FtpAccountColumns,
) -> impl IntoView + use<> {
    let expiry = row.expires_at.map(|at| (at, Expiry::of(at, now)));
    // That it has expired is told with the time.
    let state = (row.disabled || row.waits_for_password).then(|| {
        beside(
            columns,
            FtpAccountColumn::State,
            state_chip(texts, row, false),
        )
    });
    let old_hash = row.has_old_hash.then(|| {
        view! { <span title=texts.account_form.old_hash_hint>
            <Chip kind=ChipKind::Quiet text=texts.ftp_access.old_hash />
        </span> }
    });
    let permission = (row.permission != FtpPermission::default()).then(|| {
        let text = permission_name(texts, row.permission);
        let chip = view! { <Chip kind=ChipKind::Quiet text /> };
        beside(columns, FtpAccountColumn::Permission, chip)
    });
    let expiry = expiry.map(|(at, expiry)| {
        let form = &texts.account_form;
        let (kind, said, column) = match expiry {
            Expiry::Over => (ChipKind::Danger, form.expired, FtpAccountColumn::Name),
            // That it is pressing is not told by the column.
            Expiry::Soon => (ChipKind::Attention, form.expires, FtpAccountColumn::Name),
            Expiry::Later => (ChipKind::Quiet, form.expires, FtpAccountColumn::Expiry),
        };
        let clock = use_local_time();
        let text = move || said(&clock.date_time(at));
        beside(columns, column, view! { <Chip kind text /> })
    });
    (state, old_hash, permission, expiry)
}

/// Something beside the name that may have a column of its own.
fn beside(
    columns: FtpAccountColumns,
    column: FtpAccountColumn,
    chip: impl IntoView,
) -> impl IntoView {
    let has_own = column != FtpAccountColumn::Name && columns.contains(column);
    view! { <span class:narrow-only=has_own>{chip}</span> }
}

/// Whether an account can be signed in with, and if not, why.
fn state_chip(
    texts: &'static Texts,
    row: &FtpAccountListRow,
    is_over: bool,
) -> impl IntoView + use<> {
    let (kind, icon, text) = if row.disabled {
        (ChipKind::Danger, IconName::Lock, state_name(texts, false))
    } else if is_over {
        (
            ChipKind::Danger,
            IconName::Clock,
            texts.ftp_access.has_expired,
        )
    } else if row.waits_for_password {
        let text = texts.ftp_access.waits_for_password;
        (ChipKind::Attention, IconName::Key, text)
    } else {
        (ChipKind::Success, IconName::Check, state_name(texts, true))
    };
    view! { <Chip kind icon text /> }
}

/// The cells after the name, each if its column is shown.
fn cells(
    texts: &'static Texts,
    row: FtpAccountListRow,
    now: UtcTime,
    columns: FtpAccountColumns,
) -> impl IntoView {
    let shows = |column| columns.contains(column);
    let is_over = row.expires_at.map(|at| Expiry::of(at, now)) == Some(Expiry::Over);
    let state = shows(FtpAccountColumn::State)
        .then(|| view! { <td class="wide-only">{state_chip(texts, &row, is_over)}</td> });
    let permission = shows(FtpAccountColumn::Permission)
        .then(|| view! { <td class="wide-only">{permission_name(texts, row.permission)}</td> });
    let usage = shows(FtpAccountColumn::Usage)
        .then(|| view! { <td class="wide-only usage">{usage(texts, &row)}</td> });
    let never = texts.common.never;
    let last_sign_in =
        shows(FtpAccountColumn::LastSignIn).then(|| time_cell(row.last_sign_in_at, never));
    let expiry = shows(FtpAccountColumn::Expiry).then(|| time_cell(row.expires_at, never));
    let last_changed = shows(FtpAccountColumn::LastChanged).then(|| time_cell(row.changed_at, ""));
    let home = row
        .home_directory
        .map(|home| view! { <td class="path"><Isolated text=home.into() /></td> });
    let note = shows(FtpAccountColumn::Note)
        .then(|| view! { <td class="wide-only"><Isolated text=row.note /></td> });
    view! { {home} {state} {permission} {usage} {last_sign_in} {expiry} {note} {last_changed} }
}

/// How much of the quota is used that is nearest to being full.
fn usage(texts: &'static Texts, row: &FtpAccountListRow) -> impl IntoView + use<> {
    let Some((field, usage)) = row.nearest_quota() else {
        return Either::Left(view! { <span class="detail">{texts.ftp_access.no_quota}</span> });
    };
    let text = if field == Field::QuotaFiles {
        let (used, quota) = ((texts.number)(usage.used), (texts.number)(usage.quota));
        let noun = (texts.ftp_usage.files)(usage.quota);
        format!("{} {noun}", (texts.ftp_usage.used_of)(&used, &quota))
    } else {
        let (used, quota) = ((texts.size)(usage.used), texts.exact_size(usage.quota));
        (texts.ftp_usage.used_of)(&used, &quota)
    };
    let percent = u128::from(usage.used) * 100 / u128::from(usage.quota.max(1));
    let percent = u8::try_from(percent.min(100)).unwrap_or(100);
    // The words say the same, and more: the bar is for the eye alone.
    Either::Right(view! {
        <span class="usage-bar">
            <meter aria-hidden="true" min="0" max="100" low="80" high="95" optimum="0" value=percent></meter>
            <span>{text}</span>
        </span>
    })
}

fn time_cell(at: Option<UtcTime>, without: &'static str) -> impl IntoView {
    let content = match at {
        Some(at) => Either::Left(view! { <Time at /> }),
        None => Either::Right(without),
    };
    view! { <td class="wide-only">{content}</td> }
}

fn state_name(texts: &'static Texts, enabled: bool) -> &'static str {
    let settings = FtpAccountSettings {
        enabled,
        ..FtpAccountSettings::default()
    };
    (texts.account_form.setting_choice)(Field::State, &settings.value(Field::State))
}

fn permission_name(texts: &'static Texts, permission: FtpPermission) -> &'static str {
    (texts.account_form.setting_choice)(Field::Permission, permission.key())
}
