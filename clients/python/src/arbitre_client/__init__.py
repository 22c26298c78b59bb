"""A client of Arbitre, the optimisation engine for project portfolios.

    with Client("localhost:50051") as arbitre:
        plan = arbitre.plan(load_portfolio("portfolio.json"), deadline=30)

The messages are those of `arbitre.v1`, generated from the service's own definition; the comments there, which are the
docstrings here, say what each field means.
"""

from .client import Client
from .errors import (
    ArbitreError,
    Busy,
    Cancelled,
    DeadlineExceeded,
    Forbidden,
    InternalError,
    InvalidRequest,
    LimitExceeded,
    NotFound,
    Unauthenticated,
    Unavailable,
    Violation,
)
from .files import dump_plan, load_plan, load_portfolio, load_project, load_scenario
from .security import Tls
from .workspace import Workspace

__all__ = [
    "ArbitreError",
    "Busy",
    "Cancelled",
    "Client",
    "DeadlineExceeded",
    "Forbidden",
    "InternalError",
    "InvalidRequest",
    "LimitExceeded",
    "NotFound",
    "Tls",
    "Unauthenticated",
    "Unavailable",
    "Violation",
    "Workspace",
    "dump_plan",
    "load_plan",
    "load_portfolio",
    "load_project",
    "load_scenario",
]
