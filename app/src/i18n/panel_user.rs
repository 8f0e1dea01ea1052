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
    /// Above the sign-in form, to whom it came without scripts.
    pub session_ended_before_login: &'static str,
    /// Above a form that stays as it is.
    pub session_ended_at_form: &'static str,
    pub sign_in_again: &'static str,
    pub signed_in_again: &'static str,
    pub form_waits_in_other_tab: &'static str,
    /// Above a form that is filled in again.
    pub form_was_kept: &'static str,
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
        Role::Reseller => "Reseller",
        Role::Customer => "Customer",
    },
    change_password: "Change password",
    current_password: "Current password",
    new_password: "New password",
    other_sessions_end: "You stay signed in here and are signed out everywhere else.",
    password_was_changed: "Your password has been changed. All your other sessions have ended.",
    session_ended_before_login: "Your session has ended, and nothing was saved yet. Sign in again: what you filled in is kept, except for passwords, and you go back to it.",
    session_ended_at_form: "Your session has ended, and nothing was saved yet. What you filled in stays here: sign in again, come back, and press the button once more.",
    sign_in_again: "Sign in again (in a new tab)",
    signed_in_again: "You are signed in again",
    form_waits_in_other_tab: "Your form is as you left it, in the other tab. Close this one, and press the button there once more.",
    form_was_kept: "Your session had ended, so nothing was saved yet. This is what you filled in, except for passwords: check it, and press the button once more.",
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
        Role::Reseller => "Revendeur",
        Role::Customer => "Client",
    },
    change_password: "Changer le mot de passe",
    current_password: "Mot de passe actuel",
    new_password: "Nouveau mot de passe",
    other_sessions_end: "Vous restez connecté ici et serez déconnecté partout ailleurs.",
    password_was_changed: "Votre mot de passe a été changé. Toutes vos autres sessions ont pris fin.",
    session_ended_before_login: "Votre session a pris fin, et rien n'a encore été enregistré. Connectez-vous à nouveau\u{a0}: votre saisie est conservée, sauf les mots de passe, et vous y reviendrez.",
    session_ended_at_form: "Votre session a pris fin, et rien n'a encore été enregistré. Votre saisie reste ici\u{a0}: connectez-vous à nouveau, revenez, et appuyez encore une fois sur le bouton.",
    sign_in_again: "Se connecter à nouveau (dans un nouvel onglet)",
    signed_in_again: "Vous êtes à nouveau connecté",
    form_waits_in_other_tab: "Votre formulaire est tel que vous l'avez laissé, dans l'autre onglet. Fermez celui-ci, et appuyez encore une fois sur le bouton là-bas.",
    form_was_kept: "Votre session avait pris fin\u{a0}: rien n'a encore été enregistré. Voici votre saisie, sauf les mots de passe\u{a0}: vérifiez-la, et appuyez encore une fois sur le bouton.",
};
