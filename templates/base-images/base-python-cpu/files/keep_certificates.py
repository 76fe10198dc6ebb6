"""Saves every certificate of a bundle as its own file, where update-ca-certificates finds it."""

import re
import sys
from pathlib import Path

CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.DOTALL)


def certificates(pem: str) -> list[str]:
    """The base64 bodies of a PEM text without line breaks, so that equal certificates are equal strings."""
    return ["".join(body.split()) for body in CERTIFICATE.findall(pem)]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def known_certificates(folders: list[Path]) -> set[str]:
    return {body for folder in folders for path in folder.rglob("*.crt") for body in certificates(read(path))}


def as_pem(body: str) -> str:
    lines = [body[start : start + 64] for start in range(0, len(body), 64)]
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])


def main() -> None:
    bundle, distribution, local = (Path(argument) for argument in sys.argv[1:4])
    local.mkdir(parents=True, exist_ok=True)
    known = known_certificates([distribution, local])
    for number, body in enumerate(dict.fromkeys(certificates(read(bundle)))):
        if body not in known:
            (local / f"root-image-{number}.crt").write_text(as_pem(body), encoding="ascii")


if __name__ == "__main__":
    main()
