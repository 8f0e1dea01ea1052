//! An answer's body, which tells how far it has come.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

use super::connections::Answering;
use super::http2_answers::Http2Answer;

/// The longest piece that HTTP/2 is given at once, in bytes: all of a piece is held once there is
/// room for its first byte. As long as a frame.
const MAX_PIECE: usize = 16 * 1024;

/// A body. While it is there, its connection counts as one on which a request is being answered.
pub(super) struct AnswerBody {
    body: Body,
    _answering: Answering,
    /// What is left of the last piece, and whom to tell what became of each.
    http2: Option<(Bytes, Http2Answer)>,
}

impl AnswerBody {
    /// `http2` is told what becomes of it, if that is what the connection speaks.
    pub(super) fn new(body: Body, answering: Answering, http2: Option<Http2Answer>) -> Self {
        Self {
            body,
            _answering: answering,
            http2: http2.map(|answer| (Bytes::new(), answer)),
        }
    }
}

impl HttpBody for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Self { body, http2, .. } = &mut *self;
        let Some((rest, answer)) = http2 else {
            return Pin::new(body).poll_frame(context);
        };
        answer.taken();
        if rest.is_empty() {
            match ready!(Pin::new(&mut *body).poll_frame(context)).map(|frame| {
                let frame = frame?;
                Ok(frame.into_data())
            }) {
                Some(Ok(Ok(data))) => *rest = data,
                Some(Ok(Err(other))) => return Poll::Ready(Some(Ok(other))),
                end => {
                    answer.finish();
                    return Poll::Ready(end.and_then(Result::err).map(Err));
                }
            }
        }
        let piece = rest.split_to(rest.len().min(MAX_PIECE));
        answer.written(piece.len());
        if rest.is_empty() && body.is_end_stream() {
            answer.finish();
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        let has_rest = self
            .http2
            .as_ref()
            .is_some_and(|(rest, _)| !rest.is_empty());
        !has_rest && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let hint = self.body.size_hint();
        let Some((rest, _)) = &self.http2 else {
            return hint;
        };
        let rest = u64::try_from(rest.len()).unwrap_or(u64::MAX);
        let mut with_rest = SizeHint::new();
        with_rest.set_lower(hint.lower().saturating_add(rest));
        if let Some(upper) = hint.upper() {
            with_rest.set_upper(upper.saturating_add(rest));
        }
        with_rest
    }
}

impl Drop for AnswerBody {
    fn drop(&mut self) {
        // An empty body is never asked for a piece.
        let is_end = self.is_end_stream();
        if let Some((_, answer)) = &mut self.http2
            && is_end
        {
            answer.finish();
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;
    use crate::config::TrustedAddresses;
    use crate::web::connections::Connections;
    use crate::web::http2_answers::Http2Answers;
    use crate::web::limits::HttpLimits;

    fn answer_body(body: Body) -> AnswerBody {
        let limits = HttpLimits::default();
        let connections = Connections::new(&limits, TrustedAddresses::default());
        let admission = connections.admit([192, 0, 2, 1].into()).ok();
        let answering = admission.expect("a place").begin_answer();
        AnswerBody::new(body, answering, Some(Http2Answers::new(limits).begin()))
    }

    #[tokio::test]
    async fn a_long_piece_is_written_in_short_ones() {
        let content: Vec<u8> = (0_u8..=255).cycle().take(MAX_PIECE * 3 + 7).collect();
        let mut body = answer_body(Body::from(content.clone()));
        let mut received = Vec::new();
        while !body.is_end_stream() {
            let expected = content.len() - received.len();
            assert_eq!(body.size_hint().exact(), u64::try_from(expected).ok());
            let frame = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context));
            let frame = frame.await.expect("a piece").expect("no error");
            let data = frame.into_data().expect("data");
            assert!(data.len() <= MAX_PIECE);
            received.extend(data);
        }
        assert_eq!(received, content);
        let empty = to_bytes(Body::new(answer_body(Body::empty())), 1).await;
        assert!(empty.expect("no error").is_empty());
    }
}
