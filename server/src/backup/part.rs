//! What a backup may hold.

/// A file of a backup. Nothing else may be in one, so that no name leads anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The SQLite database.
    Database,
    /// The certificate that Berth made itself.
    OwnCertificate,
    /// Its private key.
    OwnKey,
    /// The settings file.
    Settings,
    /// The certificate chain that the settings name.
    GivenCertificate,
    /// Its private key.
    GivenKey,
    /// The certificate chain that the settings name for the panel alone.
    PanelCertificate,
    /// Its private key.
    PanelKey,
}

impl Part {
    /// All of them, in the order in which they are written.
    pub(crate) const ALL: [Self; 8] = [
        Self::Settings,
        Self::OwnCertificate,
        Self::OwnKey,
        Self::GivenCertificate,
        Self::GivenKey,
        Self::PanelCertificate,
        Self::PanelKey,
        Self::Database,
    ];

    /// Its name in the archive.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Database => "berth.sqlite",
            Self::OwnCertificate => "ftp-certificate.pem",
            Self::OwnKey => "ftp-key.pem",
            Self::Settings => "berth.toml",
            Self::GivenCertificate => "settings-certificate.pem",
            Self::GivenKey => "settings-key.pem",
            Self::PanelCertificate => "panel-certificate.pem",
            Self::PanelKey => "panel-key.pem",
        }
    }

    /// The part of a name in the archive, if it is one.
    pub(crate) fn of(name: &[u8]) -> Option<Self> {
        (Self::ALL.into_iter()).find(|part| part.name().as_bytes() == name)
    }

    /// Whether it goes back to its place in the data folder. What lies elsewhere is for the operator to
    /// put back.
    pub(super) fn is_berths_own(self) -> bool {
        matches!(self, Self::Database | Self::OwnCertificate | Self::OwnKey)
    }
}
