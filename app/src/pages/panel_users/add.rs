//! The form that adds a panel user, who sets the password by a one-time link.

use leptos::prelude::*;
use leptos_meta::Title;

use super::Breadcrumb;
use super::fields::{DetailsFields, FIELDS};
use super::link::{MailLinkBox, ValidityField};
use crate::api::panel_users::{AddPanelUser as AddAction, AddPanelUserScreen, add_panel_user_page};
use crate::components::{
    FormButtons, FormError, FormFields, Loaded, focus_first_invalid, form_error, use_texts,
};
use crate::routes;
use model::{Field, PanelUserDetailsForm};

/// « Ajouter un utilisateur ».
#[component]
pub(crate) fn AddPanelUser() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.panel_users.add />
        <Loaded
            source=|| ()
            fetch=|()| add_panel_user_page()
            view=|screen| view! { <AddForm screen /> }
        />
    }
}

#[component]
fn AddForm(screen: AddPanelUserScreen) -> impl IntoView {
    let AddPanelUserScreen {
        choices,
        can_mail_links,
    } = screen;
    let texts = use_texts();
    let action = ServerAction::<AddAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let form = PanelUserDetailsForm::default();
    let form = FormFields::new(form, error, |form: &PanelUserDetailsForm| {
        form.parse().err().unwrap_or_default()
    });
    view! {
        <Breadcrumb />
        <h1>{texts.panel_users.add}</h1>
        <p class="lead">{texts.panel_users.add_intro}</p>
        <ActionForm action>
            <FormError error fields=FIELDS />
            <DetailsFields form choices />
            <ValidityField
                name=Field::LinkHours.key()
                chosen=form.text_at_first(Field::LinkHours)
            />
            {can_mail_links
                .then(|| view! { <MailLinkBox label=texts.mail_settings.send_first_link.to_owned() /> })}
            <FormButtons cancel=routes::PANEL_USERS.into() pending=action.pending() />
        </ActionForm>
    }
}
