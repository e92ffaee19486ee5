// What JupyterLab loads first. A prebuilt extension is a container of webpack's module federation, an object with `init`
// and `get`; this one is written by hand, so nothing has to be built.

const here = new URL(".", /** @type {HTMLScriptElement} */ (document.currentScript).src);

const plugin = {
	id: "course-presenter:plugin",
	autoStart: true,
	activate: async (app) => {
		const { Presenter } = await import(new URL("presenter.js", here).href);
		document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("deck.css", here) }));
		window.coursePresenter = new Presenter(app);
	},
};

(window._JUPYTERLAB ??= {})["course-presenter"] = {
	init() {},
	get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })),
};
