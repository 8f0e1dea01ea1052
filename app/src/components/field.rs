//! A labelled text field that is checked while one types.

use std::time::Duration;

use leptos::ev::Event;
use leptos::prelude::*;

use super::use_texts;
use model::{Field, FieldError};

/// Longer than a click takes.
const MOMENT: Duration = Duration::from_millis(250);

/// What is wrong with a field: what the server said, until the browser has checked again.
#[derive(Clone, Copy)]
pub(super) struct FieldState {
    /// The rule that the field breaks, if any.
    pub(super) error: Memo<Option<FieldError>>,
    local: RwSignal<Option<Option<FieldError>>>,
    check: StoredValue<Check>,
}

/// The model's own check of a value.
type Check = Box<dyn Fn(&str) -> Option<FieldError> + Send + Sync>;

impl FieldState {
    /// A field that `check` judges in the browser and `server` has judged before.
    pub(super) fn new(
        server: Signal<Option<FieldError>>,
        check: impl Fn(&str) -> Option<FieldError> + Send + Sync + 'static,
    ) -> Self {
        let check = StoredValue::new(Box::new(check) as Check);
        let local = RwSignal::new(None);
        Effect::new(move || {
            server.track();
            local.set(None);
        });
        let error = Memo::new(move |_| local.get().unwrap_or_else(|| server.get()));
        Self {
            error,
            local,
            check,
        }
    }

    /// Checks the value when the field is left: a moment later, since a message that appears
    /// between the press and the release of a mouse button would move what is clicked on.
    pub(super) fn on_change(self, event: &Event) {
        let value = event_target_value(event);
        if value.is_empty() {
            return;
        }
        let wrong = self.check.with_value(|check| check(&value));
        // What is right is left to the server's word, which may have come meanwhile.
        if wrong.is_some() {
            let tell = move || {
                self.local.try_set(Some(wrong));
            };
            set_timeout(tell, MOMENT);
        }
    }

    /// Judges a value that was not typed.
    pub(super) fn on_value(self, value: &str) {
        self.local
            .set(Some(self.check.with_value(|check| check(value))));
    }

    /// Checks the value at each key once it was found wrong, so that the message goes as soon
    /// as it is right, and does not come while one is still typing.
    pub(super) fn on_input(self, event: &Event) {
        if self.error.get_untracked().is_some() {
            self.on_value(&event_target_value(event));
        }
    }
}

/// A labelled text field with a hint below it, and what is wrong with it.
#[component]
pub(crate) fn TextField(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What one should know to fill it.
    hint: &'static str,
    /// The value to begin with.
    value: String,
    /// What the server found wrong with it.
    error: Signal<Option<FieldError>>,
    /// The model's own check.
    check: fn(Field, &str) -> Option<FieldError>,
    /// The kind of field (HTML, "the input element").
    #[prop(default = "text")]
    kind: &'static str,
    /// What browsers may fill in (HTML, "autofill detail tokens").
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether the value is fixed.
    #[prop(default = false)]
    readonly: bool,
    /// Told of each new value.
    #[prop(optional)]
    on_value: Option<Callback<String>>,
    /// What stands beside it.
    #[prop(optional)]
    beside: Option<AnyView>,
    /// What stands below it.
    #[prop(optional)]
    below: Option<AnyView>,
) -> impl IntoView {
    let texts = use_texts();
    let key = field.key();
    let state = FieldState::new(error, move |text| check(field, text));
    let on_input = move |event: Event| {
        state.on_input(&event);
        if let Some(on_value) = on_value {
            on_value.run(event_target_value(&event));
        }
    };
    view! {
        <div class="field">
            <label for=key>{label}</label>
            <div class="input-row">
                <input
                    type=kind
                    id=key
                    name=key
                    value=value
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    readonly=readonly
                    aria-describedby=format!("{key}-error {key}-hint")
                    aria-invalid=move || state.error.get().map(|_| "true")
                    on:input=on_input
                    on:change=move |event| state.on_change(&event)
                />
                {beside}
            </div>
            <p class="field-error" id=format!("{key}-error") aria-live="polite">
                {move || state.error.get().map(texts.field_error)}
            </p>
            <p class="field-hint" id=format!("{key}-hint")>
                {hint}
            </p>
            {below}
        </div>
    }
}
