//! The people who sign in to the panel.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "panel_user")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key)]
    pub(in crate::store) id: i64,
    pub(in crate::store) login: String,
    pub(in crate::store) display_name: String,
    pub(in crate::store) password_hash: String,
    pub(in crate::store) role: String,
    pub(in crate::store) locale: Option<String>,
    pub(in crate::store) created_at: i64,
    pub(in crate::store) time_zone: Option<String>,
    pub(in crate::store) disabled: bool,
    pub(in crate::store) reseller_id: Option<i64>,
    pub(in crate::store) version: i64,
    /// What a reseller may have at most; no limit where there is none.
    pub(in crate::store) max_customers: Option<i64>,
    pub(in crate::store) max_subscriptions: Option<i64>,
    pub(in crate::store) max_ftp_accounts: Option<i64>,
    pub(in crate::store) last_sign_in_at: Option<i64>,
    /// What lists are sorted and searched by.
    pub(in crate::store) login_key: String,
    pub(in crate::store) name_key: String,
    pub(in crate::store) search_words: String,
    pub(in crate::store) must_change_password: bool,
    /// Where mail goes.
    pub(in crate::store) email: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
