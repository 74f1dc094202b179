"""Terms that a chart or a sentence cannot do without become one plain explanation each, said where they first stand."""

from __future__ import annotations

from mist_dash.core.control import Control
from mist_dash.core.words.chart import level

PLAIN = {
    "95% range": "The 95% range is where the true figure most likely lies: wide where little was counted.",
    "limit": "Between the limits (the shaded band) nearly all points lie by chance alone.",
    "baseline": "The baseline is the usual level in the months that it names; the limits come from the same months.",
    "centre line": "The centre line is the usual level, around which points vary.",
    "middle": "The middle has as many points above it as below.",
    "run chart": "A run chart shows points in order of time, and too few of them for limits.",
    "t chart": "A T chart shows the time from one event to the next: high points are long times without one. Its "
    "centre line lies below the average of these times, which a few long ones pull up.",
}


def explained(*texts: str) -> str:
    """What the terms in these texts mean, each once; empty where there are none."""
    said = " ".join(texts).casefold()
    return " ".join(plain for term, plain in PLAIN.items() if term in said)


def on_chart(control: Control) -> str:
    """The same of what is written in a chart."""
    if not any(dot.centre is not None for dot in control.dots):
        return ""
    limits = "limit" if any(dot.upper is not None or dot.lower is not None for dot in control.dots) else ""
    return explained(level(control), limits)
