//! Signing in and out, and a panel user's own account.

use model::Role;

/// The texts of this page in one language.
pub struct PanelUserTexts {
    pub sign_in: &'static str,
    pub sign_in_title: &'static str,
    pub sign_out: &'static str,
    pub login: &'static str,
    pub display_name: &'static str,
    pub panel_password: &'static str,
    pub my_account: &'static str,
    pub role_label: &'static str,
    pub role: fn(Role) -> &'static str,
    pub change_password: &'static str,
    pub current_password: &'static str,
    pub new_password: &'static str,
    pub other_sessions_end: &'static str,
    pub password_was_changed: &'static str,
}

pub(super) const EN: PanelUserTexts = PanelUserTexts {
    sign_in: "Sign in",
    sign_in_title: "Sign in to Berth",
    sign_out: "Sign out",
    login: "Login",
    display_name: "Name to be called by",
    panel_password: "Password",
    my_account: "My account",
    role_label: "Role",
    role: |role| match role {
        Role::Administrator => "Administrator",
        Role::Customer => "Customer",
    },
    change_password: "Change password",
    current_password: "Current password",
    new_password: "New password",
    other_sessions_end: "You stay signed in here and are signed out everywhere else.",
    password_was_changed: "Your password has been changed. All your other sessions have ended.",
};

pub(super) const FR: PanelUserTexts = PanelUserTexts {
    sign_in: "Se connecter",
    sign_in_title: "Connexion à Berth",
    sign_out: "Se déconnecter",
    login: "Identifiant",
    display_name: "Nom affiché",
    panel_password: "Mot de passe",
    my_account: "Mon compte",
    role_label: "Rôle",
    role: |role| match role {
        Role::Administrator => "Administrateur",
        Role::Customer => "Client",
    },
    change_password: "Changer le mot de passe",
    current_password: "Mot de passe actuel",
    new_password: "Nouveau mot de passe",
    other_sessions_end: "Vous restez connecté ici et serez déconnecté partout ailleurs.",
    password_was_changed: "Votre mot de passe a été changé. Toutes vos autres sessions ont pris fin.",
};
