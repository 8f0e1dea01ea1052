//! Queries on plans.

use std::collections::BTreeMap;

use model::{DomainName, Login, PanelUserId, Plan, PlanId, PlanName, PlanView, Role};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::convert::{count, read};
use super::entity::plan::{ActiveModel, Column, Entity, Model};
use super::entity::{panel_user, subscription};
use super::error::StoreError;
use super::keys::SubscriptionId;
use super::limits::{LimitColumns, stored};
use super::pool::Store;
use super::transaction::Transaction;

/// A plan.
#[derive(Clone, Debug)]
pub struct PlanRecord {
    /// Key.
    pub id: PlanId,
    /// The reseller whose it is; none for the server's.
    pub maker: Option<PanelUserId>,
    /// What it is.
    pub plan: Plan,
    /// Grows with each change, from 1.
    pub version: i64,
}

/// Which plans somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlansOf {
    /// The server's and all resellers'.
    All,
    /// A reseller's.
    Reseller(PanelUserId),
    /// The server's, and those of a reseller, if there is one.
    ServerAnd(Option<PanelUserId>),
}

impl PlansOf {
    fn condition(self) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Reseller(reseller) => Condition::all().add(Column::MakerId.eq(reseller.0)),
            Self::ServerAnd(reseller) => Condition::any()
                .add(Column::MakerId.is_null())
                .add_option(reseller.map(|reseller| Column::MakerId.eq(reseller.0))),
        }
    }

    /// Whether a plan is among them.
    pub fn has(self, plan: &PlanRecord) -> bool {
        match self {
            Self::All => true,
            Self::Reseller(reseller) => plan.maker == Some(reseller),
            Self::ServerAnd(reseller) => plan.maker.is_none() || plan.maker == reseller,
        }
    }
}

fn record(row: &Model) -> Result<PlanRecord, StoreError> {
    let limits = LimitColumns {
        ftp_accounts: row.max_ftp_accounts,
        disk_space: row.max_disk_space,
        files: row.max_files,
        ftp_sessions: row.max_ftp_sessions,
        upload_rate: row.total_upload_rate,
        download_rate: row.total_download_rate,
        locked: &row.locked_settings,
    };
    Ok(PlanRecord {
        id: PlanId(row.id),
        maker: row.maker_id.map(PanelUserId),
        plan: Plan {
            name: read(&row.name, "plan.name")?,
            limits: limits.read()?,
        },
        version: row.version,
    })
}

/// A name as it is compared with others, and sorted.
fn name_key(name: &PlanName) -> String {
    name.as_str().to_lowercase()
}

fn columns(plan: &Plan) -> ActiveModel {
    let (name, limits) = (&plan.name, &plan.limits);
    ActiveModel {
        name: Set(name.as_str().to_owned()),
        name_key: Set(name_key(name)),
        max_ftp_accounts: Set(limits.ftp_accounts.map(i64::from)),
        max_disk_space: Set(limits.disk_space.map(stored)),
        max_files: Set(limits.files.map(stored)),
        max_ftp_sessions: Set(limits.ftp_sessions.map(i64::from)),
        total_upload_rate: Set(limits.upload_rate.map(i64::from)),
        total_download_rate: Set(limits.download_rate.map(i64::from)),
        locked_settings: Set(limits.locked.keys()),
        ..ActiveModel::default()
    }
}

impl Store {
    /// How many of these plans there are.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_plans(&self, of: PlansOf) -> Result<u64, StoreError> {
        let plans = Entity::find().filter(of.condition());
        Ok(plans.count(&self.readers).await?)
    }

    /// Plans by name, the server's first: `limit` of them after the first `offset`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn plans(
        &self,
        of: PlansOf,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<PlanView>, StoreError> {
        let server_first = Column::MakerId.is_not_null();
        let rows = Entity::find()
            .filter(of.condition())
            .order_by_asc(server_first)
            .order_by_asc(Column::MakerId)
            .order_by_asc(Column::NameKey)
            .offset(offset)
            .limit(limit)
            .all(&self.readers)
            .await?;
        self.views(rows).await
    }

    /// Plans in the order in which they were added: `limit` of them after one, or the first ones.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn plans_after(
        &self,
        of: PlansOf,
        after: Option<PlanId>,
        limit: u64,
    ) -> Result<Vec<PlanView>, StoreError> {
        let mut select = Entity::find().filter(of.condition());
        if let Some(after) = after {
            select = select.filter(Column::Id.gt(after.0));
        }
        let rows = select
            .order_by_asc(Column::Id)
            .limit(limit)
            .all(&self.readers)
            .await?;
        self.views(rows).await
    }

    /// A plan, as pages show it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn plan_view(&self, id: PlanId) -> Result<Option<PlanView>, StoreError> {
        let row = Entity::find_by_id(id.0).one(&self.readers).await?;
        Ok(self.views(row.into_iter().collect()).await?.pop())
    }

    /// A plan.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn plan(&self, id: PlanId) -> Result<Option<PlanRecord>, StoreError> {
        let row = Entity::find_by_id(id.0).one(&self.readers).await?;
        row.as_ref().map(record).transpose()
    }

    /// The plan of a name among those of one maker: a reseller, or the server.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn plan_named(
        &self,
        maker: Option<PanelUserId>,
        name: &PlanName,
    ) -> Result<Option<PlanRecord>, StoreError> {
        let of_maker = match maker {
            Some(maker) => Column::MakerId.eq(maker.0),
            None => Column::MakerId.is_null(),
        };
        let row = Entity::find()
            .filter(of_maker)
            .filter(Column::NameKey.eq(name_key(name)))
            .one(&self.readers)
            .await?;
        row.as_ref().map(record).transpose()
    }

    /// The keys and names of plans, the server's first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn plan_names(
        &self,
        of: PlansOf,
        limit: u64,
    ) -> Result<Vec<(PlanId, PlanName)>, StoreError> {
        let rows: Vec<(i64, String)> = Entity::find()
            .select_only()
            .column(Column::Id)
            .column(Column::Name)
            .filter(of.condition())
            .order_by_asc(Column::MakerId.is_not_null())
            .order_by_asc(Column::NameKey)
            .limit(limit)
            .into_tuple()
            .all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|(id, name)| Ok((PlanId(id), read(&name, "plan.name")?)))
            .collect()
    }

    /// The names of the plans that these subscriptions have.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn plan_names_of(
        &self,
        subscriptions: &[i64],
    ) -> Result<BTreeMap<i64, PlanName>, StoreError> {
        let rows: Vec<(i64, String)> = subscription::Entity::find()
            .select_only()
            .column(subscription::Column::Id)
            .column(Column::Name)
            .join(
                sea_orm::JoinType::InnerJoin,
                subscription::Entity::belongs_to(Entity)
                    .from(subscription::Column::PlanId)
                    .to(Column::Id)
                    .into(),
            )
            .filter(subscription::Column::Id.is_in(subscriptions.iter().copied()))
            .into_tuple()
            .all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|(id, name)| Ok((id, read(&name, "plan.name")?)))
            .collect()
    }

    /// The reseller whose subscription, or whose customer's, it is.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn reseller_of(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<PanelUserId>, StoreError> {
        use panel_user::Column;
        let owner: Option<(i64, String, Option<i64>)> =
            subscription::Entity::find_by_id(subscription.0)
                .select_only()
                .column(Column::Id)
                .column(Column::Role)
                .column(Column::ResellerId)
                .join(
                    sea_orm::JoinType::InnerJoin,
                    sea_orm::RelationTrait::def(&subscription::Relation::Owner),
                )
                .into_tuple()
                .one(&self.readers)
                .await?;
        Ok(owner.and_then(|(id, role, reseller)| {
            let own = (role == Role::Reseller.as_str()).then_some(id);
            own.or(reseller).map(PanelUserId)
        }))
    }

    /// Plans with their makers, and with how many subscriptions have each.
    async fn views(&self, rows: Vec<Model>) -> Result<Vec<PlanView>, StoreError> {
        let ids = rows.iter().map(|row| row.id);
        let uses: Vec<(i64, i64)> = subscription::Entity::find()
            .select_only()
            .column(subscription::Column::PlanId)
            .column_as(subscription::Column::Id.count(), "uses")
            .filter(subscription::Column::PlanId.is_in(ids))
            .group_by(subscription::Column::PlanId)
            .into_tuple()
            .all(&self.readers)
            .await?;
        let uses: BTreeMap<i64, i64> = uses.into_iter().collect();
        let makers = rows.iter().filter_map(|row| row.maker_id);
        let makers: Vec<(i64, String)> = panel_user::Entity::find()
            .select_only()
            .column(panel_user::Column::Id)
            .column(panel_user::Column::Login)
            .filter(panel_user::Column::Id.is_in(makers))
            .into_tuple()
            .all(&self.readers)
            .await?;
        let makers: BTreeMap<i64, String> = makers.into_iter().collect();
        let view = |row: &Model| {
            let PlanRecord {
                id,
                maker,
                plan,
                version,
            } = record(row)?;
            let login = maker.and_then(|maker| makers.get(&maker.0));
            let login = login.map(|login| read::<Login>(login, "panel_user.login"));
            Ok(PlanView {
                id,
                plan,
                maker: login.transpose()?,
                subscriptions: count(uses.get(&row.id).copied().unwrap_or_default()),
                version,
            })
        };
        rows.iter().map(view).collect()
    }
}

impl Transaction {
    /// The plan, which nobody else changes, removes or gives to a subscription until the end of this
    /// transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn lock_plan(&self, id: PlanId) -> Result<Option<PlanRecord>, StoreError> {
        let row = Entity::find_by_id(id.0)
            .lock(LockType::Update)
            .one(&self.transaction)
            .await?;
        row.as_ref().map(record).transpose()
    }

    /// The name of a plan, which is not locked.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn plan_name(&self, id: PlanId) -> Result<Option<PlanName>, StoreError> {
        let name: Option<String> = Entity::find_by_id(id.0)
            .select_only()
            .column(Column::Name)
            .into_tuple()
            .one(&self.transaction)
            .await?;
        name.map(|name| read(&name, "plan.name")).transpose()
    }

    /// The subscriptions that have a plan, by key, with their domain names.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn subscriptions_of_plan(
        &self,
        id: PlanId,
    ) -> Result<Vec<(SubscriptionId, DomainName)>, StoreError> {
        let rows: Vec<(i64, String)> = subscription::Entity::find()
            .select_only()
            .column(subscription::Column::Id)
            .column(subscription::Column::Domain)
            .filter(subscription::Column::PlanId.eq(id.0))
            .order_by_asc(subscription::Column::Id)
            .into_tuple()
            .all(&self.transaction)
            .await?;
        rows.into_iter()
            .map(|(id, domain)| Ok((SubscriptionId(id), read(&domain, "subscription.domain")?)))
            .collect()
    }

    /// How many plans a maker has: a reseller, or the server.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_plans_of(&self, maker: Option<PanelUserId>) -> Result<u64, StoreError> {
        let of = match maker {
            Some(reseller) => PlansOf::Reseller(reseller),
            None => PlansOf::ServerAnd(None),
        };
        let plans = Entity::find().filter(of.condition());
        Ok(plans.count(&self.transaction).await?)
    }

    /// Adds a plan.
    ///
    /// # Errors
    /// [`Constraint::PlanName`](super::error::Constraint::PlanName) if its maker has one of that name.
    pub async fn add_plan(
        &self,
        maker: Option<PanelUserId>,
        plan: &Plan,
    ) -> Result<PlanId, StoreError> {
        let row = ActiveModel {
            maker_id: Set(maker.map(|maker| maker.0)),
            version: Set(1),
            ..columns(plan)
        };
        let added = Entity::insert(row).exec(&self.transaction).await?;
        Ok(PlanId(added.last_insert_id))
    }

    /// Changes a locked plan; its version grows by one.
    ///
    /// # Errors
    /// As [`add_plan`](Self::add_plan).
    pub async fn change_plan(&self, before: &PlanRecord, plan: &Plan) -> Result<(), StoreError> {
        let row = ActiveModel {
            version: Set(before.version + 1),
            ..columns(plan)
        };
        Entity::update_many()
            .set(row)
            .filter(Column::Id.eq(before.id.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Removes a locked plan that no subscription has.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_plan(&self, id: PlanId) -> Result<(), StoreError> {
        Entity::delete_by_id(id.0).exec(&self.transaction).await?;
        Ok(())
    }
}
