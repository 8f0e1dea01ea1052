//! The actions of the audit trail.

/// What was done, as the audit trail names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuditAction {
    /// Someone signed in to the panel.
    SignedIn,
    /// Someone failed to.
    SignInRefused,
    /// Someone signed out of the panel.
    SignedOut,
    /// Someone proved again who they are.
    Proved,
    /// Someone failed to.
    ProofRefused,
    /// Someone ended sessions of their own.
    SessionsEnded,
    /// Someone asked for what is not theirs, or for administrators only.
    AccessRefused,
    /// Someone's change of their own password was refused: the current one was wrong.
    PasswordChangeRefused,
    /// An API token was added.
    ApiTokenAdded,
    /// An API token was revoked, by its owner or by those who manage them, or with its owner.
    ApiTokenRevoked,
    /// An API token was used from an address from which it may not be, or by somebody who is disabled,
    /// or after it had expired.
    ApiTokenRefused,
    /// A panel user was added.
    PanelUserAdded,
    /// A panel user's password was changed.
    PanelUserPasswordChanged,
    /// Someone set up a second factor: an app that makes codes, or a passkey.
    SecondFactorSetUp,
    /// Someone took one off.
    SecondFactorRemoved,
    /// Someone whose password was right failed to show a second factor, or to take one off.
    SecondFactorRefused,
    /// Someone signed in with a recovery code.
    RecoveryCodeUsed,
    /// Someone got other recovery codes.
    RecoveryCodesMade,
    /// All second factors of someone who lost them were taken off by an administrator.
    SecondFactorReset,
    /// Who must have a second factor was changed.
    SecondFactorPolicyChanged,
    /// A subscription was added.
    SubscriptionAdded,
    /// An FTP account was added.
    FtpAccountAdded,
    /// An FTP account was changed.
    FtpAccountChanged,
    /// An FTP account was removed: put into « Corbeille ».
    FtpAccountRemoved,
    /// An FTP account was taken out of « Corbeille ».
    FtpAccountRestored,
    /// An FTP account was removed for good.
    FtpAccountPurged,
    /// The files of an FTP account were removed with it: a row when that begins, one when it ends.
    FtpFilesRemoved,
    /// A former name of an FTP account was ended.
    FtpFormerNameEnded,
    /// FTP accounts of another server were imported into a subscription.
    FtpAccountsImported,
    /// The hashes of the passwords of a subscription's FTP accounts were exported.
    FtpPasswordHashesExported,
    /// An open FTP session was ended.
    FtpSessionEnded,
    /// A link was made by which the recipient may set an FTP account's password.
    OneTimeLinkMade,
    /// Such a link was revoked, or replaced by another.
    OneTimeLinkRevoked,
    /// Such a link was sent by mail.
    OneTimeLinkMailed,
    /// Such a link was used.
    OneTimeLinkUsed,
    /// Someone came with a link that does not work.
    OneTimeLinkRefused,
    /// A folder was made in a subscription's webspace.
    FolderMade,
    /// What a subscription's new FTP accounts begin with was changed.
    DefaultSettingsChanged,
    /// Whom a subscription's files belong to was changed.
    HostingChanged,
    /// An FTP account signed in to the page of its own.
    OwnPageSignedIn,
    /// An FTP account signed out of it.
    OwnPageSignedOut,
    /// An FTP account's change of its own password was refused: the current one was wrong.
    OwnPagePasswordRefused,
    /// The page of a subscription's FTP accounts was switched on or off.
    OwnPageSwitched,
    /// Someone asked for a panel user whom they do not manage.
    PanelUserRefused,
    /// The customers of a reseller who is removed were given to another, or to the administrators.
    CustomersGiven,
    /// A panel user was changed.
    PanelUserChanged,
    /// A panel user was removed.
    PanelUserRemoved,
    /// A link was made by which a panel user may set a password.
    PanelUserLinkMade,
    /// Such a link was revoked, or replaced by another.
    PanelUserLinkRevoked,
    /// Such a link was sent by mail.
    PanelUserLinkMailed,
    /// Such a link was used.
    PanelUserLinkUsed,
    /// A subscription was given to another owner, since its own was removed.
    SubscriptionGiven,
    /// Somebody got access to a subscription of another's.
    CollaboratorAdded,
    /// Somebody got another role in it.
    CollaboratorChanged,
    /// Somebody's access to it was taken away.
    CollaboratorRemoved,
    /// A subscription was given another domain name or another owner.
    SubscriptionChanged,
    /// A subscription was suspended.
    SubscriptionSuspended,
    /// A suspended subscription was resumed.
    SubscriptionResumed,
    /// A subscription was removed: put into « Corbeille » with its FTP accounts.
    SubscriptionRemoved,
    /// A subscription was taken out of « Corbeille ».
    SubscriptionRestored,
    /// A subscription was removed for good, with its FTP accounts.
    SubscriptionPurged,
    /// The files of a subscription were removed with it: a row when that begins, one when it ends.
    WebspaceFilesRemoved,
    /// What a subscription may have and use was changed.
    LimitsChanged,
    /// A plan was added.
    PlanAdded,
    /// A plan was changed, and with it the limits of the subscriptions that have it.
    PlanChanged,
    /// A plan was removed.
    PlanRemoved,
    /// A webhook was added.
    WebhookAdded,
    /// A webhook was changed.
    WebhookChanged,
    /// A webhook was removed with what waited to be told by it.
    WebhookRemoved,
    /// What the calls of a webhook are signed with was replaced.
    WebhookSecretReplaced,
    /// A webhook was tried out.
    WebhookTested,
    /// Something was told again that a webhook had told, or had given up.
    WebhookSentAgain,
    /// The database was replaced by that of a backup.
    DatabaseRestored,
}

impl AuditAction {
    /// Every action, by its group.
    pub const ALL: &[Self] = &[
        Self::SignedIn,
        Self::SignInRefused,
        Self::SignedOut,
        Self::Proved,
        Self::ProofRefused,
        Self::SessionsEnded,
        Self::AccessRefused,
        Self::PasswordChangeRefused,
        Self::ApiTokenAdded,
        Self::ApiTokenRevoked,
        Self::ApiTokenRefused,
        Self::PanelUserAdded,
        Self::PanelUserPasswordChanged,
        Self::SecondFactorSetUp,
        Self::SecondFactorRemoved,
        Self::SecondFactorRefused,
        Self::RecoveryCodeUsed,
        Self::RecoveryCodesMade,
        Self::SecondFactorReset,
        Self::SecondFactorPolicyChanged,
        Self::SubscriptionAdded,
        Self::FtpAccountAdded,
        Self::FtpAccountChanged,
        Self::FtpAccountRemoved,
        Self::FtpAccountRestored,
        Self::FtpAccountPurged,
        Self::FtpFilesRemoved,
        Self::FtpFormerNameEnded,
        Self::FtpAccountsImported,
        Self::FtpPasswordHashesExported,
        Self::FtpSessionEnded,
        Self::OneTimeLinkMade,
        Self::OneTimeLinkRevoked,
        Self::OneTimeLinkMailed,
        Self::OneTimeLinkUsed,
        Self::OneTimeLinkRefused,
        Self::FolderMade,
        Self::DefaultSettingsChanged,
        Self::HostingChanged,
        Self::OwnPageSignedIn,
        Self::OwnPageSignedOut,
        Self::OwnPagePasswordRefused,
        Self::OwnPageSwitched,
        Self::PanelUserRefused,
        Self::CustomersGiven,
        Self::PanelUserChanged,
        Self::PanelUserRemoved,
        Self::PanelUserLinkMade,
        Self::PanelUserLinkRevoked,
        Self::PanelUserLinkMailed,
        Self::PanelUserLinkUsed,
        Self::SubscriptionGiven,
        Self::CollaboratorAdded,
        Self::CollaboratorChanged,
        Self::CollaboratorRemoved,
        Self::SubscriptionChanged,
        Self::SubscriptionSuspended,
        Self::SubscriptionResumed,
        Self::SubscriptionRemoved,
        Self::SubscriptionRestored,
        Self::SubscriptionPurged,
        Self::WebspaceFilesRemoved,
        Self::LimitsChanged,
        Self::PlanAdded,
        Self::PlanChanged,
        Self::PlanRemoved,
        Self::WebhookAdded,
        Self::WebhookChanged,
        Self::WebhookRemoved,
        Self::WebhookSecretReplaced,
        Self::WebhookTested,
        Self::WebhookSentAgain,
        Self::DatabaseRestored,
    ];

    /// The action of a stored name; none for one that this program does not know.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.as_str() == text)
    }

    /// The action as it is stored and logged.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "session.sign_in",
            Self::SignInRefused => "session.sign_in_refused",
            Self::SignedOut => "session.sign_out",
            Self::Proved => "session.prove",
            Self::ProofRefused => "session.prove_refused",
            Self::SessionsEnded => "session.end",
            Self::AccessRefused => "access.refused",
            Self::PasswordChangeRefused => "panel_user.change_password_refused",
            Self::ApiTokenAdded => "api_token.add",
            Self::ApiTokenRevoked => "api_token.revoke",
            Self::ApiTokenRefused => "api_token.refused",
            Self::PanelUserAdded => "panel_user.add",
            Self::PanelUserPasswordChanged => "panel_user.change_password",
            Self::SecondFactorSetUp => "second_factor.set_up",
            Self::SecondFactorRemoved => "second_factor.remove",
            Self::SecondFactorRefused => "second_factor.refused",
            Self::RecoveryCodeUsed => "recovery_code.use",
            Self::RecoveryCodesMade => "recovery_codes.make",
            Self::SecondFactorReset => "second_factor.reset",
            Self::SecondFactorPolicyChanged => "second_factor_policy.change",
            Self::SubscriptionAdded => "subscription.add",
            Self::FtpAccountAdded => "ftp_account.add",
            Self::FtpAccountChanged => "ftp_account.change",
            Self::FtpAccountRemoved => "ftp_account.remove",
            Self::FtpAccountRestored => "ftp_account.restore",
            Self::FtpAccountPurged => "ftp_account.purge",
            Self::FtpFilesRemoved => "ftp_account.remove_files",
            Self::FtpFormerNameEnded => "ftp_account.end_former_name",
            Self::FtpAccountsImported => "ftp_accounts.import",
            Self::FtpPasswordHashesExported => "ftp_account.export_hashes",
            Self::FtpSessionEnded => "ftp_session.end",
            Self::OneTimeLinkMade => "one_time_link.make",
            Self::OneTimeLinkRevoked => "one_time_link.revoke",
            Self::OneTimeLinkMailed => "one_time_link.mail",
            Self::OneTimeLinkUsed => "one_time_link.use",
            Self::OneTimeLinkRefused => "one_time_link.refuse",
            Self::FolderMade => "folder.make",
            Self::DefaultSettingsChanged => "default_settings.change",
            Self::HostingChanged => "hosting.change",
            Self::OwnPageSignedIn => "own_page.sign_in",
            Self::OwnPageSignedOut => "own_page.sign_out",
            Self::OwnPagePasswordRefused => "own_page.change_password_refused",
            Self::OwnPageSwitched => "own_page.switch",
            Self::PanelUserRefused => "panel_user.access_refused",
            Self::CustomersGiven => "panel_user.give_customers",
            Self::PanelUserChanged => "panel_user.change",
            Self::PanelUserRemoved => "panel_user.remove",
            Self::PanelUserLinkMade => "panel_user_link.make",
            Self::PanelUserLinkRevoked => "panel_user_link.revoke",
            Self::PanelUserLinkMailed => "panel_user_link.mail",
            Self::PanelUserLinkUsed => "panel_user_link.use",
            Self::SubscriptionGiven => "subscription.give",
            Self::CollaboratorAdded => "collaborator.add",
            Self::CollaboratorChanged => "collaborator.change",
            Self::CollaboratorRemoved => "collaborator.remove",
            Self::SubscriptionChanged => "subscription.change",
            Self::SubscriptionSuspended => "subscription.suspend",
            Self::SubscriptionResumed => "subscription.resume",
            Self::SubscriptionRemoved => "subscription.remove",
            Self::SubscriptionRestored => "subscription.restore",
            Self::SubscriptionPurged => "subscription.purge",
            Self::WebspaceFilesRemoved => "subscription.remove_files",
            Self::LimitsChanged => "limits.change",
            Self::PlanAdded => "plan.add",
            Self::PlanChanged => "plan.change",
            Self::PlanRemoved => "plan.remove",
            Self::WebhookAdded => "webhook.add",
            Self::WebhookChanged => "webhook.change",
            Self::WebhookRemoved => "webhook.remove",
            Self::WebhookSecretReplaced => "webhook.replace_secret",
            Self::WebhookTested => "webhook.test",
            Self::WebhookSentAgain => "webhook.send_again",
            Self::DatabaseRestored => "database.restore",
        }
    }

    /// The kind of thing that it is done to.
    pub fn subject_kind(self) -> &'static str {
        match self {
            Self::SignedIn
            | Self::SignInRefused
            | Self::SignedOut
            | Self::Proved
            | Self::ProofRefused
            | Self::SessionsEnded
            | Self::PasswordChangeRefused
            | Self::ApiTokenAdded
            | Self::ApiTokenRevoked
            | Self::ApiTokenRefused
            | Self::PanelUserAdded
            | Self::PanelUserPasswordChanged
            | Self::PanelUserRefused
            | Self::CustomersGiven
            | Self::PanelUserChanged
            | Self::PanelUserRemoved
            | Self::PanelUserLinkMade
            | Self::PanelUserLinkRevoked
            | Self::PanelUserLinkMailed
            | Self::PanelUserLinkUsed
            | Self::SecondFactorSetUp
            | Self::SecondFactorRemoved
            | Self::SecondFactorRefused
            | Self::RecoveryCodeUsed
            | Self::RecoveryCodesMade
            | Self::SecondFactorReset => "panel_user",
            Self::SecondFactorPolicyChanged => "panel",
            Self::SubscriptionAdded
            | Self::AccessRefused
            | Self::DefaultSettingsChanged
            | Self::FtpPasswordHashesExported
            | Self::HostingChanged
            | Self::OwnPageSwitched
            | Self::SubscriptionGiven
            | Self::CollaboratorAdded
            | Self::CollaboratorChanged
            | Self::CollaboratorRemoved
            | Self::SubscriptionChanged
            | Self::SubscriptionSuspended
            | Self::SubscriptionResumed
            | Self::SubscriptionRemoved
            | Self::SubscriptionRestored
            | Self::SubscriptionPurged
            | Self::WebspaceFilesRemoved
            | Self::FtpAccountsImported
            | Self::LimitsChanged => "subscription",
            Self::PlanAdded | Self::PlanChanged | Self::PlanRemoved => "plan",
            Self::FolderMade => "folder",
            Self::WebhookAdded
            | Self::WebhookChanged
            | Self::WebhookRemoved
            | Self::WebhookSecretReplaced
            | Self::WebhookTested
            | Self::WebhookSentAgain => "webhook",
            Self::DatabaseRestored => "database",
            Self::FtpAccountAdded
            | Self::FtpAccountChanged
            | Self::FtpAccountRemoved
            | Self::FtpAccountRestored
            | Self::FtpAccountPurged
            | Self::FtpFilesRemoved
            | Self::FtpFormerNameEnded
            | Self::FtpSessionEnded
            | Self::OneTimeLinkMade
            | Self::OneTimeLinkRevoked
            | Self::OneTimeLinkMailed
            | Self::OneTimeLinkUsed
            | Self::OwnPageSignedIn
            | Self::OwnPageSignedOut
            | Self::OwnPagePasswordRefused
            | Self::OneTimeLinkRefused => "ftp_account",
        }
    }

    /// Whether it says that something was refused.
    pub fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::SignInRefused
                | Self::AccessRefused
                | Self::ProofRefused
                | Self::PasswordChangeRefused
                | Self::SecondFactorRefused
                | Self::OneTimeLinkRefused
                | Self::OwnPagePasswordRefused
                | Self::PanelUserRefused
                | Self::ApiTokenRefused
        )
    }

    /// What it has to do with, where one chooses an action.
    pub fn group(self) -> AuditGroup {
        match self {
            Self::SignedIn
            | Self::SignInRefused
            | Self::SignedOut
            | Self::Proved
            | Self::ProofRefused
            | Self::SessionsEnded
            | Self::AccessRefused
            | Self::PasswordChangeRefused
            | Self::ApiTokenRefused
            | Self::SecondFactorRefused
            | Self::RecoveryCodeUsed
            | Self::OwnPageSignedIn
            | Self::OwnPageSignedOut
            | Self::OwnPagePasswordRefused => AuditGroup::Access,
            Self::PanelUserAdded
            | Self::ApiTokenAdded
            | Self::ApiTokenRevoked
            | Self::PanelUserPasswordChanged
            | Self::PanelUserRefused
            | Self::CustomersGiven
            | Self::PanelUserChanged
            | Self::PanelUserRemoved
            | Self::PanelUserLinkMade
            | Self::PanelUserLinkRevoked
            | Self::PanelUserLinkMailed
            | Self::PanelUserLinkUsed
            | Self::SecondFactorSetUp
            | Self::SecondFactorRemoved
            | Self::RecoveryCodesMade
            | Self::SecondFactorReset
            | Self::SecondFactorPolicyChanged => AuditGroup::PanelUsers,
            Self::SubscriptionAdded
            | Self::FolderMade
            | Self::DefaultSettingsChanged
            | Self::HostingChanged
            | Self::OwnPageSwitched
            | Self::SubscriptionGiven
            | Self::CollaboratorAdded
            | Self::CollaboratorChanged
            | Self::CollaboratorRemoved
            | Self::SubscriptionChanged
            | Self::SubscriptionSuspended
            | Self::SubscriptionResumed
            | Self::SubscriptionRemoved
            | Self::SubscriptionRestored
            | Self::SubscriptionPurged
            | Self::WebspaceFilesRemoved
            | Self::LimitsChanged
            | Self::PlanAdded
            | Self::PlanChanged
            | Self::PlanRemoved => AuditGroup::Subscriptions,
            Self::FtpAccountAdded
            | Self::FtpAccountChanged
            | Self::FtpAccountRemoved
            | Self::FtpAccountRestored
            | Self::FtpAccountPurged
            | Self::FtpFilesRemoved
            | Self::FtpFormerNameEnded
            | Self::FtpAccountsImported
            | Self::FtpPasswordHashesExported
            | Self::FtpSessionEnded
            | Self::OneTimeLinkMade
            | Self::OneTimeLinkRevoked
            | Self::OneTimeLinkMailed
            | Self::OneTimeLinkUsed
            | Self::OneTimeLinkRefused => AuditGroup::FtpAccounts,
            Self::WebhookAdded
            | Self::WebhookChanged
            | Self::WebhookRemoved
            | Self::WebhookSecretReplaced
            | Self::WebhookTested
            | Self::WebhookSentAgain => AuditGroup::Webhooks,
            Self::DatabaseRestored => AuditGroup::Server,
        }
    }
}

/// What actions have to do with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditGroup {
    /// Signing in and out, and what somebody may do.
    Access,
    /// The people who sign in to the panel.
    PanelUsers,
    /// Hosted sites.
    Subscriptions,
    /// FTP accounts.
    FtpAccounts,
    /// Addresses that are told of events.
    Webhooks,
    /// The server itself.
    Server,
}

impl AuditGroup {
    /// Every group, in the order in which a person is offered them.
    pub const ALL: [Self; 6] = [
        Self::Access,
        Self::PanelUsers,
        Self::Subscriptions,
        Self::FtpAccounts,
        Self::Webhooks,
        Self::Server,
    ];

    /// Its actions.
    pub fn actions(self) -> impl Iterator<Item = AuditAction> {
        AuditAction::ALL
            .iter()
            .copied()
            .filter(move |action| action.group() == self)
    }
}

/// Why something was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// It is for administrators only.
    AdministratorsOnly,
    /// It is another's.
    NotFound,
    /// The person sees it and may not do that with it.
    NotPermitted,
    /// Too much was tried.
    Throttled,
    /// A password, or the login with it, is wrong.
    WrongPassword,
    /// The person is disabled.
    Disabled,
    /// An API token is for reading only.
    TokenReadsOnly,
    /// An API token is for some subscriptions only.
    TokenIsLimited,
    /// It is for people, and for no API token.
    NotForTokens,
    /// An API token has expired.
    TokenExpired,
    /// An API token's owner is disabled.
    TokenOwnerDisabled,
    /// An API token may not be used from there.
    AddressNotAllowed,
    /// A second factor is not the right one, or came too late.
    WrongSecondFactor,
    /// Anything else.
    Refused,
}

impl RefusalReason {
    const ALL: [Self; 14] = [
        Self::AdministratorsOnly,
        Self::NotFound,
        Self::NotPermitted,
        Self::Throttled,
        Self::WrongPassword,
        Self::Disabled,
        Self::TokenReadsOnly,
        Self::TokenIsLimited,
        Self::NotForTokens,
        Self::TokenExpired,
        Self::TokenOwnerDisabled,
        Self::AddressNotAllowed,
        Self::WrongSecondFactor,
        Self::Refused,
    ];

    /// The reason as it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AdministratorsOnly => "administrators_only",
            Self::NotFound => "not_found",
            Self::NotPermitted => "not_permitted",
            Self::Throttled => "throttled",
            Self::WrongPassword => "wrong_password",
            Self::Disabled => "disabled",
            Self::TokenReadsOnly => "token_reads_only",
            Self::TokenIsLimited => "token_is_limited",
            Self::NotForTokens => "not_for_tokens",
            Self::TokenExpired => "token_expired",
            Self::TokenOwnerDisabled => "token_owner_disabled",
            Self::AddressNotAllowed => "address_not_allowed",
            Self::WrongSecondFactor => "wrong_second_factor",
            Self::Refused => "refused",
        }
    }

    /// The reason of a stored text; none for one that this program does not know.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_action_has_a_name_and_a_group_of_its_own() {
        for action in AuditAction::ALL.iter().copied() {
            assert_eq!(AuditAction::parse(action.as_str()), Some(action));
            let groups = AuditGroup::ALL.into_iter();
            let in_groups = groups.filter(|group| group.actions().any(|other| other == action));
            assert_eq!(in_groups.count(), 1, "{action:?}");
        }
        assert_eq!(AuditAction::parse("ftp_account.fly"), None);
    }
}
