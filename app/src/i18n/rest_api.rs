//! « API REST »: the operations of the REST API, and a form that tries them.

use model::{RestApiPlace, RestApiSummary};

/// The texts of these pages in one language.
pub struct RestApiTexts {
    pub title: &'static str,
    pub intro: &'static str,
    /// The link to the description that programs read.
    pub description: &'static str,
    pub operation: &'static str,
    pub address: &'static str,
    pub parameters: &'static str,
    pub place: fn(RestApiPlace) -> &'static str,
    pub required: &'static str,
    pub body: &'static str,
    pub answers: &'static str,
    pub try_it: &'static str,
    /// In the place of a form, where an operation takes files.
    pub takes_files: &'static str,
    pub token: &'static str,
    pub token_hint: &'static str,
    pub send: &'static str,
    pub answer: &'static str,
    pub no_answer: &'static str,
    /// What operations are about, by the description's tag; none of one that is not known.
    pub group: fn(&str) -> Option<String>,
    /// What an operation does, by its `operationId`; none where the description's own words are to be
    /// shown.
    pub summary_of: fn(&str) -> Option<&'static str>,
}

impl RestApiTexts {
    /// What an operation does.
    pub fn summary(&self, operation: &RestApiSummary) -> String {
        let translated = (self.summary_of)(&operation.id);
        translated.map_or_else(|| operation.summary.clone(), str::to_owned)
    }
}

pub(super) const EN: RestApiTexts = RestApiTexts {
    title: "REST API",
    intro: "Everything that the panel does can be done by a program, too. It signs in with an API token, in the header Authorization. Sizes are bytes, times are in UTC (RFC 3339), and an error says in its field “code” what it is.",
    description: "Description for programs (OpenAPI 3.1)",
    operation: "Operation",
    address: "Address",
    parameters: "Parameters",
    place: |place| match place {
        RestApiPlace::Path => "Path",
        RestApiPlace::Query => "Query",
        RestApiPlace::Header => "Header",
    },
    required: "required",
    body: "Body of the request",
    answers: "Answers",
    try_it: "Try it",
    takes_files: "This operation takes files, which this page does not send. Fill in what you need, and run the command where the files are, with a token in the variable TOKEN.",
    token: "API token",
    token_hint: "It stays in this page and is sent to this server alone. What you send is really done.",
    send: "Send the request",
    answer: "Answer",
    no_answer: "The server could not be reached. Check the connection, then send the request again.",
    group: |tag| Some(tag.to_owned()),
    summary_of: |_| None,
};

pub(super) const FR: RestApiTexts = RestApiTexts {
    title: "API REST",
    intro: "Tout ce que fait le panneau peut aussi être fait par un programme. Il s'authentifie avec un jeton d'API, dans l'en-tête Authorization. Les tailles sont en octets, les heures en UTC (RFC 3339), et chaque erreur porte un code stable dans son champ « code ». Les détails techniques sont en anglais.",
    description: "Description pour les programmes (OpenAPI 3.1)",
    operation: "Opération",
    address: "Adresse",
    parameters: "Paramètres",
    place: |place| match place {
        RestApiPlace::Path => "Chemin",
        RestApiPlace::Query => "Requête",
        RestApiPlace::Header => "En-tête",
    },
    required: "obligatoire",
    body: "Corps de la requête",
    answers: "Réponses",
    try_it: "Essayer",
    takes_files: "Cette opération prend des fichiers, que cette page n'envoie pas. Remplissez ce qu'il vous faut, puis lancez la commande là où sont les fichiers, avec un jeton dans la variable TOKEN.",
    token: "Jeton d'API",
    token_hint: "Il reste dans cette page et n'est envoyé qu'à ce serveur. Ce que vous envoyez est réellement exécuté.",
    send: "Envoyer la requête",
    answer: "Réponse",
    no_answer: "Le serveur n'a pas pu être joint. Vérifiez la connexion, puis renvoyez la requête.",
    group: |tag| {
        let name = match tag {
            "Audit log" => "Journal d'audit",
            "Folders" => "Dossiers",
            "FTP accounts" => "Comptes FTP",
            "FTP activity" => "Activité FTP",
            "FTP sessions" => "Sessions FTP",
            "Overview" => "Vue d'ensemble",
            "Panel users" => "Utilisateurs du panneau",
            "Plans" => "Offres",
            "Subscriptions" => "Abonnements",
            "Token" => "Jeton",
            "Trash" => "Corbeille",
            "Webhooks" => "Webhooks",
            _ => return None,
        };
        Some(name.to_owned())
    },
    summary_of: summary_in_french,
};

fn summary_in_french(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "add_collaborator" => "Donner à quelqu'un un rôle dans un abonnement",
        "add_folder" => "Créer un dossier dans l'espace web",
        "add_ftp_account" => "Ajouter un compte FTP",
        "add_one_time_link" => {
            "Créer un lien par lequel le destinataire choisit le mot de passe du compte"
        }
        "add_password_link" => {
            "Créer un lien par lequel un utilisateur du panneau choisit son mot de passe"
        }
        "add_plan" => "Ajouter une offre",
        "add_subscription" => "Ajouter un abonnement",
        "add_user" => "Ajouter un utilisateur du panneau",
        "add_server_webhook" => "Ajouter un webhook du serveur",
        "change_server_webhook" => "Modifier un webhook du serveur",
        "get_server_webhook" => "Lire un webhook du serveur",
        "list_server_webhook_deliveries" => {
            "Lister ce qu'un webhook du serveur a annoncé, et ce qu'il doit annoncer"
        }
        "list_server_webhooks" => "Lister les webhooks du serveur",
        "remove_server_webhook" => "Supprimer un webhook du serveur",
        "replace_server_webhook_secret" => "Remplacer le secret d'un webhook du serveur",
        "send_server_webhook_delivery_again" => "Envoyer à nouveau, par un webhook du serveur",
        "test_server_webhook" => "Essayer un webhook du serveur",
        "add_webhook" => "Ajouter un webhook",
        "change_collaborator" => "Donner à quelqu'un un autre rôle dans un abonnement",
        "change_ftp_account" => "Modifier un compte FTP",
        "change_subscription" => {
            "Donner à un abonnement un autre nom de domaine ou un autre propriétaire"
        }
        "change_user" => "Modifier un utilisateur du panneau",
        "change_webhook" => "Modifier un webhook",
        "do_ftp_accounts_bulk_action" => "Appliquer une action à plusieurs comptes FTP",
        "end_ftp_session" => "Mettre fin à une session FTP",
        "end_ftp_session_of_subscription" => "Mettre fin à une session FTP d'un abonnement",
        "export_ftp_accounts" => "Exporter les comptes FTP d'un abonnement",
        "generate_ftp_password" => "Donner à un compte FTP un mot de passe créé par Berth",
        "get_collaborator" => "Lire le rôle de quelqu'un dans un abonnement",
        "get_default_settings" => "Lire ce avec quoi commencent les nouveaux comptes FTP",
        "get_ftp_account" => "Lire un compte FTP",
        "get_ftp_connection" => "Lire comment les clients FTP se connectent à un compte",
        "get_ftp_usage" => "Lire ce que contient le répertoire principal d'un compte",
        "get_hosting" => "Lire à qui appartiennent les fichiers d'un abonnement",
        "get_one_time_link" => "Lire ce que l'on sait du lien à usage unique d'un compte",
        "get_overview" => {
            "Lire ce qui s'est fait sur tout le serveur, et quels comptes méritent attention"
        }
        "get_overview_of_subscription" => {
            "Lire ce qui s'est fait dans un abonnement, et quels comptes méritent attention"
        }
        "get_plan" => "Lire une offre",
        "get_removed_ftp_account" => "Lire un compte FTP supprimé",
        "get_removed_subscription" => "Lire un abonnement supprimé",
        "get_subscription" => "Lire un abonnement",
        "get_subscription_limits" => "Lire ce qu'un abonnement peut avoir et utiliser",
        "get_token" => "Lire à quoi sert le jeton de la requête",
        "get_user" => "Lire un utilisateur du panneau",
        "get_webhook" => "Lire un webhook",
        "import_ftp_accounts" => "Importer des comptes FTP d'un autre serveur",
        "list_audit" => "Lister qui a fait quoi",
        "list_audit_of_subscription" => "Lister qui a fait quoi dans un abonnement",
        "list_collaborators" => "Lister qui a un rôle dans un abonnement",
        "list_folders" => "Lister les dossiers de l'espace web",
        "list_former_names" => {
            "Lister les anciens noms avec lesquels un compte peut encore se connecter"
        }
        "list_ftp_account_history" => "Lire l'historique d'un compte FTP",
        "list_ftp_accounts" => "Lister les comptes FTP",
        "list_ftp_activity" => "Lister ce qui s'est fait par FTP dans un abonnement",
        "list_ftp_sessions" => "Lister toutes les sessions FTP ouvertes",
        "list_ftp_sessions_of_subscription" => "Lister les sessions FTP ouvertes d'un abonnement",
        "list_plans" => "Lister les offres",
        "list_removed_ftp_accounts" => "Lister les comptes FTP supprimés",
        "list_removed_subscriptions" => "Lister les abonnements supprimés",
        "list_subscriptions" => "Lister les abonnements",
        "list_users" => "Lister les utilisateurs du panneau",
        "list_webhook_deliveries" => "Lister ce qu'un webhook a annoncé, et ce qu'il doit annoncer",
        "list_webhooks" => "Lister les webhooks d'un abonnement",
        "purge_ftp_account" => "Supprimer définitivement un compte FTP",
        "purge_subscription" => "Supprimer définitivement un abonnement",
        "put_default_settings" => "Remplacer ce avec quoi commencent les nouveaux comptes FTP",
        "put_hosting" => "Remplacer à qui appartiennent les fichiers d'un abonnement",
        "put_plan" => "Remplacer une offre",
        "put_subscription_limits" => "Remplacer ce qu'un abonnement peut avoir et utiliser",
        "recount_ftp_usage" => "Faire recompter le répertoire principal d'un compte",
        "remove_collaborator" => "Retirer à quelqu'un son rôle dans un abonnement",
        "remove_former_name" => "Mettre fin à un ancien nom d'un compte FTP",
        "remove_ftp_account" => "Supprimer un compte FTP",
        "remove_one_time_link" => "Révoquer le lien à usage unique d'un compte",
        "remove_password_link" => "Révoquer le lien d'un utilisateur du panneau",
        "remove_plan" => "Supprimer une offre",
        "remove_subscription" => "Supprimer un abonnement",
        "remove_user" => "Supprimer un utilisateur du panneau",
        "remove_webhook" => "Supprimer un webhook",
        "replace_webhook_secret" => "Remplacer le secret d'un webhook",
        "reset_second_factor" => "Retirer le deuxième facteur de quelqu'un qui l'a perdu",
        "restore_ftp_account" => "Restaurer un compte FTP supprimé",
        "restore_subscription" => "Restaurer un abonnement supprimé",
        "resume_subscription" => "Reprendre un abonnement suspendu",
        "send_webhook_delivery_again" => "Envoyer à nouveau",
        "suspend_subscription" => "Suspendre un abonnement",
        "test_webhook" => "Essayer un webhook",
        _ => return None,
    })
}
