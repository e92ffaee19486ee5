// Presents a lesson live in JupyterLab. jupyterlab-slideshow shows the slides; this adds what a lecture needs besides:
// a clicker's keys, code that runs at a key, notes in a second window, solutions, the way back to the start.

import { fit, Foot, Notes, tell, toggleKeys } from "./deck.js";

const STARTS = ["slide", "subslide", "fragment"];
const SECTION = /^##? (.+)$/m; // a heading that slides stand under
const OWN_KEYS = ".cm-editor,.dlx,input,select,textarea,[contenteditable=true]"; // what has keys of its own
const LONG = 4; // lines of code, with which a picture may stand beside it

const kind = (cell) => cell.model.getMetadata("slideshow")?.slide_type;
const isText = (cell) => cell.model.type === "markdown";
const source = (cell) => cell.model.sharedModel.getSource();
const has = (cell, tag) => (cell.model.getMetadata("tags") ?? []).includes(tag);
const heading = (text) => /^#{1,3} (.+)$/m.exec(text)?.[1];

export class Presenter {
	// JupyterLab's: a notebook's panel, what is in it, and what the lesson says of itself.
	/** @type {any} */
	panel;
	/** @type {any} */
	book;
	/** @type {any} */
	course;

	/** @type {Notes} */
	notes;
	/** @type {Foot} */
	foot;
	/** @type {ResizeObserver} */
	sizes;
	/** @type {Set<string>} */
	asked; // the cells that were run here
	before = 0; // the index of the cell that was active
	frame = 0; // the next frame of the screen, which fits the slide

	constructor(app) {
		this.app = app;
		const look = () => this.adopt(app.shell.currentWidget);
		app.restored.then(() => (app.shell.currentChanged.connect(look), look()));
		window.addEventListener("keydown", (event) => this.key(event), true);
		window.addEventListener("resize", () => this.fitSoon());
	}

	// Take over a notebook that is a lesson's presenter edition.
	async adopt(panel) {
		if (!panel?.content?.widgets || panel === this.panel) return;
		await panel.context.ready;
		if (panel.content.model.getMetadata("course")?.edition !== "presenter") return;
		Object.assign(this, { panel, book: panel.content, course: panel.content.model.getMetadata("course") });
		this.words = this.book.model.getMetadata("presenter");
		this.notes = new Notes(this.words, (event) => this.key(event));
		this.foot = new Foot(this.words, {
			previous: () => this.go(-1),
			next: () => this.next(),
			notes: () => this.notes.open(),
			keys: () => toggleKeys(this.words),
		});
		await this.app.commands.execute("deck:start");
		this.book.activeCellChanged.connect(() => this.moved());
		this.sizes = new ResizeObserver(() => this.fitSoon());
		await panel.sessionContext.ready;
		panel.sessionContext.statusChanged.connect((_, status) => {
			this.foot.state.textContent = status === "busy" ? this.words.busy : "";
		});
		await this.begin();
		tell(this.words.hint);
	}

	// From the first slide, nothing run but the imports.
	async begin() {
		await Promise.all(this.cells.map((cell) => cell.ready));
		this.asked = new Set();
		for (const cell of this.cells) {
			for (const tag of ["solution", "explorer", "question", "hint"]) cell.toggleClass(`course-${tag}`, has(cell, tag));
			cell.toggleClass("course-long", source(cell).split("\n").length > LONG);
			this.sizes.observe(cell.node);
		}
		this.show(this.stops[0]);
		this.cells.filter((cell) => has(cell, "setup")).forEach((cell) => this.run(cell));
	}

	async reset() {
		await this.panel.context.revert();
		await this.panel.sessionContext.session.kernel.restart();
		await this.begin();
		this.notes.restart();
		tell(this.words.fresh);
	}

	get cells() {
		return this.book.widgets;
	}

	// The indices of the cells that begin something new.
	get stops() {
		return [...this.cells.keys()].filter((i) => STARTS.includes(kind(this.cells[i])));
	}

	// The stop that the active cell belongs to.
	get at() {
		return this.stops.findLast((i) => i <= this.book.activeCellIndex) ?? 0;
	}

	// The cells from a stop to the one after it, without those that nobody sees.
	page(stop = this.at) {
		const end = this.stops.find((i) => i > stop) ?? this.cells.length;
		return this.cells.slice(stop, end).filter((cell) => !this.isHidden(cell));
	}

	isHidden(cell) {
		return ["notes", "skip"].includes(kind(cell)) || cell.hasClass("course-replaced") ||
			(has(cell, "solution") && !cell.hasClass("course-shown"));
	}

	// One step on: run this slide's next code, else open its next option, else show the next slide.
	next() {
		const page = this.page();
		const waiting = page.find((cell) => cell.model.type === "code" && !this.hasRun(cell));
		if (waiting) return this.run(waiting);
		const questions = page.filter((cell) => has(cell, "question"));
		const [option] = questions.flatMap((cell) => [...cell.node.querySelectorAll("details:not([open])")]);
		if (option) return (option.open = true), this.fitSoon();
		this.go(1);
	}

	go(by) {
		const { stops } = this;
		const to = stops[stops.indexOf(this.at) + by];
		if (to !== undefined) this.show(to);
	}

	// Show a slide. Its first code cell becomes the active one, so that Ctrl + Enter runs it; an explorer appears at once.
	show(stop) {
		const page = this.page(stop);
		const code = page.find((cell) => cell.model.type === "code") ?? page[0];
		this.book.mode = "command";
		this.book.activeCellIndex = this.cells.indexOf(code);
		this.book.deselectAll();
		this.moved();
		if (has(code, "explorer") && !this.hasRun(code)) this.run(code);
	}

	hasRun(cell) {
		return this.asked.has(cell.model.id) || (cell.model.executionCount !== null && !this.asked.has(`again ${cell.model.id}`));
	}

	run(cell) {
		this.asked.add(cell.model.id);
		const index = this.cells.indexOf(cell);
		if (!this.isHidden(cell)) this.book.activeCellIndex = index;
		cell.constructor.execute(cell, this.panel.sessionContext).catch(() => null); // what failed stands under the cell
	}

	// Show the slide's solution in place of the stub, or take it away again.
	solution() {
		const cells = this.cells.slice(this.at, this.stops.find((i) => i > this.at));
		const found = cells.find((cell) => has(cell, "solution"));
		if (!found) return;
		const shown = !found.hasClass("course-shown");
		found.toggleClass("course-shown", shown);
		const stub = cells.find((cell) => `${cell.model.id}-solution` === found.model.id);
		stub?.toggleClass("course-replaced", shown);
		for (const cell of cells.slice(cells.indexOf(found))) {
			this.asked.delete(cell.model.id); // the check below it is to be asked again
			this.asked.add(`again ${cell.model.id}`);
		}
		this.book.activeCellIndex = this.cells.indexOf(shown ? found : stub);
		this.moved();
	}

	theme() {
		const dark = document.body.dataset.jpThemeLight === "false";
		this.app.commands.execute("apputils:change-theme", { theme: dark ? "JupyterLab Light" : "JupyterLab Dark" });
	}

	// What follows a change of the active cell, whoever made it: Shift + Enter steps onto hidden cells too.
	moved() {
		const index = this.book.activeCellIndex;
		if (this.isHidden(this.cells[index]) && index + 1 < this.cells.length) {
			const by = index < this.before && index > 0 ? -1 : 1;
			return (this.book.activeCellIndex = index + by);
		}
		this.before = index;
		const { stops, at } = this;
		const number = stops.indexOf(at) + 1;
		const section = this.title(at);
		const titled = this.page().some((cell) => has(cell, "explorer") || (isText(cell) && heading(source(cell))));
		this.foot.show(this.course.title, titled ? "" : section, number, stops.length);
		const next = stops[number];
		this.notes.show({
			...this.told(at),
			place: `${number} / ${stops.length}`,
			title: section,
			next: next && (heading(source(this.cells[next])) ?? this.title(next)),
		});
		this.fitSoon();
	}

	// The heading that a slide stands under.
	title(stop) {
		const texts = this.cells.slice(0, stop + 1).filter(isText).map(source);
		const last = texts.findLast((text) => SECTION.test(text)) ?? "";
		return SECTION.exec(last)?.[1] ?? "";
	}

	// The notes for a slide: the next ones in its section, else the last ones there; and the minutes before and in all.
	told(stop) {
		const indices = [...this.cells.keys()];
		const begins = indices.filter((i) => kind(this.cells[i]) === "slide");
		const begin = begins.findLast((i) => i <= stop) ?? 0;
		const end = begins.find((i) => i > stop) ?? this.cells.length;
		const all = indices.filter((i) => kind(this.cells[i]) === "notes");
		const here = all.filter((i) => i >= begin && i < end);
		const found = here.find((i) => i > stop) ?? here.at(-1);
		const minutes = (list) => list.reduce((sum, i) => sum + (this.cells[i].model.getMetadata("minutes") ?? 0), 0);
		const before = minutes(all.filter((i) => i < (found ?? begin)));
		const html = found === undefined ? "" : this.cells[found].node.querySelector(".jp-MarkdownOutput")?.innerHTML;
		return { html, before, minutes: found === undefined ? 0 : minutes([found]), total: minutes(all) };
	}

	fitSoon() {
		cancelAnimationFrame(this.frame);
		this.frame = requestAnimationFrame(() => this.fit());
	}

	fit() {
		if (!this.book || !this.presenting) return;
		for (const picture of this.book.node.querySelectorAll(".jp-deck-mod-visible .jp-RenderedImage img")) {
			picture.style.setProperty("--wide", picture.naturalWidth);
		}
		const pages = this.book.node.querySelector(".jp-WindowedPanel-viewport");
		this.scale = fit(this.book.node, pages, window.innerHeight);
	}

	get presenting() {
		return document.body.dataset.jpDeckMode === "presenting" && this.app.shell.currentWidget === this.panel;
	}

	key(event) {
		if (!this.panel || !this.presenting || document.querySelector(".jp-Dialog")) return;
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const clicker = { PageDown: () => this.next(), PageUp: () => this.go(-1) }[event.key];
		const action = clicker ?? (event.target.closest?.(OWN_KEYS) ? null : this.action(event));
		if (!action) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		const list = document.querySelector(".course-keys");
		if (list) return list.remove();
		action();
	}

	action({ key, shiftKey }) {
		if (key === " ") return () => (shiftKey ? this.go(-1) : this.next());
		return {
			ArrowRight: () => this.next(),
			ArrowDown: () => this.next(),
			ArrowLeft: () => this.go(-1),
			ArrowUp: () => this.go(-1),
			Home: () => this.show(this.stops[0]),
			End: () => this.show(this.stops.at(-1)),
			s: () => this.solution(),
			n: () => this.notes.open(),
			t: () => this.theme(),
			r: () => confirm(this.words.sure) && this.reset(),
			"?": () => toggleKeys(this.words),
		}[key.length === 1 ? key.toLowerCase() : key];
	}
}
