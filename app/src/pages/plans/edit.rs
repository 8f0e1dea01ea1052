//! The page of a plan: the form that changes it, and the one that removes it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::FIELDS;
use crate::api::plans::{ChangePlan, RemovePlan, view_plan};
use crate::components::{
    FormError, FormFields, LoadedResource, TextField, edited_version, focus_first_invalid,
    form_error, refetch_on_conflict, use_texts,
};
use crate::pages::limits::{LimitsConflict, LimitsFields, PreviewButtons, PreviewNotice, localise};
use crate::routes;
use model::{Field, PlanForm, PlanView};

/// The plan in the address.
#[component]
pub(crate) fn EditPlan() -> impl IntoView {
    let params = use_params_map();
    let plan = Resource::new_blocking(
        move || params.read().get("id").unwrap_or_default(),
        view_plan,
    );
    // Outside of what is loaded, so that what was submitted survives that it is loaded again.
    let action = ServerAction::<ChangePlan>::new();
    let error = form_error(action);
    refetch_on_conflict(plan, error);
    view! { <LoadedResource resource=plan view=move |plan| view! { <PlanPage plan action /> } /> }
}

#[component]
fn PlanPage(plan: PlanView, action: ServerAction<ChangePlan>) -> impl IntoView {
    let texts = use_texts();
    let error = form_error(action);
    let version = edited_version(error, plan.version);
    focus_first_invalid(error);
    let id = plan.id.0.to_string();
    let title = (texts.limits.change_plan)(plan.plan.name.as_str());
    let mut form = PlanForm::of(&plan);
    localise(&mut form, texts);
    let form = FormFields::new(form, error, |form: &PlanForm| {
        form.parse().err().unwrap_or_default()
    });
    let my_name = form.text_at_first(Field::PlanName);
    let beside = (Field::PlanName, plan.plan.name.to_string(), my_name);
    let discard = routes::plan(plan.id);
    let remove = view! { <RemoveForm id=id.clone() uses=plan.subscriptions /> };
    view! {
        <Title text=title.clone() />
        <nav class="breadcrumb" aria-label=texts.common.breadcrumb>
            <ol>
                <li>
                    <a href=routes::PLANS>{texts.limits.plans}</a>
                </li>
            </ol>
        </nav>
        <h1>{title}</h1>
        <p class="lead">{texts.limits.plans_intro} " " {(texts.limits.used_by)(plan.subscriptions)} "."</p>
        <ActionForm action>
            <FormError error fields=FIELDS />
            <LimitsConflict error now=plan.plan.limits beside discard />
            <PreviewNotice error />
            <input type="hidden" name="id" value=id.clone() />
            <input type="hidden" name="version" value=version.to_string() />
            <TextField
                state=form.field(Field::PlanName)
                label=texts.field(Field::PlanName)
                hint=texts.limits.plan_name_hint
            />
            <LimitsFields form />
            <p class="field-hint">{texts.limits.sessions_end}</p>
            <PreviewButtons error cancel=routes::PLANS.into() pending=action.pending() />
        </ActionForm>
        {remove}
    }
}

#[component]
fn RemoveForm(id: String, uses: u64) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<RemovePlan>::new();
    let error = form_error(action);
    let form = (uses == 0).then(|| {
        view! {
            <ActionForm action>
                <input type="hidden" name="id" value=id />
                <div class="form-buttons">
                    <button type="submit" class="button button-danger">
                        {texts.limits.remove_plan}
                    </button>
                </div>
            </ActionForm>
        }
    });
    view! {
        <section aria-labelledby="remove">
            <h2 id="remove">{texts.limits.remove_plan}</h2>
            <FormError error fields=&[] />
            <p>{(texts.limits.remove_plan_hint)(uses)}</p>
            {form}
        </section>
    }
}
