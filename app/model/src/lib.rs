//! The domain: its types and their rules, the same in the browser and on the server.
//!
//! Pure: no I/O, no user interface, no database. Each rule lives here once, as a type that
//! cannot hold a bad value, made by a `parse` that says which rule was broken.

mod account_name;
mod actor;
mod address_list;
mod api_token;
mod app_error;
mod audit_action;
mod audit_list;
mod audit_listing;
mod byte_size;
mod certificate;
mod civil_date;
mod civil_time;
mod control_characters;
mod default_settings;
mod display_name;
mod domain_name;
mod domain_text;
mod email_address;
mod event;
mod expected_version;
mod field_errors;
mod folded_text;
mod folder;
mod form;
mod former_name;
mod ftp_account;
mod ftp_account_listing;
mod ftp_account_settings;
mod ftp_account_summary;
mod ftp_activity;
mod ftp_connection;
mod ftp_history;
mod ftp_session;
mod ftp_usage;
mod home_directory;
mod hosting;
mod import;
mod import_rules;
mod locale;
mod login;
mod mail;
mod one_time_link;
mod overview;
mod own_account;
mod page;
mod panel_session;
mod panel_user;
mod panel_user_details;
mod panel_user_listing;
mod password;
mod permission;
mod plan;
mod query_string;
mod receipt;
mod reseller;
mod rest_api;
mod search_words;
mod second_factor;
mod shown_import;
mod sort_key;
mod subscription;
mod subscription_limits;
mod system_user;
mod time_zone;
mod trash;
mod umask;
mod utc_day;
mod utc_time;
mod webhook;
mod webspace_root;

pub use account_name::{AccountName, AccountNameError};
pub use actor::{Actor, Origin};
pub use address_list::{AddressList, AddressListError};
pub use api_token::{
    ActingToken, ApiAccess, ApiTokenId, ApiTokenList, ApiTokenName, ApiTokenNameError,
    ApiTokenSubscriptions, ApiTokenView, MAX_API_TOKENS, NewApiToken,
};
pub use app_error::{AppError, EditedSettings, Field, FieldError, FolderTrouble, InvalidField};
pub use audit_action::{AuditAction, AuditGroup, RefusalReason};
pub use audit_list::{AuditDetail, AuditEntry, AuditList, AuditValue, AuditValues};
pub use audit_listing::{AuditKey, AuditListing, AuditPerson, AuditPosition};
pub use byte_size::{MAX_SIZE, parse_size, size_text};
pub use certificate::{
    CertificateProblem, CertificateUse, CertificateValidity, CertificateWarning,
};
pub use civil_date::CivilDate;
pub use civil_time::{CivilTime, LocalTime, Utc};
pub use control_characters::{is_control, isolated, visible};
pub use default_settings::{DefaultSettings, FtpAccountDraft};
pub use display_name::{DisplayName, DisplayNameError};
pub use domain_name::{DomainName, DomainNameError};
pub use domain_text::domain_text;
pub use email_address::{EmailAddress, EmailAddressError};
pub use event::{EventGroup, EventId, EventIdError, EventKind};
pub use expected_version::ExpectedVersion;
pub use field_errors::FieldErrors;
pub use folder::{FolderList, FolderRow, HomePreview};
pub use form::{
    ApiTokenForm, BulkActionForm, ChangePasswordForm, CollaboratorForm, DefaultSettingsForm, Form,
    FtpAccountChangeForm, FtpAccountForm, FtpAccountSettingsForm, HostingForm, ImportForm,
    ImportRules, LimitsForm, MAX_KEPT_BYTES, MailSettingsForm, OneTimeLinkForm, OwnPasswordForm,
    PanelUserDetailsForm, PanelUserForm, PasskeyForm, PlanForm, PurgeForm, RemovePanelUserForm,
    SecondFactorForm, SecretText, SecurityForm, SetPasswordForm, SignInForm, SubscriptionForm,
    SubscriptionLimitsForm, SubscriptionSettingsForm, TickedEvents, TotpForm, WebhookForm,
};
pub use former_name::{FormerName, KeptDays};
pub use ftp_account::{
    AddFtpAccount, BulkCommand, BulkOperation, FtpAccountChange, FtpAccountList, FtpAccountListRow,
    FtpAccountRow, FtpAccountUsage, FtpAccountView, FtpAccountsChange, NewFtpAccount,
    NewFtpAccountByLink,
};
pub use ftp_account_listing::{
    BulkAction, FtpAccountColumn, FtpAccountColumns, FtpAccountFilters, FtpAccountListing,
    FtpAccountSelection, ListPosition, PageSize, SearchText,
};
pub use ftp_account_settings::{Expiry, FtpAccountSettings, FtpPermission, SettingError};
pub use ftp_account_summary::{FtpAccountState, FtpAccountSummary};
pub use ftp_activity::{
    FtpActivityFilter, FtpActivityGroup, FtpActivityList, FtpActivityRow, FtpEventKind, FtpRefusal,
    FtpTransferred,
};
pub use ftp_connection::{FtpConnection, FtpConnectionView, FtpEndpoint, FtpHost, OwnCertificate};
pub use ftp_history::{FtpAccountHistory, HistoryEntry, HistoryEvent, HistoryKey};
pub use ftp_session::{
    FtpDirection, FtpProtocol, FtpSessionId, FtpSessionRow, FtpTransfer, shown_idle,
};
pub use ftp_usage::{FtpUsage, FtpUsageView};
pub use home_directory::{HomeDirectory, HomeDirectoryError};
pub use hosting::{HostingChange, HostingSettings, HostingView, SystemUserChoice};
pub use import::{
    HashNotKept, ImportCounts, ImportFileError, ImportFormat, ImportOutcome, ImportPreview,
    ImportRefusal, ImportRow, ImportedPassword, MAX_IMPORT_FILE_SIZE, MAX_IMPORT_RECORDS,
    RecordError, SettingNotKept,
};
pub use import_rules::{HomeMapping, ImportRuleError, Rename};
pub use locale::Locale;
pub use login::{Login, LoginError};
pub use mail::{LinkDelivery, MailKind, MailSettings, MailSettingsView, MailedAccount, Reminder};
pub use one_time_link::{LinkValidity, OneTimeLink, PublicUrl};
pub use overview::{ActivitySums, Overview, OverviewAccount, OverviewPeriod};
pub use own_account::OwnAccountView;
pub use page::{Page, PageNumber};
pub use panel_session::{BrowserName, PanelSessionId, PanelSessionRow};
pub use panel_user::{NewPanelUser, PanelUserId, PasswordUse, PendingStep, Role, Viewer};
pub use panel_user_details::{
    CollaboratorRow, NewCollaborator, PanelUserChoices, PanelUserDetails, PanelUserHeirs,
    PanelUserLinkView, PanelUserList, PanelUserPossessions, PanelUserReceipt, PanelUserRow,
    PanelUserView, SubscriptionPeople,
};
pub use panel_user_listing::{PanelUserColumn, PanelUserListing, PanelUserStatus};
pub use password::{Password, PasswordError, PasswordPolicy, PasswordWeakness, Strength};
pub use permission::{CollaboratorRole, Permission, ServerPermission, Standing};
pub use plan::{Plan, PlanId, PlanName, PlanNameError, PlanReceipt, PlanView};
pub use receipt::{Change, Operation, Receipt};
pub use reseller::{ResellerLimit, ResellerLimits, ResellerUsage};
pub use rest_api::{
    RestApiAnswer, RestApiBody, RestApiField, RestApiOperation, RestApiParameter, RestApiPlace,
    RestApiReference, RestApiSummary,
};
pub use search_words::{query_words, words_of_account};
pub use second_factor::{
    CodeError, PasskeyRow, ProofChoice, QrCode, RecoveryCode, SecondFactorChoice, SecondFactorCode,
    SecondFactorPolicy, SecondFactorView, SecurityView, TotpCode, TotpSetUp,
};
pub use shown_import::{ImportLink, ImportStage, ImportUploadView, ShownImport};
pub use sort_key::sort_key;
pub use subscription::{
    NewSubscription, RemovedSubscription, SubscriptionChange, SubscriptionRow,
    SubscriptionSettings, SubscriptionSettingsView, SubscriptionView, Suspension,
};
pub use subscription_limits::{
    LimitExcess, LimitsInUse, LimitsPreview, LimitsSource, LockedSettings, OverLimits,
    SubscriptionLimits, SubscriptionLimitsView, SubscriptionUse, UnknownSetting,
};
pub use system_user::{SystemId, SystemUser, SystemUserError};
pub use time_zone::{TimeZone, TimeZoneError};
pub use trash::{
    FilesStay, Purge, PurgedFiles, RemovedFiles, RemovedFtpAccount, RemovedFtpAccountView,
    TRASH_DAYS, TrashList, TrashReceipt,
};
pub use umask::{Umask, UmaskError};
pub use utc_day::UtcDay;
pub use utc_time::UtcTime;
pub use webhook::{
    AddedWebhook, DeliveryAttempt, DeliveryError, DeliveryId, DeliveryRow, DeliveryState,
    EventKinds, UnknownEventKind, Webhook, WebhookDeliveries, WebhookId, WebhookList, WebhookName,
    WebhookNameError, WebhookReceipt, WebhookState, WebhookUrl, WebhookUrlError, WebhookView,
};
pub use webspace_root::{WebspaceRoot, WebspaceRootError};

/// Implements the traits that every checked text type shares.
///
/// Such a type is a `String` behind a private field; it is written as that text and read back
/// through its own `parse`, so that no door lets a bad value in; or through another such function,
/// where people may type what is never stored.
macro_rules! checked_text {
    ($type:ty, $error:ty) => {
        $crate::checked_text!($type, $error, parse);
    };
    ($type:ty, $error:ty, $parse:ident) => {
        impl $type {
            /// The text, as it is stored and shown.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl std::fmt::Display for $error {
            /// The broken rule's name, for logs. A person reads the locale's sentence.
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "{self:?}")
            }
        }

        impl std::error::Error for $error {}

        impl std::str::FromStr for $type {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::$parse(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::$parse(&text)
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> String {
                value.0
            }
        }
    };
}
use checked_text;
