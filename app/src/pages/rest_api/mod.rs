//! The REST API: its operations, each with a form that tries it.

mod call;
mod curl;
mod list;
mod operation;
mod try_it;

pub(crate) use self::list::RestApi;
pub(crate) use self::operation::RestApiOperationPage;
