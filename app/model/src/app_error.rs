//! Why something was not done. The locale turns each into a sentence that says what to do.

use serde::{Deserialize, Serialize};

use super::{
    AccountNameError, AddressListError, ApiTokenNameError, DisplayNameError, DomainNameError,
    EmailAddressError, FtpAccountView, HomeDirectoryError, ImportFileError, ImportRuleError,
    LimitsPreview, LoginError, PasswordError, PendingStep, PlanNameError, PublicUrl, ResellerLimit,
    SettingError, SystemUserError, UmaskError, UnknownSetting, WebhookNameError, WebhookUrlError,
    WebspaceRootError,
};

/// Why a use case did nothing. Whatever the variant, nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// Nobody is signed in, or the session has ended.
    NotSignedIn,
    /// Login and password do not belong together, or nobody has that login.
    WrongCredentials,
    /// Too many failures from this address or for this login.
    Throttled {
        /// How long to wait, in seconds.
        seconds: u64,
    },
    /// There is no such thing, or not for this person.
    NotFound,
    /// Only an administrator may do this.
    AdministratorsOnly,
    /// The person may see this subscription, but not do this to it.
    NotPermitted,
    /// The API token is for reading only.
    TokenReadsOnly,
    /// The API token is for some subscriptions only, and this concerns more than those.
    TokenIsLimited,
    /// This is for people who are signed in to the panel, and for no API token.
    NotForTokens,
    /// The person has to do something else first.
    StepPending(PendingStep),
    /// It is too long ago that the person proved who they are, for what cannot be undone.
    ProofRequired,
    /// A subscription's main FTP account is never removed on its own.
    MainAccountStays,
    /// Removal was asked for, but of nothing.
    NothingChosen,
    /// Everything chosen is so already.
    NothingToChange,
    /// Fields that cannot be taken as they are, in the order of the form.
    Invalid(Vec<InvalidField>),
    /// Someone else changed the account since it was read; here is what it is now.
    EditConflict(Box<FtpAccountView>),
    /// Someone else removed the account since it was read.
    RemovedDuringEdit,
    /// Someone else changed what a form is made from since it was read.
    SettingsEditConflict(EditedSettings),
    /// The last administrator who may sign in can neither be removed, disabled nor given another role.
    LastAdministrator,
    /// Nobody removes or disables themselves, or gives themselves another role: somebody else does.
    OwnAccount,
    /// A reseller may have no more of something.
    ResellerLimitReached {
        /// Of what.
        limit: ResellerLimit,
        /// How many they may have.
        most: u64,
    },
    /// A subscription has as many collaborators as one can have.
    TooManyCollaborators,
    /// The password was right, but since then too much time passed, or too many codes were wrong.
    SignInOver,
    /// The passkey is not one of the person's, or what it signed is not what was asked.
    PasskeyRefused,
    /// Passkeys do not work at the address at which the panel was asked for.
    PasskeysUnavailable,
    /// Nobody resets their own second factor: it would be none.
    OwnSecondFactor,
    /// The subscription that was to be suspended is so already.
    AlreadySuspended,
    /// The subscription that was to be resumed is not suspended.
    NotSuspended,
    /// The subscription has as many FTP accounts as it may.
    TooManyFtpAccounts {
        /// How many it has.
        has: u64,
        /// How many it may have.
        most: u32,
    },
    /// Nothing of a file of accounts can be read.
    ImportFile(ImportFileError),
    /// Subscriptions would be beyond the limits: the person has to see which ones first.
    BeyondLimits(Box<LimitsPreview>),
    /// A plan that subscriptions have stays.
    PlanInUse {
        /// How many.
        subscriptions: u64,
    },
    /// Berth cannot act as the system user that the subscription's files belong to, and so does not
    /// touch them.
    SystemUserUnavailable,
    /// The FTP session that was to be ended is over already.
    SessionOver,
    /// The request is none that the panel's own pages send.
    Malformed,
    /// The request was not sent by a page of the panel's own, or a proxy makes it look so.
    OtherOrigin {
        /// Where the page is that sent it, as the browser says; none if it does not say.
        seen: Option<PublicUrl>,
        /// Where the panel is, as the browser asked for it; none if that is not known.
        expected: Option<PublicUrl>,
    },
    /// The server has too much to do at the moment.
    Busy,
    /// The server could not be reached.
    Unreachable,
    /// The server failed; its log has the cause.
    Internal,
}

impl AppError {
    /// An error of one field alone.
    pub fn at(field: Field, error: impl Into<FieldError>) -> Self {
        Self::Invalid(vec![InvalidField {
            field,
            error: error.into(),
        }])
    }

    /// The HTTP status that says the same (RFC 9110).
    pub fn status(&self) -> u16 {
        match self {
            Self::NotSignedIn | Self::WrongCredentials | Self::SignInOver => 401,
            Self::AdministratorsOnly
            | Self::NotPermitted
            | Self::TokenReadsOnly
            | Self::TokenIsLimited
            | Self::NotForTokens
            | Self::OtherOrigin { .. }
            | Self::StepPending(_)
            | Self::ProofRequired
            | Self::OwnSecondFactor => 403,
            Self::NotFound | Self::SessionOver => 404,
            Self::EditConflict(_)
            | Self::RemovedDuringEdit
            | Self::SettingsEditConflict(_)
            | Self::LastAdministrator
            | Self::OwnAccount
            | Self::ResellerLimitReached { .. }
            | Self::TooManyCollaborators
            | Self::AlreadySuspended
            | Self::NotSuspended
            | Self::TooManyFtpAccounts { .. }
            | Self::BeyondLimits(_)
            | Self::PlanInUse { .. }
            | Self::MainAccountStays => 409,
            Self::Malformed => 400,
            Self::Invalid(_)
            | Self::ImportFile(_)
            | Self::NothingChosen
            | Self::NothingToChange
            | Self::PasskeyRefused
            | Self::PasskeysUnavailable => 422,
            Self::Throttled { .. } => 429,
            Self::Internal | Self::Unreachable => 500,
            Self::Busy | Self::SystemUserUnavailable => 503,
        }
    }
}

/// What two people edited at once, as the sentence about it names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EditedSettings {
    /// Settings of a subscription, or of the whole panel.
    General,
    /// A subscription's limits and plan, or a plan's limits.
    Limits,
    /// A panel user.
    PanelUser,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvalidField {
    /// The field.
    pub field: Field,
    /// The rule it breaks.
    pub error: FieldError,
}

/// A field of a form, or an option of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// « Nom du compte FTP », also a main account's.
    AccountName,
    /// « Répertoire principal ».
    HomeDirectory,
    /// The password to be set.
    Password,
    /// The password to be set, once more.
    RepeatedPassword,
    /// The password that is to be replaced.
    CurrentPassword,
    /// The acting person's own password, by which they prove who they are.
    Proof,
    /// A panel user's login.
    Login,
    /// The name that a panel user is called by.
    DisplayName,
    /// The address that a panel user's mail goes to, or a link.
    Email,
    /// Whether somebody is mailed about accounts that expire.
    MailExpiry,
    /// About quotas that are nearly used up.
    MailQuota,
    /// About accounts that are locked.
    MailLocked,
    /// About certificates that expire.
    MailCertificate,
    /// In which language a link is mailed.
    MailLocale,
    /// A subscription's domain name.
    Domain,
    /// A subscription's folder on the server.
    WebspaceRoot,
    /// A subscription's owner.
    Owner,
    /// Whether an FTP account is enabled.
    State,
    /// What an FTP account may do with files.
    Permission,
    /// Until when an FTP account may be used.
    Expiry,
    /// Where an FTP account may be used from.
    AllowedAddresses,
    /// How many sessions an FTP account may have at once.
    MaxSessions,
    /// How fast an FTP account may upload.
    UploadRate,
    /// How fast an FTP account may download.
    DownloadRate,
    /// Whether an FTP account may only be used over TLS.
    Tls,
    /// What the owner of an FTP account notes about it.
    Note,
    /// For how many hours the link works by which the recipient sets the password.
    LinkHours,
    /// For how many days an FTP account may still sign in with the name before.
    KeepOldName,
    /// What is typed to confirm what cannot be undone.
    Confirmation,
    /// How many bytes an FTP account's home directory may hold.
    QuotaBytes,
    /// How many files and folders an FTP account's home directory may hold.
    QuotaFiles,
    /// The system user that a subscription's files belong to.
    SystemUser,
    /// Which permissions a subscription's new files do not get.
    Umask,
    /// What a panel user may do; in a subscription of another's, too.
    Role,
    /// Whether a panel user may sign in.
    UserState,
    /// The reseller whose customer a panel user is.
    Reseller,
    /// How many customers a reseller may have.
    ResellerCustomers,
    /// How many subscriptions a reseller and their customers may have.
    ResellerSubscriptions,
    /// How many FTP accounts those subscriptions may have.
    ResellerFtpAccounts,
    /// Who gets the subscriptions of a panel user who is removed.
    NewOwner,
    /// Who gets the customers of a reseller who is removed.
    NewReseller,
    /// A code of one's authenticator app.
    Code,
    /// A code that stands in for a second factor that was lost.
    RecoveryCode,
    /// What a passkey is called by its owner.
    PasskeyName,
    /// How many FTP accounts a subscription may have.
    MaxFtpAccounts,
    /// How many bytes a subscription's webspace may hold.
    MaxDiskSpace,
    /// How many files and folders a subscription's webspace may hold.
    MaxFiles,
    /// How many FTP sessions the accounts of a subscription may have at once.
    MaxFtpSessions,
    /// How fast the accounts of a subscription may upload together.
    TotalUploadRate,
    /// How fast the accounts of a subscription may download together.
    TotalDownloadRate,
    /// The plan that a subscription's limits are from.
    Plan,
    /// A plan's name.
    PlanName,
    /// Which settings of FTP accounts the owner may not change.
    LockedSettings,
    /// A webhook's name.
    WebhookName,
    /// What a webhook calls.
    WebhookUrl,
    /// Whether a webhook calls.
    WebhookState,
    /// What a webhook tells of.
    EventKinds,
    /// In what a file of accounts is written.
    ImportFormat,
    /// A file of accounts.
    ImportFile,
    /// The `shadow` of a `passwd`.
    ImportShadow,
    /// Which folder of another server becomes which of the webspace.
    HomeMappings,
    /// Which account of a file gets which other name.
    Renames,
    /// What an API token is called.
    ApiTokenName,
    /// What an API token may be used for.
    ApiTokenAccess,
    /// Whether an API token is for all subscriptions or for some.
    ApiTokenReach,
    /// The subscriptions that an API token is for.
    ApiTokenSubscriptions,
    /// Until when an API token may be used.
    ApiTokenExpiry,
    /// Where an API token may be used from.
    ApiTokenAddresses,
}

impl Field {
    /// The field's name in forms: the `name` and `id` of its input, and the key of its text in a
    /// [`Form`](super::Form). What is `settings[…]` is in a
    /// [`FtpAccountSettingsForm`](super::FtpAccountSettingsForm).
    pub fn key(self) -> &'static str {
        match self {
            Self::AccountName => "name",
            Self::HomeDirectory => "home_directory",
            Self::Password => "password",
            Self::RepeatedPassword => "again",
            Self::CurrentPassword => "current_password",
            Self::Proof => "proof",
            Self::Login => "login",
            Self::DisplayName => "display_name",
            Self::Email => "email",
            Self::MailExpiry => "mail_expiry",
            Self::MailQuota => "mail_quota",
            Self::MailLocked => "mail_locked",
            Self::MailCertificate => "mail_certificate",
            Self::MailLocale => "mail_locale",
            Self::Domain => "domain",
            Self::WebspaceRoot => "webspace_root",
            Self::Owner => "owner",
            Self::State => "settings[state]",
            Self::Permission => "settings[permission]",
            Self::Expiry => "settings[expires]",
            Self::AllowedAddresses => "settings[allowed_addresses]",
            Self::MaxSessions => "settings[max_sessions]",
            Self::UploadRate => "settings[upload_rate]",
            Self::DownloadRate => "settings[download_rate]",
            Self::Tls => "settings[tls]",
            Self::Note => "settings[note]",
            Self::LinkHours => "link_hours",
            Self::KeepOldName => "keep_old_name",
            Self::Confirmation => "confirmation",
            Self::QuotaBytes => "settings[quota_bytes]",
            Self::QuotaFiles => "settings[quota_files]",
            Self::SystemUser => "system_user",
            Self::Umask => "umask",
            Self::Role => "role",
            Self::UserState => "user_state",
            Self::Reseller => "reseller",
            Self::ResellerCustomers => "max_customers",
            Self::ResellerSubscriptions => "max_subscriptions",
            Self::ResellerFtpAccounts => "max_ftp_accounts",
            Self::NewOwner => "give_to",
            Self::NewReseller => "customers_to",
            Self::Code => "code",
            Self::RecoveryCode => "recovery_code",
            Self::PasskeyName => "passkey_name",
            Self::MaxFtpAccounts => "limits[ftp_accounts]",
            Self::MaxDiskSpace => "limits[disk_space]",
            Self::MaxFiles => "limits[files]",
            Self::MaxFtpSessions => "limits[ftp_sessions]",
            Self::TotalUploadRate => "limits[upload_rate]",
            Self::TotalDownloadRate => "limits[download_rate]",
            Self::Plan => "plan",
            Self::PlanName => "plan_name",
            Self::LockedSettings => "locked_settings",
            Self::WebhookName => "webhook_name",
            Self::WebhookUrl => "webhook_url",
            Self::WebhookState => "enabled",
            Self::EventKinds => "events",
            Self::ImportFormat => "format",
            Self::ImportFile => "file",
            Self::ImportShadow => "shadow",
            Self::HomeMappings => "map",
            Self::Renames => "rename",
            Self::ApiTokenName => "token_name",
            Self::ApiTokenAccess => "access",
            Self::ApiTokenReach => "reach",
            Self::ApiTokenSubscriptions => "subscriptions",
            Self::ApiTokenExpiry => "expires",
            Self::ApiTokenAddresses => "addresses",
        }
    }
}

/// The rule that a field's value breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldError {
    /// A rule of FTP account names.
    AccountName(AccountNameError),
    /// A rule of home directories.
    HomeDirectory(HomeDirectoryError),
    /// A rule of passwords.
    Password(PasswordError),
    /// A rule of logins.
    Login(LoginError),
    /// A rule of the names that panel users are called by.
    DisplayName(DisplayNameError),
    /// A rule of e-mail addresses.
    EmailAddress(EmailAddressError),
    /// A rule of domain names.
    Domain(DomainNameError),
    /// A rule of webspace roots.
    WebspaceRoot(WebspaceRootError),
    /// Another one has this name already.
    Taken,
    /// The folder lies outside the webspace, through a symlink.
    LeavesWebspace,
    /// The folder cannot be made or opened.
    Folder(FolderTrouble),
    /// This is not the current password.
    WrongPassword,
    /// The new password is the current one.
    SamePassword,
    /// The password was typed differently the second time.
    PasswordsDiffer,
    /// Nobody has this login.
    NoSuchPanelUser,
    /// The webspace root lies inside another subscription's, or around it.
    OverlapsWebspace,
    /// The webspace root lies inside that of a removed subscription, or around it, which keeps it while
    /// it is in « Corbeille ».
    OverlapsWebspaceInTrash,
    /// A removed subscription that the person sees has this domain name, and keeps it while it is in
    /// « Corbeille ».
    TakenBySubscriptionInTrash,
    /// Something is in the folder, which has to be empty or not to be there.
    FolderInUse,
    /// The webspace root would let FTP reach what is Berth's own: data, program, site, keys.
    HoldsPanelData,
    /// The webspace root lies below none of the folders that the settings name.
    OutsideBases,
    /// A main account's home is `/` and stays so.
    MainAccountHome,
    /// A rule of the addresses that an account may be used from.
    AllowedAddresses(AddressListError),
    /// A rule of an account's settings.
    Setting(SettingError),
    /// Why a subscription's files do not belong to this system user.
    SystemUser(SystemUserError),
    /// This is no umask.
    Umask(UmaskError),
    /// The subscription's system user may neither make nor open its webspace root.
    SystemUserDenied,
    /// A removed account of one's own has this name, and keeps it while it is in « Corbeille ».
    TakenInTrash,
    /// An account of one's own had this name, and may still sign in with it.
    TakenByFormerName,
    /// What was submitted is not what confirms it.
    NotConfirmed,
    /// The files cannot be removed (any more); the page says why.
    FilesStay,
    /// No reseller has this login.
    NoSuchReseller,
    /// Only a customer has a reseller.
    ForCustomers,
    /// Only a reseller has limits.
    ForResellers,
    /// What a panel user owns has to go to somebody before they are removed.
    NewOwnerNeeded,
    /// Whoever is removed cannot be who gets what they own.
    GivenToThemselves,
    /// Resellers have customers of their own, who would be nobody's.
    HasCustomers,
    /// The person owns the subscription.
    OwnsSubscription,
    /// The person has a part in the subscription already.
    IsCollaborator,
    /// This has not the form of a code.
    NotACode,
    /// The code is not the right one, or was used already.
    WrongCode,
    /// There are as many as there may be.
    TooMany {
        /// How many that is.
        most: u32,
    },
    /// A rule of the names of plans.
    PlanName(PlanNameError),
    /// Only whoever manages the subscription may change this setting.
    Locked,
    /// A rule of the names of webhooks.
    WebhookName(WebhookNameError),
    /// A rule of the addresses of webhooks.
    WebhookUrl(WebhookUrlError),
    /// A webhook tells of something.
    NoEventKinds,
    /// There is no such kind of event, or none that this webhook can tell of.
    NoSuchEventKind,
    /// The subscription, or the server, has as many webhooks as there may be.
    TooManyWebhooks,
    /// There is no such plan, or none that this subscription can have.
    NoSuchPlan,
    /// The maker has as many plans as there may be.
    TooManyPlans,
    /// No list of settings that can be locked.
    LockedSettings(UnknownSetting),
    /// A rule of the names of API tokens.
    ApiTokenName(ApiTokenNameError),
    /// At least one has to be named.
    NoneNamed,
    /// It is over already.
    TimeIsPast,
    /// The person sees no such subscription.
    NoSuchSubscription,
    /// A rule for an import is none.
    ImportRule {
        /// Which of the field's rules, from 1.
        number: u32,
        /// Why.
        error: ImportRuleError,
    },
}

/// Why a folder cannot be made or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FolderTrouble {
    /// Something of that name is there and is no folder.
    NotAFolder,
    /// The server's own user may not.
    PermissionDenied,
    /// The disk is full, or its quota used up.
    NoSpace,
    /// The file system is read-only.
    ReadOnly,
    /// The file system takes no such name.
    NameRefused,
    /// The webspace root itself is missing.
    WebspaceMissing,
    /// Anything else; the server's log has the cause.
    Other,
}

macro_rules! field_error_from {
    ($($variant:ident($error:ty)),* $(,)?) => {$(
        impl From<$error> for FieldError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

field_error_from! {
    ApiTokenName(ApiTokenNameError),
    AccountName(AccountNameError),
    HomeDirectory(HomeDirectoryError),
    Password(PasswordError),
    Login(LoginError),
    DisplayName(DisplayNameError),
    EmailAddress(EmailAddressError),
    Domain(DomainNameError),
    WebspaceRoot(WebspaceRootError),
    Folder(FolderTrouble),
    AllowedAddresses(AddressListError),
    Setting(SettingError),
    SystemUser(SystemUserError),
    Umask(UmaskError),
    PlanName(PlanNameError),
    WebhookName(WebhookNameError),
    WebhookUrl(WebhookUrlError),
    LockedSettings(UnknownSetting),
}
