//! What pages are made of.

mod chart;
mod check_field;
mod check_group;
mod chip;
mod code_field;
mod comparison;
mod connection_facts;
mod copy_button;
mod current_password;
mod debounced_query;
mod delivery_notice;
mod dialog;
mod edit_conflict;
mod empty_state;
mod field;
mod field_state;
mod form;
mod form_fields;
mod group_loader;
mod header;
mod icon;
mod isolated;
mod last_sign_in;
mod limits_in_use;
mod loaded;
mod made_password;
mod mail_locale_field;
mod new_password;
mod not_found;
mod notice;
mod page_context;
mod pagination;
mod passkey;
mod password_field;
mod print_button;
mod proof_field;
mod receipt;
mod select_field;
mod strength_meter;
mod subscription_context;
mod tabs;
mod time;
mod usage_bar;
mod zone_rules;

pub(crate) use chart::{ChartDay, DayChart};
pub(crate) use check_field::CheckField;
pub(crate) use check_group::{CheckGroup, CheckGroupError};
pub(crate) use chip::{Chip, ChipKind};
pub(crate) use code_field::CodeField;
pub(crate) use comparison::ComparisonTable;
pub(crate) use connection_facts::{ConnectionFacts, Fact};
pub(crate) use copy_button::CopyButton;
pub(crate) use current_password::CurrentPasswordField;
pub(crate) use debounced_query::DebouncedQuery;
pub(crate) use delivery_notice::DeliveryNotice;
pub(crate) use dialog::Dialog;
pub(crate) use edit_conflict::{
    EditConflict, edited_version, is_edit_conflict, refetch_on_conflict,
};
pub(crate) use empty_state::EmptyState;
pub(crate) use field::TextField;
pub(crate) use field_state::FieldState;
pub(crate) use form::{
    FormButtons, FormError, FormFunction, field_error, focus_first_invalid, form_error,
};
pub(crate) use form_fields::FormFields;
pub(crate) use group_loader::or_reload;
pub(crate) use header::Header;
pub(crate) use icon::{Icon, IconName, IconSprite};
pub(crate) use isolated::Isolated;
pub(crate) use last_sign_in::LastSignIn;
pub(crate) use limits_in_use::{AccountsInUse, LimitFacts};
pub(crate) use loaded::{ErrorPage, Loaded, LoadedResource, Loading, current_path};
pub(crate) use made_password::MadePassword;
pub(crate) use mail_locale_field::MailLocaleField;
pub(crate) use new_password::{NewPasswordFields, ShowPasswords};
pub(crate) use not_found::NotFound;
pub(crate) use notice::{Notice, NoticeKind};
pub(crate) use page_context::{PageContext, use_own_account, use_texts, use_viewer};
pub(crate) use pagination::Pagination;
pub(crate) use passkey::{
    PasskeyFailure, PasskeyFailureNotice, create_passkey, get_passkey, load_page,
};
pub(crate) use password_field::PasswordField;
pub(crate) use print_button::PrintButton;
pub(crate) use proof_field::ProofField;
pub(crate) use receipt::{ChangesTable, ReceiptNotice, RemovedFilesLeft};
pub(crate) use select_field::SelectField;
pub(crate) use subscription_context::{
    Permitted, ReadOnlyNote, SubscriptionScope, use_subscription,
};
pub(crate) use tabs::{Tab, Tabs};
pub(crate) use time::{PageClock, Time, TimeZoneField, ZoneNote, use_local_time};
pub(crate) use usage_bar::UsageBar;
