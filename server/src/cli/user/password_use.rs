//! Whether a password that is given stays.

use clap::Args;
use model::PasswordUse;

#[derive(Args)]
pub(super) struct PasswordUseOption {
    /// Do not ask the person for another password at the next sign-in: it is their own already
    #[arg(long)]
    keep_password: bool,
}

impl PasswordUseOption {
    /// How the password is meant.
    pub(super) fn get(&self) -> PasswordUse {
        match self.keep_password {
            true => PasswordUse::Permanent,
            false => PasswordUse::Temporary,
        }
    }
}
