//! What a server function answered, whichever it was.

use std::any::Any;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// What a server function answered: a value, or its JSON where it came with the page.
///
/// One type for all functions, so that the WebAssembly has once what awaits them.
#[derive(Clone)]
pub(super) enum Content {
    /// A value.
    Value {
        /// It.
        value: Arc<dyn Any + Send + Sync>,
        /// Writes it into the page.
        #[cfg(feature = "ssr")]
        write: fn(&dyn Any) -> serde_json::Result<Box<RawValue>>,
    },
    /// The JSON of one.
    Written(Arc<RawValue>),
}

impl Content {
    /// Holds a value.
    pub(super) fn new<T: Serialize + Send + Sync + 'static>(value: T) -> Self {
        Self::Value {
            value: Arc::new(value),
            #[cfg(feature = "ssr")]
            write: |value| serde_json::value::to_raw_value(&value.downcast_ref::<T>()),
        }
    }

    /// The value; none if it is of another type.
    pub(super) fn read<T: DeserializeOwned + Clone + 'static>(&self) -> Option<T> {
        match self {
            Self::Value { value, .. } => value.downcast_ref::<T>().cloned(),
            Self::Written(json) => serde_json::from_str(json.get()).ok(),
        }
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            #[cfg(feature = "ssr")]
            Self::Value { value, write } => write(value.as_ref())
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
            // The browser writes no pages.
            #[cfg(not(feature = "ssr"))]
            Self::Value { .. } => serializer.serialize_unit(),
            Self::Written(json) => json.as_ref().serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Self::Written(json.into()))
    }
}
