//! One FTP account: the forms that add and change it, how to connect, what it holds, what happened.

mod account_form;
mod add;
mod conflict;
mod connection;
mod edit;
mod folder_picker;
mod former_names;
mod history;
mod home_field;
mod one_time_link;
mod settings_fields;
mod usage;

pub(crate) use add::AddFtpAccount;
pub(crate) use connection::FtpConnectionPage;
pub(crate) use edit::EditFtpAccount;
pub(crate) use history::FtpHistory;
pub(crate) use one_time_link::OneTimeLinkPage;
pub(crate) use usage::FtpUsage;

pub(super) use connection::{CommandLines, Downloads, Trust, own_page_fact};
pub(super) use settings_fields::{SettingsFields, localise};
