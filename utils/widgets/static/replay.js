// Plays a recording (utils/widgets/recording.py) with the view of explorer.js: what a kernel would answer is looked up.
// Not in explorer.js, so that no notebook stores it. frontend.py joins the two.

import { bytesOf, unpack, View } from "./explorer.js";

/** @import { Film, Picture, Request, Source, State } from "./types.js" */

const FIXED = ["points", "boxes", "pad", "text", "cells", "several"]; // controls whose values are too many to record

/** @implements {Source} */
class Recording {
	/** @type {Set<View>} */
	views = new Set();
	/** @type {Picture} */
	message;
	/** @type {State} */
	state;
	at = 0; // the number of the present state
	/** @type {number[] | null} */
	frames = null; // the scenes of the training that is shown, or was last
	shown = -1; // which of them is
	waiting = null;

	/** @param {Film} film */
	constructor(film) {
		this.film = film;
		this.spec = film.spec;
		this.go(0);
	}

	go(number, scene = this.film.states[number].scene, live = false) {
		this.at = number;
		this.state = { ...this.film.states[number].state, ...(this.spec.live && { [this.spec.live]: live }) };
		this.message = { scene: this.film.scenes[scene] };
		for (const view of this.views) view.show();
	}

	/** @param {State} changes */
	change(changes) {
		clearInterval(this.timer);
		const { live } = this.spec;
		if (live && live in changes) return changes[live] ? this.play() : this.go(this.at, this.frames?.[this.shown]);
		this.frames = null;
		this.go(this.nearest({ ...this.state, ...changes }, changes, this.ahead(changes)));
	}

	// The recorded states on the way that a control goes by one step: the nearest of all may be the one it comes from, and
	// an arrow key or a player's button would lead nowhere. All states after any other move, and at the last one.
	/** @type {(moved: State) => number[]} */
	ahead(moved) {
		const states = [...this.film.states.keys()];
		const control = this.spec.controls.find(({ name }) => name in moved);
		if (control?.kind !== "slider" && control?.kind !== "player") return states;
		const { name } = control;
		const at = (/** @type {State} */ state) => control.kind === "slider" ? control.values.indexOf(state[name]) : state[name];
		const step = at(moved) - at(this.state);
		const there = states.filter((i) => (at(this.film.states[i].state) - at(this.state)) * step > 0);
		return Math.abs(step) === 1 && there.length ? there : states;
	}

	/** @param {Request} request */
	ask(request) {
		clearInterval(this.timer);
		this.frames = null;
		this.go(request.type === "press" ? (this.film.presses[request.name][this.at] ?? this.at) : 0);
	}

	// The frames of the training that began nearest to the present state.
	play() {
		const start = this.nearest(this.state, {}, Object.keys(this.film.frames).map(Number));
		if (!this.frames || this.shown >= this.frames.length - 1) this.shown = -1;
		const frames = this.film.frames[start];
		this.frames = frames;
		const step = () => {
			this.shown += 1;
			const more = this.shown < frames.length - 1;
			if (!more) clearInterval(this.timer);
			this.go(start, frames[this.shown], more);
		};
		this.timer = setInterval(step, 80);
		step();
	}

	// The number of the recorded state that is nearest; what the reader has just moved counts most.
	/** @type {(wanted: State, moved: State, candidates: number[]) => number} */
	nearest(wanted, moved, candidates) {
		const far = ({ kind, values, last }, a, b) => {
			if (kind === "slider") return Math.abs(values.indexOf(a) - values.indexOf(b)) / values.length;
			if (kind === "player") return Math.abs(a - b) / (last + 1);
			return JSON.stringify(a) === JSON.stringify(b) ? 0 : 1;
		};
		const held = this.spec.controls.filter(({ name }) => name in this.state && name !== this.spec.live);
		const weigh = (control, { state }) =>
			far(control, state[control.name], wanted[control.name]) * (control.name in moved ? 1e3 : 1);
		const distance = (i) => held.reduce((sum, control) => sum + weigh(control, this.film.states[i]), 0);
		return candidates.reduce((best, i) => (distance(i) < distance(best) ? i : best));
	}
}

// Show a recording in `element`; what it cannot change stands still, and a line says that it is a recording.
/** @type {(element: HTMLElement, recording: { data: string }) => Promise<View>} */
export async function replay(element, { data }) {
	const stream = new Blob([bytesOf(data)]).stream().pipeThrough(new DecompressionStream("deflate"));
	/** @type {Film} */
	const film = unpack(new Uint8Array(await new Response(stream).arrayBuffer()));
	const view = new View(element, new Recording(film));
	view.root.classList.add("recorded");
	view.note.textContent = film.spec.words.recording;
	const { controls, recorded, live } = film.spec;
	for (const { name, kind } of controls) {
		const node = view.root.querySelector(`[data-control=${name}]`);
		const fixed = FIXED.includes(kind) || (recorded && ![...recorded, live].includes(name));
		if (node && fixed) Object.assign(node, { title: film.spec.words.unrecorded, inert: true });
	}
	return view;
}
