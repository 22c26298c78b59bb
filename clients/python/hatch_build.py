"""Generates the messages and the stubs of `proto/` when the package is built, with their types."""

import shutil
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Generate(BuildHookInterface):
    """Runs protoc, which grpcio-tools brings along."""

    PLUGIN_NAME = "custom"

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        # In a clone of the repository, or in a source distribution.
        places = [root / "../../proto", root / "proto"]
        proto = next((place.resolve() for place in places if (place / "arbitre/v1/planning.proto").is_file()), None)
        if proto is None:
            raise FileNotFoundError(f"no proto/ beside {root}: build the package within a clone of the repository")
        generate(proto, root / "src")


def generate(proto: Path, out: Path) -> None:
    """Fills `out` with the package `arbitre.v1`."""
    from grpc_tools import protoc

    package = out / "arbitre"
    shutil.rmtree(package, ignore_errors=True)
    (package / "v1").mkdir(parents=True)
    plugins = [f"--plugin={name}={plugin(name)}" for name in ("protoc-gen-mypy", "protoc-gen-mypy_grpc")]
    outs = [f"--{kind}_out={out}" for kind in ("python", "grpc_python", "mypy", "mypy_grpc")]
    files = sorted(str(file) for file in proto.glob("arbitre/v1/*.proto"))
    code = protoc.main(["protoc", f"--proto_path={proto}", *plugins, *outs, *files])
    if code != 0:
        raise RuntimeError(f"protoc ended with {code}")
    for folder in (package, package / "v1"):
        (folder / "__init__.py").write_text('"""Generated from proto/."""\n', encoding="utf-8")
        (folder / "py.typed").touch()
    # Of files without a service, only the messages are worth shipping.
    for file in (package / "v1").glob("*_pb2_grpc.py"):
        if "class " not in file.read_text(encoding="utf-8"):
            file.unlink()
            file.with_suffix(".pyi").unlink()


def plugin(name: str) -> str:
    """Where the plugin is: on the path while a package is built apart, else beside this Python."""
    scripts = [sysconfig.get_path("scripts"), str(Path(sys.executable).parent)]
    found = shutil.which(name) or shutil.which(name, path=":".join(scripts))
    if found is None:
        raise FileNotFoundError(f"{name} is not installed: pip install mypy-protobuf")
    return found
