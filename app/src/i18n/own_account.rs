//! The page of an FTP account's own, and the switch for it.

/// The texts of this page in one language.
pub struct OwnAccountTexts {
    pub sign_in_title: &'static str,
    pub sign_in_intro: &'static str,
    pub wrong_credentials: &'static str,
    pub title_of: fn(&str) -> String,
    pub last_activity: &'static str,
    pub session_was_ended: &'static str,
    pub password_was_changed: &'static str,
    pub change_password_intro: fn(&str) -> String,
    /// Where the account signs in to its page, among what one needs to know of it.
    pub address: &'static str,
    pub own_pages: &'static str,
    pub own_pages_intro: &'static str,
    pub is_on: &'static str,
    pub is_off: &'static str,
    pub switch_on: &'static str,
    pub switch_off: &'static str,
    /// Who did something: the account itself.
    pub by_account: &'static str,
}

pub(super) const EN: OwnAccountTexts = OwnAccountTexts {
    sign_in_title: "Your FTP account",
    sign_in_intro: "Sign in with the name and the password of your FTP account, the same as in your FTP client.",
    wrong_credentials: "Name and password do not match, or this account cannot be used here. Check both and try again; if that does not help, ask whoever gave you the account.",
    title_of: |name| format!("FTP account {name}"),
    last_activity: "Last activity",
    session_was_ended: "The session was disconnected.",
    password_was_changed: "The password has been changed. Use the new one in your FTP client: all open sessions have ended.",
    change_password_intro: |name| {
        format!(
            "The new password of the FTP account {name} is valid at once. Its open FTP sessions end, and it is signed out everywhere but here."
        )
    },
    address: "The account's own page",
    own_pages: "Pages of the accounts",
    own_pages_intro: "Whoever has an FTP account can sign in to the panel with its name and password, and finds there nothing but this account: how to connect, what it may do and until when, the space used, the sessions and the last activity, and another password.",
    is_on: "The FTP accounts of this subscription have a page of their own.",
    is_off: "The FTP accounts of this subscription have no page of their own: nobody signs in there.",
    switch_on: "Switch on the pages",
    switch_off: "Switch off the pages",
    by_account: "the account itself",
};

pub(super) const FR: OwnAccountTexts = OwnAccountTexts {
    sign_in_title: "Votre compte FTP",
    sign_in_intro: "Connectez-vous avec le nom et le mot de passe de votre compte FTP, les mêmes que dans votre client FTP.",
    wrong_credentials: "Le nom et le mot de passe ne correspondent pas, ou ce compte ne peut pas être utilisé ici. Vérifiez les deux et réessayez\u{202f}; si cela ne suffit pas, demandez à la personne qui vous a donné le compte.",
    title_of: |name| format!("Compte FTP {name}"),
    last_activity: "Dernière activité",
    session_was_ended: "La session a été déconnectée.",
    password_was_changed: "Le mot de passe a été modifié. Utilisez le nouveau dans votre client FTP\u{a0}: toutes les sessions ouvertes ont pris fin.",
    change_password_intro: |name| {
        format!(
            "Le nouveau mot de passe du compte FTP {name} est valable immédiatement. Ses sessions FTP ouvertes prennent fin, et il est déconnecté partout sauf ici."
        )
    },
    address: "Page du compte",
    own_pages: "Pages des comptes",
    own_pages_intro: "Qui possède un compte FTP peut se connecter au panneau avec son nom et son mot de passe, et n'y trouve que ce compte\u{a0}: comment se connecter, ce qu'il permet et jusqu'à quand, l'espace utilisé, les sessions et la dernière activité, et un autre mot de passe.",
    is_on: "Les comptes FTP de cet abonnement ont une page à eux.",
    is_off: "Les comptes FTP de cet abonnement n'ont pas de page à eux\u{a0}: personne ne s'y connecte.",
    switch_on: "Activer les pages",
    switch_off: "Désactiver les pages",
    by_account: "le compte lui-même",
};
