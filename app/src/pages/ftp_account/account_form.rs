//! The three fields of an FTP account: « Nom du compte FTP », « Répertoire principal »,
//! « Mot de passe FTP ».

use leptos::prelude::*;

use super::home_field::HomeField;
use crate::components::{FormFields, PasswordField, TextField, use_texts};
use model::Field;

/// The fields that an FTP account's forms have.
pub(super) const FIELDS: &[Field] = &[
    Field::AccountName,
    Field::HomeDirectory,
    Field::Password,
    Field::State,
    Field::Permission,
    Field::QuotaBytes,
    Field::QuotaFiles,
    Field::Expiry,
    Field::AllowedAddresses,
    Field::MaxSessions,
    Field::UploadRate,
    Field::DownloadRate,
    Field::Tls,
    Field::Note,
    Field::LinkHours,
    Field::KeepOldName,
];

/// The three fields of the form.
#[component]
pub(super) fn AccountFields(
    /// The subscription.
    domain: String,
    /// The form.
    form: FormFields,
    /// Whether it is a main account, whose home is always `/`.
    #[prop(default = false)]
    is_main: bool,
    /// What one should know to fill the password in.
    password_hint: &'static str,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <TextField
            state=form.field(Field::AccountName)
            label=texts.account_form.ftp_account_name
            hint=texts.account_form.ftp_account_name_hint
        />
        <HomeField domain state=form.field(Field::HomeDirectory) is_main />
        <PasswordField
            state=form.field(Field::Password)
            label=texts.account_form.ftp_password
            hint=password_hint
            name=form.text(Field::AccountName)
        />
    }
}
