//! The switch of « Réglages par défaut » for the pages of a subscription's FTP accounts.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::default_settings::SwitchOwnPage;
use crate::components::{FormError, Notice, NoticeKind, Permitted, form_error, use_texts};
use model::Permission;

/// Says whether the accounts have pages of their own, with the button that changes it.
#[component]
pub(super) fn OwnPageSwitch(
    /// The subscription.
    domain: String,
    /// Whether they have.
    is_on: bool,
    /// Switches it.
    action: ServerAction<SwitchOwnPage>,
) -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let words = &texts.own_account;
    let (state, button) = if is_on {
        (words.is_on, words.switch_off)
    } else {
        (words.is_off, words.switch_on)
    };
    let was_switched = query.read_untracked().get("own_page").map(|_| {
        view! {
            <Notice kind=NoticeKind::Success>
                <p>{state}</p>
            </Notice>
        }
    });
    view! {
        <section id="own-page">
            <h2>{words.own_pages}</h2>
            <p class="lead">{words.own_pages_intro}</p>
            {was_switched.is_none().then(|| view! { <p>{state}</p> })}
            {was_switched}
            <Permitted permission=Permission::ManageFtpAccounts>
                <ActionForm action clone:domain>
                    <FormError error=form_error(action) fields=&[] />
                    <input type="hidden" name="domain" value=domain />
                    // The state that is wished for, so that who is late changes nothing.
                    <input type="hidden" name="on" value=(!is_on).to_string() />
                    <div class="form-buttons">
                        <button type="submit" class="button" disabled=action.pending()>
                            {button}
                        </button>
                    </div>
                </ActionForm>
            </Permitted>
        </section>
    }
}
