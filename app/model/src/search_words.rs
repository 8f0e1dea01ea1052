//! The words that FTP accounts are found by.

use std::collections::BTreeSet;

use super::folded_text::folded;

/// The longest word, in characters; longer ones are cut.
const MAX_WORD_LENGTH: usize = 32;
/// The most words of one account. A note that is longer is found by its first ones.
const MAX_WORDS: usize = 200;
/// The most words that are looked for.
const MAX_QUERY_WORDS: usize = 8;

/// The words that an account is found by the beginnings of, in no order, each once.
///
/// A word is a run of letters and digits, without accents and in small letters. Where digits
/// follow a letter, another word begins: `site12` is found by `site` and by `12`.
pub fn words_of_account(name: &str, home_directory: &str, note: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for text in [name, home_directory, note] {
        for word in runs(text) {
            for at in numbers(&word) {
                if words.len() < MAX_WORDS {
                    words.insert(cut(&word[at..]));
                }
            }
        }
    }
    words
}

/// The words that are looked for: every one must be the beginning of one of an account's.
pub fn query_words(search: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in runs(search).iter().map(|word| cut(word)) {
        if words.len() < MAX_QUERY_WORDS && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Runs of letters and digits, folded.
fn runs(text: &str) -> Vec<String> {
    folded(text)
        .split(|character: char| !character.is_alphanumeric())
        .filter(|run| !run.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// Where a word begins, and where digits follow a letter in it.
fn numbers(word: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut before = None;
    for (at, character) in word.char_indices() {
        let is_digit = character.is_ascii_digit();
        if is_digit && before == Some(false) {
            starts.push(at);
        }
        before = Some(is_digit);
    }
    starts
}

fn cut(word: &str) -> String {
    word.chars().take(MAX_WORD_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_folded_and_each_stands_once() {
        let words = words_of_account("jean.dupont@site12", "/Été/Straße", "Œuvre de DUPONT");
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let expected = [
            "12", "de", "dupont", "ete", "jean", "oeuvre", "site12", "strasse",
        ];
        assert_eq!(words, expected);
        assert_eq!(query_words(" Été, DUPONT été "), ["ete", "dupont"]);
        assert!(query_words("- / @").is_empty());
    }

    proptest! {
        #[test]
        fn an_account_is_found_by_each_beginning_of_its_words(
            note in "[a-zA-ZéÉçÖß0-9 ,./-]{0,80}", length in 1_usize..40,
        ) {
            let words = words_of_account("paul", "/", &note);
            prop_assert!(words.len() <= MAX_WORDS);
            for part in note.split(|c: char| !c.is_alphanumeric()) {
                let beginning: String = part.chars().take(length).collect();
                for searched in query_words(&beginning) {
                    prop_assert!(words.iter().any(|word| word.starts_with(&searched)), "{searched} {words:?}");
                }
            }
        }
    }
}
