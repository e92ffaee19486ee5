// What the pages of the site do by themselves: the language switch leads to the same place of the page.

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
