//! The fields of a panel user, which the forms that add and change one share.

use leptos::prelude::*;
use model::{Field, Login, PanelUserChoices, PanelUserDetailsForm, ResellerLimit, Role};

use crate::components::{FormFields, SelectField, TextField, use_texts};

/// Every field, for the message above a form.
pub(super) const FIELDS: &[Field] = &[
    Field::Login,
    Field::DisplayName,
    Field::Email,
    Field::Role,
    Field::UserState,
    Field::Reseller,
    Field::ResellerCustomers,
    Field::ResellerSubscriptions,
    Field::ResellerFtpAccounts,
    Field::LinkHours,
];

/// The fields. What follows from the role is shown for that role; without scripts all is shown.
#[component]
pub(super) fn DetailsFields(
    form: FormFields,
    choices: PanelUserChoices,
    /// Whether it is the person who looks, who changes neither the own role nor that they may sign in.
    #[prop(default = false)]
    is_self: bool,
) -> impl IntoView {
    let texts = use_texts();
    let everything = choices.everything;
    let role = form.text(Field::Role);
    let is_role = move |wanted: Role| role.with(|role| role == wanted.as_str());
    // What is of no consequence is hidden by what follows the choice of the role: by scripts.
    let is_scripted = RwSignal::new(false);
    Effect::new(move || is_scripted.set(true));
    let own = is_self.then(|| view! { <p class="field-hint">{texts.panel_users.own_role}</p> });
    view! {
        <TextField
            state=form.field(Field::Login)
            label=texts.panel_user.login
            hint=texts.panel_users.login_hint
        />
        <TextField
            state=form.field(Field::DisplayName)
            label=texts.panel_user.display_name
            hint=texts.panel_users.display_name_hint
        />
        <TextField
            state=form.field(Field::Email)
            label=texts.mail_settings.address
            hint=texts.mail_settings.users_address_hint
            kind="email"
        />
        {own}
        {everything.then(|| view! { <RoleField form /> })}
        <StateField form />
        {everything
            .then(|| {
                view! {
                    <div hidden=move || is_scripted.get() && !is_role(Role::Customer)>
                        <ResellerField form resellers=choices.resellers />
                    </div>
                    <fieldset hidden=move || is_scripted.get() && !is_role(Role::Reseller)>
                        <legend>{texts.panel_users.limits}</legend>
                        <p class="field-hint">{texts.panel_users.limits_intro}</p>
                        <LimitFields form />
                    </fieldset>
                }
            })}
    }
}

#[component]
fn RoleField(form: FormFields) -> impl IntoView {
    let texts = use_texts();
    let roles = Role::ALL.into_iter();
    let roles = roles.map(|role| {
        let name = (texts.panel_user.role)(role);
        (role.as_str().to_owned(), name.to_owned())
    });
    view! {
        <SelectField
            state=form.field(Field::Role)
            label=texts.panel_user.role_label
            hint=texts.panel_users.role_hint
            choices=roles.collect()
        />
    }
}

#[component]
fn StateField(form: FormFields) -> impl IntoView {
    let texts = use_texts();
    let states = PanelUserDetailsForm::STATES.into_iter();
    let states = states.map(|(disabled, key)| {
        let name = match disabled {
            true => texts.panel_users.disabled,
            false => texts.panel_users.enabled,
        };
        (key.to_owned(), name.to_owned())
    });
    view! {
        <SelectField
            state=form.field(Field::UserState)
            label=texts.panel_users.state
            hint=texts.panel_users.state_hint
            choices=states.collect()
        />
    }
}

#[component]
fn ResellerField(form: FormFields, resellers: Vec<Login>) -> impl IntoView {
    let texts = use_texts();
    let nobody = (String::new(), texts.panel_users.no_reseller.to_owned());
    let resellers = resellers.into_iter();
    let resellers = resellers.map(|login| (login.to_string(), login.to_string()));
    view! {
        <SelectField
            state=form.field(Field::Reseller)
            label=texts.panel_users.reseller
            hint=texts.panel_users.reseller_hint
            choices=std::iter::once(nobody).chain(resellers).collect()
        />
    }
}

#[component]
fn LimitFields(form: FormFields) -> impl IntoView {
    let texts = use_texts();
    let field = move |limit: ResellerLimit| {
        let hint = texts.panel_users.limit_hint;
        view! {
            <TextField
                state=form.field(limit.field())
                label=(texts.panel_users.limit)(limit)
                hint
            />
        }
    };
    ResellerLimit::ALL.map(field).into_iter().collect_view()
}
