//! The head of an FTP account's pages.

use model::FtpAccountState;

/// The texts of this page in one language.
pub struct AccountHeaderTexts {
    pub tabs: &'static str,
    pub settings: &'static str,
    pub state: fn(FtpAccountState) -> &'static str,
}

pub(super) const EN: AccountHeaderTexts = AccountHeaderTexts {
    tabs: "Pages of the account",
    settings: "Settings",
    state: |state| match state {
        FtpAccountState::InTrash => "In the trash",
        FtpAccountState::Disabled => "Disabled",
        FtpAccountState::Expired => "Expired",
        FtpAccountState::WaitsForPassword => "Waits for its password",
        FtpAccountState::Enabled => "Enabled",
    },
};

pub(super) const FR: AccountHeaderTexts = AccountHeaderTexts {
    tabs: "Pages du compte",
    settings: "Réglages",
    state: |state| match state {
        FtpAccountState::InTrash => "Dans la Corbeille",
        FtpAccountState::Disabled => "Désactivé",
        FtpAccountState::Expired => "Expiré",
        FtpAccountState::WaitsForPassword => "Attend son mot de passe",
        FtpAccountState::Enabled => "Activé",
    },
};
