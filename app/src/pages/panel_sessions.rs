//! « Mes sessions »: in which browsers a person is signed in to the panel.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::panel_sessions::{EndOtherPanelSessions, EndPanelSession, panel_sessions_page};
use crate::components::{
    Chip, ChipKind, FormError, IconName, Loaded, Notice, NoticeKind, Time, form_error, use_texts,
};
use crate::routes;
use model::{BrowserName, PanelSessionRow};

/// The person's own sessions, each with the button that ends it.
#[component]
pub(crate) fn PanelSessions() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    // Outside `Loaded`, so that why a session was not ended survives a drawing anew.
    let end = ServerAction::<EndPanelSession>::new();
    let end_others = ServerAction::<EndOtherPanelSessions>::new();
    let ended = move || {
        let sentence = match query.read().get_str("ended")? {
            "one" => texts.panel_sessions.one_was_ended,
            "others" => texts.panel_sessions.others_were_ended,
            _ => return None,
        };
        Some(view! {
            <Notice kind=NoticeKind::Success>
                <p>{sentence}</p>
            </Notice>
        })
    };
    // Once another session was ended, the same address is asked again.
    let source = move || (end.version().get(), end_others.version().get());
    view! {
        <Title text=texts.panel_sessions.title />
        <p>
            <a href=routes::ACCOUNT>{texts.panel_user.my_account}</a>
        </p>
        <h1>{texts.panel_sessions.title}</h1>
        {ended}
        <FormError error=form_error(end) fields=&[] />
        <FormError error=form_error(end_others) fields=&[] />
        <p class="lead">{texts.panel_sessions.intro}</p>
        <Loaded
            source
            fetch=|_| panel_sessions_page()
            view=move |sessions| view! { <SessionsTable sessions end end_others /> }
        />
    }
}

#[component]
fn SessionsTable(
    sessions: Vec<PanelSessionRow>,
    end: ServerAction<EndPanelSession>,
    end_others: ServerAction<EndOtherPanelSessions>,
) -> impl IntoView {
    let texts = use_texts();
    let others = sessions.iter().filter(|row| !row.is_current).count();
    let end_all = (others > 0).then(|| {
        view! {
            <ActionForm action=end_others>
                <button type="submit" class="button button-danger">
                    {texts.panel_sessions.end_others}
                </button>
            </ActionForm>
        }
    });
    let rows = sessions.into_iter();
    let rows = rows.map(|row| view! { <SessionRow row end /> });
    view! {
        <div class="toolbar">
            <p class="count">{(texts.panel_sessions.count)(others + 1)}</p>
            {end_all}
        </div>
        <table class="list">
            <caption class="visually-hidden">{texts.panel_sessions.title}</caption>
            <thead>
                <tr>
                    <th scope="col">{texts.panel_sessions.browser}</th>
                    <th scope="col" class="wide-only">
                        {texts.panel_sessions.address}
                    </th>
                    <th scope="col" class="wide-only">
                        {texts.panel_sessions.since}
                    </th>
                    <th scope="col">{texts.panel_sessions.last_seen}</th>
                    <th scope="col">{texts.common.actions}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

#[component]
fn SessionRow(row: PanelSessionRow, end: ServerAction<EndPanelSession>) -> impl IntoView {
    let texts = use_texts();
    let browser = texts
        .panel_sessions
        .browser_name(BrowserName::of(&row.user_agent));
    let label = (texts.panel_sessions.end_session)(&browser);
    let action = if row.is_current {
        view! { <Chip kind=ChipKind::Success text=texts.panel_sessions.this_one icon=IconName::Connection /> }
            .into_any()
    } else {
        view! {
            <ActionForm action=end>
                <input type="hidden" name="session" value=row.id.0 />
                <button
                    type="submit"
                    class="button button-danger"
                    aria-label=label
                >
                    {texts.panel_sessions.end}
                </button>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row">
                <span title=row.user_agent>{browser}</span>
            </th>
            <td class="wide-only">{row.address}</td>
            <td class="wide-only">
                <Time at=row.since />
            </td>
            <td>
                <Time at=row.last_seen />
            </td>
            <td>{action}</td>
        </tr>
    }
}
