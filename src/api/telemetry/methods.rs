//! The methods that are served. What a caller asks for beyond them goes into metrics under one name, so that made-up
//! paths cannot fill anyone's memory with time series.

use std::collections::BTreeSet;

use prost_reflect::{DescriptorError, DescriptorPool};

/// The methods that are served, as `package.Service/Method`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Methods(BTreeSet<String>);

impl Methods {
    /// What any other method is called.
    pub const OTHER: &'static str = "other";

    /// All methods of all services in encoded descriptor sets.
    pub fn of(sets: &[&[u8]]) -> Result<Self, DescriptorError> {
        let mut methods = BTreeSet::new();
        for set in sets {
            let pool = DescriptorPool::decode(*set)?;
            let found = pool.services().flat_map(|s| s.methods().collect::<Vec<_>>());
            methods.extend(found.map(|m| format!("{}/{}", m.parent_service().full_name(), m.name())));
        }
        Ok(Self(methods))
    }

    /// The services whose names begin so.
    pub fn services<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        let names: BTreeSet<&str> = self.0.iter().filter_map(|m| Some(m.split_once('/')?.0)).collect();
        names.into_iter().filter(move |name| name.starts_with(prefix))
    }

    /// The method that a path asks for.
    pub(super) fn name(&self, path: &str) -> &str {
        let name = path.strip_prefix('/').and_then(|name| self.0.get(name));
        name.map_or(Self::OTHER, |name| name)
    }
}

/// Whether machines ask for it all day long: health and reflection.
pub(super) fn is_routine(method: &str) -> bool {
    method.starts_with("grpc.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_methods_that_are_served_have_names() {
        let health = tonic_health::pb::FILE_DESCRIPTOR_SET;
        let methods = Methods::of(&[health]).expect("the descriptors that tonic-health carries");
        assert_eq!(methods.name("/grpc.health.v1.Health/Check"), "grpc.health.v1.Health/Check");
        for made_up in ["", "/", "grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Chuck", "/x\u{7f}"] {
            assert_eq!(methods.name(made_up), Methods::OTHER);
        }
    }
}
