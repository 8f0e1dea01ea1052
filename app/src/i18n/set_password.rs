//! What the recipient of a one-time link sees.

/// The texts of this page in one language.
pub struct SetPasswordTexts {
    pub title: &'static str,
    pub intro: fn(&str) -> String,
    pub password_again: &'static str,
    pub link_does_not_work: &'static str,
    pub link_does_not_work_why: &'static str,
    pub password_was_set: &'static str,
    pub password_was_set_of: fn(&str) -> String,
}

pub(super) const EN: SetPasswordTexts = SetPasswordTexts {
    title: "Choose the password",
    intro: |name| {
        format!("Choose the password of the FTP account {name}. Nobody but you will know it.")
    },
    password_again: "Once more",
    link_does_not_work: "This link does not work",
    link_does_not_work_why: "It was used already, has expired, was revoked or is incomplete. Ask whoever sent it to you for another.",
    password_was_set: "The password is set",
    password_was_set_of: |name| {
        format!(
            "The FTP account {name} can sign in from now on, with the password that you have just chosen."
        )
    },
};

pub(super) const FR: SetPasswordTexts = SetPasswordTexts {
    title: "Choisir le mot de passe",
    intro: |name| {
        format!("Choisissez le mot de passe du compte FTP {name}. Vous seul le connaîtrez.")
    },
    password_again: "Encore une fois",
    link_does_not_work: "Ce lien ne fonctionne pas",
    link_does_not_work_why: "Il a déjà servi, il a expiré, il a été révoqué ou il est incomplet. Demandez-en un autre à la personne qui vous l'a envoyé.",
    password_was_set: "Le mot de passe est choisi",
    password_was_set_of: |name| {
        format!(
            "Le compte FTP {name} peut se connecter dès maintenant, avec le mot de passe que vous venez de choisir."
        )
    },
};
