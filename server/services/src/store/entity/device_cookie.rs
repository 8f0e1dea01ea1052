//! The browsers in which panel users have signed in before.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "device_cookie")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) token_hash: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) panel_user_id: i64,
    pub(in crate::store) issued_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {
    #[sea_orm(
        belongs_to = "super::panel_user::Entity",
        from = "Column::PanelUserId",
        to = "super::panel_user::Column::Id"
    )]
    PanelUser,
}

impl Related<super::panel_user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::PanelUser.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
