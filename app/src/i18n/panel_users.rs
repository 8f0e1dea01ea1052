//! The pages of those who manage panel users, and of the people of a subscription.

use super::{en, fr};
use model::{CollaboratorRole, PanelUserColumn, PanelUserReceipt, PanelUserStatus, ResellerLimit};

/// The texts of these pages in one language.
pub struct PanelUsersTexts {
    pub title: &'static str,
    pub count: fn(u64) -> String,
    pub found: fn(u64) -> String,
    pub none_found: &'static str,
    pub no_customers: &'static str,
    pub search_hint: &'static str,
    pub every_role: &'static str,
    pub every_status: &'static str,
    pub status_label: &'static str,
    pub status: fn(PanelUserStatus) -> &'static str,
    pub column: fn(PanelUserColumn) -> &'static str,
    pub add: &'static str,
    pub add_intro: &'static str,
    pub title_of: fn(&str) -> String,
    pub login_hint: &'static str,
    pub display_name_hint: &'static str,
    pub role_hint: &'static str,
    pub own_role: &'static str,
    pub state: &'static str,
    pub enabled: &'static str,
    pub disabled: &'static str,
    pub state_hint: &'static str,
    pub reseller: &'static str,
    pub reseller_hint: &'static str,
    pub no_reseller: &'static str,
    pub limits: &'static str,
    pub limits_intro: &'static str,
    pub limit: fn(ResellerLimit) -> &'static str,
    pub limit_hint: &'static str,
    /// "3 of 10 customers", the numbers as text.
    pub used_of: fn(ResellerLimit, &str, Option<&str>) -> String,
    pub receipt: fn(&PanelUserReceipt) -> String,
    pub link_title: &'static str,
    pub link_title_of: fn(&str) -> String,
    pub link_intro: &'static str,
    pub own_link: &'static str,
    pub no_link: &'static str,
    pub link_is_ready: fn(&str) -> String,
    pub back_to: fn(&str) -> String,
    pub remove: &'static str,
    pub remove_title_of: fn(&str) -> String,
    pub remove_intro: &'static str,
    pub remove_own: &'static str,
    pub owns_nothing: &'static str,
    pub owned_subscriptions: fn(u64) -> String,
    pub owned_customers: fn(u64) -> String,
    pub and_more: fn(u64) -> String,
    pub new_owner: &'static str,
    pub new_owner_hint: &'static str,
    pub new_reseller: &'static str,
    pub new_reseller_hint: &'static str,
    pub people: &'static str,
    pub people_of: fn(&str) -> String,
    pub people_intro: &'static str,
    pub people_caption: &'static str,
    pub owner: &'static str,
    pub collaborator_role: fn(CollaboratorRole) -> &'static str,
    pub collaborator_role_hint: &'static str,
    pub no_people: &'static str,
    pub since: &'static str,
    pub change_role: &'static str,
    pub change_role_of: fn(&str) -> String,
    pub take_away: &'static str,
    pub take_away_from: fn(&str) -> String,
    pub invite: &'static str,
    pub invite_login_hint: &'static str,
    pub invite_name_hint: &'static str,
    pub invite_email_hint: &'static str,
    pub invite_button: &'static str,
    pub choose_password_intro: fn(&str) -> String,
    pub choose_password_for: fn(&str) -> String,
    pub password_was_set_of: fn(&str) -> String,
}

pub(super) const EN: PanelUsersTexts = PanelUsersTexts {
    title: "Panel users",
    count: |count| en::counted(count, "panel user"),
    found: |count| format!("{} found", en::counted(count, "panel user")),
    none_found: "Nobody is like that. Look for something else, or show all.",
    no_customers: "You have no customers yet. Add the first one.",
    search_hint: "Login or name",
    every_role: "Every role",
    every_status: "Everybody",
    status_label: "Status",
    status: |status| match status {
        PanelUserStatus::Enabled => "May sign in",
        PanelUserStatus::Disabled => "Disabled",
        PanelUserStatus::NeverSignedIn => "Never signed in",
        PanelUserStatus::WithoutSecondFactor => "Without a second factor",
    },
    column: |column| match column {
        PanelUserColumn::Login => "Login",
        PanelUserColumn::DisplayName => "Name to be called by",
        PanelUserColumn::LastSignIn => "Last sign-in",
        PanelUserColumn::Created => "Added",
    },
    add: "Add a panel user",
    add_intro: "Nobody but the person will know the password: you get a one-time link for them, by which they choose it.",
    title_of: |login| format!("Panel user {login}"),
    login_hint: "To sign in with. An e-mail address can serve as one.",
    display_name_hint: "Empty for the login.",
    role_hint: "An administrator sees and changes everything. A reseller adds customers, and subscriptions for them. A customer has subscriptions of their own, or access to those of others. Whoever gets another role is signed out everywhere.",
    own_role: "This is you: somebody else has to disable you, give you another role or remove you, so that you do not lock yourself out by mistake.",
    state: "Sign-in",
    enabled: "May sign in",
    disabled: "Disabled",
    state_hint: "Whoever is disabled is signed out everywhere at once. Their subscriptions go on being served.",
    reseller: "Customer of",
    reseller_hint: "The reseller who manages this customer.",
    no_reseller: "The administrators",
    limits: "Limits of a reseller",
    limits_intro: "They count what the reseller and all of their customers have together. Empty for no limit. Whoever has more already keeps it.",
    limit: |limit| match limit {
        ResellerLimit::Customers => "Customers",
        ResellerLimit::Subscriptions => "Subscriptions",
        ResellerLimit::FtpAccounts => "FTP accounts",
    },
    limit_hint: "A whole number, or empty.",
    used_of: |limit, used, most| {
        let what = match limit {
            ResellerLimit::Customers => "customers",
            ResellerLimit::Subscriptions => "subscriptions",
            ResellerLimit::FtpAccounts => "FTP accounts",
        };
        match most {
            Some(most) => format!("{used} of {most} {what}"),
            None => format!("{used} {what}"),
        }
    },
    receipt: |receipt| match receipt {
        PanelUserReceipt::Changed(login) => format!("The panel user {login} has been changed."),
        PanelUserReceipt::Removed(login) => format!("The panel user {login} has been removed."),
        PanelUserReceipt::LinkRevoked => {
            "The one-time link has been revoked. It does not work any more.".into()
        }
        PanelUserReceipt::CollaboratorAdded(login) => {
            format!(
                "{login} has access to this subscription now, and finds it at the next sign-in."
            )
        }
        PanelUserReceipt::CollaboratorChanged(login) => {
            format!("{login} has another role in this subscription now.")
        }
        PanelUserReceipt::CollaboratorRemoved(login) => {
            format!("{login} has no access to this subscription any more.")
        }
    },
    link_title: "One-time link for the password",
    link_title_of: |login| format!("One-time link – {login}"),
    link_intro: "By it the person chooses a password that nobody else knows. Until then the password stays what it was. The link works once and can be revoked.",
    own_link: "Nobody makes a link for themselves: change your password under “My account”.",
    no_link: "There is no link at the moment.",
    link_is_ready: |login| {
        format!(
            "Send this link to the person with the login {login}. They choose their password there."
        )
    },
    back_to: |login| format!("Panel user {login}"),
    remove: "Remove",
    remove_title_of: |login| format!("Remove the panel user {login}"),
    remove_intro: "The person is signed out everywhere at once and cannot sign in any more. This cannot be undone. What is theirs goes to others, and subscriptions go on being served.",
    remove_own: "This is you: somebody else has to remove you.",
    owns_nothing: "This person owns nothing.",
    owned_subscriptions: |count| format!("{} of theirs:", en::counted(count, "subscription")),
    owned_customers: |count| format!("{} of theirs:", en::counted(count, "customer")),
    and_more: |count| format!("and {} more", en::number(count)),
    new_owner: "New owner of the subscriptions",
    new_owner_hint: "The login of the panel user who gets them.",
    new_reseller: "Reseller who gets the customers",
    new_reseller_hint: "A login, or empty for the administrators.",
    people: "People",
    people_of: |domain| format!("People – {}", super::format::domain_name(domain)),
    people_intro: "Who else may work in this subscription. A manager does all that you do, but for people; a viewer sees everything and changes nothing.",
    people_caption: "People of this subscription",
    owner: "Owner",
    collaborator_role: |role| match role {
        CollaboratorRole::Manager => "Manager",
        CollaboratorRole::Viewer => "Viewer",
    },
    collaborator_role_hint: "A viewer changes nothing. A manager may do all that the owner may, but for people.",
    no_people: "Nobody else has access to this subscription.",
    since: "Since",
    change_role: "Change",
    change_role_of: |login| format!("Role of {login}"),
    take_away: "Remove",
    take_away_from: |login| format!("Remove {login} from this subscription"),
    invite: "Invite somebody",
    invite_login_hint: "The login that the person has, or is to have: if nobody has it, the person is added, and you get a one-time link for them. Inviting is limited to a few people an hour.",
    invite_name_hint: "For somebody who is added; empty for the login.",
    invite_email_hint: "For somebody who is added: it becomes their address. Leave it empty to pass the link on yourself.",
    invite_button: "Invite",
    choose_password_intro: |name| {
        format!("Welcome, {name}. Choose your password for Berth. Nobody but you will know it.")
    },
    choose_password_for: |login| format!("Your login is {login}."),
    password_was_set_of: |login| {
        format!("Sign in with the login {login} and the password that you have just chosen.")
    },
};

pub(super) const FR: PanelUsersTexts = PanelUsersTexts {
    title: "Utilisateurs du panneau",
    count: fr_users,
    found: |count| {
        let found = if count < 2 { "trouvé" } else { "trouvés" };
        format!("{} {found}", fr_users(count))
    },
    none_found: "Personne ne correspond. Cherchez autre chose, ou affichez tout.",
    no_customers: "Vous n'avez pas encore de client. Ajoutez le premier.",
    search_hint: "Identifiant ou nom",
    every_role: "Tous les rôles",
    every_status: "Tout le monde",
    status_label: "État",
    status: |status| match status {
        PanelUserStatus::Enabled => "Peut se connecter",
        PanelUserStatus::Disabled => "Désactivé",
        PanelUserStatus::NeverSignedIn => "Jamais connecté",
        PanelUserStatus::WithoutSecondFactor => "Sans deuxième facteur",
    },
    column: |column| match column {
        PanelUserColumn::Login => "Identifiant",
        PanelUserColumn::DisplayName => "Nom affiché",
        PanelUserColumn::LastSignIn => "Dernière connexion",
        PanelUserColumn::Created => "Ajouté le",
    },
    add: "Ajouter un utilisateur",
    add_intro: "Personne d'autre que l'utilisateur ne connaîtra le mot de passe\u{a0}: vous recevrez pour lui un lien à usage unique, par lequel il le choisira.",
    title_of: |login| format!("Utilisateur {login}"),
    login_hint: "Pour se connecter. Une adresse e-mail peut en servir.",
    display_name_hint: "Vide pour l'identifiant.",
    role_hint: "Un administrateur voit et modifie tout. Un revendeur ajoute des clients, et des abonnements pour eux. Un client a ses propres abonnements, ou l'accès à ceux d'autres. Qui change de rôle est déconnecté partout.",
    own_role: "C'est vous\u{a0}: quelqu'un d'autre doit vous désactiver, changer votre rôle ou vous supprimer, afin que vous ne vous enfermiez pas dehors par erreur.",
    state: "Connexion",
    enabled: "Autorisée",
    disabled: "Désactivée",
    state_hint: "Qui est désactivé est aussitôt déconnecté partout. Ses abonnements continuent d'être servis.",
    reseller: "Client de",
    reseller_hint: "Le revendeur qui gère ce client.",
    no_reseller: "Les administrateurs",
    limits: "Limites d'un revendeur",
    limits_intro: "Elles comptent ce que le revendeur et tous ses clients ont ensemble. Vide pour aucune limite. Qui a déjà davantage le garde.",
    limit: |limit| match limit {
        ResellerLimit::Customers => "Clients",
        ResellerLimit::Subscriptions => "Abonnements",
        ResellerLimit::FtpAccounts => "Comptes FTP",
    },
    limit_hint: "Un nombre entier, ou vide.",
    used_of: |limit, used, most| {
        let what = match limit {
            ResellerLimit::Customers => "clients",
            ResellerLimit::Subscriptions => "abonnements",
            ResellerLimit::FtpAccounts => "comptes FTP",
        };
        match most {
            Some(most) => format!("{used} sur {most} {what}"),
            None => format!("{used} {what}"),
        }
    },
    receipt: |receipt| match receipt {
        PanelUserReceipt::Changed(login) => format!("L'utilisateur {login} a été modifié."),
        PanelUserReceipt::Removed(login) => format!("L'utilisateur {login} a été supprimé."),
        PanelUserReceipt::LinkRevoked => {
            "Le lien à usage unique a été révoqué. Il ne fonctionne plus.".into()
        }
        PanelUserReceipt::CollaboratorAdded(login) => format!(
            "{login} a désormais accès à cet abonnement, et le trouvera à sa prochaine connexion."
        ),
        PanelUserReceipt::CollaboratorChanged(login) => {
            format!("{login} a désormais un autre rôle dans cet abonnement.")
        }
        PanelUserReceipt::CollaboratorRemoved(login) => {
            format!("{login} n'a plus accès à cet abonnement.")
        }
    },
    link_title: "Lien à usage unique pour le mot de passe",
    link_title_of: |login| format!("Lien à usage unique – {login}"),
    link_intro: "Par lui, la personne choisit un mot de passe que personne d'autre ne connaît. D'ici là, le mot de passe reste ce qu'il était. Le lien ne fonctionne qu'une fois et peut être révoqué.",
    own_link: "Personne ne crée de lien pour soi-même\u{a0}: changez votre mot de passe dans «\u{a0}Mon compte\u{a0}».",
    no_link: "Il n'y a pas de lien en ce moment.",
    link_is_ready: |login| {
        format!(
            "Envoyez ce lien à la personne dont l'identifiant est {login}. Elle y choisira son mot de passe."
        )
    },
    back_to: |login| format!("Utilisateur {login}"),
    remove: "Supprimer",
    remove_title_of: |login| format!("Supprimer l'utilisateur {login}"),
    remove_intro: "La personne est aussitôt déconnectée partout et ne peut plus se connecter. Cela ne peut pas être annulé. Ce qui est à elle va à d'autres, et les abonnements continuent d'être servis.",
    remove_own: "C'est vous\u{a0}: quelqu'un d'autre doit vous supprimer.",
    owns_nothing: "Rien n'appartient à cette personne.",
    owned_subscriptions: |count| {
        format!(
            "{} lui appartiennent\u{a0}:",
            fr::counted(count, "abonnement")
        )
    },
    owned_customers: |count| format!("{} sont les siens\u{a0}:", fr::counted(count, "client")),
    and_more: |count| format!("et {} de plus", fr::number(count)),
    new_owner: "Nouveau propriétaire des abonnements",
    new_owner_hint: "L'identifiant de l'utilisateur qui les reçoit.",
    new_reseller: "Revendeur qui reçoit les clients",
    new_reseller_hint: "Un identifiant, ou vide pour les administrateurs.",
    people: "Personnes",
    people_of: |domain| format!("Personnes – {}", super::format::domain_name(domain)),
    people_intro: "Qui d'autre peut travailler dans cet abonnement. Un gestionnaire fait tout ce que vous faites, sauf pour les personnes\u{a0}; un observateur voit tout et ne modifie rien.",
    people_caption: "Personnes de cet abonnement",
    owner: "Propriétaire",
    collaborator_role: |role| match role {
        CollaboratorRole::Manager => "Gestionnaire",
        CollaboratorRole::Viewer => "Observateur",
    },
    collaborator_role_hint: "Un observateur ne modifie rien. Un gestionnaire peut tout ce que peut le propriétaire, sauf pour les personnes.",
    no_people: "Personne d'autre n'a accès à cet abonnement.",
    since: "Depuis",
    change_role: "Modifier",
    change_role_of: |login| format!("Rôle de {login}"),
    take_away: "Retirer",
    take_away_from: |login| format!("Retirer {login} de cet abonnement"),
    invite: "Inviter quelqu'un",
    invite_login_hint: "L'identifiant que la personne a, ou qu'elle aura\u{a0}: si personne ne l'a, la personne est ajoutée, et vous recevez un lien à usage unique pour elle. On ne peut inviter que quelques personnes par heure.",
    invite_name_hint: "Pour une personne qui est ajoutée\u{a0}; vide pour l'identifiant.",
    invite_email_hint: "Pour une personne qui est ajoutée\u{a0}: ce sera son adresse. Laissez-la vide pour transmettre le lien vous-même.",
    invite_button: "Inviter",
    choose_password_intro: |name| {
        format!(
            "Bienvenue, {name}. Choisissez votre mot de passe pour Berth. Vous seul le connaîtrez."
        )
    },
    choose_password_for: |login| format!("Votre identifiant est {login}."),
    password_was_set_of: |login| {
        format!(
            "Connectez-vous avec l'identifiant {login} et le mot de passe que vous venez de choisir."
        )
    },
};

fn fr_users(count: u64) -> String {
    let noun = if count < 2 {
        "utilisateur"
    } else {
        "utilisateurs"
    };
    format!("{} {noun}", fr::number(count))
}
