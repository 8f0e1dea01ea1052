//! Who did what, on what, when and from where. Only ever added to.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_event")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key)]
    pub(in crate::store) id: i64,
    pub(in crate::store) at: i64,
    pub(in crate::store) operation: String,
    pub(in crate::store) actor: String,
    pub(in crate::store) panel_user_id: Option<i64>,
    pub(in crate::store) address: Option<String>,
    pub(in crate::store) action: String,
    pub(in crate::store) subject_kind: String,
    pub(in crate::store) subject_name: Option<String>,
    pub(in crate::store) subscription_id: Option<i64>,
    pub(in crate::store) domain: Option<String>,
    pub(in crate::store) before: Option<String>,
    pub(in crate::store) after: Option<String>,
    pub(in crate::store) ftp_account_id: Option<i64>,
    pub(in crate::store) repeats: i64,
    pub(in crate::store) system_user: Option<String>,
    pub(in crate::store) actor_role: Option<String>,
    pub(in crate::store) reseller_id: Option<i64>,
    pub(in crate::store) token: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
