//! The forms that set limits: a plan's, and a subscription's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Form, form_fields, kept};
use crate::{
    Field, FieldErrors, FtpAccountSettings, LimitsSource, LockedSettings, Plan, PlanId, PlanName,
    PlanView, SubscriptionLimits, SubscriptionLimitsView,
};

/// Limits as they are submitted, as a part of other forms. An empty text is no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LimitsForm {
    /// The limits, by their keys.
    limits: BTreeMap<String, String>,
    /// The settings that are locked: those of these keys that have [`Self::LOCKED`].
    settings: BTreeMap<String, String>,
}

impl LimitsForm {
    /// The value of the box of a setting that is locked.
    pub const LOCKED: &'static str = "locked";

    /// The form with these limits in it.
    pub fn of(limits: &SubscriptionLimits) -> Self {
        let mut form = Self::default();
        for field in SubscriptionLimits::FIELDS {
            form.set(field, &limits.value(field));
        }
        for field in limits.locked.iter() {
            form.set(field, Self::LOCKED);
        }
        form
    }

    fn read(&self, errors: &mut FieldErrors) -> SubscriptionLimits {
        let mut limits = SubscriptionLimits {
            locked: LockedSettings::of(|field| self.text(field) == Self::LOCKED),
            ..SubscriptionLimits::default()
        };
        for field in SubscriptionLimits::FIELDS {
            let set = limits.set(field, self.text(field));
            errors.read(field, set);
        }
        limits
    }

    /// Where the text of a field is; none if it is neither a limit nor a setting.
    fn place(field: Field) -> Option<(Part, &'static str)> {
        if SubscriptionLimits::FIELDS.contains(&field) {
            Some((Part::Limits, inner_key(field)))
        } else if FtpAccountSettings::FIELDS.contains(&field) {
            Some((Part::Settings, inner_key(field)))
        } else {
            None
        }
    }
}

enum Part {
    Limits,
    Settings,
}

/// A field's key, without what forms put around it.
fn inner_key(field: Field) -> &'static str {
    let key = field.key();
    let inner = key.split_once('[').map(|(_, inner)| inner);
    inner
        .and_then(|inner| inner.strip_suffix(']'))
        .unwrap_or(key)
}

impl Form for LimitsForm {
    fn text(&self, field: Field) -> &str {
        let text = match Self::place(field) {
            Some((Part::Limits, key)) => self.limits.get(key),
            Some((Part::Settings, key)) => self.settings.get(key),
            None => None,
        };
        text.map(String::as_str).unwrap_or_default()
    }

    fn set(&mut self, field: Field, text: &str) {
        let map = match Self::place(field) {
            Some((Part::Limits, key)) => self.limits.entry(key.to_owned()),
            Some((Part::Settings, key)) => self.settings.entry(key.to_owned()),
            None => return,
        };
        *map.or_default() = text.to_owned();
    }

    fn submitted(&self) -> Vec<(Field, &str)> {
        let fields = (SubscriptionLimits::FIELDS.into_iter()).chain(LockedSettings::choices());
        fields.map(|field| (field, self.text(field))).collect()
    }

    fn without_secrets(self) -> Self {
        let mut form = Self::default();
        for (field, text) in self.submitted() {
            let text = kept(text.to_owned());
            if !text.is_empty() {
                form.set(field, &text);
            }
        }
        form
    }
}

/// The form that adds a plan, or changes one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    /// The version of the plan that the form was made from; 0 for a new one.
    #[serde(with = "super::number_text")]
    pub version: i64,
    /// The plan's name.
    pub plan_name: String,
    /// The limits.
    #[serde(flatten)]
    pub limits: LimitsForm,
    /// The [fingerprint](SubscriptionLimits::fingerprint) of the limits whose consequences were seen.
    pub seen: String,
}

form_fields!(PlanForm {
    texts { PlanName: plan_name }
    settings: limits
    version: version
});

impl PlanForm {
    /// The form with the plan that there is.
    pub fn of(plan: &PlanView) -> Self {
        Self {
            version: plan.version,
            plan_name: plan.plan.name.to_string(),
            limits: LimitsForm::of(&plan.plan.limits),
            seen: String::new(),
        }
    }

    /// The plan.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self) -> Result<Plan, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.read(Field::PlanName, PlanName::parse(&self.plan_name));
        let limits = self.limits.read(&mut errors);
        errors.finish(name.map(|name| Plan { name, limits }))
    }
}

/// The form that changes the limits of a subscription.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubscriptionLimitsForm {
    /// The version of the limits that the form was made from.
    #[serde(with = "super::number_text")]
    pub version: i64,
    /// The key of a plan; empty for limits of the subscription's own.
    pub plan: String,
    /// Its own limits. With a plan they are ignored.
    #[serde(flatten)]
    pub limits: LimitsForm,
    /// The [fingerprint](SubscriptionLimits::fingerprint) of the limits whose consequences were seen.
    pub seen: String,
}

form_fields!(SubscriptionLimitsForm {
    texts { Plan: plan }
    settings: limits
    version: version
});

impl SubscriptionLimitsForm {
    /// The form with the limits that there are.
    pub fn of(view: &SubscriptionLimitsView) -> Self {
        Self {
            version: view.version,
            plan: view.plan.map(|plan| plan.0.to_string()).unwrap_or_default(),
            limits: LimitsForm::of(&view.limits),
            seen: String::new(),
        }
    }

    /// Where the limits are to come from.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self) -> Result<LimitsSource, FieldErrors> {
        let mut errors = FieldErrors::default();
        let source = match self.plan.trim() {
            "" => Some(LimitsSource::Own(self.limits.read(&mut errors))),
            plan => {
                let id = plan.parse().map(|id| LimitsSource::Plan(PlanId(id)));
                let id = id.map_err(|_| crate::SettingError::NotAChoice);
                errors.read(Field::Plan, id)
            }
        };
        errors.finish(source)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::SettingError;

    #[test]
    fn a_plan_is_read_with_its_limits_and_what_it_locks() {
        let mut form = PlanForm::default();
        for (field, text) in [
            (Field::PlanName, "Offre S"),
            (Field::MaxFtpAccounts, "20"),
            (Field::MaxDiskSpace, "2 GB"),
            (Field::Permission, LimitsForm::LOCKED),
        ] {
            form.set(field, text);
        }
        let plan = form.parse().unwrap();
        assert_eq!(plan.limits.ftp_accounts, Some(20));
        assert_eq!(plan.limits.disk_space, Some(2_000_000_000));
        assert_eq!(plan.limits.locked.keys(), "permission");
        assert_eq!(plan.limits.files, None);
        let again = PlanForm::of(&PlanView {
            id: PlanId(1),
            plan: plan.clone(),
            maker: None,
            subscriptions: 0,
            version: 1,
        });
        assert_eq!(again.parse(), Ok(plan));
        form.set(Field::MaxFtpAccounts, "0");
        form.set(Field::PlanName, "");
        let errors = form.parse().unwrap_err();
        assert!(
            errors.get(Field::PlanName).is_some() && errors.get(Field::MaxFtpAccounts).is_some()
        );
    }

    #[test]
    fn limits_beside_a_plan_are_ignored() {
        let mut form = SubscriptionLimitsForm::default();
        form.set(Field::MaxFtpAccounts, "none");
        assert!(form.parse().is_err());
        form.set(Field::Plan, "3");
        assert_eq!(form.parse(), Ok(LimitsSource::Plan(PlanId(3))));
        form.set(Field::Plan, "x");
        let errors = form.parse().unwrap_err();
        let not_a_choice = SettingError::NotAChoice.into();
        assert_eq!(errors.get(Field::Plan), Some(not_a_choice));
    }
}
