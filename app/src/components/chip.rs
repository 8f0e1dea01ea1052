//! A state in a word or two.

use leptos::prelude::*;

use super::{Icon, IconName};

/// How much a [`Chip`] matters. The words say what it is; this is only how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChipKind {
    /// A property that is worth a mark.
    Accent,
    /// All is well.
    Success,
    /// It is so, and need not be otherwise.
    Quiet,
    /// Something waits to be done.
    Attention,
    /// Something is shut or lost.
    Danger,
}

impl ChipKind {
    fn class(self) -> &'static str {
        match self {
            Self::Accent => "chip chip-accent",
            Self::Success => "chip chip-success",
            Self::Quiet => "chip chip-quiet",
            Self::Attention => "chip chip-attention",
            Self::Danger => "chip chip-danger",
        }
    }
}

/// A state in a word or two.
#[component]
pub(crate) fn Chip(
    /// How much it matters.
    kind: ChipKind,
    /// What the state is called.
    #[prop(into)]
    text: TextProp,
    /// Stands before the words.
    #[prop(optional)]
    icon: Option<IconName>,
) -> impl IntoView {
    view! {
        <span class=kind.class()>
            {icon.map(|name| view! { <Icon name /> })}
            {move || text.get()}
        </span>
    }
}
