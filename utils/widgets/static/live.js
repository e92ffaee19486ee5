// A button on the recordings of a page that has Python beside it: pressed, it starts Python in a worker of the page
// (worker.js), and the explorer itself takes the recording's place. The button and its words stand in the page's template
// `run-live`; without one there is none.

import { all, Kernel, make, on, View } from "./explorer.js";

/** @import { Model } from "./types.js" */

const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("run-live"));
const BUTTON = ".dlx-live";

/** @typedef {(told: { progress?: number, starting?: boolean }) => void} Hears how the start goes on */

/** @type {Promise<Worker> | null} */
let python = null; // one for the page, from the first press on
/** @type {Set<Hears>} */
const hearing = new Set();
let explorers = 0; // that were asked for

/** @type {(address: string) => Promise<Worker>} */
function startPython(address) {
	return new Promise((resolve, reject) => {
		const worker = new Worker(address);
		const fail = (why) => {
			worker.terminate();
			python = null; // the next press tries again
			reject(new Error(why));
		};
		on(worker, "error", ({ message }) => fail(message || address));
		on(worker, "message", ({ data }) => {
			if (data.ready) resolve(worker);
			else if (data.failed && !data.id) fail(data.failed);
			else if (!data.id) { for (const hear of hearing) hear(data); }
		});
	});
}

// Ask for an explorer; what comes is as a notebook's page has it from anywidget.
/** @type {(worker: Worker, asked: object) => Promise<Model>} */
function begin(worker, asked) {
	const id = ++explorers;
	const traits = {};
	let changed = () => {};
	return new Promise((resolve, reject) => {
		/** @type {Model} */
		const model = {
			get: (trait) => traits[trait],
			on: (_, action) => (changed = action),
			send: (message) => worker.postMessage({ id, message }),
		};
		on(worker, "message", ({ data }) => {
			if (data.id !== id) return;
			if (data.failed) return reject(new Error(data.failed));
			Object.assign(traits, data);
			if (data.packet) changed(), resolve(model);
		});
		worker.postMessage({ id, asked });
	});
}

// Let the explorer take the recording's place, in the state in which the reader has left it.
/** @type {(element: HTMLElement, recording: View, words: DOMStringMap) => Promise<void>} */
async function takeOver(element, recording, words) {
	const bar = make("progress", { max: 1, value: 0, ariaLabel: words.fetching });
	/** @type {Hears} */
	const hear = ({ progress, starting }) => {
		bar.value = progress ?? 0;
		if (starting) recording.note.textContent = words.starting ?? "";
		else if (!bar.isConnected) recording.note.replaceChildren(`${words.fetching} `, bar);
	};
	hear({});
	hearing.add(hear);
	try {
		const worker = await (python ??= startPython(words.worker ?? ""));
		const { spec: { language }, source: { state } } = recording;
		const model = await begin(worker, { recipe: JSON.parse(element.dataset.recipe ?? ""), language, state });
		recording.close();
		const { root } = new View(element, new Kernel(model));
		element.dataset.running = "";
		Object.assign(root, { tabIndex: -1 }).focus({ preventScroll: true });
	} finally {
		hearing.delete(hear);
	}
}

// Give the recording its button.
/** @type {(element: HTMLElement, recording: View) => void} */
export function offerLive(element, recording) {
	if (!template || !element.dataset.recipe) return;
	const { dataset: words, content } = template;
	const button = /** @type {HTMLElement} */ (content.querySelector(BUTTON)?.cloneNode(true));
	let busy = false;
	on(button, "click", async () => {
		if (busy) return;
		// A page that was opened from a folder may start no worker.
		if (location.protocol === "file:") return void (recording.note.textContent = words.folder ?? "");
		busy = true;
		try {
			await takeOver(element, recording, words);
		} catch (error) {
			recording.note.textContent = `${words.failed} (${/** @type {Error} */ (error).message})`;
		}
		busy = false;
	});
	for (const large of all(element, ".dlx-large")) large.before(button);
}
