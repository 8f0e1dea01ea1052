//! What became of a one-time link that was to be mailed.

use leptos::prelude::*;

use super::{Notice, NoticeKind, use_texts};
use model::LinkDelivery;

/// Says whether the link was mailed.
#[component]
pub(crate) fn DeliveryNotice(
    /// What became of it.
    delivery: LinkDelivery,
) -> impl IntoView {
    let texts = use_texts();
    let kind = match delivery {
        LinkDelivery::Sent(_) => NoticeKind::Success,
        LinkDelivery::Failed(_) | LinkDelivery::TooMany => NoticeKind::Error,
    };
    view! {
        <Notice kind>
            <p>{(texts.mail_settings.delivery)(&delivery)}</p>
        </Notice>
    }
}
