//! The three fields of an FTP account: « Nom du compte FTP », « Répertoire principal »,
//! « Mot de passe FTP ».

use leptos::prelude::*;

use super::home_field::HomeField;
use crate::api::ApiError;
use crate::components::{PasswordField, TextField, field_error, use_texts};
use model::{AccountName, Field};

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

/// The three fields, each with what the server found wrong with it.
#[component]
pub(super) fn AccountFields(
    /// The subscription.
    domain: String,
    /// The name to begin with.
    name: String,
    /// The home directory to begin with.
    home_directory: String,
    /// Whether it is a main account, whose home is always `/`.
    #[prop(default = false)]
    is_main: bool,
    /// What one should know to fill the password in.
    password_hint: &'static str,
    /// Why the server refused the form, if it did.
    error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let texts = use_texts();
    let current_name = RwSignal::new(name.clone());
    view! {
        <TextField
            field=Field::AccountName
            label=texts.account_form.ftp_account_name
            hint=texts.account_form.ftp_account_name_hint
            value=name
            error=field_error(error, Field::AccountName)
            check=|_, text| AccountName::parse(text).err().map(Into::into)
            on_value=Callback::new(move |value| current_name.set(value))
        />
        <HomeField
            domain
            value=home_directory
            is_main
            error=field_error(error, Field::HomeDirectory)
        />
        <PasswordField
            label=texts.account_form.ftp_password
            hint=password_hint
            error=field_error(error, Field::Password)
            name=current_name
        />
    }
}
