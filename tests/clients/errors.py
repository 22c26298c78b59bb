"""The details of an error as google.rpc has them."""

from __future__ import annotations

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status


class Details:
    """What an error says beside its code."""

    def __init__(self, error: grpc.RpcError) -> None:
        status = rpc_status.from_call(error)
        assert status is not None, f"no google.rpc.Status came with {error!r}"
        self.info = error_details_pb2.ErrorInfo()
        self.localized = error_details_pb2.LocalizedMessage()
        self.request = error_details_pb2.BadRequest()
        self.retry: error_details_pb2.RetryInfo | None = None
        for detail in status.details:
            for message in (self.info, self.localized, self.request):
                detail.Unpack(message)
            retry = error_details_pb2.RetryInfo()
            if detail.Unpack(retry):
                self.retry = retry

    @property
    def fields(self) -> dict[str, str]:
        """The reason of each violation, by its path."""
        return {v.field: v.reason for v in self.request.field_violations}
