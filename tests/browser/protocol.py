"""A browser tab without a browser: speaks the dashboard's own websocket protocol, so that any message can be forged."""

from __future__ import annotations

from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

FIELDS = (
    "string_value",
    "int_value",
    "double_value",
    "bool_value",
    "trigger_value",
    "json_value",
    "string_trigger_value",
)


@dataclass
class Answer:
    """Everything that one run sent: its bytes as they came, and the ids of the widgets in it."""

    raw: bytes = b""
    widgets: dict[str, str] = field(default_factory=dict)  # id -> kind
    texts: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    messages: list[ForwardMsg] = field(default_factory=list)

    @property
    def session(self) -> str:
        """The id of the Streamlit session, as every page is told its own."""
        return next(
            message.new_session.initialize.session_id
            for message in self.messages
            if message.WhichOneof("type") == "new_session"
        )

    @property
    def runs(self) -> int:
        """How often the script began: a page that asks for itself again begins more than once."""
        return sum(message.WhichOneof("type") == "new_session" for message in self.messages)


class Tab:
    """One websocket session. `token` is what the session cookie holds; none is a visitor.

    session: the id of one that is there already, with which the connection asks to go on.
    """

    def __init__(self, url: str, token: str = "", session: str = "") -> None:
        headers = {"Cookie": f"mist_session={token}"} if token else {}
        protocols = ["streamlit", "no-xsrf", session] if session else ["streamlit"]
        self.socket: ClientConnection = connect(
            url.replace("http", "ws") + "/_stcore/stream",
            subprotocols=[Subprotocol(one) for one in protocols],
            origin=url,
            max_size=None,
            additional_headers=headers,
            compression=None,
        )

    def run(
        self,
        page: str = "",
        query: str = "",
        widgets: dict[str, tuple[str, object]] | None = None,
        quiet: float = 0,
    ) -> Answer:
        """One run of a page, with any widget values at all: id -> (protocol field, value).

        quiet: seconds to listen on after its end, for runs that nobody asked for.
        """
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        for id, (name, value) in (widgets or {}).items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = id
            if isinstance(value, list):
                getattr(state, name).data.extend(value)
            elif isinstance(value, FileUploaderState):
                getattr(state, name).CopyFrom(value)
            else:
                setattr(state, name, value)
        self.socket.send(message.SerializeToString())
        answer = self._listen(Answer(), 30)
        while quiet:
            try:
                self._listen(answer, quiet)
            except TimeoutError:
                break
        return answer

    def _listen(self, answer: Answer, patience: float) -> Answer:
        while True:
            raw = self.socket.recv(timeout=patience)
            assert isinstance(raw, bytes)
            answer.raw += raw
            message = ForwardMsg.FromString(raw)
            answer.messages.append(message)
            if message.WhichOneof("type") == "new_session":  # what the run before drew does not stand any more
                answer.widgets.clear()
                answer.texts.clear()
                answer.codes.clear()
            assert answer.runs < 50, "the page asks for itself again and again"
            if message.WhichOneof("type") == "script_finished" and message.script_finished != 2:
                return answer
            _note(message, answer)

    def close(self) -> None:
        self.socket.close()


def _note(message: ForwardMsg, answer: Answer) -> None:
    if message.WhichOneof("type") != "delta":
        return
    if message.delta.WhichOneof("type") == "add_block" and message.delta.add_block.id:  # tabs, and what is folded up
        answer.widgets[message.delta.add_block.id] = str(message.delta.add_block.WhichOneof("type"))
    if message.delta.WhichOneof("type") != "new_element":
        return
    element = message.delta.new_element
    kind = str(element.WhichOneof("type"))
    inner = getattr(element, kind)
    id = getattr(inner, "id", "")
    if isinstance(id, str) and id:
        answer.widgets[id] = kind
    if kind == "code":
        answer.codes.append(inner.code_text)
    if kind in ("markdown", "alert", "heading", "text"):
        answer.texts.append(inner.body)
