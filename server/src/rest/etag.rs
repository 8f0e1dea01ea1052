//! Versions: `ETag` in answers, `If-Match` in requests that change what is there (RFC 9110, 8.8.3 and
//! 13.1.1).

use axum::extract::FromRequestParts;
use http::HeaderValue;
use http::header::IF_MATCH;
use http::request::Parts;
use model::ExpectedVersion;
use utoipa::IntoParams;

use super::error::RestError;
use super::request_error::RequestError;

/// What the header may be, in descriptions: [`MayMatch`] has the same.
pub(super) const IF_MATCH_PATTERN: &str = r#"^(\*|(W/)?"[!#-~]*"( *, *(W/)?"[!#-~]*")*)$"#;

/// The most tags of an `If-Match`.
const MAX_TAGS: usize = 20;

/// The version of what can be changed, as its entity tag. It grows with each change of what a client
/// can set, and not with what comes about by itself, such as usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EntityTag(pub(super) i64);

impl EntityTag {
    /// The header `ETag`.
    pub(super) fn header(self) -> HeaderValue {
        HeaderValue::try_from(format!("\"{}\"", self.0)).unwrap_or(HeaderValue::from_static("\"\""))
    }
}

/// What a request that changes something knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum IfMatch {
    /// Nothing: it changes whatever is there.
    Any,
    /// One of these versions. A tag that is none of ours matches nothing.
    Versions(Vec<EntityTag>),
}

impl IfMatch {
    /// Reads the header's value; none for what cannot be one.
    fn parse(value: &str) -> Option<Self> {
        if value.trim() == "*" {
            return Some(Self::Any);
        }
        let mut versions = Vec::new();
        let tags: Vec<&str> = value.split(',').map(str::trim).collect();
        if tags.len() > MAX_TAGS {
            return None;
        }
        for tag in tags {
            // A weak tag matches nothing here (RFC 9110, 8.8.3.2).
            let (is_weak, quoted) = match tag.strip_prefix("W/") {
                Some(quoted) => (true, quoted),
                None => (false, tag),
            };
            let opaque = quoted.strip_prefix('"')?.strip_suffix('"')?;
            let version = opaque.parse().ok().map(EntityTag);
            versions.extend(version.filter(|tag| !is_weak && tag.header() == quoted));
        }
        Some(Self::Versions(versions))
    }

    /// The versions that a use case compares in its transaction.
    pub(super) fn expected(&self) -> ExpectedVersion {
        match self {
            Self::Any => ExpectedVersion::Any,
            Self::Versions(versions) => {
                ExpectedVersion::OneOf(versions.iter().map(|tag| tag.0).collect())
            }
        }
    }

    /// The version that a change is made from: the one that was read, if that may be changed. The use
    /// case takes it, and compares it in its transaction: others may change it before.
    #[must_use = "what was read may have been changed since: only the use case's transaction knows"]
    pub(super) fn version(&self, read: i64) -> Option<i64> {
        self.matches(EntityTag(read)).then_some(read)
    }

    /// Whether what has this version may be changed.
    fn matches(&self, current: EntityTag) -> bool {
        match self {
            Self::Any => true,
            Self::Versions(versions) => versions.contains(&current),
        }
    }

    fn of(parts: &Parts) -> Result<Option<Self>, RestError> {
        let mut values = parts.headers.get_all(IF_MATCH).iter().peekable();
        if values.peek().is_none() {
            return Ok(None);
        }
        let values: Result<Vec<&str>, _> = values.map(HeaderValue::to_str).collect();
        let read = values
            .ok()
            .and_then(|values| Self::parse(&values.join(",")));
        read.map(Some)
            .ok_or(RequestError::InvalidPrecondition.into())
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = RestError;

    /// For what is changed: the header is required.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RestError> {
        Self::of(parts)?.ok_or(RequestError::PreconditionRequired.into())
    }
}

/// The same for what is removed: without the header, whatever is there is.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(super) struct MayMatch {
    /// The `ETag` that it was read with, to remove it only if nobody has changed it since.
    #[param(rename = "If-Match", value_type = String, required = false, pattern = "^(\\*|(W/)?\"[!#-~]*\"( *, *(W/)?\"[!#-~]*\")*)$")]
    pub(super) if_match: IfMatch,
}

impl<S: Sync> FromRequestParts<S> for MayMatch {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RestError> {
        let if_match = IfMatch::of(parts)?.unwrap_or(IfMatch::Any);
        Ok(Self { if_match })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_version_in_quotes() {
        let versions = |all: &[i64]| {
            let versions = all.iter().copied().map(EntityTag);
            Some(IfMatch::Versions(versions.collect()))
        };
        for (value, expected) in [
            ("*", Some(IfMatch::Any)),
            ("\"7\"", versions(&[7])),
            ("\"7\", \"8\"", versions(&[7, 8])),
            ("W/\"7\"", versions(&[])),
            ("\"another\"", versions(&[])),
            ("\"07\"", versions(&[])),
            ("7", None),
            ("", None),
            ("\"7", None),
        ] {
            assert_eq!(IfMatch::parse(value), expected, "{value}");
        }
        assert_eq!(EntityTag(7).header(), "\"7\"");
        assert!(IfMatch::Versions(vec![EntityTag(7)]).matches(EntityTag(7)));
        assert!(!IfMatch::Versions(vec![]).matches(EntityTag(7)));
    }
}
