// Exported slides: reveal.js turns the pages; outputs wait for a step, options open one by one, solutions wait for S.

import { fit, Foot, Notes, toggleKeys } from "../labextensions/course-presenter/static/deck.js";

/** @type {(node: ParentNode, selector: string) => any[]} */
const all = (node, selector) => [...node.querySelectorAll(selector)];
const [told] = all(document, "#course-data");
const data = JSON.parse(told.textContent);
const { words, pages } = data;
const root = document.documentElement;

for (const formula of all(document, ".course-inline, .course-display")) {
	katex.render(formula.textContent, formula, { displayMode: formula.className === "course-display", throwOnError: false });
}

root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";

// Not reveal.js's own answer: it takes the section inside of an explorer for the slide.
/** @type {() => any} */
const slide = () => document.querySelector(".slides > .present");

function next() {
	const [waiting] = all(slide(), ".course-waiting");
	const [option] = all(slide(), ".course-question details:not([open])");
	if (waiting) waiting.classList.remove("course-waiting");
	else if (option) option.open = true;
	else Reveal.right();
}

// The solution takes the place of the stub, and its check the answer that it gives.
function solution() {
	const [found] = all(slide(), ".course-solution");
	if (!found) return;
	found.hidden = !found.hidden;
	const [stub] = all(slide(), `[data-cell="${found.dataset.cell.replace(/-solution$/, "")}"]`);
	if (stub) stub.hidden = !found.hidden;
	for (const output of all(slide(), ".course-later")) output.classList.toggle("course-shown", !found.hidden);
	fitSoon();
}

function theme() {
	root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
}

const keys = () => toggleKeys(words);
const notes = new Notes(words, (event) => {
	const action = { PageDown: next, PageUp: Reveal.left, ArrowRight: next, ArrowLeft: Reveal.left }[event.key];
	if (action) action();
});
const foot = new Foot(words, { previous: () => Reveal.left(), next, notes: () => notes.open(), keys });

let frame;

function fitSoon() {
	cancelAnimationFrame(frame);
	frame = requestAnimationFrame(() => {
		const page = slide()?.firstElementChild;
		if (page && !Reveal.isOverview()) page.dataset.scale = fit(page.parentElement, page, window.innerHeight);
	});
}

const sizes = new ResizeObserver(fitSoon);

function shown() {
	const number = Reveal.getState().indexh;
	const page = pages[number];
	foot.show(data.title, page.running, number + 1, pages.length);
	notes.show({ ...page, place: `${number + 1} / ${pages.length}` });
	sizes.disconnect();
	for (const part of slide().firstElementChild.children) sizes.observe(part);
	fitSoon();
}

// A control of an explorer keeps its own keys; those of a clicker turn the page always.
window.addEventListener(
	"keydown",
	(/** @type {any} */ event) => {
		const clicker = { PageDown: next, PageUp: () => Reveal.left() }[event.key];
		if (clicker) {
			event.preventDefault();
			event.stopImmediatePropagation();
			clicker();
		} else if (event.target.closest(".dlx")) event.stopImmediatePropagation();
	},
	true,
);

await Reveal.initialize({
	width: "100%",
	height: "100%",
	margin: 0,
	center: false,
	controls: false,
	progress: true,
	hash: true,
	help: false,
	jumpToSlide: false,
	transition: "none",
	backgroundTransition: "none",
	keyboard: { 32: next, 39: next, 40: next, 78: () => notes.open(), 83: solution, 84: theme, 191: keys, 219: keys },
});
Reveal.on("slidechanged", shown);
Reveal.on("overviewhidden", fitSoon);
document.addEventListener("toggle", fitSoon, true);
window.addEventListener("resize", fitSoon);
document.fonts.ready.then(fitSoon);
shown();
