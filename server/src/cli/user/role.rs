//! A panel user's role, as the command line names it.

use clap::ValueEnum;
use model::Role;

#[derive(Clone, Copy, ValueEnum)]
pub(in crate::cli) enum RoleArgument {
    /// Sees and changes everything
    Admin,
    /// Sees and changes subscriptions of their own and of their customers
    Reseller,
    /// Sees and changes the own subscriptions only
    Customer,
}

impl From<RoleArgument> for Role {
    fn from(role: RoleArgument) -> Self {
        match role {
            RoleArgument::Admin => Self::Administrator,
            RoleArgument::Reseller => Self::Reseller,
            RoleArgument::Customer => Self::Customer,
        }
    }
}
