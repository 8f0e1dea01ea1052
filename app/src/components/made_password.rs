//! A password that was made at the press of a button, from the form to the receipt.

use leptos::prelude::*;

use crate::api::ApiError;

/// The made password of the form that one is in, or has just sent.
///
/// It is in the browser's memory alone: the server never sends a password back, and a page that
/// is loaded anew knows none.
#[derive(Clone, Copy)]
pub(crate) struct MadePassword {
    password: RwSignal<String>,
    sent: RwSignal<bool>,
}

impl MadePassword {
    /// Begins to know of made passwords, for all screens.
    pub(crate) fn provide() {
        provide_context(Self {
            password: RwSignal::new(String::new()),
            sent: RwSignal::new(false),
        });
    }

    /// Remembers what stands in the form; an empty text if it was typed.
    pub(crate) fn remember(self, password: String) {
        self.sent.set(false);
        self.password.set(password);
    }

    /// Follows a form that is being filled in: the password goes with it when it is sent, and comes
    /// back if the form is refused.
    pub(crate) fn follow(pending: Memo<bool>, refusal: Signal<Option<ApiError>>) {
        let Some(made) = use_context::<Self>() else {
            return;
        };
        Effect::new(move || {
            if pending.get() {
                made.sent.set(true);
            } else if refusal.read().is_some() {
                made.sent.set(false);
            }
        });
    }

    /// Forgets it when the screen is left.
    pub(crate) fn forget_on_leaving() {
        let made = use_context::<Self>();
        on_cleanup(move || {
            if let Some(made) = made {
                let _ = made.password.try_set(String::new());
            }
        });
    }

    /// The password of the form that was sent and not refused; none if it was typed.
    pub(crate) fn taken() -> Option<String> {
        let made = use_context::<Self>()?;
        let password = made.password.get_untracked();
        (made.sent.get_untracked() && !password.is_empty()).then_some(password)
    }
}
