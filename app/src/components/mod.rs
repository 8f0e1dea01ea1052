//! The pieces that screens are made of.

mod ask;
mod comparison;
mod content;
mod copy_button;
mod field;
mod form;
mod header;
mod html;
mod language;
mod loaded;
mod made_password;
mod notice;
mod pagination;
mod password_field;
mod receipt;
mod select_field;
mod server_form;
mod viewer;

pub(crate) use ask::{Said, ask};
pub(crate) use comparison::ComparisonTable;
pub(crate) use copy_button::CopyButton;
pub(crate) use field::TextField;
pub(crate) use form::{FormButtons, FormProblem, Typed, focus_first_invalid, server_error};
pub(crate) use header::Header;
pub(crate) use html::Html;
pub(crate) use language::{current_locale, use_texts};
pub(crate) use loaded::{ErrorScreen, Loaded};
pub(crate) use made_password::MadePassword;
pub(crate) use notice::{Notice, NoticeKind};
pub(crate) use pagination::Pagination;
pub(crate) use password_field::PasswordField;
pub(crate) use receipt::ReceiptNotice;
#[cfg(feature = "ssr")]
pub(crate) use receipt::{ChangesTable, Facts};
pub(crate) use select_field::SelectField;
pub(crate) use server_form::{FormAction, ServerForm};
pub(crate) use viewer::current_viewer;
#[cfg(feature = "ssr")]
pub(crate) use viewer::written_viewer;
