// What the pages that our scripts run on bring with them, for `deno check`; types of their own are not at hand.

// The site: Sphinx's search, and passages.js.
declare class Stemmer {
	stemWord(word: string): string;
}
declare function splitQuery(query: string): string[];
declare const stopwords: Set<string>;
declare const PASSAGES: Record<string, { heading: string; place: string; prose: string[]; code: string[] }[]>;

// A page's own Python (worker.js): what the site writes before the script, and what Pyodide brings.
declare const FILES: Record<string, { address: string; bytes: number }>;
declare const LUGGAGE: Record<string, number>;
declare function importScripts(...addresses: string[]): void;
declare function loadPyodide(options: { indexURL: string }): Promise<any>;

// Exported slides: reveal.js and KaTeX.
declare const Reveal: any;
declare const katex: any;

// JupyterLab, and where the browser tests find our part of it.
interface Window {
	_JUPYTERLAB?: Record<string, object>;
	coursePresenter?: object;
}
