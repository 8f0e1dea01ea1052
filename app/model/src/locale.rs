//! The languages of the panel.

use serde::{Deserialize, Serialize};

/// A language that the panel speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Locale {
    /// Every language, in the order in which a person is offered them.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The language tag (BCP 47), as in `<html lang>`, the cookie and the database.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The language's own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
        }
    }

    /// The language of a tag like `fr`, `fr-CA` or `FR_fr.UTF-8`; none for other languages.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_', '.']).next()?;
        Self::ALL
            .into_iter()
            .find(|locale| primary.eq_ignore_ascii_case(locale.tag()))
    }

    /// The best language for an `Accept-Language` header (RFC 9110, 12.5.4).
    ///
    /// The highest weight wins, the earlier of two equal ones; what cannot be read is skipped.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for range in header.split(',') {
            let mut parts = range.split(';');
            let locale = parts.next().and_then(Self::from_tag);
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(Some(1.0), |weight| weight.trim().parse::<f32>().ok());
            if let (Some(locale), Some(weight)) = (locale, weight)
                && weight > best.map_or(0.0, |(best_weight, _)| best_weight)
            {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_are_read_loosely() {
        for tag in ["fr", "FR", "fr-CA", "fr_FR.UTF-8", " fr "] {
            assert_eq!(Locale::from_tag(tag), Some(Locale::Fr), "{tag}");
        }
        for tag in ["de", "french", "", "C.UTF-8"] {
            assert_eq!(Locale::from_tag(tag), None, "{tag}");
        }
    }

    #[test]
    fn the_highest_weight_wins() {
        for (header, locale) in [
            ("fr-FR,fr;q=0.9,en;q=0.8", Some(Locale::Fr)),
            ("en;q=0.5, fr;q=0.7", Some(Locale::Fr)),
            ("de, en-GB;q=0.3", Some(Locale::En)),
            ("en,fr", Some(Locale::En)),
            ("fr;q=0", None),
            ("de", None),
            ("", None),
        ] {
            assert_eq!(Locale::from_accept_language(header), locale, "{header}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_survived(header in any::<String>()) {
            let _ = Locale::from_accept_language(&header);
        }
    }
}
