//! What the pages of the REST API show: its operations, as its own description (OpenAPI) has them.

use serde::{Deserialize, Serialize};

/// The operations of the REST API, in the order of its description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RestApiReference {
    /// The operations; those that are about the same stand together.
    pub operations: Vec<RestApiOperation>,
}

impl RestApiReference {
    /// What the list says of each operation.
    pub fn list(&self) -> Vec<RestApiSummary> {
        let operations = self.operations.iter();
        operations
            .map(|operation| operation.summary.clone())
            .collect()
    }

    /// The operation of this `operationId`.
    pub fn operation(&self, id: &str) -> Option<&RestApiOperation> {
        let mut operations = self.operations.iter();
        operations.find(|operation| operation.summary.id == id)
    }
}

/// An operation, as a row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestApiSummary {
    /// Its `operationId`.
    pub id: String,
    /// What it is about, as its tag in the description says.
    pub group: String,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path from the server's root on, with `{name}` where a value goes.
    pub path: String,
    /// What it does, in a few English words.
    pub summary: String,
}

/// An operation, as the page of its own shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestApiOperation {
    /// What the list says of it.
    pub summary: RestApiSummary,
    /// What else there is to know, in English; may be empty.
    pub description: String,
    /// What goes into the path, the query and the headers.
    pub parameters: Vec<RestApiParameter>,
    /// What is sent.
    pub body: Option<RestApiBody>,
    /// How it answers, by status.
    pub answers: Vec<RestApiAnswer>,
}

/// A value that goes into a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestApiParameter {
    /// Its name.
    pub name: String,
    /// Where it goes.
    pub place: RestApiPlace,
    /// Whether the request is refused without it.
    pub required: bool,
    /// What kind of value it is, in the description's words: `string`, `integer`, ...
    pub kind: String,
    /// What it means, in English; may be empty.
    pub description: String,
}

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RestApiPlace {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
}

/// What a request sends, or an answer holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestApiBody {
    /// Its media type.
    pub media_type: String,
    /// Its fields, those of objects inside it below them.
    pub fields: Vec<RestApiField>,
    /// An example, as JSON that people can read.
    pub example: String,
}

impl RestApiBody {
    /// Whether it is a form with files in it, whose parts the fields are.
    pub fn is_form(&self) -> bool {
        self.media_type == "multipart/form-data"
    }
}

/// A field of a JSON object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestApiField {
    /// Its path from the outermost object on, with dots: `settings.quota`.
    pub path: String,
    /// What kind of value it is, in the description's words.
    pub kind: String,
    /// Whether it is always there, or must be.
    pub required: bool,
    /// What it means, in English; may be empty.
    pub description: String,
}

impl RestApiField {
    /// Whether a file goes into it.
    pub fn is_file(&self) -> bool {
        self.kind == "binary"
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestApiAnswer {
    /// The HTTP status.
    pub status: String,
    /// When it is given, in English.
    pub description: String,
    /// What it holds; none if nothing.
    pub body: Option<RestApiBody>,
}
