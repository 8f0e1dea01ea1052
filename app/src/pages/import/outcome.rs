//! What an import would do or did: each record with what one should know of it, and the links.

use leptos::prelude::*;

use crate::components::{CopyButton, Isolated, Notice, NoticeKind, use_texts};
use model::{Field, ImportLink, ImportRow, ShownImport};

/// Whether an import would write something, and this page can show all that has to be shown of it.
pub(super) fn is_importable(shown: &ShownImport, skips_refused: bool) -> bool {
    let none_stops_it = shown.counts.refused == 0 || skips_refused;
    none_stops_it && shown.written() > 0 && !shown.has_too_many_links()
}

/// What would happen, and why it cannot if it cannot.
#[component]
pub(super) fn PreviewedImport(
    shown: ShownImport,
    /// Whether the others are imported where some are refused.
    skips_refused: bool,
) -> impl IntoView {
    let texts = use_texts();
    let counts = shown.counts;
    let obstacle = if counts.refused > 0 && !skips_refused {
        Some(texts.import_page.refused_stop_it.to_owned())
    } else if shown.has_too_many_links() {
        Some((texts.import_page.too_many_links)(counts.links))
    } else if shown.written() == 0 {
        Some(texts.import_page.nothing_to_do.to_owned())
    } else {
        None
    };
    let obstacle = obstacle.map(|obstacle| {
        view! {
            <Notice kind=NoticeKind::Warning>
                <p>{obstacle}</p>
            </Notice>
        }
    });
    view! {
        <section>
            <h2>{texts.import_page.preview_title}</h2>
            <p role="status">
                {texts.import.would_be} " " <strong>{(texts.import.counts)(&counts)}</strong>
            </p>
            {obstacle}
            <RecordTable shown title=texts.import_page.preview_title />
        </section>
    }
}

/// What was done, and the links, of which each is shown once.
#[component]
pub(super) fn DoneImport(shown: ShownImport, links: Vec<ImportLink>) -> impl IntoView {
    let texts = use_texts();
    let counts = (texts.import.counts)(&shown.counts);
    let were_shown = (links.is_empty() && shown.counts.links > 0).then(|| {
        let sentence = (texts.import_page.links_were_shown)(shown.counts.links);
        view! { <p>{sentence}</p> }
    });
    view! {
        <section>
            <h2>{texts.import_page.done_title}</h2>
            <Notice kind=NoticeKind::Success>
                <p>{counts}</p>
            </Notice>
            {were_shown}
            {(!links.is_empty()).then(|| view! { <Links links /> })}
            <RecordTable shown title=texts.import_page.done_title />
        </section>
    }
}

#[component]
fn Links(links: Vec<ImportLink>) -> impl IntoView {
    let texts = use_texts();
    let link = |link: ImportLink| {
        let label = (texts.import_page.link_of)(link.name.as_str());
        let id = format!("link-{}", link.name.as_str());
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <div class="input-row">
                    <input type="text" id=id readonly value=link.address.clone() autocomplete="off" />
                    <CopyButton text=link.address />
                </div>
            </div>
        }
    };
    view! {
        <p>{texts.import.links}</p>
        <div class="form">{links.into_iter().map(link).collect_view()}</div>
        <p class="field-hint">{texts.one_time_link.rules}</p>
    }
}

/// The records.
#[component]
fn RecordTable(shown: ShownImport, title: &'static str) -> impl IntoView {
    let texts = use_texts();
    let left_out = (shown.left_out > 0).then(|| {
        let sentence = (texts.import_page.left_out)(shown.left_out);
        view! { <p>{sentence}</p> }
    });
    let rows = shown.rows.into_iter().map(|row| view! { <Record row /> });
    view! {
        // By keyboard, too: it may be wider than the page.
        <div class="scroll" role="region" aria-label=title tabindex="0">
            <table class="list">
                <caption class="visually-hidden">{title}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="number wide-only">
                            {texts.import_page.line}
                        </th>
                        <th scope="col">{texts.import_page.source_name}</th>
                        <th scope="col" class="wide-only">
                            {texts.field(Field::AccountName)}
                        </th>
                        <th scope="col" class="wide-only">
                            {texts.field(Field::HomeDirectory)}
                        </th>
                        <th scope="col">{texts.import_page.outcome}</th>
                        <th scope="col">{texts.import_page.notes}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        {left_out}
    }
}

#[component]
fn Record(row: ImportRow) -> impl IntoView {
    let texts = use_texts();
    let notes = texts.import_notes(&row).into_iter();
    let notes = notes.map(|note| view! { <p>{note}</p> }).collect_view();
    let outcome = (texts.import.outcome)(&row.outcome);
    let name = row.name.map(|name| name.to_string()).unwrap_or_default();
    let home = row.home_directory.map(|home| home.to_string());
    view! {
        <tr>
            <td class="number wide-only">{(texts.number)(row.line)}</td>
            <th scope="row">
                <Isolated text=row.source_name />
            </th>
            <td class="wide-only">
                <Isolated text=name />
            </td>
            <td class="wide-only">
                <Isolated text=home.unwrap_or_default() />
            </td>
            <td>{outcome}</td>
            <td class="notes">{notes}</td>
        </tr>
    }
}
