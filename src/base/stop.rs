//! How long work is told to stop: asked often, answered cheaply, never by looking at a clock inside the engine.

/// Says whether to stop now. Once it has said yes it keeps saying yes.
pub trait Stop: Sync {
    /// Whether to stop now.
    fn stop(&self) -> bool;

    /// Whether nobody wants the answer any more, not even the best so far: whoever is asked ends at once, with nothing.
    /// Then [`Stop::stop`] says yes as well.
    fn is_abandoned(&self) -> bool {
        false
    }

    /// Share of the budget that is used up, from 0 to 1; work with several parts divides the rest among them. 0 where
    /// there is no budget.
    fn spent(&self) -> f64 {
        0.0
    }
}

/// Never stops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Never;

impl Stop for Never {
    fn stop(&self) -> bool {
        false
    }
}

impl<F: Fn() -> bool + Sync> Stop for F {
    fn stop(&self) -> bool {
        self()
    }
}
