//! Panel users, for those who manage them.

mod add;
mod edit;
mod fields;
mod link;
mod list;
mod remove;
mod usage;

pub(super) use link::{LinkToCopy, ValidityField};

pub(crate) use add::AddPanelUser;
pub(crate) use edit::EditPanelUser;
pub(crate) use link::PanelUserLinkPage;
pub(crate) use list::PanelUsers;
pub(crate) use remove::RemovePanelUser;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::components::{Isolated, use_texts};
use crate::routes;

/// The login in the page's address.
pub(super) fn login_param() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("login").unwrap_or_default())
}

/// The way back: the list, and the page of a panel user from those below it.
#[component]
pub(super) fn Breadcrumb(
    /// Whose page it is below, if it is below one's.
    #[prop(optional)]
    below: Option<String>,
) -> impl IntoView {
    let texts = use_texts();
    let below = below.map(|login| {
        view! {
            <li>
                <a href=routes::panel_user(&login)>
                    <Isolated text=login.clone() />
                </a>
            </li>
        }
    });
    view! {
        <nav class="breadcrumb" aria-label=texts.common.breadcrumb>
            <ol>
                <li>
                    <a href=routes::PANEL_USERS>{texts.panel_users.title}</a>
                </li>
                {below}
            </ol>
        </nav>
    }
}
