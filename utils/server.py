"""What the course changes in the Jupyter server that ``course.py`` starts.

Jupyter's server leaves Nagle's algorithm on for its kernels' web sockets. A kernel answers in several small messages,
so each answer waits for the acknowledgement of the one before: about 40 ms, which is seen in every drag.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """A kernel's connection to the page that sends each message at once."""

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()
