//! Characters that are not seen, but change how others are shown.
//!
//! Where Berth decides what a text may be, they are refused. Where a text comes from a disk, a client
//! or an earlier version, it is shown with them made visible, and so that its direction ends with it.
//! The marks U+061C, U+200E and U+200F are none of them: keyboards of scripts that run from right to
//! left write them, and they turn nothing but the spaces and signs beside them.

use std::borrow::Cow;
use std::fmt::Write;

/// Characters that turn the direction of the text after them (UAX #9, 2): embeddings, overrides and
/// isolates.
const TURNS_DIRECTION: [char; 9] = [
    '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{2069}',
];

/// What begins a part of a sentence that has a direction of its own, and what ends it.
const ISOLATE: (char, char) = ('\u{2068}', '\u{2069}');

/// Whether a character is a control character (U+0000 to U+001F, U+007F to U+009F), or turns the
/// direction of text (U+202A to U+202E, U+2066 to U+2069).
pub fn is_control(character: char) -> bool {
    character.is_control() || TURNS_DIRECTION.contains(&character)
}

/// Whether a text has a character that [is a control character](is_control).
pub(super) fn has_control(text: &str) -> bool {
    text.contains(is_control)
}

/// A text as it can be shown anywhere: control characters by their code points, as in `‹U+202E›`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !has_control(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_control(character) {
            // A string takes everything.
            let _ = write!(shown, "‹U+{:04X}›", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// A [visible] text as a part of a sentence, whose direction it does not change.
pub fn isolated(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if shown.contains(runs_from_right_to_left) {
        let (begin, end) = ISOLATE;
        Cow::Owned(format!("{begin}{shown}{end}"))
    } else {
        shown
    }
}

/// Whether a character is in one of the blocks that have letters from right to left, or marks of
/// that direction.
fn runs_from_right_to_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}'
            | '\u{200f}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_turns_the_direction_is_shown_by_its_code_point() {
        assert_eq!(visible("gpj\u{202e}exe.txt"), "gpj‹U+202E›exe.txt");
        assert_eq!(visible("a\n\u{7f}\u{2066}b"), "a‹U+000A›‹U+007F›‹U+2066›b");
        assert_eq!(visible("/Été/日本 \u{200f}"), "/Été/日本 \u{200f}");
    }

    #[test]
    fn a_part_of_a_sentence_keeps_its_direction_to_itself() {
        assert_eq!(isolated("/été"), "/été");
        assert_eq!(isolated("/\u{5d0}"), "\u{2068}/\u{5d0}\u{2069}");
        assert_eq!(
            isolated("\u{2069}\u{5d0}"),
            "\u{2068}‹U+2069›\u{5d0}\u{2069}"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_visible_turns_nothing(text in any::<String>()) {
            prop_assert!(!has_control(&visible(&text)));
            let part = isolated(&text);
            let inside = part.strip_prefix(ISOLATE.0).unwrap_or(&part);
            prop_assert!(!has_control(inside.strip_suffix(ISOLATE.1).unwrap_or(inside)));
        }
    }
}
