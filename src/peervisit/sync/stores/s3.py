"""A store in a bucket of S3, Amazon's or any that speaks like it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from peervisit.errors import StoreError
from peervisit.i18n import _
from peervisit.sync.stores import faults
from peervisit.sync.stores.address import Address
from peervisit.sync.stores.store import Entry


class S3Store:
    """A store in a bucket, through s3fs.

    ``s3://KEY@BUCKET/FOLDER?endpoint=https://HOST``; without a key, the credentials that Amazon's own tools
    use. Options: ``endpoint``, ``region``, ``profile``, and ``anonymous=yes``.
    """

    is_shared = True
    """Several threads may ask at once."""

    def __init__(self, address: Address, timeout: float) -> None:
        from s3fs import S3FileSystem

        self.shown = address.shown
        self._bucket = address.host
        self._root = address.path.strip("/")
        settings: dict[str, Any] = {
            "connect_timeout": timeout,
            "read_timeout": timeout,
            "retries": {"max_attempts": 1},
            # What is newer than S3 itself, and refused by many that speak like it.
            "request_checksum_calculation": "when_required",
            "response_checksum_validation": "when_required",
        }
        endpoint = address.option("endpoint")
        if endpoint:
            settings["s3"] = {"addressing_style": "path"}
        with self._in_plain_words():
            self._files = S3FileSystem(
                anon=bool(address.option("anonymous")),
                key=address.user or None,
                secret=address.password or None,
                profile=address.option("profile"),
                endpoint_url=endpoint,
                client_kwargs={
                    "region_name": address.option("region") or ("us-east-1" if endpoint else None)
                },
                config_kwargs=settings,
                use_listings_cache=False,
                skip_instance_cache=True,
            )
            self._files.retries = 1

    def list(self, folder: str) -> list[Entry] | None:
        """Return what a folder holds; None where nothing has a name below it."""
        prefix = self._key(folder)
        prefix += "/" if prefix else ""
        entries: list[Entry] = []
        more: dict[str, str] = {}
        with self._in_plain_words():
            while True:
                page = self._files.call_s3(
                    "list_objects_v2", Bucket=self._bucket, Prefix=prefix, Delimiter="/", **more
                )
                entries += [
                    Entry(one["Prefix"][len(prefix) :].rstrip("/"), is_folder=True)
                    for one in page.get("CommonPrefixes", ())
                ]
                entries += [
                    Entry(one["Key"][len(prefix) :], one["Size"])
                    for one in page.get("Contents", ())
                    if one["Key"] != prefix
                ]
                if not page.get("NextContinuationToken"):
                    break
                more = {"ContinuationToken": page["NextContinuationToken"]}
        # A bucket is its own proof that it is there; a folder is there when something is in it.
        return entries if entries or not folder else None

    def get(self, path: str) -> bytes | None:
        """Return what a file holds; None where there is no such file."""
        with self._in_plain_words():
            try:
                return bytes(self._files.cat_file(f"{self._bucket}/{self._key(path)}"))
            except FileNotFoundError:
                return None

    def put(self, path: str, content: bytes) -> None:
        """Write a new file."""
        with self._in_plain_words(writing=True):
            self._files.call_s3("put_object", Bucket=self._bucket, Key=self._key(path), Body=content)

    def make_folder(self, path: str) -> None:
        """Folders of a bucket need no making."""

    def close(self) -> None:
        """Let go of the connections."""
        from fsspec.asyn import sync

        # Its property `s3` would connect where nothing ever did.
        closing = getattr(self._files, "_s3", None)
        if closing is not None:
            sync(self._files.loop, closing.close, timeout=5)

    def _key(self, path: str) -> str:
        return "/".join(part for part in (self._root, path) if part)

    @contextmanager
    def _in_plain_words(self, *, writing: bool = False) -> Iterator[None]:
        from botocore import exceptions as boto

        try:
            yield
        except (boto.NoCredentialsError, boto.PartialCredentialsError, boto.ProfileNotFound) as error:
            raise StoreError(
                _(
                    "{store}: no credentials; write the key into the address (s3://KEY@BUCKET/…), or keep "
                    "them where Amazon's own tools do"
                ).format(store=self.shown)
            ) from error
        except (boto.ConnectTimeoutError, boto.ReadTimeoutError) as error:
            raise faults.silent(self.shown) from error
        except (boto.HTTPClientError, boto.ConnectionError) as error:
            raise faults.away(self.shown) from error
        except boto.ClientError as error:
            raise self._answered(error, writing=writing) from error
        except OSError as error:
            cause = error.__cause__
            if isinstance(cause, boto.ClientError):
                raise self._answered(cause, writing=writing) from error
            raise faults.system(self.shown, error, writing=writing) from error
        except (boto.BotoCoreError, ValueError) as error:
            raise StoreError(
                _("{store}: the address cannot be used; check bucket and endpoint").format(store=self.shown)
            ) from error

    def _answered(self, error: Any, *, writing: bool) -> StoreError:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"}:
            return faults.wrong_password(self.shown)
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if not isinstance(status, int):
            status = int(code) if code.isdigit() else 500
        return faults.status(self.shown, status, writing=writing)
