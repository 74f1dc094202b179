"""A few lines become an e-mail, where a mail server is configured. Nothing is sent elsewhere."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

WAIT = 20  # seconds for the server to answer


class MailSettings(BaseSettings):
    """From the environment: MIST_SMTP_HOST and the rest; without a host no e-mail is ever sent.

    sender: the address it comes from. link: where people reach the dashboard, "https://mist.example.org".
    """

    model_config = SettingsConfigDict(env_prefix="MIST_SMTP_")
    host: str = ""
    port: int = 587
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: str = "mist-dash@localhost"
    starttls: bool = True
    link: str = ""


def configured() -> bool:
    return bool(MailSettings().host)


def link() -> str:
    return MailSettings().link.rstrip("/")


def send(to: str, subject: str, text: str) -> None:
    """Raises OSError (of which every fault of smtplib is one) when the server does not take it."""
    settings = MailSettings()
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.sender, to, subject
    message.set_content(text)
    with smtplib.SMTP(settings.host, settings.port, timeout=WAIT) as server:
        if settings.starttls:
            server.starttls()
        if settings.user:
            server.login(settings.user, settings.password.get_secret_value())
        server.send_message(message)
