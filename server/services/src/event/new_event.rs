//! What happened.

use model::{
    AccountName, CertificateUse, DomainName, EventKind, FtpEventKind, FtpProtocol, FtpRefusal,
    HomeDirectory, UtcTime,
};

use crate::store::{FtpAccountId, SubscriptionId};

/// Something that happened, and that webhooks may tell of.
#[derive(Clone, Debug)]
pub(crate) struct NewEvent {
    /// When.
    pub(crate) at: UtcTime,
    /// In which subscription; none for what concerns the server itself.
    pub(crate) subscription: Option<SubscriptionId>,
    /// The subscription's domain name; looked up if there is none.
    pub(crate) domain: Option<DomainName>,
    /// The FTP account that it is about. What is about one is told in order.
    pub(crate) account: Option<FtpAccountId>,
    /// What.
    pub(crate) data: EventData,
}

/// What happened, as far as it is told. Never a secret, nor who did it: those who are told may not
/// know them all, and the audit log says it.
#[derive(Clone, Debug)]
pub(crate) enum EventData {
    /// An FTP account was added.
    FtpAccountAdded {
        /// Its name.
        account: AccountName,
        /// Its home directory.
        home_directory: HomeDirectory,
    },
    /// An FTP account was changed.
    FtpAccountChanged {
        /// Its name now.
        account: AccountName,
        /// The name that it had, if that was changed.
        former_name: Option<AccountName>,
        /// The keys of what was changed.
        changed: Vec<&'static str>,
    },
    /// An FTP account was put into « Corbeille ».
    FtpAccountRemoved {
        /// Its name.
        account: AccountName,
    },
    /// An FTP account was taken out of it.
    FtpAccountRestored {
        /// Its name.
        account: AccountName,
    },
    /// An FTP account expires soon.
    FtpAccountExpiring {
        /// Its name.
        account: AccountName,
        /// When.
        expires_at: UtcTime,
        /// Within how many days, of those that are told: 30, 7 or 1.
        days: u16,
    },
    /// An FTP account has expired.
    FtpAccountExpired {
        /// Its name.
        account: AccountName,
        /// When.
        expires_at: UtcTime,
    },
    /// An FTP account uses nine tenths of a quota or more.
    FtpAccountNearlyFull {
        /// Its name.
        account: AccountName,
        /// How many per cent, rounded down.
        per_cent: u64,
    },
    /// Something was done over FTP, or refused.
    Ftp {
        /// The name that the account signed in with.
        account: AccountName,
        /// The client's address.
        address: String,
        /// How the control connection is encrypted; none for a refused sign-in.
        protocol: Option<FtpProtocol>,
        /// What was done.
        event: FtpEventKind,
    },
    /// A subscription was added.
    SubscriptionAdded {
        /// Its main FTP account.
        main_account: AccountName,
    },
    /// A subscription was given another domain name or another owner.
    SubscriptionChanged {
        /// The domain name that it had, if that was changed.
        former_domain: Option<DomainName>,
    },
    /// A subscription was suspended.
    SubscriptionSuspended,
    /// A suspended subscription was resumed.
    SubscriptionResumed,
    /// A subscription was put into « Corbeille ».
    SubscriptionRemoved,
    /// A subscription was taken out of it.
    SubscriptionRestored,
    /// A certificate of the server's expires soon, or has expired.
    CertificateExpiring {
        /// What it is shown for.
        usage: CertificateUse,
        /// When.
        expires_at: UtcTime,
    },
    /// Somebody tries a webhook out.
    Test,
}

impl EventData {
    /// What webhooks call it.
    pub(crate) fn kind(&self) -> EventKind {
        match self {
            Self::FtpAccountAdded { .. } => EventKind::FtpAccountAdded,
            Self::FtpAccountChanged { .. } => EventKind::FtpAccountChanged,
            Self::FtpAccountRemoved { .. } => EventKind::FtpAccountRemoved,
            Self::FtpAccountRestored { .. } => EventKind::FtpAccountRestored,
            Self::FtpAccountExpiring { .. } => EventKind::FtpAccountExpiring,
            Self::FtpAccountExpired { .. } => EventKind::FtpAccountExpired,
            Self::FtpAccountNearlyFull { .. } => EventKind::FtpAccountNearlyFull,
            Self::Ftp { event, .. } => kind_of_ftp(event),
            Self::SubscriptionAdded { .. } => EventKind::SubscriptionAdded,
            Self::SubscriptionChanged { .. } => EventKind::SubscriptionChanged,
            Self::SubscriptionSuspended => EventKind::SubscriptionSuspended,
            Self::SubscriptionResumed => EventKind::SubscriptionResumed,
            Self::SubscriptionRemoved => EventKind::SubscriptionRemoved,
            Self::SubscriptionRestored => EventKind::SubscriptionRestored,
            Self::CertificateExpiring { .. } => EventKind::CertificateExpiring,
            Self::Test => EventKind::WebhookTest,
        }
    }
}

fn kind_of_ftp(event: &FtpEventKind) -> EventKind {
    match event {
        FtpEventKind::SignedIn => EventKind::FtpSignedIn,
        FtpEventKind::SignInRefused(FtpRefusal::Throttled) => EventKind::FtpLocked,
        FtpEventKind::SignInRefused(_) => EventKind::FtpRefused,
        FtpEventKind::Uploaded(_) => EventKind::FtpUploaded,
        FtpEventKind::Downloaded(_) => EventKind::FtpDownloaded,
        FtpEventKind::FileRemoved(_) => EventKind::FtpRemoved,
        FtpEventKind::FolderMade(_) => EventKind::FtpFolderMade,
        FtpEventKind::FolderRemoved(_) => EventKind::FtpFolderRemoved,
        FtpEventKind::Renamed { .. } => EventKind::FtpRenamed,
        FtpEventKind::NotRecorded { .. } => EventKind::FtpNotRecorded,
    }
}
