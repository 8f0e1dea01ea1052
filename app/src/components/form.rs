//! What forms share: their buttons, what is wrong with them, where the cursor goes then.

use leptos::either::Either;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use leptos::server::ServerActionError;
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use leptos::wasm_bindgen::JsCast;
use leptos_router::hooks::use_location;
use web_sys::Element;

use super::{Notice, NoticeKind, Permitted, ReadOnlyNote, use_texts};
use crate::api::ApiError;
use crate::routes;
use model::{AppError, Field, FieldError, Permission};

/// A server function that takes a form.
pub(crate) trait FormFunction:
    ServerFn<Output = (), Error = ApiError> + Clone + Send + Sync + 'static
{
}

impl<F> FormFunction for F where
    F: ServerFn<Output = (), Error = ApiError> + Clone + Send + Sync + 'static
{
}

/// Why the server refused a form when it was last sent, if it did.
pub(crate) fn form_error<F: FormFunction>(action: ServerAction<F>) -> Signal<Option<ApiError>> {
    let value = action.value();
    Signal::derive(move || value.get().and_then(Result::err))
}

/// Which rule of a field the server found broken.
pub(crate) fn field_error(
    error: Signal<Option<ApiError>>,
    field: Field,
) -> Signal<Option<FieldError>> {
    Signal::derive(move || {
        error
            .read()
            .as_ref()
            .and_then(|error| error.field_error(field))
    })
}

/// The message above a form that was refused.
///
/// Errors of fields stand at the fields; those of a field that the form lacks stand here.
#[component]
pub(crate) fn FormError(
    /// Why it was refused, if it was.
    #[prop(into)]
    error: Signal<Option<ApiError>>,
    /// The fields that the form has.
    fields: &'static [Field],
) -> impl IntoView {
    let texts = use_texts();
    // A page that is drawn with this error is drawn for a person who has signed in again.
    let came_back = StoredValue::new(form_of_ended_session());
    move || {
        let came_back = came_back
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        error.get().map(|error| {
            let message = match &error.error {
                AppError::NotSignedIn if came_back => texts.panel_user.form_was_kept.to_owned(),
                AppError::NotSignedIn => texts.panel_user.session_ended_at_form.to_owned(),
                AppError::Invalid(invalid)
                    if invalid.iter().all(|one| fields.contains(&one.field)) =>
                {
                    (texts.error)(&error.error)
                }
                error => texts.error_in_full(error),
            };
            let has_ended = error.error == AppError::NotSignedIn && !came_back;
            view! {
                <Notice kind=NoticeKind::Error>
                    <p>{message}</p>
                    {has_ended.then(|| view! { <SignInAgain /> })}
                </Notice>
            }
        })
    }
}

/// The way to sign in again that leaves the form as it is: in a tab of its own.
#[component]
fn SignInAgain() -> impl IntoView {
    let texts = use_texts();
    let path = use_location().pathname;
    let login = if routes::is_own_account(&path.read_untracked()) {
        routes::OWN_ACCOUNT_LOGIN.to_owned()
    } else {
        routes::login(routes::SIGNED_IN_AGAIN)
    };
    view! {
        <p>
            <a target="_blank" href=login>
                {texts.panel_user.sign_in_again}
            </a>
        </p>
    }
}

/// Whether the page is drawn for a form that a browser sent by itself, without scripts, when the
/// session had ended.
pub(super) fn form_of_ended_session() -> bool {
    use_context::<ServerActionError>().is_some_and(|refused| {
        let error = ServerFnUrlError::<ApiError>::decode_err(refused.err());
        error.error == AppError::NotSignedIn
    })
}

/// « OK » and « Annuler ».
#[component]
pub(crate) fn FormButtons(
    /// Where « Annuler » leads.
    cancel: String,
    /// Whether an answer is awaited.
    #[prop(into)]
    pending: Signal<bool>,
    /// What the button says that submits, if not « OK ».
    #[prop(optional, into)]
    submit: Option<Signal<&'static str>>,
    /// What « OK » takes in the subscription whose page this is; nothing elsewhere.
    #[prop(optional)]
    permission: Option<Permission>,
) -> impl IntoView {
    let texts = use_texts();
    let ok = move || {
        view! {
            <button
                type="submit"
                class="button button-primary"
                disabled=pending
                on:pointerdown=hold_press
                on:pointermove=let_go_of_press
            >
                {move || submit.map_or(texts.common.ok, |submit| submit.get())}
            </button>
        }
    };
    let ok = match permission {
        None => Either::Left(ok()),
        Some(permission) => Either::Right(view! {
            <ReadOnlyNote permission />
            <Permitted permission>{ok()}</Permitted>
        }),
    };
    view! {
        <div class="form-buttons">
            {ok}
            <a class="button" href=cancel>
                {texts.common.cancel}
            </a>
        </div>
    }
}

/// Keeps a press with its button: what appears above it meanwhile, such as how strong a password
/// is, moves the button away from under the pointer, and without this its release would press
/// nothing (Pointer Events, "capture").
fn hold_press(event: PointerEvent) {
    let button = event_target::<Element>(&event);
    let _ = button.set_pointer_capture(event.pointer_id());
}

/// How far a pointer moves in a press without meaning to, in pixels.
const MAX_JITTER: i32 = 2;

/// Lets go of it when the pointer leaves: that is how one thinks better of a press.
fn let_go_of_press(event: PointerEvent) {
    let button = event_target::<Element>(&event);
    let moved = event.movement_x().abs().max(event.movement_y().abs());
    if moved > MAX_JITTER && button.has_pointer_capture(event.pointer_id()) {
        let _ = button.release_pointer_capture(event.pointer_id());
    }
}

/// Puts the cursor into the first field that is wrong, each time the server refuses the form.
pub(crate) fn focus_first_invalid(error: Signal<Option<ApiError>>) {
    Effect::new(move || {
        if error.read().is_some() {
            // After the drawing, which marks the fields.
            request_animation_frame(|| {
                let field = document()
                    .query_selector("form [aria-invalid=true]")
                    .ok()
                    .flatten();
                if let Some(field) = field.and_then(|f| f.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let _ = field.focus();
                }
            });
        }
    });
}
