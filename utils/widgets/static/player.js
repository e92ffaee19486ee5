// Brings the recordings of a page to life (utils/widgets/embed.py): those near the window at once, the others when the
// browser has time. A recording stands in its element, or in a script of its own that `data-film` names.

import { all, make, on } from "./explorer.js";
import { offerLive } from "./live.js";
import { replay } from "./replay.js";

const FILM = ".dlx-film";

function filmOf(element) {
	const { film } = element.dataset;
	if (!film) return element.querySelector(FILM).textContent;
	return new Promise((resolve, reject) => {
		// A script, for a page opened from a folder may not fetch. It says: document.currentScript.film = "...".
		const script = make("script", { src: film, onerror: reject, onload: () => resolve(/** @type {any} */ (script).film) });
		document.head.append(script);
	});
}

const started = new WeakSet();

async function start(element) {
	if (started.has(element)) return;
	started.add(element);
	const data = await filmOf(element);
	const places = () => all(element, "a,button,input,select,[tabindex]");
	const held = places().findIndex((place) => place === document.activeElement);
	offerLive(element, await replay(element, { data }));
	places()[held]?.focus(); // the same control of the same frame
	element.dataset.played = ""; // the reader's from here on: what stood here before is gone
}

function startAll() {
	const elements = all(document, ".dlx-embedded");
	const come = (seen) => seen.forEach((one) => one.isIntersecting && start(one.target));
	const near = new IntersectionObserver(come, { rootMargin: "100%" });
	elements.forEach((element) => near.observe(element));
	const idle = window.requestIdleCallback ?? ((action) => setTimeout(action, 200));
	const next = () => elements.length && idle(() => start(elements.shift()).finally(next));
	if (document.readyState === "complete") next();
	else on(window, "load", next);
}

if (document.readyState === "loading") on(document, "DOMContentLoaded", startAll);
else startAll();
