//! The page that removes a panel user, and asks to whom goes what they own.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{Breadcrumb, login_param};
use crate::api::panel_users::{PanelUserScreen, RemovePanelUser as RemoveAction, panel_user_page};
use crate::components::{
    FormError, FormFields, Isolated, Loaded, ProofField, TextField, focus_first_invalid,
    form_error, use_texts,
};
use crate::routes;
use model::{Field, PanelUserPossessions, PanelUserView, RemovePanelUserForm, domain_text};

/// What somebody owns, and the form that removes them.
#[component]
pub(crate) fn RemovePanelUser() -> impl IntoView {
    let login = login_param();
    view! {
        <Loaded
            source=move || login.get()
            fetch=|login| panel_user_page(login, None)
            view=|PanelUserScreen { user, .. }| view! { <RemovePage user /> }
        />
    }
}

#[component]
fn RemovePage(user: PanelUserView) -> impl IntoView {
    let texts = use_texts();
    let login = user.details.login.to_string();
    let title = (texts.panel_users.remove_title_of)(&login);
    let form = match user.is_self {
        true => view! { <p>{texts.panel_users.remove_own}</p> }.into_any(),
        false => {
            let possessions = user.possessions;
            view! { <RemoveForm login=login.clone() possessions /> }.into_any()
        }
    };
    view! {
        <Title text=title.clone() />
        <Breadcrumb below=login />
        <h1>{title}</h1>
        {form}
    }
}

#[component]
fn RemoveForm(login: String, possessions: PanelUserPossessions) -> impl IntoView {
    let texts = &use_texts().panel_users;
    let common = &use_texts().common;
    let action = ServerAction::<RemoveAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let form = RemovePanelUserForm {
        user: login.clone(),
        ..RemovePanelUserForm::default()
    };
    let form = FormFields::new(form, error, |form: &RemovePanelUserForm| {
        form.parse().err().unwrap_or_default()
    });
    let PanelUserPossessions {
        subscriptions,
        domains,
        customers,
        logins,
    } = possessions;
    // Where a field is not drawn, what is wrong with it stands above.
    let fields: &[Field] = match (subscriptions > 0, customers > 0) {
        (true, true) => &[Field::NewOwner, Field::NewReseller, Field::Proof],
        (true, false) => &[Field::NewOwner, Field::Proof],
        (false, true) => &[Field::NewReseller, Field::Proof],
        (false, false) => &[Field::Proof],
    };
    let subscriptions = (subscriptions > 0).then(|| {
        let names = domains.iter();
        let names = names.map(|domain| domain_text(domain.as_str()).into_owned());
        view! {
            <p>{(texts.owned_subscriptions)(subscriptions)}</p>
            <Names names=names.collect() count=subscriptions />
            <TextField
                state=form.field(Field::NewOwner)
                label=texts.new_owner
                hint=texts.new_owner_hint
            />
        }
    });
    let customers = (customers > 0).then(|| {
        let names = logins.iter().map(ToString::to_string);
        view! {
            <p>{(texts.owned_customers)(customers)}</p>
            <Names names=names.collect() count=customers />
            <TextField
                state=form.field(Field::NewReseller)
                label=texts.new_reseller
                hint=texts.new_reseller_hint
            />
        }
    });
    let nothing = (subscriptions.is_none() && customers.is_none())
        .then(|| view! { <p>{texts.owns_nothing}</p> });
    view! {
        <p class="lead">{texts.remove_intro}</p>
        <ActionForm action>
            <FormError error fields />
            <input type="hidden" name="user" value=login.clone() />
            {nothing}
            {subscriptions}
            {customers}
            <ProofField error />
            <div class="form-buttons">
                <button type="submit" class="button button-danger" disabled=action.pending()>
                    {texts.remove}
                </button>
                <a class="button" href=routes::panel_user(&login)>
                    {common.cancel}
                </a>
            </div>
        </ActionForm>
    }
}

/// The first names of what there is, and how many more.
#[component]
fn Names(names: Vec<String>, count: u64) -> impl IntoView {
    let texts = &use_texts().panel_users;
    let more = count.saturating_sub(names.len() as u64);
    let name = |name: String| {
        view! {
            <li>
                <Isolated text=name />
            </li>
        }
    };
    view! {
        <ul>
            {names.into_iter().map(name).collect_view()}
            {(more > 0).then(|| view! { <li>{(texts.and_more)(more)}</li> })}
        </ul>
    }
}
