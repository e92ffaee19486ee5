// What the live slides (presenter.js) and the exported ones (slides.js) share: type that fits, a foot line, the window
// with the notes, the list of keys.

const SCALES = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35];

export function make(tag, props = {}, ...children) {
	const node = Object.assign(document.createElement(tag), props);
	node.append(...children);
	return node;
}

// A picture under its code in full size, smaller, beside its code, smaller still: the first of these that fits.
const LAYOUTS = [[false, 1], [false, 0.85], [true, 1], [false, 0.7], [true, 0.8], [false, 0.55]];

// An explorer's pictures lead: in them small type would grow into its neighbours.
const EXPLORER_LAYOUTS = [[false, 1], [false, 0.85]];

const WIDE = 1.6; // so many times its height: a picture that stays under its code, unless the code is long

// Make `content`, on the slide `root`, as large as `height` allows, the type before the pictures. Return the type's scale.
export function fit(root, content, height) {
	for (const { naturalWidth, naturalHeight, parentElement } of content.querySelectorAll("img")) {
		if (naturalWidth < WIDE * naturalHeight) parentElement.closest(".course-code, .jp-CodeCell")?.classList.add("course-long");
	}
	// In JupyterLab the other slides' explorers are in the content too, hidden.
	const explorer = [...content.querySelectorAll(".dlx")].some((node) => getComputedStyle(node).visibility === "visible");
	const layouts = explorer ? EXPLORER_LAYOUTS : LAYOUTS;
	for (const scale of SCALES) {
		root.style.setProperty("--fit", scale);
		for (const [beside, pictures] of layouts) {
			root.style.setProperty("--pictures", pictures);
			root.classList.toggle("course-beside", beside);
			if (content.getBoundingClientRect().height <= height && content.scrollWidth <= content.clientWidth + 1) return scale;
		}
	}
	return 0;
}

// The line at the bottom, with buttons for who has no keyboard at hand, and the running title at the top.
export class Foot {
	constructor(words, actions) {
		this.lesson = make("span");
		this.running = make("div", { className: "course-running" });
		this.state = make("span", { className: "course-state", role: "status" });
		this.count = make("span");
		const signs = { previous: "‹", next: "›", notes: "≡", keys: "?" };
		const buttons = Object.entries(signs).map(([name, sign]) => {
			const told = { title: words[name], ariaLabel: words[name] };
			return make("button", { type: "button", textContent: sign, ...told, onclick: actions[name] });
		});
		this.node = make("footer", { className: "course-foot" }, this.lesson, this.state, this.count, ...buttons);
		document.body.append(this.node, this.running);
	}

	// The title above is for slides that go on under an earlier heading.
	show(lesson, running, number, count) {
		this.lesson.textContent = lesson;
		this.running.textContent = running;
		this.count.textContent = `${number} / ${count}`;
	}
}

// A list of the keys; any key or click closes it.
export function toggleKeys(words) {
	const shown = document.querySelector(".course-keys");
	if (shown) return shown.remove();
	const rows = words.list.map(([key, what]) =>
		make("tr", {}, make("th", { textContent: key }), make("td", { textContent: what }))
	);
	const table = make("table", {}, ...rows);
	const box = make(
		"div",
		{ className: "course-keys", role: "dialog", ariaLabel: words.keys, onclick: () => box.remove() },
		table,
	);
	document.body.append(box);
}

// A few words that go by themselves.
export function tell(text) {
	const note = make("div", { className: "course-told", role: "status", textContent: text });
	document.body.append(note);
	setTimeout(() => note.remove(), 6000);
}

const NOTES_STYLE = `
:root{color-scheme:light dark;font:20px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
body{margin:0;padding:24px 32px;display:grid;gap:16px;max-width:60em}
header{display:flex;gap:32px;align-items:baseline;border-bottom:1px solid #8886;padding-bottom:12px}
header b{font-size:40px;font-variant-numeric:tabular-nums;line-height:1}
h1{font-size:26px;margin:0}h2{font-size:16px;margin:0;font-weight:600;opacity:.7}
#notes{font-size:1.2em}#notes p{margin:0 0 .6em}#next{border-top:1px solid #8886;padding-top:12px}
button{font:inherit;padding:4px 14px}`;

// What is told of a slide; minutes planned for what is behind, for this part, for all.
/**
 * @typedef {object} Told
 * @property {string} place
 * @property {string} title
 * @property {string} html
 * @property {number} before
 * @property {number} minutes
 * @property {number} total
 * @property {string} next
 */

// The second window: notes of the slide, what comes next, the time of day, the minutes used and planned. It lives in the
// first window, so a clicker works whichever of the two has the focus.
export class Notes {
	/** @type {Window | null} */
	window = null;
	started = 0; // when the talk began, in milliseconds; 0 before
	/** @type {Told} */
	shown = { place: "", title: "", html: "", before: 0, minutes: 0, total: 0, next: "" };

	constructor(words, onkeydown) {
		this.words = words;
		this.onkeydown = onkeydown;
	}

	open() {
		this.window = window.open("", "course-notes", "width=900,height=720");
		if (!this.window) return tell(this.words.blocked);
		const { document: page } = this.window;
		page.title = this.words.notes;
		page.documentElement.lang = this.words.language;
		page.head.innerHTML = `<meta charset="utf-8"><title>${this.words.notes}</title><style>${NOTES_STYLE}</style>`;
		page.body.innerHTML =
			`<header><b id="clock"></b><span id="used"></span><button type="button">${this.words.restart}</button></header>
			<h2 id="place"></h2><h1 id="title"></h1><div id="notes"></div><div id="next"></div>`;
		for (const button of page.querySelectorAll("button")) button.onclick = () => this.restart();
		page.addEventListener("keydown", this.onkeydown, true);
		this.started ||= Date.now();
		clearInterval(this.timer);
		this.timer = setInterval(() => this.tick(), 1000);
		this.draw();
	}

	restart() {
		this.started = Date.now();
		this.tick();
	}

	/** @param {Told} shown */
	show(shown) {
		this.shown = shown;
		this.started ||= Date.now();
		this.draw();
	}

	part(id) {
		return /** @type {HTMLElement} */ (this.window?.document.getElementById(id));
	}

	draw() {
		if (!this.window || this.window.closed) return clearInterval(this.timer);
		const { place, title, html, next } = this.shown;
		this.part("place").textContent = place;
		this.part("title").textContent = title;
		this.part("notes").innerHTML = html || `<p>${this.words.none}</p>`;
		this.part("next").textContent = next ? `${this.words.follows} ${next}` : "";
		this.tick();
	}

	tick() {
		if (!this.window || this.window.closed) return clearInterval(this.timer);
		const { before, minutes, total } = this.shown;
		const used = Math.floor((Date.now() - this.started) / 60000);
		const figures = { used, from: before, to: before + minutes, total };
		const plan = this.words.plan.replace(/\{(\w+)\}/g, (_, name) => figures[name]);
		this.part("clock").textContent = new Date().toLocaleTimeString(this.words.language, { hour: "2-digit", minute: "2-digit" });
		this.part("used").textContent = plan;
	}
}
