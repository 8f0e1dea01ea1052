//! One file of the site, in the forms that browsers take.

use std::collections::HashMap;
use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::response::Response;
use data_encoding::HEXLOWER;
use futures_util::stream;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};

/// A file, and what the build compressed of it.
#[derive(Debug)]
pub(super) struct SiteFile {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    content_type: &'static str,
    /// Weak: it is one for all forms (RFC 9110, section 8.8.3).
    etag: HeaderValue,
}

/// Bytes that are handed to a connection at a time.
const PIECE_BYTES: usize = 64 * 1024;

/// Bytes of the hash that an `ETag` has.
const ETAG_BYTES: usize = 16;

impl SiteFile {
    /// Makes files of their paths and contents: `berth.js.br` and `berth.js.gz` are forms of
    /// `berth.js`, and no files of their own.
    pub(super) fn with_variants(mut contents: HashMap<String, Bytes>) -> HashMap<String, Self> {
        let is_variant = |path: &String| path.ends_with(".br") || path.ends_with(".gz");
        let paths: Vec<_> = contents
            .keys()
            .filter(|path| !is_variant(path))
            .cloned()
            .collect();
        paths
            .into_iter()
            .filter_map(|path| {
                let plain = contents.remove(&path)?;
                let file = Self {
                    brotli: contents.remove(&format!("{path}.br")),
                    gzip: contents.remove(&format!("{path}.gz")),
                    content_type: content_type(&path),
                    etag: etag(&plain),
                    plain,
                };
                Some((path, file))
            })
            .collect()
    }

    /// The answer with this file, in the smallest form that the browser takes; or only that what
    /// it has is still the same. `cache_control` says how long it may be kept.
    pub(super) fn answer(&self, asked: &HeaderMap, cache_control: &'static str) -> Response {
        let mut response = Response::new(Body::empty());
        if self.is_known(asked) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            let (encoding, body) = self.smallest(asked);
            let headers = response.headers_mut();
            headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
            if let Some(encoding) = encoding {
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
            *response.body_mut() = in_pieces(body);
        }
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache_control));
        headers.insert(VARY, HeaderValue::from(ACCEPT_ENCODING));
        headers.insert(ETAG, self.etag.clone());
        response
    }

    /// Whether the browser has it already (RFC 9110, section 13.1.2).
    fn is_known(&self, asked: &HeaderMap) -> bool {
        let known = asked.get_all(IF_NONE_MATCH).iter();
        let mut known = known.filter_map(|header| header.to_str().ok());
        known.any(|tags| {
            let mut tags = tags.split(',').map(str::trim);
            tags.any(|tag| tag == "*" || self.etag == tag)
        })
    }

    fn smallest(&self, asked: &HeaderMap) -> (Option<&'static str>, Bytes) {
        for (encoding, form) in [("br", &self.brotli), ("gzip", &self.gzip)] {
            if let Some(form) = form
                && accepts(asked, encoding)
            {
                return (Some(encoding), form.clone());
            }
        }
        (None, self.plain.clone())
    }
}

/// Whether a browser names an encoding as one that it takes (RFC 9110, section 12.5.3).
fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    let accepted = asked.get_all(ACCEPT_ENCODING).iter();
    let accepted = accepted.filter_map(|header| header.to_str().ok());
    accepted.flat_map(|list| list.split(',')).any(|element| {
        let (name, weight) = element.split_once(';').unwrap_or((element, ""));
        let weight = weight.trim().strip_prefix("q=").map(str::parse::<f32>);
        name.trim().eq_ignore_ascii_case(encoding) && !matches!(weight, Some(Ok(0.0)))
    })
}

/// A body that ends when its last piece is on its way, and not when it begins: until then the
/// connection counts as one that is answered.
fn in_pieces(mut contents: Bytes) -> Body {
    Body::from_stream(stream::iter(std::iter::from_fn(move || {
        let piece = contents.split_to(contents.len().min(PIECE_BYTES));
        (!piece.is_empty()).then_some(Ok::<_, Infallible>(piece))
    })))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

fn etag(contents: &[u8]) -> HeaderValue {
    let hash = Sha256::digest(contents);
    let hash = HEXLOWER.encode(hash.get(..ETAG_BYTES).unwrap_or(&hash));
    // Quotes and hexadecimal digits are a header's value.
    HeaderValue::from_str(&format!("W/\"{hash}\"")).unwrap_or(HeaderValue::from_static("W/\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_counts_if_it_is_named_and_not_ruled_out() {
        let accepts = |list: &str, encoding| {
            let list = HeaderValue::from_str(list).expect("a header");
            accepts(&HeaderMap::from_iter([(ACCEPT_ENCODING, list)]), encoding)
        };
        for list in [
            "br",
            "gzip, deflate, br, zstd",
            "gzip;q=1, BR ; q=0.1",
            "br;q=x",
        ] {
            assert!(accepts(list, "br"), "{list}");
        }
        for list in [
            "",
            "gzip",
            "br;q=0",
            "br; q=0.000",
            "brotli",
            "*",
            "identity",
        ] {
            assert!(!accepts(list, "br"), "{list}");
        }
    }
}
