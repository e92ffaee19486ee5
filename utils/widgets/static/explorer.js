// The front end of every explorer: draws scenes (utils/widgets/scene.py) on canvases, shows the controls as native
// inputs, and keeps at most one request under way, the latest value winning. All mathematics is in Python.
// No dependency, no build step. anywidget calls the default export; `replay` plays a recording without a kernel.

const CSS = `
.dlx{--gap:14px;container-type:inline-size;box-sizing:border-box;max-width:1080px;margin:8px 0;padding:18px 20px 14px;
font:15px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--ink);background:var(--paper);
border:1px solid var(--rule);border-radius:12px;--rule:color-mix(in srgb,var(--ink) 16%,var(--paper));
--soft:color-mix(in srgb,var(--ink) 72%,var(--paper));--tint:color-mix(in srgb,var(--blue) 12%,var(--paper))}
.dlx.large{font-size:21px;max-width:none}
.dlx *{box-sizing:border-box}
.dlx header{display:flex;flex-wrap:wrap;gap:8px;align-items:flex-start}
.dlx h3{flex:1 1 12em;margin:2px 0 0;font-size:1.2em;line-height:1.3;font-weight:650;color:inherit}
.dlx p{margin:0}
.dlx-task{max-width:72ch;padding:4px 0 14px;color:var(--soft)}
.dlx-body{display:grid;gap:var(--gap) 28px}
.dlx-controls{display:grid;gap:12px 24px;grid-template-columns:repeat(auto-fill,minmax(min(100%,13em),1fr));
align-items:end;align-content:start}
.dlx-controls:empty{display:none}
.dlx-stage{display:grid;gap:18px;min-width:0;align-content:start}
.dlx-row{display:flex;gap:24px;align-items:flex-start;min-width:0}
.dlx-cell{min-width:0;margin:0;padding:0}
.dlx-cell figcaption,.dlx caption{font-weight:600;text-align:left;padding:0 0 3px;line-height:1.35;color:inherit}
.dlx-legend{display:flex;flex-wrap:wrap;gap:0 16px;font-size:.9em;color:var(--soft)}
.dlx-legend span{display:flex;gap:6px;align-items:center}
.dlx-legend canvas{width:22px;height:14px}
.dlx-frame{position:relative}
.dlx-frame>canvas{display:block;width:100%}
.dlx-handle{position:absolute;padding:0!important;min-height:0!important;border:0!important;background:none!important;
cursor:grab;touch-action:none;border-radius:50%!important}
.dlx-handle.square{border-radius:4px!important}
.dlx-handle:hover{box-shadow:0 0 0 2px var(--muted)}
.dlx-handle:active{cursor:grabbing}
.dlx button,.dlx select,.dlx input:not([type=range]):not([type=checkbox]):not([type=radio]){font:inherit;color:var(--ink);
background:var(--paper);border:1px solid color-mix(in srgb,var(--ink) 45%,var(--paper));border-radius:8px;
min-height:34px;padding:2px 12px;max-width:100%}
.dlx button{cursor:pointer;white-space:nowrap}
.dlx button:hover:enabled{border-color:var(--blue);background:var(--tint)}
.dlx button.main,.dlx button[aria-pressed=true]{background:var(--blue);border-color:var(--blue);color:var(--paper)}
.dlx :disabled{opacity:.5;cursor:default}
.dlx :focus-visible{outline:3px solid var(--blue);outline-offset:2px}
.dlx-control{display:grid;gap:2px;min-width:0;margin:0;padding:0;border:0}
.dlx-label{display:flex;justify-content:space-between;gap:8px;padding:0;font-size:.95em;line-height:1.35}
.dlx-label output{font-variant-numeric:tabular-nums;font-weight:600;white-space:nowrap}
.dlx input[type=range]{accent-color:var(--blue);width:100%;height:32px;margin:0}
.dlx input[type=checkbox]{accent-color:var(--blue);width:20px;height:20px;margin:0}
.dlx label.dlx-check{display:flex;gap:8px;align-items:center;min-height:34px}
.dlx-hint{font-size:.85em;color:var(--soft);line-height:1.35}
.dlx-bar{display:flex;gap:6px;align-items:center;flex-wrap:wrap}
.dlx-bar button{min-width:38px;padding:2px 8px}
.dlx-segments{display:flex;flex-wrap:wrap}
.dlx-segments label{position:relative;flex:1 0 auto;text-align:center;min-height:34px;padding:4px 12px;cursor:pointer;
border:1px solid color-mix(in srgb,var(--ink) 45%,var(--paper));margin:0 -1px -1px 0}
.dlx-segments label:first-child{border-radius:8px 0 0 8px}
.dlx-segments label:last-child{border-radius:0 8px 8px 0}
.dlx-segments label:has(:checked){background:var(--blue);border-color:var(--blue);color:var(--paper)}
.dlx-segments label:has(:focus-visible){outline:3px solid var(--blue);outline-offset:2px;z-index:1}
.dlx-segments input{position:absolute;inset:0;opacity:0;margin:0;cursor:inherit}
.dlx-pad{width:min(100%,14em);image-rendering:pixelated;border-radius:8px;touch-action:none;cursor:crosshair;
border:1px solid var(--rule);background:#000}
.dlx-cells{display:grid;gap:4px;justify-content:start}
.dlx-cells input{width:4.2em;padding:2px 4px!important;text-align:center}
.dlx-scroll{overflow-x:auto}
.dlx table{border-collapse:collapse;width:100%;font-size:.95em;margin:0;color:inherit}
.dlx :is(th,td){padding:6px 10px;text-align:left;border:0;border-bottom:1px solid var(--rule);background:none;
vertical-align:top;white-space:normal}
.dlx :is(th,td).right{text-align:right;font-variant-numeric:tabular-nums}
.dlx tr.hit td{background:var(--tint);font-weight:600}
.dlx pre{margin:0;padding:12px 14px;overflow-x:auto;border-radius:8px;border:1px solid var(--rule);color:inherit;
background:color-mix(in srgb,var(--ink) 4%,var(--paper));font:.88em/1.5 ui-monospace,Consolas,"DejaVu Sans Mono",monospace}
.dlx-summary{padding-top:12px!important;max-width:80ch;min-height:3em}
.dlx-note{color:var(--soft);font-size:.9em}
.dlx-error{margin:8px 0 0;padding:8px 12px;border-left:4px solid var(--orange)}
.dlx :is(.dlx-note,.dlx-error,.dlx-task,.dlx-legend,figcaption):empty{display:none}
@container (min-width:800px){.many:not(.large) .dlx-body{grid-template-columns:minmax(200px,15em) minmax(0,1fr)}
.many:not(.large) .dlx-controls{grid-template-columns:1fr;gap:16px}}
@container (min-width:1200px){.many.large .dlx-body{grid-template-columns:15em minmax(0,1fr)}
.many.large .dlx-controls{grid-template-columns:1fr;gap:16px}}
@container (max-width:600px){.dlx-row{flex-direction:column}.dlx-cell{width:100%;flex:none!important}}
`;

const MARKERS = ["circle", "triangle", "square", "diamond", "cross", "plus"]; // of class 0, 1, 2, ...
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const TYPES = { f4: Float32Array, i4: Int32Array, u1: Uint8Array, u2: Uint16Array };

// ---- Small tools

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const range = (count) => Array.from({ length: count }, (_, i) => i);

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  // JupyterLab takes the keys of what has the focus in an output for itself, unless that very element says no.
  if (/^(input|select|button|canvas|pre)$/.test(tag)) node.setAttribute("data-lm-suppress-shortcuts", "true");
  node.append(...children);
  return node;
}

// The inverse of utils/widgets/packing.py.
function unpack(data) {
  const { buffer, byteOffset: start } = data;
  const length = new DataView(buffer).getUint32(start, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, start + 4, length)).replace(/\0+$/, "");
  const arrays = start + 4 + length;
  return JSON.parse(text, (_, value) => {
    if (!value?.["@"]) return value;
    const [offset, type, shape] = value["@"];
    const bytes = shape.reduce((a, b) => a * b, TYPES[type].BYTES_PER_ELEMENT);
    return Object.assign(new TYPES[type](buffer.slice(arrays + offset, arrays + offset + bytes)), { shape });
  });
}

// Numbers as the reader's language writes them, with a true minus sign. Formatters are slow to make, so kept.
function numbers(language) {
  const known = {};
  return (value, low, high = low) => {
    const key = `${low}/${high}`;
    known[key] ??= new Intl.NumberFormat(language, { minimumFractionDigits: low, maximumFractionDigits: high, signDisplay: "negative" });
    return known[key].format(value).replace("-", "\u2212");
  };
}

// ---- Colours

class Theme {
  constructor(palette, dark) {
    this.names = { ...palette[dark ? "dark" : "light"], black: "#000000", white: "#FFFFFF" };
    this.series = palette.series;
    this.maps = palette.maps;
    this.tables = {};
  }

  color = (name) => this.names[name];
  ofClass = (number) => this.names[this.series[number % 6]];

  // 256 colours of a colour map, as the four bytes that ImageData wants.
  table(map) {
    return (this.tables[map] ??= Uint32Array.from(range(256), (i) => this.mix(this.maps[map], i / 255)));
  }

  mix(stops, share) {
    const place = share * (stops.length - 1);
    const first = Math.min(Math.floor(place), stops.length - 2);
    const [a, b] = [first, first + 1].map((k) => parseInt(this.names[stops[k]].slice(1), 16));
    const part = (shift) => Math.round(((a >> shift) & 255) * (1 - place + first) + ((b >> shift) & 255) * (place - first));
    return ((255 << 24) | (part(0) << 16) | (part(8) << 8) | part(16)) >>> 0;
  }

  // Black or white, whichever is read better on one of the table's colours.
  static on(abgr) {
    return 0.299 * (abgr & 255) + 0.587 * ((abgr >> 8) & 255) + 0.114 * ((abgr >> 16) & 255) > 140 ? "#000" : "#fff";
  }
}

function isDark() {
  const told = document.body.dataset.jpThemeLight; // JupyterLab, exported notebooks
  if (told) return told === "false";
  const theme = document.documentElement.dataset.theme; // the course's site
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

// Bitmaps of each size are drawn on one canvas kept for it; the caller copies it at once.
const scratch = {};
function bitmap(width, height, color) {
  const canvas = (scratch[`${width}x${height}`] ??= make("canvas", { width, height }));
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = color(i);
  canvas.getContext("2d", { willReadFrequently: true }).putImageData(image, 0, 0);
  return canvas;
}

// Pixels from `first` on: gray, or three colours.
function picture(pixels, [height, width, channels], first = 0) {
  const step = channels ?? 1;
  return bitmap(width, height, (i) => {
    const at = first + i * step;
    const [r, g, b] = channels ? [pixels[at], pixels[at + 1], pixels[at + 2]] : [pixels[at], pixels[at], pixels[at]];
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

// ---- Axes

function niceTicks(low, high, count, whole) {
  const span = Math.abs(high - low);
  const rough = span / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  let step = [1, 2, 5, 10].find((m) => m * power >= rough * 0.999) * power;
  if (whole) step = Math.max(1, Math.round(step));
  const [from, to] = [Math.min(low, high), Math.max(low, high)];
  const first = Math.ceil(from / step - 1e-6);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-6));
  return range(Math.floor(to / step + 1e-6) - first + 1).map((i) => [(first + i) * step, digits]);
}

function logTicks(low, high) {
  const [from, to] = [Math.log10(Math.min(low, high)), Math.log10(Math.max(low, high))];
  const every = Math.max(1, Math.ceil((to - from) / 6));
  const powers = range(Math.floor(to + 1e-6) - Math.ceil(from - 1e-6) + 1).map((i) => i + Math.ceil(from - 1e-6));
  return powers.filter((power) => power % every === 0).map((power) => [10 ** power, power]);
}

const raised = (power) => `10${String(power).replace(/./g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)])}`;

// ---- One panel: a canvas, its legend, and a button on every draggable thing

class Plot {
  constructor(view, cell) {
    this.view = view;
    this.caption = make("figcaption");
    this.legend = make("div", { class: "dlx-legend" });
    this.canvas = make("canvas", { role: "img", ondblclick: (event) => this.addPoint(event) });
    this.frame = make("div", { class: "dlx-frame" }, this.canvas);
    this.handles = [];
    cell.append(this.caption, this.legend, this.frame);
  }

  show(panel) {
    this.panel = panel;
    if (this.caption.textContent !== panel.title) this.caption.textContent = panel.title;
    this.canvas.setAttribute("aria-label", panel.title || this.view.spec.title);
    this.draw();
  }

  // The values that the reader holds in the hand are drawn before the kernel has answered.
  held(layer) {
    const value = layer.drag && this.view.state[layer.drag];
    if (!value || layer.kind !== "points") return layer;
    const classes = value[0]?.length > 2 ? value.map((point) => point[2]) : layer.classes && value.map(() => 0);
    return { ...layer, x: value.map((point) => point[0]), y: value.map((point) => point[1]), classes };
  }

  draw() {
    const { view, canvas, panel } = this;
    this.theme = view.theme;
    this.unit = view.large ? 18 : 13;
    this.measure();
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    canvas.style.height = `${this.height}px`;
    const pen = this.pen;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    this.boxes = {};
    if (panel.axes) this.drawGrid();
    pen.save();
    pen.beginPath();
    // Marks at the very edge may stick out a little; lines and areas may not.
    pen.rect(this.left - 1, this.top - 1, this.right - this.left + 2, this.bottom - this.top + 2);
    if (panel.axes) pen.clip();
    const sharp = ["points", "text", "bars", "box", "arrow", "graph"];
    for (const layer of panel.layers) if (!sharp.includes(layer.kind)) this.drawLayer(layer);
    pen.restore();
    for (const layer of panel.layers) if (sharp.includes(layer.kind)) this.drawLayer(layer);
    for (const layer of panel.layers) if (layer.bar) colorBar(this, layer);
    if (panel.axes) this.drawTicks();
    this.drawLegend();
    this.placeHandles();
  }

  drawLayer(layer) {
    this.pen.save();
    this.pen.globalAlpha = layer.opacity ?? 1;
    DRAW[layer.kind](this, this.held(layer));
    this.pen.restore();
  }

  // Where the axes stand: room for the ticks' words, then equal units where asked for.
  measure() {
    const { panel, unit } = this;
    this.pen = this.canvas.getContext("2d");
    this.width = this.frame.clientWidth || 300;
    this.height = Math.round(this.view.rowHeight(this.frame) * panel.height);
    this.font();
    const bar = panel.layers.find((layer) => layer.bar);
    [this.left, this.right] = [4, this.width - 4 - (bar ? unit * 5 : 0)];
    [this.top, this.bottom] = [4, this.height - 4];
    if (panel.axes) this.measureAxes();
    if (panel.equal) this.measureEqual();
    [this.x, this.unX] = this.scale(panel.x, panel.xlog, this.left, this.right);
    [this.y, this.unY] = this.scale(panel.y, panel.ylog, this.bottom, this.top);
  }

  measureAxes() {
    const { panel, unit } = this;
    const widest = (ticks) => Math.max(0, ...ticks.map((tick) => this.pen.measureText(tick.text).width));
    this.top = panel.ylabel ? unit * 1.9 : unit * 0.7;
    this.bottom = this.height - unit * 1.7 - (panel.xlabel ? unit * 1.5 : 0);
    this.yTicks = this.ticks(panel.y, panel.ylog, panel.yticks, (this.bottom - this.top) / (unit * 3), panel.whole.includes("y"));
    this.left = widest(this.yTicks) + 10;
    this.right -= unit;
    const width = this.right - this.left;
    this.xTicks = this.ticks(panel.x, panel.xlog, panel.xticks, width / (unit * 5), panel.whole.includes("x"));
    // Words that would touch each other are slanted.
    this.slanted = panel.xticks?.length > 1 && widest(this.xTicks) + 6 > width / Math.abs(panel.x[1] - panel.x[0]) && panel.xticks.length > 1;
    if (this.slanted) this.bottom -= Math.min(widest(this.xTicks) * 0.72, this.height / 3);
  }

  measureEqual() {
    const { panel } = this;
    const [across, up] = [Math.abs(panel.x[1] - panel.x[0]), Math.abs(panel.y[1] - panel.y[0])];
    const scale = Math.min((this.right - this.left) / across, (this.bottom - this.top) / up);
    const spare = this.bottom - this.top - scale * up;
    this.bottom -= spare;
    this.height -= Math.floor(spare);
    this.right = this.left + scale * across;
  }

  scale([low, high], log, start, end) {
    const to = log ? Math.log10 : (value) => value;
    const back = log ? (value) => 10 ** value : (value) => value;
    const factor = (end - start) / (to(high) - to(low));
    return [(value) => start + (to(value) - to(low)) * factor, (pixel) => back(to(low) + (pixel - start) / factor)];
  }

  ticks([low, high], log, named, count, whole) {
    if (named) return named.map(([at, text]) => ({ at, text }));
    const powers = log ? logTicks(low, high) : [];
    if (powers.length > 1) return powers.map(([at, power]) => ({ at, text: Math.abs(power) < 4 ? this.view.number(at, 0, 3) : raised(power) }));
    return niceTicks(low, high, count, whole).map(([at, digits]) => ({ at, text: this.view.number(at, digits) }));
  }

  font(size = 1, bold = false) {
    this.pen.font = `${bold ? 650 : 400} ${this.unit * size}px system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif`;
  }

  // Words with a thin halo of paper, so that they are read on any picture.
  write(text, x, y, { color = "ink", align = "center", size = 1, bold = false, fill, halo = true } = {}) {
    const { pen, theme } = this;
    this.font(size, bold);
    Object.assign(pen, { textAlign: align, textBaseline: "middle", fillStyle: fill ?? theme.color(color), lineJoin: "round" });
    String(text).split("\n").forEach((line, i) => {
      const at = y + i * this.unit * size * 1.3;
      if (halo && !fill) {
        Object.assign(pen, { strokeStyle: theme.color("paper"), lineWidth: 3 });
        pen.strokeText(line, x, at);
      }
      pen.fillText(line, x, at);
    });
  }

  path(points, close = false) {
    this.pen.beginPath();
    points.forEach(([x, y]) => this.pen.lineTo(x, y));
    if (close) this.pen.closePath();
  }

  drawGrid() {
    const { pen, panel } = this;
    Object.assign(pen, { strokeStyle: this.theme.color("muted"), lineWidth: 1 });
    const lines = [
      ...this.xTicks.map(({ at }) => [[this.x(at), this.top], [this.x(at), this.bottom]]),
      ...this.yTicks.map(({ at }) => [[this.left, this.y(at)], [this.right, this.y(at)]]),
    ];
    pen.globalAlpha = 0.22;
    for (const line of panel.grid ? lines : []) {
      this.path(line.map(([x, y]) => [Math.round(x) + 0.5, Math.round(y) + 0.5]));
      pen.stroke();
    }
    pen.globalAlpha = 0.55;
    this.path([[this.left, this.top], [this.left, this.bottom], [this.right, this.bottom]].map(([x, y]) => [Math.round(x) + 0.5, Math.round(y) + 0.5]));
    pen.stroke();
    pen.globalAlpha = 1;
  }

  drawTicks() {
    const { panel, unit, pen } = this;
    const plain = { color: "ink", halo: false };
    for (const { at, text } of this.yTicks) this.write(text, this.left - 6, this.y(at), { ...plain, align: "right" });
    for (const { at, text } of this.xTicks) {
      pen.save();
      pen.translate(this.x(at), this.bottom + unit * 0.95);
      if (this.slanted) pen.rotate(-0.8);
      this.write(text, this.slanted ? 4 : 0, 0, { ...plain, align: this.slanted ? "right" : "center" });
      pen.restore();
    }
    const soft = { ...plain, size: 0.95 };
    if (panel.xlabel) this.write(panel.xlabel, (this.left + this.right) / 2, this.height - unit * 0.75, soft);
    if (panel.ylabel) this.write(panel.ylabel, 2, unit * 0.8, { ...soft, align: "left" });
  }

  drawLegend() {
    const entries = this.panel.legend ? this.panel.layers.flatMap(legendOf) : [];
    const key = JSON.stringify([entries, this.theme.names.paper]);
    if (key === this.legendKey) return;
    this.legendKey = key;
    this.legend.replaceChildren(...entries.map((entry) => make("span", {}, this.swatch(entry), entry.text)));
  }

  swatch({ color, marker, number, dash, area }) {
    const canvas = make("canvas", { width: 44, height: 28, "aria-hidden": "true" });
    const pen = canvas.getContext("2d");
    const tone = number == null ? this.theme.color(color) : this.theme.ofClass(number);
    pen.scale(2, 2);
    if (marker) mark(pen, marker, 11, 7, 5, tone, this.theme.color("paper"));
    else {
      Object.assign(pen, { strokeStyle: tone, fillStyle: tone, lineWidth: 2.5 });
      if (dash) pen.setLineDash([6, 4]);
      if (area) pen.fillRect(2, 2, 18, 10);
      else pen.strokeRect(0, 7, 22, 0);
    }
    return canvas;
  }

  // -- Dragging: a transparent button on each point, box and corner; so Tab, touch and screen readers reach it.

  placeHandles() {
    const wanted = this.view.source.fixed ? [] : this.panel.layers.flatMap((layer) => this.handlesOf(layer));
    while (this.handles.length > wanted.length) this.handles.pop().remove();
    while (this.handles.length < wanted.length) this.frame.append(this.newHandle());
    wanted.forEach((want, i) => Object.assign(this.handles[i], { want }) && this.placeHandle(this.handles[i], want));
  }

  handlesOf(layer) {
    const control = layer.drag && this.view.control(layer.drag);
    if (!control) return [];
    const value = this.view.state[layer.drag];
    if (layer.kind === "points") return value.map(([x, y], i) => ({ control, i, x, y, size: Math.max(32, layer.size * 2 + 8) }));
    const i = (this.boxes[`handles ${layer.drag}`] = (this.boxes[`handles ${layer.drag}`] ?? -1) + 1);
    const [x0, y0, x1, y1] = value[i] ?? [];
    if (x0 == null) return [];
    return [{ control, i, box: [x0, y0, x1, y1] }, { control, i, corner: true, x: x1, y: y1, size: 32 }];
  }

  placeHandle(node, { control, i, box, corner, x, y, size }) {
    const { words } = this.view.spec;
    const [x0, y0, x1, y1] = box ? [this.x(box[0]), this.y(box[1]), this.x(box[2]), this.y(box[3])] : [];
    const [left, top] = box ? [Math.min(x0, x1), Math.min(y0, y1)] : [this.x(x) - size / 2, this.y(y) - size / 2];
    const [width, height] = box ? [Math.abs(x1 - x0), Math.abs(y1 - y0)] : [size, size];
    node.style.cssText = `left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
    node.classList.toggle("square", !!box);
    const value = (box ?? [x, y]).map((number) => this.view.number(number, 0, 2)).join("; ");
    const what = control.kind === "points" ? words.point : corner ? words.corner : words.box;
    node.setAttribute("aria-label", `${control.label}, ${what} ${i + 1}: ${value}. ${words.drag}`);
  }

  newHandle() {
    const node = make("button", { type: "button", class: "dlx-handle" });
    node.addEventListener("pointerdown", (event) => {
      node.setPointerCapture(event.pointerId);
      this.grip = [event.clientX, event.clientY];
    });
    node.addEventListener("pointermove", (event) => {
      if (!node.hasPointerCapture(event.pointerId)) return;
      const [dx, dy] = [event.clientX - this.grip[0], event.clientY - this.grip[1]];
      this.grip = [event.clientX, event.clientY];
      this.moveHandle(node.want, dx, dy);
    });
    node.addEventListener("keydown", (event) => this.keyOnHandle(event, node.want));
    this.handles.push(node);
    return node;
  }

  keyOnHandle(event, { control, i }) {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const step = (event.shiftKey ? 0.1 : 0.01) * Math.max(60, Math.min(this.right - this.left, this.bottom - this.top));
      this.moveHandle(event.target.want, arrow[0] * step, -arrow[1] * step);
    } else if (["Delete", "Backspace"].includes(event.key) && control.addable) this.view.removePoint(control, i);
    else return;
    event.preventDefault();
  }

  // Move by pixels: a point, a whole box, or a box's second corner.
  moveHandle({ control, i, corner }, dx, dy) {
    const value = this.view.state[control.name].map((item) => [...item]);
    const [x0, x1, y0, y1] = control.bounds;
    const item = value[i];
    const shift = (k) => {
      item[k] = clamp(this.unX(this.x(item[k]) + dx), x0, x1);
      item[k + 1] = clamp(this.unY(this.y(item[k + 1]) + dy), y0, y1);
    };
    if (control.kind === "points") shift(0);
    else if (corner) shift(2);
    else {
      const size = [item[2] - item[0], item[3] - item[1]];
      shift(0);
      [item[0], item[1]] = [clamp(item[0], x0, x1 - size[0]), clamp(item[1], y0, y1 - size[1])];
      [item[2], item[3]] = [item[0] + size[0], item[1] + size[1]];
    }
    this.view.change(control.name, value);
  }

  addPoint(event) {
    const control = this.view.spec.controls.find((one) => one.addable && one.panel === this.panel.name);
    if (!control || this.view.source.fixed) return;
    this.view.addPoint(control, this.unX(event.offsetX), this.unY(event.offsetY));
  }
}

function legendOf(layer) {
  if (Array.isArray(layer.label)) return layer.label.map((text, number) => ({ text, number, marker: MARKERS[number % 6] }));
  if (!layer.label || layer.kind === "box") return [];
  const kinds = { points: { marker: layer.marker }, area: { area: true }, bars: { area: true, color: layer.colors?.[0] } };
  return [{ text: layer.label, color: layer.color, dash: layer.dash, ...kinds[layer.kind] }];
}

// ---- What can stand on a panel: DRAW[kind](plot, layer)

const SHAPES = {
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  triangle: [[0, -1.2], [1.15, 0.85], [-1.15, 0.85]],
  diamond: [[0, -1.25], [1.15, 0], [0, 1.25], [-1.15, 0]],
};

function mark(pen, marker, x, y, size, color, edge) {
  const stroked = ["cross", "plus", "ring"].includes(marker);
  pen.beginPath();
  if (SHAPES[marker]) SHAPES[marker].forEach(([dx, dy]) => pen.lineTo(x + dx * size, y + dy * size));
  else if (marker === "cross" || marker === "plus") {
    for (const turn of [0, 1, 2, 3]) {
      const angle = (turn / 2 + (marker === "cross" ? 0.25 : 0)) * Math.PI;
      pen.moveTo(x, y);
      pen.lineTo(x + 1.25 * size * Math.cos(angle), y + 1.25 * size * Math.sin(angle));
    }
  } else pen.arc(x, y, size, 0, 7);
  pen.closePath();
  Object.assign(pen, { strokeStyle: stroked ? color : edge, lineWidth: stroked ? Math.max(2, size / 2.5) : 1.2, fillStyle: color });
  if (marker === "ring") pen.lineWidth = 3;
  if (!stroked) pen.fill();
  pen.stroke();
}

function arrowHead(pen, x0, y0, x1, y1, width) {
  const angle = Math.atan2(y1 - y0, x1 - x0);
  const size = Math.min(5 + width * 2.2, Math.hypot(x1 - x0, y1 - y0));
  pen.beginPath();
  for (const turn of [-0.42, 0, 0.42]) {
    const reach = turn ? size : 0;
    pen.lineTo(x1 - reach * Math.cos(angle + turn), y1 - reach * Math.sin(angle + turn));
  }
  pen.fill();
}

// The places where a map crosses `level`, cell by cell (marching squares).
function contour(plot, { z, extent }, level) {
  const [rows, columns] = z.shape;
  const [x0, x1, y0, y1] = extent;
  const px = (j) => plot.x(x0 + ((j + 0.5) / columns) * (x1 - x0));
  const py = (i) => plot.y(y0 + ((i + 0.5) / rows) * (y1 - y0));
  plot.pen.beginPath();
  for (let i = 0; i < rows - 1; i++)
    for (let j = 0; j < columns - 1; j++) {
      const corners = [[i, j], [i, j + 1], [i + 1, j + 1], [i + 1, j]];
      const v = corners.map(([r, c]) => z[r * columns + c] - level);
      const cuts = [];
      for (let k = 0; k < 4; k++) {
        const next = (k + 1) % 4;
        if (v[k] < 0 === v[next] < 0) continue;
        const t = v[k] / (v[k] - v[next]);
        const at = (axis) => corners[k][axis] + t * (corners[next][axis] - corners[k][axis]);
        cuts.push([px(at(1)), py(at(0))]);
      }
      for (let k = 0; k + 1 < cuts.length; k += 2) {
        plot.pen.moveTo(...cuts[k]);
        plot.pen.lineTo(...cuts[k + 1]);
      }
    }
  plot.pen.stroke();
}

function heatBitmap(theme, map, z, [rows, columns], first = 0) {
  const table = theme.table(map);
  const wide = z instanceof Uint16Array;
  const empty = wide ? 65535 : 255;
  return bitmap(columns, rows, (i) => (z[first + i] === empty ? 0 : table[wide ? z[first + i] >> 8 : z[first + i]]));
}

function cellNumbers(plot, { z, values, extent: [x0, x1, y0, y1], digits, colormap }) {
  const [rows, columns] = z.shape;
  const table = plot.theme.table(colormap);
  const width = Math.abs(plot.x(x1) - plot.x(x0)) / columns;
  const size = clamp(width / (plot.unit * (2.2 + digits * 0.55)), 0.5, 1.2);
  values.forEach((value, k) => {
    if (Number.isNaN(value)) return;
    const [i, j] = [Math.floor(k / columns), k % columns];
    const at = [plot.x(x0 + ((j + 0.5) / columns) * (x1 - x0)), plot.y(y0 + ((i + 0.5) / rows) * (y1 - y0))];
    plot.write(plot.view.number(value, digits), ...at, { size, fill: Theme.on(table[z[k]]) });
  });
}

function colorBar(plot, { low, high, colormap, bar }) {
  const { pen, unit } = plot;
  const [left, top, height] = [plot.right + unit, plot.top, plot.bottom - plot.top];
  const digits = Math.abs(high - low) < 10 ? 2 : 0;
  pen.imageSmoothingEnabled = true;
  pen.drawImage(bitmap(1, 256, (i) => plot.theme.table(colormap)[255 - i]), left, top, unit, height);
  plot.write(plot.view.number(high, 0, digits), left + unit + 5, top + unit / 2, { align: "left", halo: false });
  plot.write(plot.view.number(low, 0, digits), left + unit + 5, top + height - unit / 2, { align: "left", halo: false });
  plot.write(bar, plot.width - 4, plot.top - unit * 0.9, { align: "right", size: 0.95, halo: false });
}

// Squares for the pictures of a grid, as large as the panel allows.
function gridCells(plot, count, columns, ratio, below) {
  const rows = Math.ceil(count / columns);
  const width = Math.min((plot.right - plot.left) / columns, ((plot.bottom - plot.top) / rows - below) / ratio);
  const size = [width * 0.94, width * 0.94 * ratio];
  return range(count).map((i) => [plot.left + (i % columns) * width, plot.top + Math.floor(i / columns) * (width * ratio + below), ...size]);
}

// Places of a network's neurons: [x, y] per layer and neuron, and their size.
function neurons(plot, { layers, captions, labels }) {
  const { unit } = plot;
  plot.font();
  const wide = (k) => Math.max(0, ...(labels?.[k] ?? []).map((text) => plot.pen.measureText(text).width + 10));
  const [left, right] = [plot.left + wide(0), plot.right - wide(layers.length - 1)];
  const top = plot.top + (captions ? unit * 1.8 : 2);
  const tallest = (plot.bottom - top) / Math.max(...layers);
  const size = Math.min(tallest * 0.82, ((right - left) / layers.length) * 0.55, unit * 4.6);
  const x = (k) => left + size / 2 + 2 + (layers.length > 1 ? (k / (layers.length - 1)) * (right - left - size - 4) : 0);
  const gap = Math.max(tallest, size);
  const y = (i, count) => (top + plot.bottom) / 2 + (i - (count - 1) / 2) * Math.min(gap, size * 2.1);
  return { size, places: layers.map((count, k) => range(count).map((i) => [x(k), y(i, count)])) };
}

function networkEdges(plot, { edges, scale, highlight_edges: marked }, places, size) {
  const { pen, theme } = plot;
  edges.forEach((weights, k) => weights.forEach((weight, n) => {
    const [i, j] = [Math.floor(n / weights.shape[1]), n % weights.shape[1]];
    const [[x0, y0], [x1, y1]] = [places[k][i], places[k + 1][j]];
    const share = Math.min(Math.abs(weight) / scale, 1);
    const hit = marked.some(([a, b, c]) => a === k && b === i && c === j);
    const middle = (x0 + x1) / 2;
    pen.beginPath();
    pen.moveTo(x0 + size / 2, y0);
    pen.bezierCurveTo(middle, y0, middle, y1, x1 - size / 2, y1);
    Object.assign(pen, { strokeStyle: theme.color(hit ? "purple" : weight < 0 ? "blue" : "orange"), lineWidth: hit ? 4 : 0.5 + 4.5 * share });
    pen.globalAlpha = hit ? 1 : 0.2 + 0.75 * share;
    pen.stroke();
  }));
  pen.globalAlpha = 1;
}

const DRAW = {
  line({ pen, theme, x, y, path }, layer) {
    this.stroke(pen, theme.color(layer.color), layer.width, layer.dash);
    pen.beginPath();
    layer.x.forEach((value, i) => pen.lineTo(x(value), y(layer.y[i])));
    pen.stroke();
  },

  stroke(pen, color, width, dash) {
    Object.assign(pen, { strokeStyle: color, fillStyle: color, lineWidth: width, lineJoin: "round", lineCap: dash ? "butt" : "round" });
    pen.setLineDash(dash ? [width * 3, width * 2.2] : []);
  },

  area({ pen, theme, x, y }, layer) {
    pen.beginPath();
    layer.x.forEach((value, i) => pen.lineTo(x(value), y(layer.high[i])));
    for (let i = layer.x.length - 1; i >= 0; i--) pen.lineTo(x(layer.x[i]), y(layer.low[i]));
    pen.fillStyle = theme.color(layer.color);
    pen.fill();
  },

  points(plot, layer) {
    const { pen, theme } = plot;
    const at = Array.from(layer.x, (value, i) => [plot.x(value), plot.y(layer.y[i])]);
    at.forEach(([x, y], i) => {
      const number = layer.classes?.[i];
      const own = layer.classes ? [MARKERS[number % 6], theme.ofClass(number)] : [layer.marker, theme.color(layer.color)];
      mark(pen, own[0], x, y, layer.size, own[1], theme.color("paper"));
    });
    for (const i of layer.highlight) mark(pen, "ring", ...at[i], layer.size + 5, theme.color("ink"));
    if (layer.texts) this.words(plot, layer, at);
  },

  // Words beside points; one that would lie on another is left out, the highlighted come first.
  words(plot, { texts, highlight, size }, at) {
    const taken = [];
    const order = [...highlight, ...range(texts.length).filter((i) => !highlight.includes(i))];
    for (const i of order) {
      const bold = highlight.includes(i);
      plot.font(1, bold);
      const [y, width] = [at[i][1], plot.pen.measureText(texts[i]).width];
      const right = at[i][0] + size + 4;
      const x = right + width <= plot.width ? right : at[i][0] - size - 4 - width;
      const free = taken.every(([a, b, w]) => x > a + w + 4 || a > x + width + 4 || Math.abs(y - b) > plot.unit * 1.1);
      if (!free && !bold) continue;
      taken.push([x, y, width]);
      plot.write(texts[i], x, y, { align: "left", bold });
    }
  },

  heatmap(plot, layer) {
    const { pen, theme, x, y } = plot;
    const [x0, x1, y0, y1] = layer.extent;
    const [rows, columns] = layer.z.shape;
    pen.save();
    pen.translate(x(x0), y(y0));
    pen.scale((x(x1) - x(x0)) / columns, (y(y1) - y(y0)) / rows);
    pen.imageSmoothingEnabled = !!layer.smooth;
    pen.drawImage(heatBitmap(theme, layer.colormap, layer.z, [rows, columns]), 0, 0);
    pen.restore();
    this.stroke(pen, theme.color("ink"), layer.contour.length > 1 ? 1 : 2);
    for (const level of layer.contour) contour(plot, layer, ((level - layer.low) / (layer.high - layer.low)) * 65534);
    if (layer.values) cellNumbers(plot, layer);
  },

  image(plot, { pixels, extent: [x0, x1, y0, y1], smooth }) {
    const [left, top] = [Math.min(plot.x(x0), plot.x(x1)), Math.min(plot.y(y0), plot.y(y1))];
    plot.pen.imageSmoothingEnabled = !!smooth;
    plot.pen.drawImage(picture(pixels, pixels.shape), left, top, Math.abs(plot.x(x1) - plot.x(x0)), Math.abs(plot.y(y1) - plot.y(y0)));
  },

  imagegrid(plot, { images, captions, columns, highlight, smooth }) {
    const { pen, theme, unit } = plot;
    const [count, ...shape] = images.shape;
    const cells = gridCells(plot, count, columns, shape[0] / shape[1], captions ? unit * 1.6 : 0);
    pen.imageSmoothingEnabled = !!smooth;
    cells.forEach(([x, y, width, height], i) => {
      pen.drawImage(picture(images, shape, (i * images.length) / count), x, y, width, height);
      if (captions) plot.write(captions[i], x + width / 2, y + height + unit * 0.75, { size: 0.92, bold: highlight.includes(i) });
      if (!highlight.includes(i)) return;
      this.stroke(pen, theme.color("orange"), 3);
      pen.strokeRect(x, y, width, height);
    });
  },

  arrow(plot, layer) {
    const { pen, theme, x, y } = plot;
    this.stroke(pen, theme.color(layer.color), layer.width);
    layer.x0.forEach((_, i) => {
      const ends = [x(layer.x0[i]), y(layer.y0[i]), x(layer.x1[i]), y(layer.y1[i])];
      const length = Math.hypot(ends[2] - ends[0], ends[3] - ends[1]);
      if (length < 1) return;
      const short = Math.max(0, 1 - (3 + layer.width) / length); // the line ends inside the head
      plot.path([ends.slice(0, 2), [ends[0] + (ends[2] - ends[0]) * short, ends[1] + (ends[3] - ends[1]) * short]]);
      pen.stroke();
      arrowHead(pen, ...ends, layer.width);
    });
  },

  bars(plot, { values, colors, highlight, horizontal, digits }) {
    const { pen, theme, x, y, unit } = plot;
    values.forEach((value, i) => {
      const along = horizontal ? [x(0), y(i - 0.38), x(value), y(i + 0.38)] : [x(i - 0.38), y(0), x(i + 0.38), y(value)];
      const box = [along[0], along[1], along[2] - along[0], along[3] - along[1]];
      pen.fillStyle = theme.color(colors[i]);
      pen.fillRect(...box);
      this.stroke(pen, theme.color("ink"), 2.5);
      if (highlight.includes(i)) pen.strokeRect(...box);
      if (digits == null) return;
      const sign = value < 0 ? -1 : 1;
      const place = horizontal ? [x(value) + sign * 5, y(i)] : [x(i), y(value) - sign * unit * 0.75];
      plot.write(plot.view.number(value, digits), ...place, { align: horizontal ? (sign > 0 ? "left" : "right") : "center", size: 0.92 });
    });
  },

  box(plot, layer) {
    const { pen, theme, x, y, unit } = plot;
    const k = (plot.boxes[layer.drag] = (plot.boxes[layer.drag] ?? -1) + 1);
    const [x0, y0, x1, y1] = plot.view.state[layer.drag]?.[k] ?? [layer.x0, layer.y0, layer.x1, layer.y1];
    const [left, top] = [Math.min(x(x0), x(x1)), Math.min(y(y0), y(y1))];
    const [width, height] = [Math.abs(x(x1) - x(x0)), Math.abs(y(y1) - y(y0))];
    this.stroke(pen, theme.color(layer.color), layer.width, layer.dash);
    pen.lineJoin = "miter";
    pen.globalAlpha = layer.fill;
    pen.fillRect(left, top, width, height);
    pen.globalAlpha = 1;
    pen.strokeRect(left, top, width, height);
    if (layer.drag) mark(pen, "square", x(x1), y(y1), 5, theme.color(layer.color), theme.color("paper"));
    if (layer.label) plot.write(layer.label, left + 3, top - unit * 0.8 < plot.top ? top + unit : top - unit * 0.7, { color: layer.color, align: "left", bold: true });
  },

  network(plot, layer) {
    const { pen, theme, unit } = plot;
    const { size, places } = neurons(plot, layer);
    networkEdges(plot, layer, places, size);
    places.forEach((column, k) => column.forEach(([x, y], i) => {
      const hit = layer.highlight.some(([a, b]) => a === k && b === i);
      const map = layer.maps?.[k];
      this.stroke(pen, theme.color(hit ? "purple" : "ink"), hit ? 4 : 1.4);
      if (map) {
        const [, rows, columns] = map.shape;
        const steps = map.subarray(i * rows * columns, (i + 1) * rows * columns);
        pen.imageSmoothingEnabled = true;
        pen.drawImage(heatBitmap(theme, "diverging", steps, [rows, columns]), x - size / 2, y - size / 2, size, size);
        pen.strokeRect(x - size / 2, y - size / 2, size, size);
      } else {
        pen.fillStyle = theme.color("paper");
        pen.beginPath();
        pen.arc(x, y, size / 2, 0, 7);
        pen.fill();
        pen.stroke();
      }
      const value = layer.values?.[k]?.[i];
      if (value != null) plot.write(plot.view.number(value, layer.digits), x, y, { size: clamp(size / unit / 3.2, 0.6, 1), bold: hit });
      const side = k === 0 ? ["right", -1] : k === places.length - 1 ? ["left", 1] : null;
      const text = layer.labels?.[k]?.[i];
      if (text && side) plot.write(text, x + side[1] * (size / 2 + 6), y, { align: side[0] });
      else if (text) plot.write(text, x, y + size / 2 + unit * 0.7, { size: 0.9 });
    }));
    layer.captions?.forEach((text, k) => plot.write(text, clamp(places[k][0][0], plot.left + 30, plot.right - 30), plot.top + unit * 0.7, { size: 0.95, bold: true }));
  },

  graph(plot, layer) {
    const { pen, theme, x, y, unit } = plot;
    const size = layer.size * (unit / 13);
    const at = Array.from(layer.x, (value, i) => [x(value), y(layer.y[i])]);
    const greatest = Math.max(1e-9, ...(layer.weights ?? [1]).map(Math.abs));
    range(layer.edges.shape[0]).forEach((n) => {
      const [[x0, y0], [x1, y1]] = [at[layer.edges[2 * n]], at[layer.edges[2 * n + 1]]];
      const length = Math.hypot(x1 - x0, y1 - y0) || 1;
      const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
      const hit = layer.highlight_edges.includes(n);
      const weight = layer.weights?.[n];
      const tone = hit ? "purple" : weight == null ? "muted" : weight < 0 ? "blue" : "orange";
      this.stroke(pen, theme.color(tone), hit ? 4 : weight == null ? 1.5 : 0.8 + (4 * Math.abs(weight)) / greatest);
      const ends = [x0 + ux * size, y0 + uy * size, x1 - ux * (size + 1), y1 - uy * (size + 1)];
      const short = layer.directed ? 6 : 0;
      plot.path([ends.slice(0, 2), [ends[2] - ux * short, ends[3] - uy * short]]);
      pen.stroke();
      if (layer.directed) arrowHead(pen, ...ends, pen.lineWidth);
      if (layer.edge_labels?.[n]) plot.write(layer.edge_labels[n], (x0 + x1) / 2 - uy * unit * 0.1, (y0 + y1) / 2 - unit * 0.75, { size: 0.92, bold: hit });
    });
    at.forEach(([cx, cy], i) => {
      const hit = layer.highlight.includes(i);
      const value = layer.values?.[i];
      const abgr = value == null ? null : theme.table("diverging")[Math.round(clamp((value + 1) * 127.5, 0, 255))];
      const fill = layer.classes ? theme.ofClass(layer.classes[i]) : value == null ? theme.color("paper") : `rgb(${abgr & 255} ${(abgr >> 8) & 255} ${(abgr >> 16) & 255})`;
      this.stroke(pen, theme.color(hit ? "purple" : "ink"), hit ? 4 : 1.4);
      pen.fillStyle = fill;
      pen.beginPath();
      pen.arc(cx, cy, size, 0, 7);
      pen.fill();
      pen.stroke();
      const on = layer.classes ? theme.color("paper") : value == null ? theme.color("ink") : Theme.on(abgr);
      if (layer.labels?.[i]) plot.write(layer.labels[i], cx, cy, { fill: on, bold: hit });
      if (layer.below?.[i]) plot.write(layer.below[i], cx, cy + size + unit * 0.8, { size: 0.92, bold: hit });
    });
  },

  text(plot, { x, y, text, color, size, align, bold }) {
    plot.write(text, plot.x(x), plot.y(y), { color, size, align, bold });
  },
};

// ---- The controls: each builder returns { node, set(value), stop? }

let serial = 0;

function labelled({ label, hint }, input, output = "") {
  input.id ||= `dlx-${(serial += 1)}`;
  const name = make("label", { class: "dlx-label", for: input.id }, make("span", {}, label), output);
  return make("div", { class: "dlx-control" }, name, input, hint && make("span", { class: "dlx-hint" }, hint));
}

function group({ label, hint }, ...parts) {
  const name = make("legend", { class: "dlx-label" }, label);
  return make("fieldset", { class: "dlx-control" }, name, ...parts, hint && make("span", { class: "dlx-hint" }, hint));
}

const button = (text, onclick, attributes = {}) => make("button", { type: "button", onclick, ...attributes }, text);

const CONTROLS = {
  slider(view, control) {
    const { values, unit, log, name } = control;
    const digits = Math.max(...values.map((value) => (String(value).split(".")[1] ?? "").length));
    const text = (value) => view.number(value, log ? 0 : digits, log ? 4 : digits) + (unit && ` ${unit}`);
    const input = make("input", { type: "range", min: 0, max: values.length - 1, step: 1 });
    const output = make("output");
    const show = (value) => {
      output.textContent = text(value);
      input.setAttribute("aria-valuetext", text(value));
    };
    input.addEventListener("input", () => (show(values[input.value]), view.change(name, values[input.value])));
    const set = (value) => {
      const place = values.reduce((best, known, i) => (Math.abs(known - value) < Math.abs(values[best] - value) ? i : best), 0);
      if (+input.value !== place) input.value = place;
      show(value);
    };
    return { node: labelled(control, input, output), set };
  },

  choice(view, control) {
    const { options, name } = control;
    if (options.length <= 5 && options.reduce((sum, [, label]) => sum + label.length, 0) <= 44) return segments(view, control);
    const input = make("select", {}, ...options.map(([, label], i) => make("option", { value: i }, label)));
    input.addEventListener("change", () => view.change(name, options[input.value][0]));
    return { node: labelled(control, input), set: (value) => (input.value = options.findIndex(([known]) => known === value)) };
  },

  toggle(view, { label, hint, name }) {
    const input = make("input", { type: "checkbox", onchange: () => view.change(name, input.checked) });
    const node = make("div", { class: "dlx-control" }, make("label", { class: "dlx-check" }, input, label), hint && make("span", { class: "dlx-hint" }, hint));
    return { node, set: (value) => (input.checked = value) };
  },

  button(view, { label, name }) {
    return { node: make("div", { class: "dlx-control" }, button(label, () => view.source.press(name))), set() {} };
  },

  live(view, { label, name }) {
    const input = button("", () => view.change(name, !view.state[name]), { class: "main" });
    const set = (on) => {
      const text = on ? `⏸ ${view.spec.words.pause}` : `▶ ${label}`;
      if (input.textContent !== text) input.textContent = text;
      view.quiet("live", on);
    };
    return { node: make("div", { class: "dlx-control" }, input), set };
  },

  player(view, control) {
    const { last, fps, name } = control;
    const { words } = view.spec;
    let timer = 0;
    const input = make("input", { type: "range", min: 0, max: last, step: 1, oninput: () => (stop(), go(+input.value)) });
    const output = make("output");
    const go = (step) => (view.change(name, clamp(step, 0, last)), set(view.state[name]));
    const set = (step) => {
      if (+input.value !== step) input.value = step;
      output.textContent = `${step} / ${last}`;
    };
    const paint = () => {
      play.textContent = timer ? "⏸" : "▶";
      play.setAttribute("aria-label", `${control.label}: ${timer ? words.pause : words.play}`);
      view.quiet(name, !!timer);
    };
    const stop = () => (clearInterval(timer), (timer = 0), paint());
    const tick = () => {
      if (!view.root.isConnected || view.state[name] >= last) return stop();
      if (!view.source.waiting) go(view.state[name] + 1); // a slow scene slows the film down, it drops no step
    };
    const start = () => {
      if (view.state[name] >= last) go(0);
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      timer = setInterval(tick, 1000 / (calm ? Math.min(fps, 1) : fps));
      paint();
    };
    const play = button("▶", () => (timer ? stop() : start()), { class: "main" });
    const step = (text, label, by) => button(text, () => (stop(), go(view.state[name] + by)), { "aria-label": `${control.label}: ${label}` });
    const bar = make("div", { class: "dlx-bar" }, step("⏮", words.back, -1), play, step("⏭", words.forward, 1));
    const node = labelled(control, input, output);
    node.append(bar);
    paint();
    return { node, set, stop };
  },

  text(view, control) {
    const input = make("input", { type: "text", maxlength: control.max_length, autocomplete: "off", spellcheck: "false" });
    input.addEventListener("input", () => view.change(control.name, input.value));
    return { node: labelled(control, input), set: (value) => document.activeElement !== input && (input.value = value) };
  },

  points(view, control) {
    if (!control.addable) return null;
    const { words } = view.spec;
    const [x0, x1, y0, y1] = control.bounds;
    const add = (kind) => view.addPoint(control, x0 + (x1 - x0) * (0.4 + 0.2 * Math.random()), y0 + (y1 - y0) * (0.4 + 0.2 * Math.random()), kind);
    const adders = (control.classes ?? [words.add]).map((text, kind) => button(control.classes ? `+ ${text}` : text, () => add(kind)));
    const remove = button(words.remove, () => view.removePoint(control, view.state[control.name].length - 1));
    return { node: group(control, make("div", { class: "dlx-bar" }, ...adders, remove)), set() {} };
  },

  boxes: () => null,

  cells(view, control) {
    const { words } = view.spec;
    const { name, low, high, step } = control;
    const inputs = control.value.map((row, i) => row.map((_, j) => make("input", {
      type: "number", min: low, max: high, step, "aria-label": `${control.label}: ${words.row} ${i + 1}, ${words.column} ${j + 1}`,
      oninput: () => view.change(name, inputs.map((cells, r) => cells.map((cell, c) => (cell.value === "" ? view.state[name][r][c] : clamp(+cell.value, low, high))))),
    })));
    const grid = make("div", { class: "dlx-cells" }, ...inputs.flat());
    grid.style.gridTemplateColumns = `repeat(${inputs[0].length},auto)`;
    const set = (value) => inputs.forEach((row, i) => row.forEach((cell, j) => {
      if (document.activeElement !== cell && +cell.value !== value[i][j]) cell.value = value[i][j];
      if (cell.value === "" && document.activeElement !== cell) cell.value = value[i][j];
    }));
    return { node: group(control, grid), set };
  },

  pad(view, control) {
    const pad = new Pad(view, control);
    return { node: group(control, pad.canvas, make("div", { class: "dlx-bar" }, button(view.spec.words.clear, () => pad.clear()))), set: (value) => pad.set(value) };
  },
};

function segments(view, control) {
  const name = `dlx-${(serial += 1)}`;
  const inputs = control.options.map(([value]) => make("input", { type: "radio", name, onchange: () => view.change(control.name, value) }));
  const labels = control.options.map(([, label], i) => make("label", {}, inputs[i], label));
  const set = (value) => control.options.forEach(([known], i) => (inputs[i].checked = known === value));
  return { node: group(control, make("div", { class: "dlx-segments" }, ...labels)), set };
}

// A drawing pad: a soft round brush on few pixels, by mouse, finger or keyboard.
class Pad {
  constructor(view, control) {
    Object.assign(this, { view, control, cursor: [control.shape[1] / 2, control.shape[0] / 2] });
    const [height, width] = control.shape;
    const label = `${control.label}. ${view.spec.words.draw}`;
    this.canvas = make("canvas", { class: "dlx-pad", width, height, tabindex: 0, role: "application", "aria-label": label, title: view.spec.words.draw });
    this.pixels = new Uint8Array(width * height);
    const on = (type, action) => this.canvas.addEventListener(type, action);
    on("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.last = this.at(event);
      this.stroke(this.last);
    });
    on("pointermove", (event) => this.canvas.hasPointerCapture(event.pointerId) && event.getCoalescedEvents().concat(event).forEach((one) => this.stroke(this.at(one))));
    on("keydown", (event) => this.key(event));
    on("focus", () => this.draw());
    on("blur", () => this.draw());
  }

  at({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    return [((clientX - box.left) / box.width) * this.canvas.width, ((clientY - box.top) / box.height) * this.canvas.height];
  }

  key(event) {
    const arrow = ARROWS[event.key];
    if (!arrow && event.key !== " ") return;
    event.preventDefault();
    const from = this.cursor;
    if (arrow) this.cursor = [clamp(from[0] + arrow[0], 0, this.canvas.width - 1), clamp(from[1] - arrow[1], 0, this.canvas.height - 1)];
    this.last = from;
    if (!arrow || event.shiftKey) this.stroke(this.cursor);
    this.draw();
  }

  // Paint from the last place to this one: full within the brush, fading over the last pixel.
  stroke(to) {
    const [[ax, ay], [bx, by]] = [this.last, to];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const { width } = this.canvas;
    this.pixels.forEach((old, k) => {
      const [x, y] = [(k % width) + 0.5, Math.floor(k / width) + 0.5];
      const t = length ? clamp(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 0, 1) : 0;
      const away = Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
      this.pixels[k] = Math.max(old, 255 * clamp(this.control.brush + 0.5 - away, 0, 1));
    });
    this.last = to;
    this.draw();
    this.view.change(this.control.name, btoa(String.fromCharCode(...this.pixels)));
  }

  clear() {
    this.set(btoa(String.fromCharCode(...this.pixels.fill(0))));
    this.view.change(this.control.name, this.shown);
  }

  set(value) {
    if (value === this.shown) return;
    this.pixels = Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0));
    this.draw();
    this.shown = value;
  }

  draw() {
    const { canvas, cursor } = this;
    const pen = canvas.getContext("2d");
    pen.drawImage(picture(this.pixels, [canvas.height, canvas.width]), 0, 0);
    if (document.activeElement !== canvas) return;
    pen.fillStyle = this.view.theme.color("amber");
    pen.fillRect(Math.floor(cursor[0]), Math.floor(cursor[1]), 1, 1);
  }
}

// ---- The explorer on the page

class View {
  constructor(element, source) {
    this.source = source;
    this.spec = source.spec;
    this.number = numbers(this.spec.language);
    this.noisy = new Set();
    this.build(element);
    this.setTheme();
    this.watch();
    source.views.add(this);
    this.show();
  }

  get state() {
    return this.source.state;
  }

  control(name) {
    return this.spec.controls.find((control) => control.name === name);
  }

  build(element) {
    const { title, task, words } = this.spec;
    this.controls = make("div", { class: "dlx-controls" });
    this.stage = make("div", { class: "dlx-stage" });
    this.summary = make("p", { class: "dlx-summary", "aria-live": "polite" });
    this.error = make("p", { class: "dlx-error", role: "alert" });
    this.note = make("p", { class: "dlx-note", role: "status" });
    this.largeButton = button("A+", () => this.setLarge(!this.large, true), { "aria-label": words.large, title: words.large });
    const header = make("header", {}, make("h3", {}, title), this.largeButton, button(words.reset, () => this.reset()));
    const body = make("div", { class: "dlx-body" }, this.controls, this.stage);
    this.root = make("section", { class: "dlx", "data-explorer": this.spec.name, "aria-label": title },
      make("style", {}, CSS), header, make("p", { class: "dlx-task" }, task), body, this.summary, this.error, this.note);
    this.inputs = {};
    for (const control of this.spec.controls) this.addControl(control);
    this.root.classList.toggle("many", Object.keys(this.inputs).length > 2);
    if (this.source.fixed) this.note.textContent = words.recording;
    element.append(this.root);
    this.setLarge(this.spec.large || localSetting() === "1");
  }

  addControl(control) {
    const input = CONTROLS[control.kind](this, control);
    if (!input) return;
    this.inputs[control.name] = input;
    input.node.dataset.control = control.name;
    if (this.source.fixed?.includes(control.kind)) this.disable(input.node);
    this.controls.append(input.node);
  }

  disable(node) {
    node.title = this.spec.words.unrecorded;
    for (const part of [node, ...node.querySelectorAll("input,button,canvas")]) part.disabled = true;
    for (const pad of node.querySelectorAll("canvas")) pad.style.pointerEvents = "none";
  }

  // Large type holds for every explorer of this browser: a lecturer turns it on once.
  setLarge(on, keep) {
    this.large = on;
    this.root.classList.toggle("large", on);
    this.largeButton.setAttribute("aria-pressed", on);
    if (keep) localSetting(on ? "1" : "0");
    if (this.plots) this.redraw();
  }

  setTheme() {
    this.theme = new Theme(this.spec.palette, isDark());
    this.root.style.colorScheme = isDark() ? "dark" : "light";
    for (const [name, color] of Object.entries(this.theme.names)) this.root.style.setProperty(`--${name}`, color);
  }

  watch() {
    const again = () => (this.setTheme(), this.redraw());
    const watcher = new MutationObserver(again);
    const attributeFilter = ["data-jp-theme-light", "data-theme"];
    for (const node of [document.body, document.documentElement]) watcher.observe(node, { attributes: true, attributeFilter });
    const media = matchMedia("(prefers-color-scheme: dark)");
    media.addEventListener("change", again);
    let width = 0;
    const sizes = new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width !== width) this.redraw();
      width = contentRect.width;
    });
    sizes.observe(this.stage);
    this.unwatch = () => (watcher.disconnect(), sizes.disconnect(), media.removeEventListener("change", again));
  }

  redraw() {
    for (const plot of this.plots ?? []) if (plot.panel) plot.draw();
  }

  show() {
    const { scene, error } = this.source.message;
    for (const [name, input] of Object.entries(this.inputs)) input.set(this.state[name]);
    this.root.dataset.waiting = !!this.source.waiting;
    this.error.textContent = error ?? "";
    if (!scene) return;
    const shape = JSON.stringify(scene.rows.map((row) => row.map((item) => [item.kind, item.width, item.equal])));
    if (shape !== this.shape) this.arrange(scene.rows);
    this.shape = shape;
    scene.rows.flat().forEach((item, i) => this.fill(i, item));
    if (this.summary.textContent !== scene.summary) this.summary.textContent = scene.summary;
  }

  arrange(rows) {
    this.items = [];
    const lines = rows.map((row) => {
      const cells = row.map(({ kind, width }) => {
        const cell = make("figure", { class: "dlx-cell" });
        cell.style.flex = `${width} 1 0`;
        this.items.push(kind === "panel" ? new Plot(this, cell) : cell);
        return cell;
      });
      const line = make("div", { class: "dlx-row" }, ...cells);
      line.dataset.shares = row.reduce((sum, item) => sum + item.width, 0);
      line.dataset.tall = row.some((item) => item.equal) ? 1 : 0.7;
      return line;
    });
    this.stage.replaceChildren(...lines);
    this.plots = this.items.filter((item) => item instanceof Plot);
  }

  fill(i, item) {
    const place = this.items[i];
    if (item.kind === "panel") return place.show(item);
    const key = JSON.stringify(item);
    if (place.dataset.key === key) return;
    place.dataset.key = key;
    place.replaceChildren(...(item.kind === "table" ? [tableOf(item)] : [make("figcaption", {}, item.title), make("pre", { tabindex: 0 }, item.text)]));
  }

  // All panels of a row are equally high, higher where one has equal units on both axes; on a narrow page each has
  // the row for itself.
  rowHeight(frame) {
    const row = frame.closest(".dlx-row");
    const stacked = getComputedStyle(row).flexDirection === "column";
    const width = stacked ? row.clientWidth : row.clientWidth / row.dataset.shares;
    return clamp(width * (stacked ? Math.max(0.8, row.dataset.tall) : row.dataset.tall), 210, this.large ? 520 : 400);
  }

  // While pictures follow each other quickly, a screen reader is left in peace.
  quiet(who, moving) {
    this.noisy[moving ? "add" : "delete"](who);
    this.summary.setAttribute("aria-live", this.noisy.size ? "off" : "polite");
  }

  change(name, value) {
    this.source.change({ [name]: value });
    this.root.dataset.waiting = !!this.source.waiting;
    for (const plot of this.plots) if (plot.panel.layers.some((layer) => layer.drag === name)) plot.draw();
  }

  addPoint(control, x, y, kind = 0) {
    const value = this.state[control.name];
    const [x0, x1, y0, y1] = control.bounds;
    if (value.length >= control.most) return;
    const classes = control.classes || value[0]?.length > 2 ? [kind] : [];
    this.change(control.name, [...value, [clamp(x, x0, x1), clamp(y, y0, y1), ...classes]]);
  }

  removePoint(control, i) {
    const value = this.state[control.name];
    if (value.length > control.least) this.change(control.name, value.filter((_, k) => k !== i));
  }

  reset() {
    for (const input of Object.values(this.inputs)) input.stop?.();
    this.source.reset();
  }

  close() {
    for (const input of Object.values(this.inputs)) input.stop?.();
    this.unwatch();
    this.source.views.delete(this);
  }
}

function tableOf({ header, rows, numeric, title, highlight }) {
  const line = (tag, words, hit) => make("tr", { class: hit && "hit" }, ...words.map((word, k) => make(tag, { class: numeric[k] && "right", scope: tag === "th" && "col" }, word)));
  const body = rows.map((row, i) => line("td", row, highlight.includes(i)));
  const caption = title ? [make("caption", {}, title)] : [];
  return make("div", { class: "dlx-scroll" }, make("table", {}, ...caption, make("thead", {}, line("th", header)), make("tbody", {}, ...body)));
}

// Reads the browser's large-type setting, or keeps it. A page opened from a file may have no storage.
function localSetting(value) {
  try {
    if (value == null) return localStorage.getItem("course-large-type");
    localStorage.setItem("course-large-type", value);
  } catch {
    return null; // then each explorer remembers for itself only
  }
}

// ---- Where scenes come from: a kernel ...

class Kernel {
  constructor(model) {
    Object.assign(this, { model, spec: model.get("spec"), views: new Set(), queue: [], seq: 0, waiting: null });
    this.receive();
    model.on("change:packet", () => this.receive());
  }

  receive() {
    const message = unpack(this.model.get("packet"));
    if (this.waiting && message.answer === this.waiting.seq) this.answered();
    const ahead = [this.waiting, ...this.queue].map((request) => request?.changes ?? {});
    this.message = message;
    this.state = Object.assign({}, message.state, ...ahead); // what the reader has moved since stays moved
    for (const view of this.views) view.show();
    if (message.frame) this.model.send({ type: "drawn" });
    this.flush();
  }

  answered() {
    this.waiting = null;
    clearTimeout(this.timer);
    this.tell("");
  }

  tell(text) {
    for (const view of this.views) view.note.textContent = text;
  }

  change(changes) {
    Object.assign(this.state, changes);
    const last = this.queue.at(-1);
    if (last?.type === "set") Object.assign(last.changes, changes);
    else this.queue.push({ type: "set", changes });
    this.flush();
  }

  press(name) {
    this.queue.push({ type: "press", name });
    this.flush();
  }

  reset() {
    this.queue = [{ type: "reset" }];
    this.flush();
  }

  flush() {
    if (this.waiting || !this.queue.length) return;
    this.waiting = { ...this.queue.shift(), seq: (this.seq += 1) };
    const { words } = this.spec;
    this.timer = setTimeout(() => {
      this.tell(words.waiting);
      this.timer = setTimeout(() => (this.tell(words.lost), (this.waiting = null)), 20000);
    }, 800);
    this.model.send(this.waiting);
  }
}

const kernels = new WeakMap(); // one for all views of a model

export default {
  render({ model, el }) {
    if (!kernels.has(model)) kernels.set(model, new Kernel(model));
    const kernel = kernels.get(model);
    const view = new View(el, kernel);
    return () => {
      view.close();
      model.send({ type: "views", count: kernel.views.size });
    };
  },
};

// ---- ... or a recording (utils/widgets/recording.py)

class Recording {
  constructor({ spec, states, scenes, presses, frames }) {
    Object.assign(this, { spec, states, scenes, presses, frames, views: new Set() });
    this.fixed = ["points", "boxes", "pad", "text", "cells"];
    this.go(0);
  }

  go(number, scene = this.states[number].scene, live = false) {
    this.at = number;
    this.state = { ...this.states[number].state };
    if (this.spec.live) this.state[this.spec.live] = live;
    this.message = { scene: this.scenes[scene] };
    for (const view of this.views) view.show();
  }

  change(changes) {
    clearInterval(this.timer);
    if (this.spec.live in changes) return changes[this.spec.live] ? this.play() : this.go(this.at, this.film?.[this.shown]);
    this.film = null;
    this.go(this.nearest({ ...this.state, ...changes }, changes, range(this.states.length)));
  }

  press(name) {
    const next = this.presses[name][this.at];
    if (next != null) this.go(next);
  }

  reset() {
    clearInterval(this.timer);
    this.film = null;
    this.go(0);
  }

  // The frames of the training that began nearest to the present state.
  play() {
    const start = this.nearest(this.state, {}, Object.keys(this.frames).map(Number));
    if (!this.film || this.shown >= this.film.length - 1) this.shown = 0;
    this.film = this.frames[start];
    const step = () => {
      const more = this.shown < this.film.length - 1;
      if (more) this.shown += 1;
      else clearInterval(this.timer);
      this.go(start, this.film[this.shown], more);
    };
    this.timer = setInterval(step, 80);
    step();
  }

  // The number of the recorded state that is nearest; what the reader has just moved counts most.
  nearest(wanted, moved, candidates) {
    const far = ({ name, kind, values, last }, value) => {
      const other = wanted[name];
      if (kind === "slider") return Math.abs(values.indexOf(value) - values.indexOf(other)) / values.length;
      if (kind === "player") return Math.abs(value - other) / (last + 1);
      return JSON.stringify(value) === JSON.stringify(other) ? 0 : 1;
    };
    const held = this.spec.controls.filter(({ kind }) => kind !== "button" && kind !== "live");
    const distance = (i) => held.reduce((sum, control) => sum + far(control, this.states[i].state[control.name]) * (control.name in moved ? 1000 : 1), 0);
    return candidates.reduce((best, i) => (distance(i) < distance(best) ? i : best), candidates[0]);
  }
}

export async function replay(element, recording) {
  const packed = Uint8Array.from(atob(recording.data), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const film = unpack(new Uint8Array(await new Response(stream).arrayBuffer()));
  return new View(element, new Recording(film));
}
