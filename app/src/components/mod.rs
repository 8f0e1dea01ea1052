//! What pages are made of.

mod chip;
mod comparison;
mod connection_facts;
mod copy_button;
mod debounced_query;
mod dialog;
mod empty_state;
mod field;
mod form;
mod header;
mod icon;
mod last_sign_in;
mod loaded;
mod made_password;
mod notice;
mod page_context;
mod pagination;
mod password_field;
mod print_button;
mod receipt;
mod select_field;
mod strength_meter;
mod usage_bar;

pub(crate) use chip::{Chip, ChipKind};
pub(crate) use comparison::ComparisonTable;
pub(crate) use connection_facts::{ConnectionFacts, Fact};
pub(crate) use copy_button::CopyButton;
pub(crate) use debounced_query::DebouncedQuery;
pub(crate) use dialog::Dialog;
pub(crate) use empty_state::EmptyState;
pub(crate) use field::TextField;
pub(crate) use form::{
    FormButtons, FormError, FormValues, field_error, focus_first_invalid, form_error,
};
pub(crate) use header::Header;
pub(crate) use icon::{Icon, IconName, IconSprite};
pub(crate) use last_sign_in::LastSignIn;
pub(crate) use loaded::{ErrorPage, Loaded, LoadedResource, current_path};
pub(crate) use made_password::MadePassword;
pub(crate) use notice::{Notice, NoticeKind};
pub(crate) use page_context::{PageContext, use_texts, use_viewer};
pub(crate) use pagination::Pagination;
pub(crate) use password_field::PasswordField;
pub(crate) use print_button::PrintButton;
pub(crate) use receipt::{ChangesTable, ReceiptNotice};
pub(crate) use select_field::SelectField;
pub(crate) use usage_bar::UsageBar;
