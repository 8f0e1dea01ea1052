//! HTML that is written at once, where there is too much of it for views.
//!
//! A long table has no part that changes by itself. Written as one text it costs the server a
//! fraction of what its views would, and the WebAssembly has the code of no row.

/// HTML under way. What is typed by people comes in through [`text`](Self::text) alone.
#[derive(Default)]
pub(crate) struct Html(String);

impl Html {
    /// Adds markup, which is written here in the program and nowhere else.
    pub(crate) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds markup if something is so.
    pub(crate) fn raw_if(&mut self, is: bool, markup: &'static str) -> &mut Self {
        self.raw(if is { markup } else { "" })
    }

    /// Adds a text, or the value of an attribute that stands between double quotes.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            let (before, after) = rest.split_at(at);
            self.0.push_str(before);
            self.0.push_str(match after.as_bytes().first() {
                Some(b'&') => "&amp;",
                Some(b'<') => "&lt;",
                Some(b'>') => "&gt;",
                Some(b'"') => "&quot;",
                _ => "&#39;",
            });
            rest = after.get(1..).unwrap_or_default();
        }
        self.0.push_str(rest);
        self
    }

    /// The whole.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_never_becomes_markup() {
        let mut html = Html::default();
        html.raw("<p title=\"")
            .text("\" onclick='x' é&amp;")
            .raw("\">")
            .text("<script>");
        assert_eq!(
            html.finish(),
            "<p title=\"&quot; onclick=&#39;x&#39; é&amp;amp;\">&lt;script&gt;"
        );
    }
}
