//! The stable names of fields, and of the rules that their values break, as the REST API and commands with
//! `--json` have them.

use model::{
    AccountNameError, AddressListError, ApiTokenNameError, DisplayNameError, DomainNameError,
    EmailAddressError, Field, FieldError, FolderTrouble, HomeDirectoryError, ImportRuleError,
    LoginError, PasswordError, PlanNameError, SettingError, SystemUserError, WebhookNameError,
    WebhookUrlError, WebspaceRootError,
};

/// Where a field is in the bodies of requests.
pub(crate) fn field_name(field: Field) -> &'static str {
    match field {
        Field::AccountName => "name",
        Field::HomeDirectory => "home_directory",
        Field::Password => "password",
        Field::RepeatedPassword => "repeated_password",
        Field::CurrentPassword => "current_password",
        Field::Proof => "proof",
        Field::Login => "login",
        Field::DisplayName => "display_name",
        Field::Email => "email",
        Field::MailExpiry => "mail.expiry",
        Field::MailQuota => "mail.quota",
        Field::MailLocked => "mail.locked",
        Field::MailCertificate => "mail.certificate",
        Field::MailLocale => "language",
        Field::Domain => "domain",
        Field::WebspaceRoot => "webspace_root",
        Field::Owner => "owner",
        Field::State => "settings.enabled",
        Field::Permission => "settings.permission",
        Field::Expiry => "settings.expires_at",
        Field::AllowedAddresses => "settings.allowed_addresses",
        Field::MaxSessions => "settings.max_sessions",
        Field::UploadRate => "settings.upload_bytes_per_second",
        Field::DownloadRate => "settings.download_bytes_per_second",
        Field::Tls => "settings.tls_required",
        Field::Note => "settings.note",
        Field::LinkHours => "valid_hours",
        Field::KeepOldName => "keep_former_name_days",
        Field::Confirmation => "confirmation",
        Field::QuotaBytes => "settings.quota_bytes",
        Field::QuotaFiles => "settings.quota_files",
        Field::SystemUser => "system_user",
        Field::Umask => "umask",
        Field::Role => "role",
        Field::UserState => "enabled",
        Field::Reseller => "reseller",
        Field::ResellerCustomers => "max_customers",
        Field::ResellerSubscriptions => "max_subscriptions",
        Field::ResellerFtpAccounts => "max_ftp_accounts",
        Field::NewOwner => "new_owner",
        Field::NewReseller => "new_reseller",
        Field::Code => "code",
        Field::RecoveryCode => "recovery_code",
        Field::PasskeyName => "passkey_name",
        Field::MaxFtpAccounts => "limits.ftp_accounts",
        Field::MaxDiskSpace => "limits.disk_space_bytes",
        Field::MaxFiles => "limits.files",
        Field::MaxFtpSessions => "limits.ftp_sessions",
        Field::TotalUploadRate => "limits.upload_bytes_per_second",
        Field::TotalDownloadRate => "limits.download_bytes_per_second",
        Field::Plan => "plan",
        Field::PlanName => "name",
        Field::LockedSettings => "locked_settings",
        Field::WebhookName => "name",
        Field::WebhookUrl => "url",
        Field::WebhookState => "enabled",
        Field::EventKinds => "events",
        Field::ImportFormat => "format",
        Field::ImportFile => "file",
        Field::ImportShadow => "shadow",
        Field::HomeMappings => "map",
        Field::Renames => "rename",
        Field::ApiTokenName => "name",
        Field::ApiTokenAccess => "access",
        Field::ApiTokenReach | Field::ApiTokenSubscriptions => "subscriptions",
        Field::ApiTokenExpiry => "expires_at",
        Field::ApiTokenAddresses => "addresses",
    }
}

/// The stable name of the rule that a value breaks. It never changes.
pub(crate) fn field_error_code(error: FieldError) -> &'static str {
    match error {
        FieldError::AccountName(error) => account_name(error),
        FieldError::HomeDirectory(error) => home_directory(error),
        FieldError::Password(error) => password(error),
        FieldError::Login(error) => match error {
            LoginError::Empty => EMPTY,
            LoginError::TooLong => TOO_LONG,
            LoginError::Character(_) => CHARACTER,
            LoginError::Start => START,
        },
        FieldError::DisplayName(error) => match error {
            DisplayNameError::Empty => EMPTY,
            DisplayNameError::TooLong => TOO_LONG,
            DisplayNameError::ControlCharacter => CONTROL_CHARACTER,
        },
        FieldError::EmailAddress(error) => match error {
            EmailAddressError::Empty => EMPTY,
            EmailAddressError::TooLong => TOO_LONG,
            EmailAddressError::Character(_) => CHARACTER,
            EmailAddressError::Shape => "not_an_email_address",
        },
        FieldError::Domain(error) => match error {
            DomainNameError::Empty => EMPTY,
            DomainNameError::TooLong => TOO_LONG,
            DomainNameError::Character(_) => CHARACTER,
            DomainNameError::Letters => "mixed_letters",
            DomainNameError::Shape => "not_a_domain_name",
        },
        FieldError::WebspaceRoot(error) => match error {
            WebspaceRootError::Empty => EMPTY,
            WebspaceRootError::NotAbsolute => "not_absolute",
            WebspaceRootError::WholeServer => "whole_server",
            WebspaceRootError::DotComponent => DOT_COMPONENT,
            WebspaceRootError::ControlCharacter => CONTROL_CHARACTER,
            WebspaceRootError::TooLong => TOO_LONG,
        },
        FieldError::Taken => "taken",
        FieldError::LeavesWebspace => "leaves_webspace",
        FieldError::Folder(error) => match error {
            FolderTrouble::NotAFolder => "not_a_folder",
            FolderTrouble::PermissionDenied => "folder_permission_denied",
            FolderTrouble::NoSpace => "no_space",
            FolderTrouble::ReadOnly => "read_only_file_system",
            FolderTrouble::NameRefused => "folder_name_refused",
            FolderTrouble::WebspaceMissing => "webspace_missing",
            FolderTrouble::Other => "folder_failed",
        },
        FieldError::WrongPassword => "wrong_password",
        FieldError::SamePassword => "same_password",
        FieldError::PasswordsDiffer => "passwords_differ",
        FieldError::NoSuchPanelUser => "no_such_panel_user",
        FieldError::OverlapsWebspace => "overlaps_webspace",
        FieldError::OverlapsWebspaceInTrash => "overlaps_webspace_in_trash",
        FieldError::TakenBySubscriptionInTrash => "taken_by_subscription_in_trash",
        FieldError::FolderInUse => "folder_in_use",
        FieldError::HoldsPanelData => "holds_panel_data",
        FieldError::OutsideBases => "outside_webspace_bases",
        FieldError::MainAccountHome => "main_account_home",
        FieldError::AllowedAddresses(error) => match error {
            AddressListError::NotAnAddress => "not_an_address",
            AddressListError::TooMany => TOO_MANY,
        },
        FieldError::Setting(error) => setting(error),
        FieldError::SystemUser(error) => match error {
            SystemUserError::Shape => "not_a_system_user",
            SystemUserError::Root => "system_user_is_root",
            SystemUserError::NoSuchUser => "no_such_system_user",
            SystemUserError::NoSuchGroup => "no_such_system_group",
            SystemUserError::OwnUser => "system_user_is_own",
            SystemUserError::NotAllowed => "system_user_not_allowed",
            SystemUserError::GroupNotAllowed => "system_group_not_allowed",
            SystemUserError::NoPermission => "no_permission_to_switch_user",
        },
        FieldError::Umask(_) => "not_a_umask",
        FieldError::SystemUserDenied => "system_user_denied",
        FieldError::TakenInTrash => "taken_in_trash",
        FieldError::TakenByFormerName => "taken_by_former_name",
        FieldError::NotConfirmed => "not_confirmed",
        FieldError::FilesStay => "files_stay",
        FieldError::NoSuchReseller => "no_such_reseller",
        FieldError::ForCustomers => "for_customers",
        FieldError::ForResellers => "for_resellers",
        FieldError::NewOwnerNeeded => "new_owner_needed",
        FieldError::GivenToThemselves => "given_to_themselves",
        FieldError::HasCustomers => "has_customers",
        FieldError::OwnsSubscription => "owns_subscription",
        FieldError::IsCollaborator => "is_collaborator",
        FieldError::NotACode => "not_a_code",
        FieldError::WrongCode => "wrong_code",
        FieldError::TooMany { .. } => TOO_MANY,
        FieldError::PlanName(error) => match error {
            PlanNameError::Empty => EMPTY,
            PlanNameError::TooLong => TOO_LONG,
            PlanNameError::ControlCharacter => CONTROL_CHARACTER,
        },
        FieldError::Locked => "locked",
        FieldError::NoSuchPlan => "no_such_plan",
        FieldError::TooManyPlans => "too_many_plans",
        FieldError::LockedSettings(_) => "unknown_setting",
        FieldError::ApiTokenName(error) => match error {
            ApiTokenNameError::Empty => EMPTY,
            ApiTokenNameError::TooLong => TOO_LONG,
            ApiTokenNameError::ControlCharacter => CONTROL_CHARACTER,
        },
        FieldError::WebhookName(error) => match error {
            WebhookNameError::Empty => EMPTY,
            WebhookNameError::TooLong => TOO_LONG,
            WebhookNameError::ControlCharacter => CONTROL_CHARACTER,
        },
        FieldError::WebhookUrl(error) => match error {
            WebhookUrlError::Empty => EMPTY,
            WebhookUrlError::TooLong => TOO_LONG,
            WebhookUrlError::Scheme => "scheme_not_allowed",
            WebhookUrlError::Credentials => "credentials_in_address",
            WebhookUrlError::Host => "not_a_host",
            WebhookUrlError::Fragment => "fragment_in_address",
            WebhookUrlError::Character => CHARACTER,
        },
        FieldError::NoEventKinds => "no_events",
        FieldError::NoSuchEventKind => "no_such_event",
        FieldError::TooManyWebhooks => "too_many_webhooks",
        FieldError::NoneNamed => "none_named",
        FieldError::TimeIsPast => "time_is_past",
        FieldError::NoSuchSubscription => "no_such_subscription",
        FieldError::ImportRule { error, .. } => match error {
            ImportRuleError::NotAPair => "not_a_pair",
            ImportRuleError::FromNotAbsolute => "not_absolute",
            ImportRuleError::HomeDirectory(error) => home_directory(error),
            ImportRuleError::AccountName(error) => account_name(error),
            ImportRuleError::Twice => "twice",
            ImportRuleError::NotInFile => "not_in_file",
        },
    }
}

const EMPTY: &str = "empty";
const TOO_LONG: &str = "too_long";
const TOO_MANY: &str = "too_many";
const CHARACTER: &str = "character_not_allowed";
const START: &str = "first_character_not_allowed";
const CONTROL_CHARACTER: &str = "control_character";
const DOT_COMPONENT: &str = "dot_component";

fn account_name(error: AccountNameError) -> &'static str {
    match error {
        AccountNameError::Empty => EMPTY,
        AccountNameError::TooLong => TOO_LONG,
        AccountNameError::Character(_) => CHARACTER,
        AccountNameError::Start => START,
        AccountNameError::EndsWithDot => "ends_with_dot",
        AccountNameError::TwoAts => "two_ats",
        AccountNameError::Reserved => "reserved",
    }
}

fn home_directory(error: HomeDirectoryError) -> &'static str {
    match error {
        HomeDirectoryError::Empty => EMPTY,
        HomeDirectoryError::NotFromRoot => "not_from_root",
        HomeDirectoryError::DotComponent => DOT_COMPONENT,
        HomeDirectoryError::ControlCharacter => CONTROL_CHARACTER,
        HomeDirectoryError::TooLong => TOO_LONG,
        HomeDirectoryError::ComponentTooLong => "component_too_long",
    }
}

fn password(error: PasswordError) -> &'static str {
    match error {
        PasswordError::Empty => EMPTY,
        PasswordError::TooShort => "too_short",
        PasswordError::TooShortForRole => "too_short_for_role",
        PasswordError::TooLong => TOO_LONG,
        PasswordError::ControlCharacter => CONTROL_CHARACTER,
        PasswordError::ContainsName => "contains_name",
        PasswordError::Guessable => "guessable",
    }
}

fn setting(error: SettingError) -> &'static str {
    match error {
        SettingError::NotAChoice => "not_a_choice",
        SettingError::NotATime => "not_a_time",
        SettingError::NotANumber { .. } => "number_out_of_range",
        SettingError::NotASize => "size_out_of_range",
        SettingError::NoteTooLong => TOO_LONG,
        SettingError::ControlCharacter => CONTROL_CHARACTER,
    }
}
