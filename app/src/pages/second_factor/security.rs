//! « Sécurité »: who must have a second factor, for administrators.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::second_factor::{ChangeSecurity, security_page};
use crate::components::{
    FormButtons, FormError, LoadedResource, Notice, NoticeKind, form_error, refetch_on_conflict,
    use_texts,
};
use crate::routes;
use model::SecurityView;

/// The form that says who must have a second factor.
#[component]
pub(crate) fn Security() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let saved = move || query.read().get_str("saved").is_some();
    let screen = Resource::new_blocking(saved, |_| security_page());
    // Outside of what is loaded, so that a refusal survives that it is loaded again.
    let action = ServerAction::<ChangeSecurity>::new();
    let error = form_error(action);
    refetch_on_conflict(screen, error);
    view! {
        <Title text=texts.second_factor.security />
        <h1>{texts.second_factor.security}</h1>
        <p class="lead">{texts.second_factor.security_lead}</p>
        {move || {
            (saved() && error.read().is_none())
                .then(|| {
                    view! {
                        <Notice kind=NoticeKind::Success>
                            <p>{texts.second_factor.security_saved}</p>
                        </Notice>
                    }
                })
        }}
        <LoadedResource resource=screen view=move |view| view! { <PolicyForm view action /> } />
    }
}

#[component]
fn PolicyForm(view: SecurityView, action: ServerAction<ChangeSecurity>) -> impl IntoView {
    let texts = use_texts();
    let error = form_error(action);
    let SecurityView { policy, version } = view;
    let boxes = [
        (
            "administrators",
            texts.second_factor.administrators,
            policy.administrators,
        ),
        ("resellers", texts.second_factor.resellers, policy.resellers),
        ("customers", texts.second_factor.customers, policy.customers),
    ];
    let boxes = boxes.map(|(name, label, is_ticked)| {
        view! {
            <label>
                <input type="checkbox" name=name value="on" checked=is_ticked />
                " "
                {label}
            </label>
        }
    });
    view! {
        <ActionForm action>
            <FormError error fields=&[] />
            <input type="hidden" name="version" value=version.to_string() />
            <fieldset class="tick-list">
                <legend>{texts.second_factor.required_for}</legend>
                {boxes.into_iter().collect_view()}
            </fieldset>
            <FormButtons cancel=routes::START.into() pending=action.pending() />
        </ActionForm>
    }
}
