//! « Ajouter une offre ».

use leptos::prelude::*;
use leptos_meta::Title;

use super::FIELDS;
use crate::api::plans::{AddPlan as AddPlanAction, add_plan_page};
use crate::components::{
    FormButtons, FormError, FormFields, Loaded, TextField, focus_first_invalid, form_error,
    use_texts,
};
use crate::pages::limits::LimitsFields;
use crate::routes;
use model::{Field, PlanForm};

/// The form that adds a plan.
#[component]
pub(crate) fn AddPlan() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.limits.add_plan />
        <Loaded source=|| () fetch=|()| add_plan_page() view=|()| view! { <AddPlanForm /> } />
    }
}

#[component]
fn AddPlanForm() -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<AddPlanAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let form = FormFields::new(PlanForm::default(), error, |form: &PlanForm| {
        form.parse().err().unwrap_or_default()
    });
    view! {
        <h1>{texts.limits.add_plan}</h1>
        <p class="lead">{texts.limits.plans_intro}</p>
        <ActionForm action>
            <FormError error fields=FIELDS />
            <input type="hidden" name="version" value="0" />
            <TextField
                state=form.field(Field::PlanName)
                label=texts.field(Field::PlanName)
                hint=texts.limits.plan_name_hint
            />
            <LimitsFields form />
            <FormButtons cancel=routes::PLANS.into() pending=action.pending() />
        </ActionForm>
    }
}
