//! The table of open sessions, whose rows change as the sessions do.

use leptos::prelude::*;

use crate::components::{Icon, IconName, Isolated, Time, use_texts};
use model::{FtpDirection, FtpSessionRow, FtpTransfer};

/// The sessions, each with the button that ends it.
#[component]
pub(in crate::pages) fn SessionsTable(
    /// What the table shows.
    caption: String,
    /// Whether they are of several subscriptions.
    names_subscriptions: bool,
    /// The rows.
    sessions: RwSignal<Vec<FtpSessionRow>>,
    /// Draws the form that ends one.
    end_form: impl Fn(&FtpSessionRow) -> AnyView + Clone + Send + 'static,
) -> impl IntoView {
    let texts = use_texts();
    // By key, so that a button stays that of its session, and under the finger, while others go.
    let row = move |row: FtpSessionRow| {
        let end_form = end_form(&row);
        view! { <SessionRow names_subscription=names_subscriptions row sessions end_form /> }
    };
    view! {
        <table class="list" hidden=move || sessions.read().is_empty()>
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{texts.ftp_sessions.ftp_account}</th>
                    <th scope="col" class="wide-only">
                        {texts.ftp_sessions.address_and_protocol}
                    </th>
                    <th scope="col" class="wide-only">
                        {texts.ftp_sessions.since}
                    </th>
                    <th scope="col">{texts.ftp_sessions.now}</th>
                    <th scope="col">{texts.common.actions}</th>
                </tr>
            </thead>
            <tbody>
                <For each=move || sessions.get() key=|row| row.id children=row />
            </tbody>
        </table>
    }
}

#[component]
fn SessionRow(
    names_subscription: bool,
    row: FtpSessionRow,
    sessions: RwSignal<Vec<FtpSessionRow>>,
    end_form: AnyView,
) -> impl IntoView {
    let id = row.id;
    let doing = move || {
        let sessions = sessions.read();
        let row = sessions.iter().find(|row| row.id == id)?;
        let (idle, transfer) = (row.idle, row.transfer.clone());
        Some(view! { <Doing idle transfer /> })
    };
    let of = names_subscription.then(|| row.domain.text().into_owned());
    view! {
        <tr>
            <th scope="row">
                {row.account.to_string()}
                {of.map(|domain| view! { <p class="detail"><Isolated text=domain /></p> })}
            </th>
            <td class="wide-only">
                <div class="event">
                    <span>{row.address}</span>
                    <span class="detail">{row.protocol.name()}</span>
                </div>
            </td>
            <td class="wide-only">
                <Time at=row.since />
            </td>
            <td class="doing">{doing}</td>
            <td>{end_form}</td>
        </tr>
    }
}

/// What a session is doing: a transfer with how far it is, or nothing since when.
#[component]
fn Doing(idle: u64, transfer: Option<FtpTransfer>) -> impl IntoView {
    let texts = use_texts();
    match transfer {
        None => (texts.ftp_sessions.idle)(idle).into_any(),
        Some(transfer) => {
            let bar = transfer.size.map(|size| {
                view! { <progress aria-label=texts.ftp_sessions.progress max=size value=transfer.bytes></progress> }
            });
            view! {
                <div class="event">
                    <Icon name=direction_icon(transfer.direction) />
                    <span>{(texts.ftp_sessions.direction)(transfer.direction)}</span>
                    <span class="path">
                        <Isolated text=transfer.path />
                    </span>
                </div>
                <div class="event">
                    {bar}
                    <span class="detail">{(texts.ftp_sessions.moved)(transfer.bytes, transfer.size, transfer.rate)}</span>
                </div>
            }
            .into_any()
        }
    }
}

fn direction_icon(direction: FtpDirection) -> IconName {
    match direction {
        FtpDirection::Upload => IconName::Upload,
        FtpDirection::Download => IconName::Download,
        FtpDirection::Listing => IconName::Folder,
    }
}
