from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketBlockedError, SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_no_test_opens_a_socket_unasked() -> None:
    with pytest.raises(SocketBlockedError):
        socket.socket()


@pytest.mark.loopback
@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_loopback_reaches_this_machine_and_no_other() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    with socket.socket() as outward, pytest.raises(SocketConnectBlockedError):
        outward.connect(("192.0.2.1", 80))  # RFC 5737: an address nobody has
