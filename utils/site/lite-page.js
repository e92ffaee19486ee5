// On the page of notebooks in a browser, before JupyterLab begins; `lite.py` adds it and names the notebooks that are there.

const { notebooks = "" } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
const THERE = notebooks.split(" ");
const OPENED = `opened ${document.documentElement.lang}`;

// JupyterLab takes the notebook out of the address, so a page that is loaded anew would show none.
const asked = new URLSearchParams(location.search).get("path") ?? sessionStorage.getItem(OPENED);
if (asked) {
	sessionStorage.setItem(OPENED, asked);
	history.replaceState(null, "", `?path=${asked}${location.hash}`);
}

// A lesson that does not run here is read on the site, in a page of its own.
addEventListener("click", (event) => {
	const link = /** @type {HTMLElement} */ (event.target).closest("a[data-commandlinker-args]");
	const { path } = JSON.parse(link?.getAttribute("data-commandlinker-args") ?? "{}");
	if (THERE.includes(path)) return sessionStorage.setItem(OPENED, path);
	if (!/^(tr|en)\/\d\d_\w+\.ipynb$/.test(path)) return;
	event.preventDefault();
	event.stopImmediatePropagation();
	open(new URL(`../../../${path.replace(/ipynb$/, "html")}`, location.href), "_blank", "noopener");
}, true);
