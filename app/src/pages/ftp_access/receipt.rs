//! What was just done with accounts; a removal with the button that takes it back.

use leptos::either::Either;
use leptos::prelude::*;
use model::{Operation, Receipt};

use super::context::use_list;
use crate::api::bulk_actions::UndoRemoval;
use crate::components::{
    FormError, Icon, IconName, Notice, NoticeKind, ReceiptNotice, form_error, use_texts,
};
use crate::routes;

/// The receipt of the operation that the address names, if there is one.
#[component]
pub(super) fn ListReceipt() -> impl IntoView {
    let list = use_list();
    let undo = ServerAction::<UndoRemoval>::new();
    let receipt = Memo::new(move |_| {
        let data = list.data.read();
        let receipt = data.receipt.clone()?;
        Some((receipt, data.removal.clone(), data.connect.clone()))
    });
    let notice = move || {
        let (receipt, removal, connect) = receipt.get()?;
        Some(match removal {
            Some(removal) => Either::Left(view! { <RemovalNotice receipt removal undo /> }),
            None => Either::Right(view! { <ReceiptNotice receipt connect /> }),
        })
    };
    view! {
        <FormError error=form_error(undo) fields=&[] />
        {notice}
    }
}

/// Tells that accounts were removed, with the way to have them again.
#[component]
fn RemovalNotice(
    receipt: Receipt,
    removal: Operation,
    undo: ServerAction<UndoRemoval>,
) -> impl IntoView {
    let texts = use_texts();
    let list = use_list();
    let domain = list.domain();
    let text = match &receipt {
        Receipt::AccountsRemoved { names } => {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            (texts.receipt.accounts_were_removed)(&names)
        }
        Receipt::ManyAccountsRemoved { count } => {
            (texts.receipt.many_accounts_were_removed)(*count)
        }
        _ => String::new(),
    };
    let trash = routes::trash(&domain);
    view! {
        <Notice kind=NoticeKind::Success>
            <p>{text} " " <a href=trash>{texts.trash.title}</a></p>
            <ActionForm action=undo>
                <input type="hidden" name="domain" value=domain />
                <input type="hidden" name="removal" value=removal.as_str().to_owned() />
                <input type="hidden" name="listing" value=move || list.shown.read().query() />
                <button type="submit" class="button" aria-label=texts.ftp_access.undo_removal>
                    <Icon name=IconName::Restore />
                    {texts.ftp_access.undo}
                </button>
            </ActionForm>
        </Notice>
    }
}
