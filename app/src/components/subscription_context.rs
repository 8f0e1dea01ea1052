//! The subscription whose pages one is at, and what one may do in it.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::{Permission, SubscriptionView};

use super::use_texts;
use crate::api::subscriptions::view_subscription;
use crate::routes;

/// The subscription that the page's address names; none where it names none that one sees.
type OfAddress = Resource<Option<SubscriptionView>>;

/// Provides the subscription of the address to the pages inside. It is asked for once, and again when
/// another one's pages are opened.
#[component]
pub(crate) fn SubscriptionScope(children: Children) -> impl IntoView {
    let path = use_location().pathname;
    let domain = Memo::new(move |_| routes::subscription_of(&path.read()));
    let subscription = OfAddress::new_blocking(
        move || domain.get(),
        |domain| async move { view_subscription(domain?).await.ok() },
    );
    provide_context(subscription);
    children()
}

/// The subscription whose pages one is at.
pub(crate) fn use_subscription() -> OfAddress {
    expect_context()
}

/// Shows what is for those alone who may do this in the subscription; on a page of none, to all. The
/// server refuses whoever may not, whatever is shown.
#[component]
pub(crate) fn Permitted(
    /// What one must be allowed to do.
    permission: Permission,
    /// What is shown to them.
    children: ChildrenFn,
) -> impl IntoView {
    let subscription = use_subscription();
    let draw = move || {
        let children = children.clone();
        Suspend::new(async move {
            let subscription = subscription.await;
            let is_shown = subscription.is_none_or(|subscription| subscription.allows(permission));
            is_shown.then(|| children())
        })
    };
    view! { <Transition>{draw}</Transition> }
}

/// Says to whoever may only look at the subscription that they may.
#[component]
pub(crate) fn ReadOnlyNote(
    /// What one cannot do here.
    permission: Permission,
) -> impl IntoView {
    let texts = use_texts();
    let subscription = use_subscription();
    let draw = move || {
        Suspend::new(async move {
            let subscription = subscription.await?;
            let is_refused = !subscription.allows(permission);
            is_refused.then(|| view! { <p class="field-hint">{texts.subscriptions.read_only}</p> })
        })
    };
    view! { <Transition>{draw}</Transition> }
}
