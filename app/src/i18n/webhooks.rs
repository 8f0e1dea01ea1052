//! Webhooks: addresses that are told of events.

use model::{
    DeliveryError, DeliveryState, EventGroup, EventKind, WebhookName, WebhookNameError, WebhookUrl,
    WebhookUrlError,
};

use super::format::domain_name;
use super::{en, fr};

/// The texts of these pages in one language.
pub struct WebhooksTexts {
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub none: &'static str,
    pub add: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub url: &'static str,
    pub url_hint: &'static str,
    pub events: &'static str,
    pub enabled: &'static str,
    pub enabled_hint: &'static str,
    pub group: fn(EventGroup) -> &'static str,
    pub kind: fn(EventKind) -> &'static str,
    pub state: &'static str,
    pub works: &'static str,
    pub is_off: &'static str,
    pub failing: &'static str,
    pub failing_since: &'static str,
    pub waiting: fn(u64, bool) -> String,
    pub full: &'static str,
    pub lost_at: &'static str,
    pub settings: &'static str,
    pub secret: &'static str,
    pub secret_once: fn(&str) -> String,
    pub secret_hint: &'static str,
    pub replace_secret: &'static str,
    pub replace_secret_hint: fn(u32) -> String,
    pub old_secret_until: &'static str,
    pub test: &'static str,
    pub test_hint: &'static str,
    pub send_test: &'static str,
    pub test_queued: &'static str,
    pub deliveries: &'static str,
    pub no_deliveries: &'static str,
    pub event: &'static str,
    pub queued_at: &'static str,
    pub answer: &'static str,
    pub attempts: fn(u64) -> String,
    pub delivery_state: fn(DeliveryState) -> &'static str,
    pub delivery_error: fn(DeliveryError) -> &'static str,
    pub status: fn(u16) -> String,
    pub took: fn(u64) -> String,
    pub body: &'static str,
    pub answered: &'static str,
    pub send_again: &'static str,
    pub try_now: &'static str,
    pub sent_again: &'static str,
    pub remove: &'static str,
    pub remove_hint: &'static str,
    pub changed: &'static str,
    pub removed: &'static str,
    pub no_event_kinds: &'static str,
    pub no_such_event_kind: fn(&str) -> String,
    pub too_many: &'static str,
    pub name_error: fn(WebhookNameError) -> String,
    pub url_error: fn(WebhookUrlError) -> String,
}

pub(super) const EN: WebhooksTexts = WebhooksTexts {
    title: "Webhooks",
    title_of: |domain| format!("Webhooks of {}", domain_name(domain)),
    intro: "Addresses that are told at once what happens: each event is a signed POST request (Standard Webhooks). What is not taken is tried again for a day.",
    none: "No address is told of anything yet.",
    add: "Add a webhook",
    name: "Name",
    name_hint: "What you call it here.",
    url: "Address",
    url_hint: "An https:// address of the public network. Others are called only where a setting of the server allows it.",
    events: "What is told",
    enabled: "Call this address",
    enabled_hint: "What happens while it is not called is not told later.",
    group: |group| match group {
        EventGroup::FtpAccounts => "FTP accounts",
        EventGroup::SignIns => "Sign-ins over FTP",
        EventGroup::Files => "Files",
        EventGroup::Subscriptions => "Subscriptions",
        EventGroup::Server => "Server",
    },
    kind: |kind| match kind {
        EventKind::FtpAccountAdded => "FTP account added",
        EventKind::FtpAccountChanged => "FTP account changed",
        EventKind::FtpAccountRemoved => "FTP account removed",
        EventKind::FtpAccountRestored => "FTP account restored",
        EventKind::FtpAccountExpiring => "FTP account expires soon",
        EventKind::FtpAccountExpired => "FTP account has expired",
        EventKind::FtpAccountNearlyFull => "Quota of an FTP account nearly used up",
        EventKind::FtpSignedIn => "Signed in",
        EventKind::FtpRefused => "Sign-in refused",
        EventKind::FtpLocked => "Sign-in locked after too many failures",
        EventKind::FtpUploaded => "Uploaded",
        EventKind::FtpDownloaded => "Downloaded",
        EventKind::FtpRemoved => "File removed",
        EventKind::FtpRenamed => "Renamed",
        EventKind::FtpFolderMade => "Folder made",
        EventKind::FtpFolderRemoved => "Folder removed",
        EventKind::FtpNotRecorded => "More done than is recorded one by one",
        EventKind::SubscriptionAdded => "Subscription added",
        EventKind::SubscriptionChanged => "Subscription changed",
        EventKind::SubscriptionSuspended => "Subscription suspended",
        EventKind::SubscriptionResumed => "Subscription resumed",
        EventKind::SubscriptionRemoved => "Subscription removed",
        EventKind::SubscriptionRestored => "Subscription restored",
        EventKind::CertificateExpiring => "Certificate expires soon",
        EventKind::WebhookTest => "Test",
    },
    state: "State",
    works: "Works",
    is_off: "Off",
    failing: "Every call fails",
    failing_since: "Every call has failed since",
    waiting: |waiting, is_more| {
        let more = if is_more { "more than " } else { "" };
        format!("{more}{} waiting", en::counted(waiting, "event"))
    },
    full: "So much waits that new events are left out. See to it that the receiver answers.",
    lost_at: "Events were last left out, since too much waited, on",
    settings: "Settings",
    secret: "Signing secret",
    secret_once: |name| {
        format!(
            "The signing secret of {name}. It is shown this once: give it to the receiver now, which verifies the calls with it."
        )
    },
    secret_hint: "The receiver verifies with it that a call comes from here.",
    replace_secret: "Replace the secret",
    replace_secret_hint: |hours| {
        format!(
            "The new secret is shown once. For {} calls are signed with the former one, too.",
            en::counted(hours.into(), "hour")
        )
    },
    old_secret_until: "Calls are signed with the former secret, too, until",
    test: "Test",
    test_hint: "Sends an event of the kind webhook.test. What comes of it stands among the deliveries.",
    send_test: "Send a test",
    test_queued: "The test is being sent. Refresh to see what comes of it.",
    deliveries: "Last deliveries",
    no_deliveries: "Nothing has been told yet.",
    event: "Event",
    queued_at: "Queued",
    answer: "Answer",
    attempts: |attempts| en::counted(attempts, "attempt"),
    delivery_state: |state| match state {
        DeliveryState::Waiting => "Waiting",
        DeliveryState::Delivered => "Delivered",
        DeliveryState::GivenUp => "Given up",
    },
    delivery_error: |error| match error {
        DeliveryError::Status => "The receiver did not take it.",
        DeliveryError::Redirect => {
            "The receiver answered with a redirect, which is never followed. Set the address that it leads to."
        }
        DeliveryError::NameNotFound => {
            "The host's name has no address. Check the webhook's address."
        }
        DeliveryError::AddressRefused => {
            "The host is in the server's own network or a private one, which is not called. The administrator can allow it with BERTH_WEBHOOK_NETWORKS."
        }
        DeliveryError::PlaintextRefused => {
            "Without encryption nothing is told. Use an https:// address."
        }
        DeliveryError::NotConnected => "No connection came about. Is the receiver running?",
        DeliveryError::Tls => {
            "There is no encrypted connection: the certificate is not valid, or the receiver speaks no TLS."
        }
        DeliveryError::TimedOut => "The receiver did not answer in time.",
        DeliveryError::BrokenOff => "The connection broke off before the answer was complete.",
    },
    status: |status| format!("HTTP {status}"),
    took: |milliseconds| format!("{} ms", en::number(milliseconds)),
    body: "What is sent",
    answered: "What was answered",
    send_again: "Send again",
    try_now: "Try now",
    sent_again: "It is being sent again. Refresh to see what comes of it.",
    remove: "Remove the webhook",
    remove_hint: "What still waits is never told. The list of deliveries goes with it.",
    changed: "The webhook was changed.",
    removed: "The webhook was removed.",
    no_event_kinds: "Tick at least one event.",
    no_such_event_kind: |all| format!("There is no such event here. These there are: {all}."),
    too_many: "There are as many webhooks as there may be. Remove one first.",
    name_error: |error| match error {
        WebhookNameError::Empty => "Type a name.".into(),
        WebhookNameError::TooLong => format!("Use {} characters at most.", WebhookName::MAX_LENGTH),
        WebhookNameError::ControlCharacter => en::CONTROL_CHARACTERS.into(),
    },
    url_error: |error| {
        match error {
        WebhookUrlError::Empty => "Type an address, such as https://hooks.example.com/berth.".into(),
        WebhookUrlError::TooLong => format!("Use {} characters at most.", WebhookUrl::MAX_LENGTH),
        WebhookUrlError::Scheme => "Begin the address with https://.".into(),
        WebhookUrlError::Credentials => {
            "Leave login and password out of the address. The receiver knows calls by their signature.".into()
        }
        WebhookUrlError::Host => "Check the host and the port: they cannot be right.".into(),
        WebhookUrlError::Fragment => "Remove the # and what follows it.".into(),
        WebhookUrlError::Character => {
            "Remove spaces, and write letters beyond ASCII in the path as %C3%A9.".into()
        }
    }
    },
};

pub(super) const FR: WebhooksTexts = WebhooksTexts {
    title: "Webhooks",
    title_of: |domain| format!("Webhooks de {}", domain_name(domain)),
    intro: "Des adresses informées aussitôt de ce qui se passe : chaque événement est une requête POST signée (Standard Webhooks). Ce qui n'est pas accepté est réessayé pendant un jour.",
    none: "Aucune adresse n'est encore informée de rien.",
    add: "Ajouter un webhook",
    name: "Nom",
    name_hint: "Comment vous l'appelez ici.",
    url: "Adresse",
    url_hint: "Une adresse https:// du réseau public. Les autres ne sont appelées que si un réglage du serveur le permet.",
    events: "Ce qui est signalé",
    enabled: "Appeler cette adresse",
    enabled_hint: "Ce qui se passe pendant qu'elle n'est pas appelée n'est pas signalé plus tard.",
    group: |group| match group {
        EventGroup::FtpAccounts => "Comptes FTP",
        EventGroup::SignIns => "Connexions FTP",
        EventGroup::Files => "Fichiers",
        EventGroup::Subscriptions => "Abonnements",
        EventGroup::Server => "Serveur",
    },
    kind: |kind| match kind {
        EventKind::FtpAccountAdded => "Compte FTP ajouté",
        EventKind::FtpAccountChanged => "Compte FTP modifié",
        EventKind::FtpAccountRemoved => "Compte FTP supprimé",
        EventKind::FtpAccountRestored => "Compte FTP restauré",
        EventKind::FtpAccountExpiring => "Compte FTP qui expire bientôt",
        EventKind::FtpAccountExpired => "Compte FTP expiré",
        EventKind::FtpAccountNearlyFull => "Quota d'un compte FTP presque épuisé",
        EventKind::FtpSignedIn => "Connexion",
        EventKind::FtpRefused => "Connexion refusée",
        EventKind::FtpLocked => "Connexion bloquée après trop d'échecs",
        EventKind::FtpUploaded => "Envoi",
        EventKind::FtpDownloaded => "Téléchargement",
        EventKind::FtpRemoved => "Fichier supprimé",
        EventKind::FtpRenamed => "Renommage",
        EventKind::FtpFolderMade => "Dossier créé",
        EventKind::FtpFolderRemoved => "Dossier supprimé",
        EventKind::FtpNotRecorded => "Plus d'actions qu'il n'en est noté une à une",
        EventKind::SubscriptionAdded => "Abonnement ajouté",
        EventKind::SubscriptionChanged => "Abonnement modifié",
        EventKind::SubscriptionSuspended => "Abonnement suspendu",
        EventKind::SubscriptionResumed => "Abonnement repris",
        EventKind::SubscriptionRemoved => "Abonnement supprimé",
        EventKind::SubscriptionRestored => "Abonnement restauré",
        EventKind::CertificateExpiring => "Certificat qui expire bientôt",
        EventKind::WebhookTest => "Test",
    },
    state: "État",
    works: "Fonctionne",
    is_off: "Désactivé",
    failing: "Tous les appels échouent",
    failing_since: "Tous les appels échouent depuis le",
    waiting: |waiting, is_more| {
        let more = if is_more { "plus de " } else { "" };
        format!("{more}{} en attente", fr::counted(waiting, "événement"))
    },
    full: "Tant d'événements attendent que les nouveaux ne sont plus notés. Veillez à ce que le destinataire réponde.",
    lost_at: "Des événements n'ont pas été notés pour la dernière fois, parce que trop attendaient, le",
    settings: "Réglages",
    secret: "Secret de signature",
    secret_once: |name| {
        format!(
            "Le secret de signature de {name}. Il n'est affiché que cette fois : donnez-le maintenant au destinataire, qui vérifie les appels avec lui."
        )
    },
    secret_hint: "Le destinataire vérifie avec lui qu'un appel vient d'ici.",
    replace_secret: "Remplacer le secret",
    replace_secret_hint: |hours| {
        format!(
            "Le nouveau secret est affiché une fois. Pendant {}, les appels sont aussi signés avec l'ancien.",
            fr::counted(hours.into(), "heure")
        )
    },
    old_secret_until: "Les appels sont aussi signés avec l'ancien secret jusqu'au",
    test: "Test",
    test_hint: "Envoie un événement du type webhook.test. Son résultat figure parmi les livraisons.",
    send_test: "Envoyer un test",
    test_queued: "Le test est en cours d'envoi. Actualisez pour voir son résultat.",
    deliveries: "Dernières livraisons",
    no_deliveries: "Rien n'a encore été signalé.",
    event: "Événement",
    queued_at: "Noté",
    answer: "Réponse",
    attempts: |attempts| fr::counted(attempts, "tentative"),
    delivery_state: |state| match state {
        DeliveryState::Waiting => "En attente",
        DeliveryState::Delivered => "Livré",
        DeliveryState::GivenUp => "Abandonné",
    },
    delivery_error: |error| match error {
        DeliveryError::Status => "Le destinataire ne l'a pas accepté.",
        DeliveryError::Redirect => {
            "Le destinataire a répondu par une redirection, qui n'est jamais suivie. Indiquez l'adresse vers laquelle elle mène."
        }
        DeliveryError::NameNotFound => {
            "Le nom de l'hôte n'a pas d'adresse. Vérifiez l'adresse du webhook."
        }
        DeliveryError::AddressRefused => {
            "L'hôte est dans le réseau du serveur ou dans un réseau privé, qui n'est pas appelé. L'administrateur peut l'autoriser avec BERTH_WEBHOOK_NETWORKS."
        }
        DeliveryError::PlaintextRefused => {
            "Rien n'est signalé sans chiffrement. Utilisez une adresse https://."
        }
        DeliveryError::NotConnected => {
            "Aucune connexion n'a pu être établie. Le destinataire fonctionne-t-il ?"
        }
        DeliveryError::Tls => {
            "Aucune connexion chiffrée : le certificat n'est pas valide, ou le destinataire ne parle pas TLS."
        }
        DeliveryError::TimedOut => "Le destinataire n'a pas répondu à temps.",
        DeliveryError::BrokenOff => "La connexion a été coupée avant la fin de la réponse.",
    },
    status: |status| format!("HTTP {status}"),
    took: |milliseconds| format!("{} ms", fr::number(milliseconds)),
    body: "Ce qui est envoyé",
    answered: "Ce qui a été répondu",
    send_again: "Envoyer à nouveau",
    try_now: "Essayer maintenant",
    sent_again: "C'est en cours de nouvel envoi. Actualisez pour voir le résultat.",
    remove: "Supprimer le webhook",
    remove_hint: "Ce qui attend encore n'est jamais signalé. La liste des livraisons est supprimée avec lui.",
    changed: "Le webhook a été modifié.",
    removed: "Le webhook a été supprimé.",
    no_event_kinds: "Cochez au moins un événement.",
    no_such_event_kind: |all| format!("Cet événement n'existe pas ici. Il y a : {all}."),
    too_many: "Il y a déjà autant de webhooks que possible. Supprimez-en d'abord un.",
    name_error: |error| match error {
        WebhookNameError::Empty => "Saisissez un nom.".into(),
        WebhookNameError::TooLong => {
            format!(
                "Utilisez {} caractères au maximum.",
                WebhookName::MAX_LENGTH
            )
        }
        WebhookNameError::ControlCharacter => fr::CONTROL_CHARACTERS.into(),
    },
    url_error: |error| {
        match error {
        WebhookUrlError::Empty => {
            "Saisissez une adresse, telle que https://hooks.example.com/berth.".into()
        }
        WebhookUrlError::TooLong => {
            format!("Utilisez {} caractères au maximum.", WebhookUrl::MAX_LENGTH)
        }
        WebhookUrlError::Scheme => "Commencez l'adresse par https://.".into(),
        WebhookUrlError::Credentials => {
            "N'écrivez ni identifiant ni mot de passe dans l'adresse. Le destinataire reconnaît les appels à leur signature.".into()
        }
        WebhookUrlError::Host => "Vérifiez l'hôte et le port : ils ne peuvent pas être justes.".into(),
        WebhookUrlError::Fragment => "Retirez le # et ce qui le suit.".into(),
        WebhookUrlError::Character => {
            "Retirez les espaces, et écrivez les lettres hors de l'ASCII dans le chemin sous la forme %C3%A9.".into()
        }
    }
    },
};
