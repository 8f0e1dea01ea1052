//! The certificates that the server shows, as administrators see them.

use model::{Actor, AppError, CertificateWarning, UtcTime};

use crate::part::part;

part! {
    /// The certificates that the server shows.
    Certificates
}

impl Certificates {
    /// What there is to be told about certificates now: that one expires soon, or is not valid.
    ///
    /// Who may: administrators only.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`].
    pub fn warnings(&self, actor: &Actor) -> Result<Vec<CertificateWarning>, AppError> {
        self.context.administrators_only(actor)?;
        let (certificates, now) = (self.context.certificates(), UtcTime::now());
        let warnings = certificates.iter().filter_map(|one| one.warning_at(now));
        Ok(warnings.collect())
    }
}
