//! What stands in a field of a form, and what is wrong with it.

use std::time::Duration;

use leptos::html::Input;
use leptos::prelude::*;

use model::{Field, FieldError};

/// Longer than a click takes.
const MOMENT: Duration = Duration::from_millis(250);

/// One field of a form that one fills in ([`FormFields`](super::FormFields) makes it).
///
/// Its text is a signal: what is typed, generated or chosen in a tree is written there, and the
/// input follows.
#[derive(Clone, Copy)]
pub(crate) struct FieldState {
    /// Which field.
    pub(crate) field: Field,
    /// What stands in it.
    pub(crate) text: Memo<String>,
    /// The rule that it breaks, if any: what the server said, until the browser has checked again.
    pub(super) error: Memo<Option<FieldError>>,
    /// Whether the cursor begins here, on a page that is drawn to say what is wrong.
    pub(super) autofocus: bool,
    set: Callback<(Field, String)>,
    check: Callback<Field, Option<FieldError>>,
    checked: RwSignal<Option<Option<FieldError>>>,
}

impl FieldState {
    /// A field of the form that `text` reads, `set` writes and `check` parses, of which the server
    /// said `refused`.
    pub(super) fn new(
        field: Field,
        text: Callback<Field, String>,
        set: Callback<(Field, String)>,
        check: Callback<Field, Option<FieldError>>,
        refused: Signal<Option<FieldError>>,
        autofocus: bool,
    ) -> Self {
        let checked = RwSignal::new(None);
        Effect::new(move || {
            refused.track();
            checked.set(None);
        });
        Self {
            field,
            text: Memo::new(move |_| text.run(field)),
            error: Memo::new(move |_| checked.get().unwrap_or_else(|| refused.get())),
            autofocus,
            set,
            check,
            checked,
        }
    }

    /// Takes what is typed. It is checked at each key once it was found wrong, so that the message
    /// goes as soon as it is right, and does not come while one is still typing.
    pub(super) fn type_in(self, text: String) {
        self.set.run((self.field, text));
        if self.error.get_untracked().is_some() {
            self.check_now();
        }
    }

    /// Fills in what was not typed, and checks it.
    pub(crate) fn fill_in(self, text: String) {
        self.set.run((self.field, text));
        self.check_now();
    }

    /// Checks the field when it is left: a moment later, since a message that appears between the
    /// press and the release of a mouse button would move what is clicked on. An empty field is
    /// left to the server: one may not have come to it yet.
    pub(super) fn leave(self) {
        if self.text.read_untracked().is_empty() {
            return;
        }
        let tell = move || {
            // The page may have been left.
            if self.checked.is_disposed() {
                return;
            }
            // What is right is left to the server's word, which may have come meanwhile.
            let wrong = self.broken_rule();
            if wrong.is_some() {
                self.checked.set(Some(wrong));
            }
        };
        set_timeout(tell, MOMENT);
    }

    /// The rule of the form that the text breaks as it stands.
    pub(super) fn broken_rule(self) -> Option<FieldError> {
        untrack(|| self.check.run(self.field))
    }

    fn check_now(self) {
        self.checked.set(Some(self.broken_rule()));
    }

    /// Keeps an input and the text the same. What is typed comes by [`type_in`](Self::type_in).
    ///
    /// The first time, the text is taken from the input: before the scripts were at work, a person
    /// may have typed there, or the browser have filled in what it remembers, and no event tells of
    /// that.
    pub(super) fn bind(self, input: NodeRef<Input>) {
        Effect::new(move |before: Option<String>| {
            let text = self.text.get();
            let Some(input) = input.get() else {
                return text;
            };
            match before {
                None => {
                    let present = input.value();
                    if present != text {
                        self.set.run((self.field, present.clone()));
                    }
                    present
                }
                Some(_) => {
                    // A date that is half typed has no value, and must not be wiped out for that.
                    if input.value() != text {
                        input.set_value(&text);
                    }
                    text
                }
            }
        });
    }
}
