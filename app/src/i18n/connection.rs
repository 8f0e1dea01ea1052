//! « Connexion »: how an FTP client connects.

use crate::client_files::ClientFile;

/// The texts of this page in one language.
pub struct ConnectionTexts {
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub host: &'static str,
    pub port: &'static str,
    pub protocol: &'static str,
    pub protocol_too: &'static str,
    pub explicit_tls: &'static str,
    pub implicit_tls: fn(u16) -> String,
    pub plaintext: &'static str,
    pub fingerprint: &'static str,
    pub compare_fingerprint: &'static str,
    pub rclone_compares_nothing: &'static str,
    pub print: &'static str,
    pub for_clients: &'static str,
    pub for_clients_intro: &'static str,
    pub download_for: fn(&str) -> String,
    pub import_hint: fn(ClientFile) -> &'static str,
    pub open_in_winscp: &'static str,
    pub command_line: &'static str,
    pub command_line_intro: &'static str,
}

pub(super) const EN: ConnectionTexts = ConnectionTexts {
    title: "How to connect",
    title_of: |name| format!("How to connect – {name}"),
    intro: "What to type into an FTP client to use this account. The password is never shown here.",
    host: "Host",
    port: "Port",
    protocol: "Protocol",
    protocol_too: "Or",
    explicit_tls: "FTP with explicit TLS (FTPES)",
    implicit_tls: |port| format!("FTP with implicit TLS (FTPS), on port {port}"),
    plaintext: "FTP without encryption, but then the password and the files are sent unencrypted",
    fingerprint: "Certificate (SHA-256)",
    compare_fingerprint: "No authority has signed the server's certificate, so a client asks whether to trust it. Compare the fingerprint that it shows with this one, and accept it only if they are the same.",
    rclone_compares_nothing: "curl and lftp take no certificate but this one. rclone cannot be told so: it takes any.",
    print: "Print",
    for_clients: "For an FTP client",
    for_clients_intro: "These files hold all but the password, for which the client asks by itself.",
    download_for: |client| format!("Download for {client}"),
    import_hint: |file| match file {
        ClientFile::FileZilla => "In FileZilla: File, Import.",
        ClientFile::Cyberduck => "Double-click the file to open it in Cyberduck.",
        ClientFile::WinScp => {
            "In WinSCP, on the Login screen: Tools, Import Sites, INI file. Do not use “Import/Restore Configuration”, which removes your other sites."
        }
    },
    open_in_winscp: "Open in WinSCP",
    command_line: "On the command line",
    command_line_intro: "Each command asks for the password.",
};

pub(super) const FR: ConnectionTexts = ConnectionTexts {
    title: "Connexion",
    title_of: |name| format!("Connexion – {name}"),
    intro: "Ce qu'il faut saisir dans un client FTP pour utiliser ce compte. Le mot de passe n'est jamais affiché ici.",
    host: "Serveur",
    port: "Port",
    protocol: "Protocole",
    protocol_too: "Ou bien",
    explicit_tls: "FTP avec TLS explicite (FTPES)",
    implicit_tls: |port| format!("FTP avec TLS implicite (FTPS), sur le port {port}"),
    plaintext: "FTP sans chiffrement, mais alors le mot de passe et les fichiers passent en clair",
    fingerprint: "Certificat (SHA-256)",
    compare_fingerprint: "Aucune autorité n'a signé le certificat du serveur\u{a0}: un client demande donc s'il faut lui faire confiance. Comparez l'empreinte qu'il affiche à celle-ci et n'acceptez que si elles sont identiques.",
    rclone_compares_nothing: "curl et lftp n'acceptent que ce certificat. rclone ne sait pas le faire\u{a0}: il les accepte tous.",
    print: "Imprimer",
    for_clients: "Pour un client FTP",
    for_clients_intro: "Ces fichiers contiennent tout sauf le mot de passe, que le client demande lui-même.",
    download_for: |client| format!("Télécharger pour {client}"),
    import_hint: |file| match file {
        ClientFile::FileZilla => "Dans FileZilla\u{a0}: Fichier, Importer.",
        ClientFile::Cyberduck => "Double-cliquez sur le fichier pour l'ouvrir dans Cyberduck.",
        ClientFile::WinScp => {
            "Dans WinSCP, à l'écran de connexion\u{a0}: Outils, Importer des sites, fichier INI. N'utilisez pas «\u{a0}Importer/Restaurer la configuration\u{a0}», qui supprime vos autres sites."
        }
    },
    open_in_winscp: "Ouvrir dans WinSCP",
    command_line: "En ligne de commande",
    command_line_intro: "Chaque commande demande le mot de passe.",
};
