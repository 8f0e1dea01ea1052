//! Who acts, and from where.

use std::net::IpAddr;

use super::{ActingToken, Login, PanelUserId, Role, UtcTime};

/// The person or program that a use case acts for. Every use case takes it first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in panel user.
    PanelUser {
        /// Which one.
        id: PanelUserId,
        /// The login, as the audit trail names the person.
        login: Login,
        /// What the person may do.
        role: Role,
        /// When the person last proved who they are, in this session.
        proved_at: UtcTime,
        /// Where the request came from.
        origin: Origin,
        /// The API token by which a program acts for the person; none if they act themselves, in a
        /// session of theirs.
        token: Option<ActingToken>,
    },
    /// Whoever may run `berth` on the server itself: as good as an administrator.
    CommandLine,
}

impl Actor {
    /// The name under which the audit trail keeps what the command line did.
    pub const COMMAND_LINE: &str = "(command line)";
    /// The name under which the audit trail keeps what the program does by itself.
    pub const PROGRAM: &str = "(program)";

    /// The name under which the audit trail keeps what somebody tried who is not signed in.
    pub const NOBODY: &str = "(nobody)";
    /// The name under which the audit trail keeps what the recipient of a one-time link did.
    pub const RECIPIENT: &str = "(one-time link)";
    /// The name under which the audit trail keeps what an FTP account did at the page of its own.
    pub const FTP_ACCOUNT: &str = "(FTP account)";
    /// The name that is shown of whoever administers the server to those who may not know them.
    pub const ADMINISTRATOR: &str = "(administrator)";
    /// The name that is shown of anybody else to those who may not know them.
    pub const SOMEBODY: &str = "(somebody)";
    /// The name under which the audit trail keeps what more people did than it tells apart.
    pub const SEVERAL: &str = "(several)";

    /// Whether this actor sees everything, and changes it if they change anything. A token for some
    /// subscriptions does not, whose ever it is.
    pub fn is_administrator(&self) -> bool {
        match self {
            Self::PanelUser { role, .. } => *role == Role::Administrator && !self.is_limited(),
            Self::CommandLine => true,
        }
    }

    /// The API token by which a program acts, if one does.
    pub fn token(&self) -> Option<&ActingToken> {
        match self {
            Self::PanelUser { token, .. } => token.as_ref(),
            Self::CommandLine => None,
        }
    }

    /// Whether it is a token that is for some subscriptions alone.
    pub fn is_limited(&self) -> bool {
        self.token().is_some_and(|token| token.is_limited)
    }

    /// The panel user behind the action, if there is one.
    pub fn panel_user_id(&self) -> Option<PanelUserId> {
        match self {
            Self::PanelUser { id, .. } => Some(*id),
            Self::CommandLine => None,
        }
    }

    /// The name under which the audit trail keeps what was done.
    pub fn audit_name(&self) -> &str {
        match self {
            Self::PanelUser { login, .. } => login.as_str(),
            Self::CommandLine => Self::COMMAND_LINE,
        }
    }

    /// Where the action came from; none for the command line.
    pub fn origin(&self) -> Option<&Origin> {
        match self {
            Self::PanelUser { origin, .. } => Some(origin),
            Self::CommandLine => None,
        }
    }
}

/// Where a request came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The client's address, seen through the proxies that the settings trust.
    pub address: IpAddr,
    /// What the browser calls itself, cut to 200 characters; may be empty.
    pub user_agent: String,
}
