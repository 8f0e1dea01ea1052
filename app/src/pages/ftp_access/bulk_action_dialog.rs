//! The dialog that names the accounts that something is to be done with and asks once more.

use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::html::Dialog;
use leptos::prelude::*;
use web_sys::Element;

use super::list_html::hidden;
use super::list_path;
use crate::api::ftp_accounts::{ChangeFtpAccounts, RemoveFtpAccounts};
use crate::components::{FormAction, Html, use_texts};
use crate::i18n::Texts;
use model::{BulkAction, Field};

/// Something that is to be done with accounts, once it is confirmed.
#[derive(Clone)]
pub(super) struct PendingBulkAction {
    /// What.
    pub(super) action: BulkAction,
    /// The accounts that are chosen by name.
    pub(super) names: Vec<String>,
    /// Whether it is all that are found instead.
    pub(super) all: bool,
}

/// What the dialogs send.
#[derive(Clone, Copy)]
pub(super) struct BulkServerActions {
    changing: FormAction,
    removing: FormAction,
}

impl BulkServerActions {
    /// The server functions, with their answers to a form that was sent before.
    pub(super) fn new() -> Self {
        Self {
            changing: FormAction::of::<ChangeFtpAccounts>(),
            removing: FormAction::of::<RemoveFtpAccounts>(),
        }
    }

    fn of(self, asked: RwSignal<Option<PendingBulkAction>>) -> FormAction {
        let removes = |asked: &PendingBulkAction| asked.action == BulkAction::Remove;
        if asked.read().as_ref().is_some_and(removes) {
            self.removing
        } else {
            self.changing
        }
    }

    /// The last answer of either.
    pub(super) fn answer(self) -> Option<Result<(), crate::api::ApiError>> {
        let (changing, removing) = (self.changing.value().get(), self.removing.value().get());
        changing.or(removing)
    }
}

/// Asks whether something is to be done.
#[component]
pub(super) fn BulkActionDialog(
    /// The subscription.
    domain: String,
    /// The query of the list's address.
    listing: String,
    /// How many accounts are found.
    found: u64,
    /// What is to be done. The dialog opens whenever that is set.
    asked: RwSignal<Option<PendingBulkAction>>,
    /// Does it.
    actions: BulkServerActions,
) -> impl IntoView {
    let texts = use_texts();
    let dialog = NodeRef::<Dialog>::new();
    // Without scripts the page comes with the dialog open.
    let open_at_first = asked.read_untracked().is_some();
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    Effect::new(move |before: Option<()>| {
        // What the server has opened stays as it is.
        if asked.read().is_some()
            && before.is_some()
            && let Some(dialog) = dialog.get_untracked()
        {
            // After the drawing, so that the cursor comes to what is in it.
            request_animation_frame(move || {
                // An open dialog that is not modal, as the server drew it, has to be closed first.
                dialog.close();
                let _ = dialog.show_modal();
            });
        }
    });
    // Whatever the answer, the page behind the dialog shows it.
    Effect::new(move || {
        if actions.answer().is_some() {
            close();
        }
    });
    let on_click = move |event: MouseEvent| {
        let cancels = event_target::<Element>(&event).matches("a");
        if cancels.unwrap_or_default() {
            event.prevent_default();
            close();
        }
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        untrack(|| actions.of(asked)).send(&event_target(&event));
    };
    let inside = move || {
        let asked = asked.read();
        asked.as_ref().map_or_else(String::new, |asked| {
            drawn(texts, &domain, &listing, found, asked)
        })
    };
    view! {
        <dialog node_ref=dialog open=open_at_first aria-labelledby="action-title">
            <form
                method="post"
                action=move || actions.of(asked).url()
                on:submit=on_submit
                on:click=on_click
                inner_html=inside
            ></form>
        </dialog>
    }
}

fn drawn(
    texts: &Texts,
    domain: &str,
    listing: &str,
    found: u64,
    asked: &PendingBulkAction,
) -> String {
    let PendingBulkAction { action, names, all } = asked;
    let (action, all, count) = (*action, *all, names.len());
    let html = &mut Html::default();
    let removes = action == BulkAction::Remove;
    let title = if removes && !all {
        &(texts.ftp_access.remove_title)(count)
    } else {
        (texts.ftp_access.bulk_action_title)(action)
    };
    html.raw("<h2 id=\"action-title\">")
        .text(title)
        .raw("</h2>");
    if all {
        html.raw("<p>")
            .text(&(texts.ftp_access.all_found)(found))
            .raw("</p>");
        hidden(html, "all", "true");
    } else {
        html.raw("<ul class=\"names\">");
        for name in names {
            html.raw("<li>").text(name).raw("</li>");
        }
        html.raw("</ul>");
        hidden(html, "names", &names.join("\n"));
    }
    if removes {
        let many = if all { usize::MAX } else { count };
        let consequence = (texts.ftp_access.remove_consequence)(many);
        html.raw("<p>").text(consequence).raw("</p>");
    } else {
        hidden(html, "action", action.key());
    }
    if action == BulkAction::Expire {
        html.raw("<div class=\"field\"><label for=\"expiry\">")
            .text(texts.field(Field::Expiry))
            .raw("</label><input type=\"datetime-local\" id=\"expiry\" name=\"")
            .raw(Field::Expiry.key())
            .raw("\"><p class=\"field-hint\">")
            .text((texts.account_form.setting_hint)(Field::Expiry))
            .raw("</p></div>");
    }
    hidden(html, "domain", domain);
    hidden(html, "listing", listing);
    html.raw("<div class=\"form-buttons\"><button type=\"submit\" class=\"button ")
        .raw(if removes {
            "button-danger"
        } else {
            "button-primary"
        })
        .raw("\">")
        .text((texts.ftp_access.bulk_action)(action))
        .raw("</button><a class=\"button\" href=\"")
        .text(&format!("{}?{listing}", list_path(domain)))
        .raw("\">")
        .text(texts.common.cancel)
        .raw("</a></div>");
    std::mem::take(html).finish()
}
