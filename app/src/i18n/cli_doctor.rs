//! What `berth doctor` says: what it found, and what to do about it.

/// All that `berth doctor` says, in one language.
#[expect(
    missing_docs,
    reason = "each text is shown by its own value, in each language"
)]
pub struct DoctorTexts {
    pub ok: &'static str,
    pub warning: &'static str,
    pub problem: &'static str,
    pub summary: fn(usize, usize) -> String,
    pub no_answer: fn(&str) -> String,

    // Settings, and who runs the command.
    pub settings_file: fn(&str) -> String,
    pub no_settings_file: &'static str,
    pub other_user: fn(u32, u32) -> String,
    pub is_root: &'static str,
    pub is_user: fn(u32) -> String,

    // Ports: the door, its address, the setting.
    pub panel: &'static str,
    pub https: &'static str,
    pub ftp: &'static str,
    pub ftps: &'static str,
    pub port_free: fn(&str, &str) -> String,
    pub port_in_use_by_berth: fn(&str, &str) -> String,
    pub port_taken: fn(&str, &str, &str) -> String,
    pub port_forbidden: fn(&str, &str, &str) -> String,
    pub port_not_here: fn(&str, &str, &str) -> String,
    pub port_failed: fn(&str, &str, &str) -> String,

    // Passive ports.
    pub passive_any: &'static str,
    pub passive_ok: fn(&str, &str) -> String,
    pub passive_taken: fn(&str, &str, &str) -> String,
    pub passive_overlap: fn(&str, &str) -> String,
    pub passive_few: fn(&str, &str) -> String,

    // The public host.
    pub host_none: &'static str,
    pub host_ok: fn(&str, &str) -> String,
    pub host_unknown: fn(&str) -> String,
    pub host_private: fn(&str, &str) -> String,

    // The certificate.
    pub certificate_later: &'static str,
    pub certificate_ok: fn(&str, &str) -> String,
    pub certificate_soon: fn(&str, &str) -> String,
    pub certificate_expired: fn(&str, &str) -> String,
    pub certificate_not_yet: fn(&str, &str) -> String,
    pub certificate_unusable: fn(&str) -> String,
    pub certificate_unknown: fn(&str) -> String,
    pub certificate_name: fn(&str, &str) -> String,

    // The mail server, with its port.
    pub mail_none: &'static str,
    pub mail_ok: fn(&str) -> String,
    pub mail_without_links: fn(&str) -> String,
    pub mail_failed: fn(&str, &str) -> String,
    pub mail_unusable: fn(&str) -> String,

    // The clock.
    pub clock_ok: fn(&str) -> String,
    pub clock_unknown: fn(&str) -> String,
    pub clock_not_synchronised: fn(&str) -> String,
    pub clock_behind: fn(&str, &str) -> String,

    // Disks.
    pub disk_ok: fn(&str, &str) -> String,
    pub disk_low: fn(&str, &str) -> String,
    pub disk_full: fn(&str, &str) -> String,
    pub inodes_low: fn(&str, &str) -> String,
    pub disk_unknown: fn(&str, &str) -> String,

    // Open files.
    pub files_ok: fn(&str, &str) -> String,
    pub files_low: fn(&str, &str, &str) -> String,

    // Permissions.
    pub data_ok: fn(&str) -> String,
    pub data_later: fn(&str) -> String,
    pub data_unreachable: fn(&str, &str) -> String,
    pub open_to_others: fn(&str, &str, &str) -> String,
    pub passwords_left: fn(&str) -> String,

    // Webspaces: domain and folder.
    pub webspaces_none: &'static str,
    pub webspaces_ok: fn(&str) -> String,
    pub webspaces_more: fn(&str) -> String,
    pub webspace_invalid: fn(&str, &str) -> String,
    pub webspace_missing: fn(&str, &str) -> String,
    pub webspace_no_folder: fn(&str, &str) -> String,
    pub webspace_unreachable: fn(&str, &str, &str) -> String,
    pub webspace_not_writable: fn(&str, &str) -> String,
    pub webspace_outside: fn(&str, &str) -> String,
    pub webspace_own: fn(&str, &str) -> String,
    pub webspace_system_user: fn(&str, &str) -> String,

    // The database.
    pub database_later: fn(&str) -> String,
    pub database_ok: fn(&str) -> String,
    pub database_pending: fn(&str) -> String,
    pub database_newer: fn(&str) -> String,
    pub database_damaged: fn(&str) -> String,
    pub database_unreadable: fn(&str) -> String,
    pub database_on_network: fn(&str, &str) -> String,
}

pub(super) static EN: DoctorTexts = DoctorTexts {
    ok: "OK",
    warning: "WARNING",
    problem: "PROBLEM",
    summary: |problems, warnings| {
        let count = |number: usize, one: &str| match number {
            0 => format!("no {one}"),
            1 => format!("1 {one}"),
            more => format!("{more} {one}s"),
        };
        format!(
            "Found: {}, {}.",
            count(problems, "problem"),
            count(warnings, "warning")
        )
    },
    no_answer: |what| {
        format!("{what} does not answer. Check the storage or the service that it is on.")
    },

    settings_file: |file| {
        format!("The settings are those of {file}, the environment and the command line.")
    },
    no_settings_file: "The settings are those of the environment and the command line; there is no settings file.",
    other_user: |here, owner| {
        format!(
            "This is user {here}, and the data folder belongs to user {owner}: what is said of ports and folders holds for this user. Run it as that one: sudo -u '#{owner}' berth doctor"
        )
    },
    is_root: "The data folder belongs to root. Make a user for Berth, and give it the data folder.",
    is_user: |user| format!("This is user {user}, whom the data folder belongs to."),

    panel: "the panel",
    https: "the panel over HTTPS",
    ftp: "FTP",
    ftps: "FTPS",
    port_free: |door, address| format!("{address} is free for {door}."),
    port_in_use_by_berth: |door, address| format!("{address}: Berth answers there for {door}."),
    port_taken: |door, address, setting| {
        format!(
            "{address} is taken by another program, and {door} needs it. Stop that program (ss -ltnp shows it), or choose another address with {setting}."
        )
    },
    port_forbidden: |door, address, setting| {
        format!(
            "This user may not listen on {address} for {door}. Give Berth the capability (AmbientCapabilities=CAP_NET_BIND_SERVICE in the systemd unit), or choose a port from 1024 on with {setting}."
        )
    },
    port_not_here: |door, address, setting| {
        format!("{address} for {door} is no address of this machine. Correct {setting}.")
    },
    port_failed: |door, address, reason| {
        format!("{address} cannot be listened on for {door}: {reason}. Choose another address.")
    },

    passive_any: "The system chooses the ports of data connections. Behind a firewall set BERTH_FTP_PASSIVE_PORTS, and let them through.",
    passive_ok: |range, free| {
        format!(
            "Ports {range} for data connections: {free} are free. The firewall has to let all of them through."
        )
    },
    passive_taken: |range, taken, reason| {
        format!(
            "Of the ports {range} for data connections {taken} cannot be listened on ({reason}). Unless Berth uses them now, choose others with BERTH_FTP_PASSIVE_PORTS."
        )
    },
    passive_overlap: |range, system| {
        format!(
            "The ports {range} for data connections are among those that the system gives to outgoing connections ({system}): some are taken now and then. Reserve them: sysctl -w net.ipv4.ip_local_reserved_ports={range}, and in /etc/sysctl.d for the next start."
        )
    },
    passive_few: |ports, sessions| {
        format!(
            "There are {ports} ports for data connections and {sessions} sessions at once: many transfers at once will be refused. Widen BERTH_FTP_PASSIVE_PORTS."
        )
    },

    host_none: "FTP clients are told the address that they connect to. Behind NAT set BERTH_PUBLIC_HOST.",
    host_ok: |host, address| format!("FTP clients are told {host} ({address})."),
    host_unknown: |host| {
        format!("{host} has no IPv4 address. Correct BERTH_PUBLIC_HOST, or the name server.")
    },
    host_private: |host, address| {
        format!(
            "FTP clients are told {host} ({address}), which is reached in a private network only. If they come from the Internet, set BERTH_PUBLIC_HOST to the public name or address."
        )
    },

    certificate_later: "Berth makes a certificate at its first start.",
    certificate_ok: |file, until| format!("{file} fits its key and is valid until {until}."),
    certificate_soon: |file, until| {
        format!("{file} expires on {until}. Renew it: the new one is read when its file changes.")
    },
    certificate_expired: |file, until| {
        format!(
            "{file} has expired on {until}: clients refuse it. Renew it: the new one is read when its file changes."
        )
    },
    certificate_not_yet: |file, from| {
        format!("{file} is valid from {from} on only. Check the clock, or replace the certificate.")
    },
    certificate_unusable: |reason| format!("The certificate cannot be used: {reason}."),
    certificate_unknown: |file| format!("{file} cannot be read as a certificate. Replace it."),
    certificate_name: |file, host| {
        format!(
            "{file} is not for {host}, which FTP clients are told: they warn of it. Get one that has this name."
        )
    },

    mail_none: "No mail is sent: no mail server is named (BERTH_SMTP_HOST).",
    mail_ok: |server| format!("The mail server {server} answers."),
    mail_without_links: |server| {
        format!(
            "The mail server {server} answers. One-time links are not mailed as long as nothing says where the panel is. Set BERTH_PUBLIC_URL"
        )
    },
    mail_failed: |server, reason| {
        format!(
            "The mail server {server} cannot be used: {reason}. Correct BERTH_SMTP_HOST, BERTH_SMTP_PORT, BERTH_SMTP_TLS or the password, or start it"
        )
    },
    mail_unusable: |error| format!("No mail is sent, and Berth does not start: {error}"),
    clock_ok: |time| format!("The clock is synchronised: {time}."),
    clock_unknown: |time| {
        format!("It is {time}. Whether the clock is synchronised cannot be told here.")
    },
    clock_not_synchronised: |time| {
        format!(
            "The clock is not synchronised ({time}): expiries and the trail depend on it. Run timedatectl set-ntp true, or another time service."
        )
    },
    clock_behind: |time, known| {
        format!(
            "The clock says {time}, which is before {known}, when something was already noted. Set the clock."
        )
    },

    disk_ok: |folder, free| format!("{free} are free for {folder}."),
    disk_low: |folder, free| format!("Only {free} are free for {folder}. Make room."),
    disk_full: |folder, free| {
        format!("{free} are free for {folder}: uploads and changes fail. Make room.")
    },
    inodes_low: |folder, free| {
        format!(
            "Only {free} files can still be made in {folder}. Remove files, or enlarge the file system."
        )
    },
    disk_unknown: |folder, reason| {
        format!("The room in {folder} cannot be told: {reason}. Check the path and the mount.")
    },

    files_ok: |limit, needed| {
        format!("{limit} files may be open at once; {needed} are needed at most.")
    },
    files_low: |limit, needed, sessions| {
        format!(
            "{limit} files may be open at once, and {sessions} FTP sessions need {needed}. Set LimitNOFILE={needed} in the systemd unit, or lower BERTH_FTP_MAX_SESSIONS."
        )
    },

    data_ok: |folder| format!("{folder}, the database and the key are for their owner alone."),
    data_later: |folder| format!("{folder} is made at the first start."),
    data_unreachable: |path, reason| {
        format!("{path} cannot be looked at: {reason}. Give it to the user who runs Berth.")
    },
    open_to_others: |path, mode, wanted| {
        format!(
            "Others may use {path} (mode {mode}), which has secrets. Run: chmod {wanted} {path}"
        )
    },
    passwords_left: |file| {
        format!("{file} still has the first passwords. Read it, then remove it.")
    },

    webspaces_none: "There are no webspaces yet.",
    webspaces_ok: |count| format!("Webspaces that can be read and written: {count}."),
    webspaces_more: |count| {
        format!("There are {count} more webspaces with something to do. Deal with these first.")
    },
    webspace_invalid: |domain, folder| {
        format!("{domain}: {folder} is no path for a webspace. Correct it in the database.")
    },
    webspace_missing: |domain, folder| {
        format!(
            "{domain}: {folder} is missing. Mount it or make it, or FTP accounts of {domain} cannot sign in."
        )
    },
    webspace_no_folder: |domain, folder| {
        format!("{domain}: {folder} is no folder. Put the folder in its place.")
    },
    webspace_unreachable: |domain, folder, reason| {
        format!(
            "{domain}: {folder} cannot be read ({reason}). Let this user read and enter it, and enter the folders above it."
        )
    },
    webspace_not_writable: |domain, folder| {
        format!(
            "{domain}: this user cannot write in {folder}. Give it the folder, or uploads fail."
        )
    },
    webspace_outside: |domain, folder| {
        format!(
            "{domain}: {folder} lies outside of BERTH_WEBSPACE_BASES. It stays in use: add its folder there, or move it."
        )
    },
    webspace_own: |domain, folder| {
        format!(
            "{domain}: {folder} reaches files of Berth's own and is not served. Move the webspace, or Berth's data."
        )
    },
    webspace_system_user: |domain, reason| format!("{domain}: {reason}"),

    database_later: |file| format!("{file} is made at the first start."),
    database_ok: |version| {
        format!("The database is up to date ({version}), and its pages are in order.")
    },
    database_pending: |count| {
        format!(
            "The next start of this program changes the database ({count} migrations), after which an older Berth cannot use it. Run berth backup first."
        )
    },
    database_newer: |migration| {
        format!(
            "The database is newer than this program (it knows {migration}). Install the newer Berth."
        )
    },
    database_damaged: |reason| {
        format!(
            "The database is damaged ({reason}). Stop Berth, and restore a backup with berth restore."
        )
    },
    database_unreadable: |reason| {
        format!(
            "The database cannot be read: {reason}. Check BERTH_DATA_DIR and BERTH_DATABASE_URL, and that this user may read it."
        )
    },
    database_on_network: |file, kind| {
        format!(
            "{file} is on {kind}, where SQLite's locks do not hold. Put the data folder on a local disk, or use PostgreSQL."
        )
    },
};

pub(super) static FR: DoctorTexts = DoctorTexts {
    ok: "OK",
    warning: "ATTENTION",
    problem: "PROBLÈME",
    summary: |problems, warnings| {
        let count = |number: usize, none: &str, one: &str, several: &str| match number {
            0 => none.to_owned(),
            1 => format!("1 {one}"),
            more => format!("{more} {several}"),
        };
        format!(
            "Trouvé : {}, {}.",
            count(problems, "aucun problème", "problème", "problèmes"),
            count(
                warnings,
                "aucun avertissement",
                "avertissement",
                "avertissements"
            )
        )
    },
    no_answer: |what| {
        format!("{what} ne répond pas. Vérifiez le stockage ou le service dont cela dépend.")
    },

    settings_file: |file| {
        format!("Les réglages viennent de {file}, de l'environnement et de la ligne de commande.")
    },
    no_settings_file: "Les réglages viennent de l'environnement et de la ligne de commande ; il n'y a pas de fichier de réglages.",
    other_user: |here, owner| {
        format!(
            "Ceci est l'utilisateur {here}, et le dossier de données est à l'utilisateur {owner} : ce qui est dit des ports et des dossiers vaut pour celui d'ici. Lancez-le avec l'autre : sudo -u '#{owner}' berth doctor"
        )
    },
    is_root: "Le dossier de données est à root. Créez un utilisateur pour Berth, et donnez-lui le dossier de données.",
    is_user: |user| format!("Ceci est l'utilisateur {user}, à qui est le dossier de données."),

    panel: "le panneau",
    https: "le panneau en HTTPS",
    ftp: "FTP",
    ftps: "FTPS",
    port_free: |door, address| format!("{address} est libre pour {door}."),
    port_in_use_by_berth: |door, address| format!("{address} : Berth y répond pour {door}."),
    port_taken: |door, address, setting| {
        format!(
            "{address} est pris par un autre programme, et {door} en a besoin. Arrêtez ce programme (ss -ltnp le montre), ou choisissez une autre adresse avec {setting}."
        )
    },
    port_forbidden: |door, address, setting| {
        format!(
            "Cet utilisateur n'a pas le droit d'écouter sur {address} pour {door}. Donnez cette capacité à Berth (AmbientCapabilities=CAP_NET_BIND_SERVICE dans l'unité systemd), ou choisissez un port à partir de 1024 avec {setting}."
        )
    },
    port_not_here: |door, address, setting| {
        format!("{address} pour {door} n'est pas une adresse de cette machine. Corrigez {setting}.")
    },
    port_failed: |door, address, reason| {
        format!(
            "Impossible d'écouter sur {address} pour {door} : {reason}. Choisissez une autre adresse."
        )
    },

    passive_any: "Le système choisit les ports des connexions de données. Derrière un pare-feu, réglez BERTH_FTP_PASSIVE_PORTS et laissez-les passer.",
    passive_ok: |range, free| {
        format!(
            "Ports {range} pour les connexions de données : {free} sont libres. Le pare-feu doit tous les laisser passer."
        )
    },
    passive_taken: |range, taken, reason| {
        format!(
            "Parmi les ports {range} des connexions de données, {taken} ne peuvent pas être écoutés ({reason}). Si ce n'est pas Berth qui s'en sert, choisissez-en d'autres avec BERTH_FTP_PASSIVE_PORTS."
        )
    },
    passive_overlap: |range, system| {
        format!(
            "Les ports {range} des connexions de données sont parmi ceux que le système donne aux connexions sortantes ({system}) : certains sont pris de temps en temps. Réservez-les : sysctl -w net.ipv4.ip_local_reserved_ports={range}, et dans /etc/sysctl.d pour le prochain démarrage."
        )
    },
    passive_few: |ports, sessions| {
        format!(
            "Il y a {ports} ports pour les connexions de données et {sessions} sessions à la fois : beaucoup de transferts simultanés seront refusés. Élargissez BERTH_FTP_PASSIVE_PORTS."
        )
    },

    host_none: "Les clients FTP reçoivent l'adresse à laquelle ils se connectent. Derrière un NAT, réglez BERTH_PUBLIC_HOST.",
    host_ok: |host, address| format!("Les clients FTP reçoivent {host} ({address})."),
    host_unknown: |host| {
        format!("{host} n'a pas d'adresse IPv4. Corrigez BERTH_PUBLIC_HOST, ou le serveur de noms.")
    },
    host_private: |host, address| {
        format!(
            "Les clients FTP reçoivent {host} ({address}), qui n'est joignable que dans un réseau privé. S'ils viennent d'Internet, réglez BERTH_PUBLIC_HOST sur le nom ou l'adresse publics."
        )
    },

    certificate_later: "Berth crée un certificat à son premier démarrage.",
    certificate_ok: |file, until| format!("{file} va avec sa clé et est valable jusqu'au {until}."),
    certificate_soon: |file, until| {
        format!(
            "{file} expire le {until}. Renouvelez-le : le nouveau est lu quand son fichier change."
        )
    },
    certificate_expired: |file, until| {
        format!(
            "{file} a expiré le {until} : les clients le refusent. Renouvelez-le : le nouveau est lu quand son fichier change."
        )
    },
    certificate_not_yet: |file, from| {
        format!(
            "{file} n'est valable qu'à partir du {from}. Vérifiez l'horloge, ou remplacez le certificat."
        )
    },
    certificate_unusable: |reason| format!("Le certificat est inutilisable : {reason}."),
    certificate_unknown: |file| format!("{file} n'est pas lisible comme certificat. Remplacez-le."),
    certificate_name: |file, host| {
        format!(
            "{file} n'est pas pour {host}, que les clients FTP reçoivent : ils avertissent. Obtenez-en un qui porte ce nom."
        )
    },

    mail_none: "Aucun e-mail n'est envoyé : aucun serveur de messagerie n'est indiqué (BERTH_SMTP_HOST).",
    mail_ok: |server| format!("Le serveur de messagerie {server} répond."),
    mail_without_links: |server| {
        format!(
            "Le serveur de messagerie {server} répond. Les liens à usage unique ne sont pas envoyés tant que rien ne dit où est le panneau. Définissez BERTH_PUBLIC_URL"
        )
    },
    mail_failed: |server, reason| {
        format!(
            "Le serveur de messagerie {server} n'est pas utilisable : {reason}. Corrigez BERTH_SMTP_HOST, BERTH_SMTP_PORT, BERTH_SMTP_TLS ou le mot de passe, ou démarrez-le"
        )
    },
    mail_unusable: |error| format!("Aucun e-mail n'est envoyé, et Berth ne démarre pas : {error}"),
    clock_ok: |time| format!("L'horloge est synchronisée : {time}."),
    clock_unknown: |time| {
        format!("Il est {time}. On ne peut pas savoir ici si l'horloge est synchronisée.")
    },
    clock_not_synchronised: |time| {
        format!(
            "L'horloge n'est pas synchronisée ({time}) : les expirations et la trace en dépendent. Lancez timedatectl set-ntp true, ou un autre service de temps."
        )
    },
    clock_behind: |time, known| {
        format!(
            "L'horloge dit {time}, avant {known}, où quelque chose était déjà noté. Mettez l'horloge à l'heure."
        )
    },

    disk_ok: |folder, free| format!("{free} sont libres pour {folder}."),
    disk_low: |folder, free| format!("Seuls {free} sont libres pour {folder}. Faites de la place."),
    disk_full: |folder, free| {
        format!(
            "{free} sont libres pour {folder} : envois et modifications échouent. Faites de la place."
        )
    },
    inodes_low: |folder, free| {
        format!(
            "Seuls {free} fichiers peuvent encore être créés dans {folder}. Supprimez des fichiers, ou agrandissez le système de fichiers."
        )
    },
    disk_unknown: |folder, reason| {
        format!(
            "La place dans {folder} ne peut pas être connue : {reason}. Vérifiez le chemin et le montage."
        )
    },

    files_ok: |limit, needed| {
        format!("{limit} fichiers peuvent être ouverts à la fois ; il en faut {needed} au plus.")
    },
    files_low: |limit, needed, sessions| {
        format!(
            "{limit} fichiers peuvent être ouverts à la fois, et il en faut {needed} à {sessions} sessions FTP. Mettez LimitNOFILE={needed} dans l'unité systemd, ou baissez BERTH_FTP_MAX_SESSIONS."
        )
    },

    data_ok: |folder| {
        format!("{folder}, la base de données et la clé sont à leur propriétaire seul.")
    },
    data_later: |folder| format!("{folder} est créé au premier démarrage."),
    data_unreachable: |path, reason| {
        format!("{path} ne peut pas être examiné : {reason}. Donnez-le à l'utilisateur de Berth.")
    },
    open_to_others: |path, mode, wanted| {
        format!(
            "D'autres peuvent utiliser {path} (mode {mode}), qui a des secrets. Lancez : chmod {wanted} {path}"
        )
    },
    passwords_left: |file| {
        format!("{file} a encore les premiers mots de passe. Lisez-le, puis supprimez-le.")
    },

    webspaces_none: "Il n'y a pas encore d'espace web.",
    webspaces_ok: |count| format!("Espaces web lisibles et modifiables : {count}."),
    webspaces_more: |count| {
        format!(
            "Il y a encore {count} espaces web avec quelque chose à faire. Commencez par ceux-ci."
        )
    },
    webspace_invalid: |domain, folder| {
        format!(
            "{domain} : {folder} n'est pas un chemin d'espace web. Corrigez-le dans la base de données."
        )
    },
    webspace_missing: |domain, folder| {
        format!(
            "{domain} : {folder} manque. Montez-le ou créez-le, sinon les comptes FTP de {domain} ne se connectent pas."
        )
    },
    webspace_no_folder: |domain, folder| {
        format!("{domain} : {folder} n'est pas un dossier. Mettez le dossier à sa place.")
    },
    webspace_unreachable: |domain, folder, reason| {
        format!(
            "{domain} : {folder} est illisible ({reason}). Laissez cet utilisateur y entrer et le lire, et entrer dans les dossiers au-dessus."
        )
    },
    webspace_not_writable: |domain, folder| {
        format!(
            "{domain} : cet utilisateur ne peut pas écrire dans {folder}. Donnez-lui le dossier, sinon les envois échouent."
        )
    },
    webspace_outside: |domain, folder| {
        format!(
            "{domain} : {folder} est hors de BERTH_WEBSPACE_BASES. Il reste en service : ajoutez-y son dossier, ou déplacez-le."
        )
    },
    webspace_own: |domain, folder| {
        format!(
            "{domain} : {folder} touche aux fichiers de Berth et n'est pas servi. Déplacez l'espace web, ou les données de Berth."
        )
    },
    webspace_system_user: |domain, reason| format!("{domain} : {reason}"),

    database_later: |file| format!("{file} est créé au premier démarrage."),
    database_ok: |version| {
        format!("La base de données est à jour ({version}), et ses pages sont en ordre.")
    },
    database_pending: |count| {
        format!(
            "Le prochain démarrage de ce programme modifie la base de données ({count} migrations), et un Berth antérieur ne pourra plus s'en servir. Lancez d'abord berth backup."
        )
    },
    database_newer: |migration| {
        format!(
            "La base de données est plus récente que ce programme (elle connaît {migration}). Installez le Berth plus récent."
        )
    },
    database_damaged: |reason| {
        format!(
            "La base de données est endommagée ({reason}). Arrêtez Berth, et restaurez une sauvegarde avec berth restore."
        )
    },
    database_unreadable: |reason| {
        format!(
            "La base de données est illisible : {reason}. Vérifiez BERTH_DATA_DIR et BERTH_DATABASE_URL, et que cet utilisateur peut la lire."
        )
    },
    database_on_network: |file, kind| {
        format!(
            "{file} est sur {kind}, où les verrous de SQLite ne tiennent pas. Mettez le dossier de données sur un disque local, ou utilisez PostgreSQL."
        )
    },
};
