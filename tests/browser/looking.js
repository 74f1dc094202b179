// What is wrong with the slide in view: letters under 24 px at 720 high, words outside the window or cut off, words on
// each other. As sentences.
() => {
  const slide = document.querySelector(".slide.on"), unit = Math.min(innerHeight, (innerWidth * 3) / 4) / 720;
  const body = slide.querySelector(".body").getBoundingClientRect(), found = [], seen = [];
  const walk = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement, text = node.textContent.trim();
    if (!text || getComputedStyle(parent).visibility === "hidden") continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width) continue;
    const own = parent.closest("text");
    const scale = own ? own.getBoundingClientRect().height / own.getBBox().height : slide.getBoundingClientRect().width / slide.offsetWidth;
    const size = (parseFloat(getComputedStyle(parent).fontSize) * scale) / unit;
    if (size < 23.9) found.push(`${size.toFixed(1)} px: ${text}`);
    if (box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) found.push(`outside: ${text}`);
    if (parent.closest(".body") && (box.bottom > body.bottom + 2 || box.right > body.right + 2)) found.push(`cut off: ${text}`);
    if (parent.closest(".safe") && box.right > parent.getBoundingClientRect().right + 1) found.push(`cut off: ${text}`);
    for (const [other, said] of own ? seen : []) {
      const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      if (wide > 2 && high > 0.3 * Math.min(box.height, other.height)) found.push(`on each other: ${text} / ${said}`);
    }
    if (own) seen.push([box, text]);
  }
  return found;
}
