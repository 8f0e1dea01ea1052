//! « Offres »: named sets of limits, which subscriptions can have.

mod add;
mod edit;
mod list;

pub(crate) use self::add::AddPlan;
pub(crate) use self::edit::EditPlan;
pub(crate) use self::list::Plans;
use model::Field;

/// The fields of a plan's form.
const FIELDS: &[Field] = &[
    Field::PlanName,
    Field::MaxFtpAccounts,
    Field::MaxDiskSpace,
    Field::MaxFiles,
    Field::MaxFtpSessions,
    Field::TotalUploadRate,
    Field::TotalDownloadRate,
];
