//! What sends a mail, and what it is given.

use futures_util::future::BoxFuture;
use model::{
    AccountName, DomainName, EmailAddress, Locale, Login, PublicUrl, Reminder, TimeZone, UtcTime,
};

/// What sends mails, one at a time. Whoever implements it bounds how long that takes.
pub trait Mailer: Send + Sync {
    /// Hands a mail to the mail server.
    fn send(&self, mail: Mail) -> MailSending<'_>;
}

/// What becomes of a mail.
pub type MailSending<'a> = BoxFuture<'a, Result<(), MailError>>;

/// Why the mail server did not take a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailError {
    /// Whether it would not take it later either (RFC 5321, 4.2.1: a reply of 5yz).
    pub is_permanent: bool,
    /// What it said, for the log.
    pub reason: String,
}

/// A mail whose text is made when it is sent. It may hold a link, which is a secret: never printed.
pub struct Mail {
    /// Where it goes.
    pub to: EmailAddress,
    /// What its recipient is called; none if that is not known.
    pub name: Option<String>,
    /// The language.
    pub locale: Locale,
    /// The time zone of times; UTC without.
    pub time_zone: Option<TimeZone>,
    /// Where the panel is, if that is known.
    pub panel: Option<PublicUrl>,
    /// A number of its own, the same at each attempt, and when it was made; none for a mail that is
    /// attempted once.
    pub id: Option<(i64, UtcTime)>,
    /// What it says.
    pub content: MailContent,
}

/// What a mail says.
pub enum MailContent {
    /// What Berth mails by itself.
    Reminder(Reminder),
    /// The link by which the recipient sets the password of an FTP account.
    FtpAccountLink {
        /// The account.
        account: AccountName,
        /// Its subscription.
        domain: DomainName,
        /// The link: a secret.
        link: String,
        /// Until when it works.
        expires_at: UtcTime,
    },
    /// The link by which a panel user sets the password.
    PanelUserLink {
        /// The login.
        login: Login,
        /// The link: a secret.
        link: String,
        /// Until when it works.
        expires_at: UtcTime,
    },
}
