//! Messages above a page's content.

use leptos::prelude::*;

/// What a [`Notice`] tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoticeKind {
    /// Something was done.
    Success,
    /// Something was not done.
    Error,
    /// Something has to be done, by and by.
    Warning,
}

/// A message that assistive technology reads out when it appears.
#[component]
pub(crate) fn Notice(
    /// What it tells.
    kind: NoticeKind,
    /// The message.
    children: Children,
) -> impl IntoView {
    let (class, role) = match kind {
        NoticeKind::Success => ("notice notice-success", "status"),
        NoticeKind::Error => ("notice notice-error", "alert"),
        NoticeKind::Warning => ("notice notice-warning", "status"),
    };
    view! {
        <div class=class role=role>
            {children()}
        </div>
    }
}
