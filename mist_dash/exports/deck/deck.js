// Keys move through slides that are all drawn before the first of them. Nothing here loads anything: the only words
// with the server are the count of a vote, the cards of the room, which slide is in view, and which may still be shown;
// the deck goes on without an answer.
"use strict";
const deck = JSON.parse(document.getElementById("deck").textContent);
let slides = [...document.querySelectorAll(".slide")];
const stage = document.getElementById("stage"), dark = document.getElementById("dark"), typed = document.getElementById("typed");
let at = 0, notes = null, resting = null, standing = null, put_up = null;
const gone = new Set(); // what only the notes window tells

function show(place) {
  at = Math.max(0, Math.min(slides.length - 1, place));
  slides.forEach((one, n) => one.classList.toggle("on", n === at));
  drop();
  history.replaceState(null, "", "#" + (at + 1));
  tell();
}

function tell_notes() {
  if (notes && !notes.closed && notes.follow) notes.follow(at, slides, [...gone]);
}

function tell() {
  tell_notes();
  if (deck.at) fetch(`${deck.at}/${slides[at].dataset.key}`, { method: "POST" }).catch(() => {});
}

// Which slide a hash or a typed number means; where it means none, the other one.
const named = (text, other) => (/^\d{1,3}$/.test(text) && text >= 1 && text <= slides.length ? text - 1 : other);

function press(key, shift = false) {
  if (!document.documentElement.classList.contains("ready")) return false;
  if (/^\d$/.test(key)) return (typed.textContent = (typed.textContent + key).slice(-3)), true;
  const jump = key === "Enter" && typed.textContent ? named(typed.textContent, at) : null;
  typed.textContent = "";
  const moves = {
    ArrowRight: at + 1, ArrowDown: at + 1, PageDown: at + 1, " ": shift ? at - 1 : at + 1, Enter: at + 1,
    ArrowLeft: at - 1, ArrowUp: at - 1, PageUp: at - 1, Backspace: at - 1, Home: 0, End: slides.length - 1,
  };
  const was = dark.className;
  if (key in moves) {
    dark.className = "";
    // the first press after a dark slide brings the slide back, so that nobody misses one
    if (!was || jump !== null || key === "Home" || key === "End") show(jump ?? moves[key]);
  } else if (/^[b.]$/i.test(key)) dark.className = was ? "" : "on black";
  else if (key === "Escape") dark.className = "on";
  else if (/^f$/i.test(key) || key === "F5") full();
  else if (/^p$/i.test(key) && deck.notes) notes = window.open(deck.notes, "notes", "popup,width=1000,height=700");
  else if (/^v$/i.test(key)) ask(true);
  else return false;
  return true;
}

// The notes window says that it is there: this one, or that one, may have been loaded anew.
function follow_with(other) {
  if (notes === other) return;
  notes = other;
  tell_notes();
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => {});
}

addEventListener("keydown", (event) => {
  const reload = event.key.toLowerCase() === "r" && (event.ctrlKey || event.metaKey); // a slip before forty people
  if (reload && deck.at) return event.preventDefault();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (press(event.key, event.shiftKey)) event.preventDefault();
});
document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) dark.className = "on"; });
addEventListener("hashchange", () => show(named(location.hash.slice(1), 0)));
addEventListener("mousemove", () => {
  document.body.classList.remove("still");
  clearTimeout(resting);
  resting = setTimeout(() => document.body.classList.add("still"), 2000);
});
document.querySelectorAll(".band button").forEach((one) => one.addEventListener("click", () => press(one.value)));

// A vote: how many have answered while it runs, and what they answered only once V is pressed; that closes it.
// The room: the cards that an assistant has put up so far.
async function ask(reveal) {
  const slide = slides[at], kind = slide.classList;
  try {
    if (kind.contains("vote") && !kind.contains("revealed"))
      tally(slide, await told(`${deck.votes}/${slide.dataset.key}`, reveal ? "POST" : "GET"));
    if (kind.contains("room")) put(await told(deck.cards, "GET"));
  } catch {} // without a network the slide stays as it is
}

// An agreement that was taken back while the deck is open: its slide goes before it is reached, and nothing moves on
// the screen. What is in view goes as soon as it is left.
async function look() {
  try {
    standing = await told(deck.standing, "GET");
  } catch { return } // without a network the deck stays as it is
  standing.gone.forEach((title) => gone.add(title));
  drop();
  tell_notes();
}

function drop() {
  if (!standing) return;
  const here = slides[at], may = (one) => standing.slides[one.dataset.key]?.print === one.dataset.print;
  for (const one of slides.filter(may)) one.querySelector(".safe span").textContent = standing.slides[one.dataset.key].where;
  const lost = slides.filter((one) => one !== here && !may(one));
  for (const one of lost) {
    if (standing.slides[one.dataset.key]) gone.add(one.querySelector("h1").textContent); // less of it may be shown now
    one.remove();
  }
  if (lost.length) number(slides.filter((one) => !lost.includes(one)), here);
}

// The slides that there are now, with their places. here: the one in view.
function number(now, here) {
  slides = now;
  at = slides.indexOf(here);
  slides.forEach((one, n) => {
    one.querySelector(".place").textContent = `${n + 1} / ${slides.length}`;
    one.setAttribute("aria-label", `${n + 1} of ${slides.length}`);
  });
}

async function told(address, method) {
  const answer = await fetch(address, { method, cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

// The newest card first. Those that a slide has no room for stand on another one behind it.
function put(cards) {
  put_up = cards;
  const rooms = slides.filter((one) => one.classList.contains("room")), here = slides[at];
  let n = 0, left = cards;
  do {
    if (!rooms[n]) rooms.push(behind(rooms[n - 1], here));
    left = left.slice(filled(rooms[n++], left));
  } while (left.length);
  const empty = rooms.slice(n);
  if (!empty.length) return;
  empty.forEach((one) => one.remove());
  number(slides.filter((one) => !empty.includes(one)), empty.includes(here) ? rooms[n - 1] : here);
  slides[at].classList.add("on");
}

function behind(room, here) {
  const another = room.cloneNode(true), place = slides.indexOf(room) + 1;
  another.classList.remove("on");
  room.after(another);
  number([...slides.slice(0, place), another, ...slides.slice(place)], here);
  return another;
}

// How many of the cards stand on this slide, which are as many as can be read.
function filled(room, cards) {
  const made = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  const rows = cards.map(([kind, text]) => [made("dt", kind), made("dd", text)]);
  const list = room.querySelector("dl"), words = room.querySelector(".words"), body = room.querySelector(".body");
  let many = 0;
  list.replaceChildren();
  words.style.fontSize = CARD + "px";
  for (const row of rows) {
    list.append(...row);
    if (many && !fits(words, body, CARD)) { row.forEach((part) => part.remove()); break; }
    many += 1;
  }
  settle(room);
  return many;
}
const CARD = 28; // pixels, at which cards are read from the back

function tally(slide, vote) {
  slide.querySelector(".answers").textContent = vote.answered === 1 ? "1 answer" : vote.answered + " answers";
  if (!vote.counts) return;
  const most = Math.max(...vote.counts, 1);
  slide.querySelectorAll(".choice").forEach((one, n) => {
    one.querySelector(".count").textContent = vote.counts[n];
    one.querySelector("i").style.width = (100 * vote.counts[n]) / most + "%";
  });
  slide.classList.add("revealed");
}
if (deck.votes) setInterval(() => ask(false), 2000);
if (deck.standing) setInterval(look, 2000);

// The stage: 720 high, between 4:3 and 16:9 wide, as large as the window lets it be.
let wide = 0;
function fit() {
  const width = Math.round(Math.max(960, Math.min(1280, (720 * innerWidth) / innerHeight)));
  const scale = Math.min(innerWidth / width, innerHeight / 720);
  stage.style.width = width + "px";
  stage.style.transform = `scale(${scale}) translate(-50%, -50%)`;
  if (width === wide) return;
  wide = width;
  slides.forEach(settle);
  if (put_up) put(put_up);
}

// A figure is the screen's own, magnified; words shrink to 24 px and no further, then lose their last sentences.
function settle(slide) {
  const title = slide.querySelector("h1:not(.words)"), body = slide.querySelector(".body");
  if (title && !slide.classList.contains("lobby")) shrink(title, [40, 36, 32, 28], () => title.offsetHeight <= 100);
  if (slide.classList.contains("lobby")) // beside an address that stands on one line
    shrink(title, LARGE.slice(0, -1), () => title.scrollWidth <= title.clientWidth && body.scrollHeight <= body.clientHeight);
  const words = slide.querySelector(".words");
  if (words) shrink(words, words.classList.contains("large") ? LARGE : USUAL, (size) => fits(words, body, size)), cut(words, body);
  const figure = slide.querySelector(".figure");
  if (figure) draw(figure, body);
}
const LARGE = [60, 54, 48, 42, 36, 30, 24], USUAL = [48, 44, 40, 36, 32, 28, 24];
const CALM = 0.7; // of the room, for words larger than 36

function fits(words, body, size = 24) {
  const room = body.clientHeight * (size > 36 && !words.classList.contains("large") ? CALM : 1) - 12;
  return words.scrollHeight <= room && words.scrollWidth <= body.clientWidth;
}

function shrink(element, sizes, done) {
  for (const size of sizes) {
    element.style.fontSize = size + "px";
    if (done(size)) return;
  }
}

function cut(words, body) {
  const parts = [...words.querySelectorAll("p, dd")];
  parts.forEach((part) => (part.textContent = part.dataset.whole ??= part.textContent));
  while (!fits(words, body) && parts.length) {
    const last = parts.at(-1), shorter = last.textContent.replace(/…$/, "").replace(/\s*\S+\s*$/, "");
    if (shorter) last.textContent = shorter + " …";
    else {
      parts.pop();
      if (last.previousElementSibling?.tagName === "DT") last.previousElementSibling.remove();
      last.remove();
    }
  }
}

function draw(element, body) {
  const figure = deck.figures[element.dataset.figure][wide < 1150 ? 1 : 0], scale = deck.magnified;
  const layout = { ...figure.layout, width: body.clientWidth / scale, autosize: false };
  element.style.width = layout.width + "px";
  element.style.transform = `scale(${scale})`;
  Plotly.react(element, figure.data, layout, { staticPlot: !deck.pack, displayModeBar: false, responsive: false });
}

addEventListener("resize", fit);
wide = 0;
fit();
show(named(location.hash.slice(1), 0));
requestAnimationFrame(() => document.documentElement.classList.add("ready"));
