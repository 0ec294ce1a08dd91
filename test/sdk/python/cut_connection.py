"""A way to the server that can be cut, as a network cuts connections."""

import socket
import threading
from urllib.parse import urlsplit


class CutConnection:
    def __init__(self, endpoint: str) -> None:
        target = urlsplit(endpoint)
        self._target = (target.hostname, target.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._refuses = False
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> "CutConnection":
        return self

    def __exit__(self, *_: object) -> None:
        self.refuse()

    def cut(self) -> None:
        """Ends all connections there are; new ones may come."""
        while self._open:
            end(self._open.pop())

    def refuse(self) -> None:
        """Ends all connections and lets no new one come."""
        self._refuses = True
        end(self._listener)
        self.cut()

    def _accept(self) -> None:
        while not self._refuses:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            self._open |= {near, far}
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=pump, args=(source, target), daemon=True).start()


def pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65_536):
            target.sendall(data)
    except OSError:
        pass
    end(target)


def end(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    one.close()
