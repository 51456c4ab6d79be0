"""Forms of what a server that shares its ledger answers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import Hash, Local, Strict

METHODS = (
    "eth_chainId", "eth_blockNumber", "eth_getBlockByNumber", "eth_getBlockByHash",
    "eth_getTransactionByHash", "eth_getTransactionReceipt", "eth_getCode", "eth_getStorageAt",
    "eth_getProof", "eth_call", "eth_getLogs",
)  # fmt: skip
"""Questions of ``POST /v1/rpc``; a test holds them against ``ledger.chain.window``."""


class CodeHashes(Strict):
    """Keccak-256 of the code of both contracts."""

    registry: str = Hash
    licensing: str = Hash


class NetworkFile(Strict):
    """All that another computer needs to use this ledger, and can check."""

    songdeed: Literal["network"]
    version: Literal[1]
    name: str
    chain_id: int
    genesis: str = Hash
    registry: str
    licensing: str
    deployed_at: int
    local: bool = Field(description="A chain of one computer, whose root keys are public")
    public_mempool: bool
    finality: str
    code: CodeHashes
    rpc: str
    api: str
    host: str = Hash
    fingerprint: str = Field(
        description="80 bits over chain, contracts, code and, of his own chain, the host's key; read out"
    )


class ProvenBlock(Strict):
    """A block that counts as final."""

    number: int
    hash: str = Hash


class HostProof(Strict):
    """The network file and a block, signed by the key in the file together with what the asker drew."""

    network: NetworkFile
    block: ProvenBlock
    signature: str = Field(description="Ed25519 over docs/decisions/0010's text, 0x and 64 bytes")


class RpcError(Strict):
    """Why a question was not answered."""

    code: int
    message: str
    data: str | None = None


class RpcAnswer(Strict):
    """JSON-RPC 2.0."""

    jsonrpc: Literal["2.0"]
    id: int | str | None
    result: Any = None
    error: RpcError | None = None


class Record(BaseModel):
    """A record as it was registered (docs/decisions/0002)."""

    model_config = ConfigDict(extra="allow")


class RecordKept(Strict):
    """The record is kept, and can be read."""

    asset: str = Hash
    record_cid: str
    local: Literal[True] | None = Local
