//! The form that removes an FTP account, or a subscription, for good.

use serde::{Deserialize, Serialize};

use super::kept;
use crate::{Field, Form, Purge};

/// The form of the page of a removed account, or a removed subscription, in « Corbeille ».
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PurgeForm {
    /// The account's name, or the subscription's domain name. It is no field that one fills in.
    pub name: String,
    /// The account's name or its home directory, or the domain name, to confirm that the files are
    /// removed too; none to keep them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<String>,
}

impl PurgeForm {
    /// How it is to be removed. Whether the confirmation is right, the use case says.
    pub fn parse(&self) -> Purge<'_> {
        match &self.confirmation {
            Some(text) => Purge::WithFiles(text),
            None => Purge::KeepFiles,
        }
    }
}

impl Form for PurgeForm {
    fn text(&self, field: Field) -> &str {
        match field {
            Field::Confirmation => self.confirmation.as_deref().unwrap_or_default(),
            _ => "",
        }
    }

    fn set(&mut self, field: Field, text: &str) {
        if field == Field::Confirmation {
            self.confirmation = Some(text.to_owned());
        }
    }

    fn submitted(&self) -> Vec<(Field, &str)> {
        let confirmation = self.confirmation.as_deref();
        let submitted = confirmation.map(|text| (Field::Confirmation, text));
        submitted.into_iter().collect()
    }

    fn without_secrets(self) -> Self {
        Self {
            confirmation: self.confirmation.map(kept),
            ..self
        }
    }
}
