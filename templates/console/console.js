// What the pages do more of with a script. Without it each of them works all the same.
"use strict";

// Arrow keys walk between the meetings of a list that is laid out as a grid: left and right along a row first of all.
document.addEventListener("keydown", (event) => {
  const here = event.target.closest("[data-walk] a");
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!here || !step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const from = here.getBoundingClientRect();
  let best = null;
  let least = Infinity;
  for (const other of here.closest("[data-walk]").querySelectorAll("a")) {
    const to = other.getBoundingClientRect();
    const across = to.left + to.width / 2 - from.left - from.width / 2;
    const down = to.top + to.height / 2 - from.top - from.height / 2;
    const ahead = across * step[0] + down * step[1];
    const aside = Math.abs(across * step[1] + down * step[0]);
    if (other === here || ahead < 4) continue;
    const far = ahead + (step[0] ? 30 : 3) * aside;
    if (far < least) [best, least] = [other, far];
  }
  if (best) {
    event.preventDefault();
    best.focus();
  }
});

// What a meeting says beside the pointer or the focus goes away with Escape, until another is come to.
const quieten = (walks, isQuiet) => walks.forEach((each) => each.toggleAttribute("data-quiet", isQuiet));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") quieten(document.querySelectorAll("[data-walk]"), true);
});
for (const come of ["focusin", "mouseover"]) {
  document.addEventListener(come, (event) => {
    if (event.target.closest("[data-walk] a")) quieten(document.querySelectorAll("[data-quiet]"), false);
  });
}

// "Copy" puts the words beside it on the clipboard, and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  button.textContent = "Copied";
});

// "+" and "−" beside a number change it by one.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add]");
  if (!button) return;
  const field = document.getElementById(button.dataset.to);
  field.value = Math.max(0, (parseInt(field.value, 10) || 0) + Number(button.dataset.add));
});

// What only a script can do is shown where there is one.
for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = false;
