//! Typed positions: which pool, which project, and so on, in the portfolio's own order.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The id of position `index` in its list.
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("lists are far shorter than 2^32"))
            }

            /// The position in its list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A pool of the portfolio.
    PoolId
    /// A framework of the portfolio.
    FrameworkId
    /// A sourcing rule of the portfolio.
    SourcingRuleId
    /// A fund of the portfolio.
    FundId
    /// A project of the portfolio.
    ProjectId
    /// A phase of its project.
    PhaseId
    /// A mode of its phase.
    ModeId
    /// A selection rule of the portfolio.
    RuleId
    /// A flow limit of the policy.
    FlowLimitId
}
