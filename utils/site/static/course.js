// What the pages of the site do by themselves: the language switch leads to the same place of the page, and code can be
// copied.

const HEADER = 140; // pixels under the top of the window in which a reader's line stands

// The id of the last place that has reached the reader's line; "" at the top of the page.
function placeNow() {
	const passed = [...document.querySelectorAll(".place")].filter((node) => node.getBoundingClientRect().top < HEADER);
	return passed.length && scrollY > 0 ? `#${passed[passed.length - 1].id}` : "";
}

for (const link of document.querySelectorAll(".language-switch")) {
	const page = link.getAttribute("href");
	const aim = () => link.setAttribute("href", page + location.search + placeNow());
	for (const type of ["pointerdown", "focus", "click"]) link.addEventListener(type, aim);
}

// Put a text on the clipboard; say whether that worked. On a page from another machine without https browsers allow no
// more than the old way: to select it and copy what is selected, which is still so where even that fails.
async function copied(pre) {
	try {
		await navigator.clipboard.writeText(pre.textContent.trimEnd());
		return true;
	} catch {
		getSelection()?.selectAllChildren(pre);
		return document.execCommand("copy");
	}
}

const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById("copy-button"));
const button = /** @type {HTMLElement} */ (content.firstElementChild);
const [offer, done] = [button.textContent, button.dataset.done];
for (const pre of document.querySelectorAll(".highlight > pre")) {
	if (pre.closest(".cell_output")) continue;
	const own = /** @type {HTMLElement} */ (button.cloneNode(true));
	own.addEventListener("click", async () => {
		if (!(await copied(pre))) return;
		own.textContent = done ?? offer;
		setTimeout(() => (own.textContent = offer), 2000);
	});
	pre.after(own);
}
