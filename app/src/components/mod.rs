//! What pages are made of.

mod comparison;
mod copy_button;
mod debounced_query;
mod field;
mod field_state;
mod form;
mod form_fields;
mod header;
mod last_sign_in;
mod loaded;
mod made_password;
mod notice;
mod page_context;
mod pagination;
mod password_field;
mod receipt;
mod select_field;
mod strength_meter;

pub(crate) use comparison::ComparisonTable;
pub(crate) use copy_button::CopyButton;
pub(crate) use debounced_query::DebouncedQuery;
pub(crate) use field::TextField;
pub(crate) use field_state::FieldState;
pub(crate) use form::{FormButtons, FormError, field_error, focus_first_invalid, form_error};
pub(crate) use form_fields::FormFields;
pub(crate) use header::Header;
pub(crate) use last_sign_in::LastSignIn;
pub(crate) use loaded::{ErrorPage, Loaded, LoadedResource, current_path};
pub(crate) use made_password::MadePassword;
pub(crate) use notice::{Notice, NoticeKind};
pub(crate) use page_context::{PageContext, use_texts, use_viewer};
pub(crate) use pagination::Pagination;
pub(crate) use password_field::PasswordField;
pub(crate) use receipt::{ChangesTable, Facts, ReceiptNotice};
pub(crate) use select_field::SelectField;
