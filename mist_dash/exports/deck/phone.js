// What is on the screen in the room, in words, asked for every two seconds; and two buttons while there is a vote.
"use strict";
const here = location.pathname.replace(/\/$/, ""), part = (id) => document.getElementById(id);
let drawn = "";
const kept = (vote) => sessionStorage.getItem(here + vote.key); // what this phone answered

async function look() {
  try {
    const answer = await fetch(here + "/now", { cache: "no-store" });
    if (answer.status === 404) return over();
    if (answer.ok) show(await answer.json());
  } catch { part("told").textContent = "No connection just now. This page tries again by itself."; }
}

function show(now) {
  if (JSON.stringify(now) === drawn) return;
  drawn = JSON.stringify(now);
  part("title").textContent = now.title;
  part("words").replaceChildren(...now.words.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  part("choices").replaceChildren(...(now.vote ? now.vote.choices.map((text, n) => choice(now.vote, text, n)) : []));
  part("told").textContent = !now.vote ? "" : now.vote.closed ? "The answers are on the screen now."
    : kept(now.vote) === null ? "One answer from this phone. Nobody sees who answered what."
    : "Counted. You may change it until the answers are shown.";
}

function choice(vote, text, n) {
  const button = Object.assign(document.createElement("button"), { textContent: text, type: "button" });
  button.setAttribute("aria-pressed", String(kept(vote) === String(n)));
  button.disabled = vote.closed;
  button.addEventListener("click", async () => {
    const answer = await fetch(`${here}/${vote.key}/${n}`, { method: "POST" }).catch(() => null);
    if (!answer || !answer.ok) return (part("told").textContent = answer ? await answer.text() : "No connection. Press again, please.");
    sessionStorage.setItem(here + vote.key, n);
    drawn = "";
    look();
  });
  return button;
}

function over() {
  show({ title: "This meeting is over", words: ["Thank you for being here."], vote: null });
  clearInterval(timer);
}
const timer = setInterval(look, 2000);
look();
