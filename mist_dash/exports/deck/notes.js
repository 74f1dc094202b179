// The facilitator's own window: the note and the clock of the slide in view, and the next one. It follows the window
// that opened it, and hands it every key.
"use strict";
const notes = JSON.parse(document.getElementById("notes").textContent);
const clock_of = `began ${location.pathname}`; // goes on where this window is loaded anew
const began = +(sessionStorage.getItem(clock_of) ?? Date.now()), shown = (id) => document.getElementById(id);

sessionStorage.setItem(clock_of, began);

function follow(at, slides, gone) {
  const note = notes.slides[slides[at].dataset.key] ?? {};
  shown("gone").replaceChildren(...[...new Set([...notes.gone, ...gone])].map(lost));
  shown("place").textContent = `${at + 1} of ${slides.length}`;
  shown("note").textContent = note.note || "No note for this slide.";
  shown("minutes").textContent = note.minutes ? `${note.minutes} min planned` : "";
  picture("now", slides[at]);
  picture("next", slides[at + 1]);
}

function lost(title) {
  const said = `Taken out, since its agreement was taken back: ${title}`;
  return Object.assign(document.createElement("p"), { className: "told", textContent: said });
}

// Slides are copied out of the window that shows them, so that both say the same.
function picture(id, slide) {
  const frame = shown(id);
  frame.replaceChildren();
  if (!slide) return (frame.textContent = "The end");
  frame.style.aspectRatio = `${slide.offsetWidth} / 720`;
  const copy = document.importNode(slide, true), width = slide.offsetWidth;
  copy.classList.add("on");
  copy.removeAttribute("id");
  copy.style.cssText = `inset:auto;left:0;top:0;width:${width}px;height:720px;transform-origin:0 0;transform:scale(${frame.clientWidth / width})`;
  frame.append(copy);
}

function clock() {
  const minutes = Math.floor((Date.now() - began) / 60000);
  shown("time").textContent = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  shown("elapsed").textContent = `${minutes} of ${notes.minutes} min`;
}
setInterval(clock, 1000);
clock();
addEventListener("keydown", (event) => {
  if (!opener || opener.closed || event.ctrlKey || event.metaKey || event.altKey) return;
  if (opener.press(event.key)) event.preventDefault();
});
window.follow = follow;
shown("gone").replaceChildren(...notes.gone.map(lost));
// Asked again and again: the slides, or this window, may be loaded anew at any time.
function join() {
  if (opener && !opener.closed && opener.follow_with) opener.follow_with(window);
  else shown("note").textContent = "Open this window from the slides: press P there.";
}
setInterval(join, 1000);
join();
