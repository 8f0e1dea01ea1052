//! A form that one fills in: what stands in its fields, and what is wrong with each.

use leptos::prelude::*;
use model::{AppError, Field, FieldError, FieldErrors, Form};

use super::field_state::FieldState;
use super::form::field_error;
use crate::api::ApiError;

/// The fields of one form of the model, which is parsed as one types.
#[derive(Clone, Copy)]
pub(crate) struct FormFields {
    text: Callback<Field, String>,
    set: Callback<(Field, String)>,
    check: Callback<Field, Option<FieldError>>,
    refusal: Signal<Option<ApiError>>,
}

impl FormFields {
    /// The fields of `form`, filled in with what the server refused, if it did: without scripts the
    /// page is drawn anew to say why. `parse` finds what is wrong with the form as it stands.
    pub(crate) fn new<F>(
        mut form: F,
        refusal: Signal<Option<ApiError>>,
        parse: impl Fn(&F) -> FieldErrors + Send + Sync + 'static,
    ) -> Self
    where
        F: Form + Send + Sync + 'static,
    {
        if let Some(refusal) = &*refusal.read_untracked() {
            fill_in_again(&mut form, refusal);
        }
        let form = RwSignal::new(form);
        Self {
            text: Callback::new(move |field| form.read().text(field).to_owned()),
            set: Callback::new(move |(field, text): (Field, String)| {
                form.update(|form| form.set(field, &text));
            }),
            check: Callback::new(move |field| parse(&form.read()).get(field)),
            refusal,
        }
    }

    /// One of the fields, to be drawn once.
    pub(crate) fn field(self, field: Field) -> FieldState {
        let refused = field_error(self.refusal, field);
        let autofocus = self.first_refused() == Some(field);
        FieldState::new(field, self.text, self.set, self.check, refused, autofocus)
    }

    /// What stands in a field.
    pub(crate) fn text(self, field: Field) -> Signal<String> {
        Signal::derive(move || self.text.run(field))
    }

    /// What stood in a field when the form was drawn.
    pub(crate) fn text_at_first(self, field: Field) -> String {
        untrack(|| self.text.run(field))
    }

    /// Whether the server found something wrong with any of these fields.
    pub(crate) fn any_refused(self, fields: &[Field]) -> bool {
        let refusal = self.refusal.read();
        let refused = |field: &Field| {
            let refusal = refusal.as_ref();
            refusal.is_some_and(|refusal| refusal.field_error(*field).is_some())
        };
        fields.iter().any(refused)
    }

    fn first_refused(self) -> Option<Field> {
        match &self.refusal.read_untracked().as_ref()?.error {
            AppError::Invalid(fields) => fields.first().map(|invalid| invalid.field),
            _ => None,
        }
    }
}

fn fill_in_again(form: &mut impl Form, refusal: &ApiError) {
    let fields: Vec<Field> = form.submitted().iter().map(|(field, _)| *field).collect();
    for field in fields {
        if let Some(text) = refusal.submitted(field) {
            form.set(field, text);
        }
    }
}
