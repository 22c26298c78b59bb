"""How a server is reached: in plain text, by TLS, by mutual TLS; with a token or without."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import grpc


@dataclass(frozen=True)
class Tls:
    """Encryption. Files are in PEM form."""

    authorities: str | PathLike[str] | None = None
    """Certificates of the authorities that the server's certificate is accepted from; the system's own if absent."""
    certificate: str | PathLike[str] | None = None
    """For mutual TLS: this client's certificate and those that lead to its authority, its own first."""
    key: str | PathLike[str] | None = None
    """And its private key."""
    server_name: str | None = None
    """The name that the server's certificate has to bear, where it is not the address's."""

    def credentials(self) -> grpc.ChannelCredentials:
        """As gRPC wants them."""
        if (self.certificate is None) != (self.key is None):
            raise ValueError("a certificate needs its key, and a key its certificate")
        files = (self.authorities, self.key, self.certificate)
        roots, key, chain = (None if file is None else Path(file).read_bytes() for file in files)
        return grpc.ssl_channel_credentials(roots, key, chain)


def open_channel(address: str, tls: Tls | None, token: str | None, *, compress: bool) -> grpc.Channel:
    """A channel to the server. Plans can be long: there is no limit to what is received."""
    options: list[tuple[str, str | int]] = [("grpc.max_receive_message_length", -1)]
    compression = grpc.Compression.Gzip if compress else grpc.Compression.NoCompression
    if tls is None:
        if token is not None and not is_loopback(address):
            raise ValueError(f"a token would go to {address} in plain text: give tls=Tls()")
        return grpc.insecure_channel(address, options, compression)
    if tls.server_name is not None:
        options.append(("grpc.ssl_target_name_override", tls.server_name))
    return grpc.secure_channel(address, tls.credentials(), options, compression)


def is_loopback(address: str) -> bool:
    """Whether an address, with its port, is this machine's own."""
    if address.startswith("unix:"):
        return True
    host = address.rpartition(":")[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
