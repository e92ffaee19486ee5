// The front end of every explorer: draws a scene (utils/widgets/scene.py), shows the controls as native
// inputs, and keeps at most one request under way, the latest value winning. All mathematics is in Python.
// No dependency and no build step. `render` is anywidget's entry; `replay` plays a recording without a kernel.

const CSS = `
.dlx{--ink:#222;--soft:#666;--line:#d5d5d5;--face:#fff;--accent:#0072B2;--on:#fff;font:15px/1.45 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;
 color:var(--ink);max-width:980px;margin:6px 0;padding:14px 16px 12px;border:1px solid var(--line);border-radius:10px;background:var(--face);box-sizing:border-box;container-type:inline-size}
.dlx.dark{--ink:#eee;--soft:#b4b4b4;--line:#484848;--face:#161616;--accent:#4FA8DC;--on:#111}
.dlx.large{font-size:21px;max-width:none}
.dlx *{box-sizing:border-box}
.dlx-head{display:flex;gap:8px;align-items:flex-start}
.dlx-title{flex:1;font-weight:650;font-size:1.12em}
.dlx-task{margin:2px 0 10px;color:var(--soft);max-width:75ch}
.dlx button,.dlx select,.dlx input[type=text],.dlx input[type=number]{font:inherit;color:var(--ink);background:transparent;border:1px solid var(--line);border-radius:7px;min-height:34px;padding:3px 11px}
.dlx select option{color:#222;background:#fff}
.dlx button{cursor:pointer}
.dlx button:hover{border-color:var(--accent)}
.dlx button[aria-pressed=true]{background:var(--accent);color:var(--on);border-color:var(--accent)}
.dlx :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.dlx-row{display:flex;gap:14px;align-items:flex-start}
.dlx-cell{min-width:0}
.dlx canvas{display:block;width:100%;border-radius:4px}
.dlx-summary{margin:8px 0 10px;min-height:2.9em}
.dlx-controls{display:flex;flex-wrap:wrap;gap:10px 22px;align-items:center;border-top:1px solid var(--line);padding-top:10px}
.dlx-control{display:flex;flex-wrap:wrap;gap:4px 9px;align-items:center;min-width:0;margin:0;padding:0;border:0}
.dlx-label{color:var(--soft)}
.dlx input[type=range]{accent-color:var(--accent);width:150px;height:34px;margin:0}
.dlx input[type=checkbox],.dlx input[type=radio]{accent-color:var(--accent);width:18px;height:18px;margin:0}
.dlx-control label{display:inline-flex;gap:6px;align-items:center;min-height:34px}
.dlx output{min-width:2.6em;font-variant-numeric:tabular-nums}
.dlx-note{color:var(--soft);font-size:.88em;flex-basis:100%;margin:0}
.dlx-error{color:var(--ink);border-left:4px solid #D55E00;padding:4px 10px;margin:8px 0}
.dlx-error:empty,.dlx-note:empty{display:none}
.dlx-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.dlx table{border-collapse:collapse;width:100%;font-size:.95em;margin:0}
.dlx th,.dlx td{border:0;border-bottom:1px solid var(--line);padding:5px 9px;text-align:left;background:transparent;color:inherit;white-space:normal}
.dlx tr.hit td{font-weight:650}
.dlx-grid{display:grid;gap:4px}
.dlx-grid input{width:4.2em;padding:3px 4px;text-align:center}
@container (max-width:620px){.dlx-row{flex-direction:column}.dlx-cell{width:100%;flex:none!important}}
`;

const MARKERS = ["circle", "triangle", "square", "cross", "ring", "circle"];
const HIT = 24; // px around a handle that a finger may miss it by

// ---- small helpers -------------------------------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function array(blob, place) {
  const count = place.shape.reduce((a, b) => a * b, 1);
  const start = blob.byteOffset + place.at;
  if (place.type === "u") return new Uint8Array(blob.buffer, start, count);
  // A blob may begin anywhere in its buffer, a Float32Array only at a multiple of four.
  if (start % 4) return new Float32Array(blob.buffer.slice(start, start + 4 * count));
  return new Float32Array(blob.buffer, start, count);
}

function unpack(value, blob) {
  if (Array.isArray(value)) return value.map((item) => unpack(item, blob));
  if (value === null || typeof value !== "object") return value;
  if (value.shape && "at" in value) return Object.assign(array(blob, value).slice(), { shape: value.shape });
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item, blob)]));
}

const bytes = (data) => (data instanceof DataView ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data));
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function rgb(hex) {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

function colormap(name, theme) {
  const neutral = theme.dark ? [22, 22, 22] : [250, 250, 250];
  const ends = { gray: [[0, 0, 0], null, [255, 255, 255]], sequential: [neutral, null, rgb(theme.color("blue"))] }[name] ||
    [rgb(theme.color("blue")), neutral, rgb(theme.color("orange"))];
  const [low, , high] = ends;
  const middle = ends[1] || low.map((v, i) => (v + high[i]) / 2);
  return Array.from({ length: 256 }, (_, k) => {
    const t = k / 127.5;
    return t < 1 ? low.map((v, i) => v + (middle[i] - v) * t) : middle.map((v, i) => v + (high[i] - v) * (t - 1));
  });
}

function bitmap(pixels, shape, table) {
  const [h, w, channels = 1] = shape;
  const canvas = make("canvas");
  canvas.width = w;
  canvas.height = h;
  const data = new ImageData(w, h);
  for (let i = 0; i < w * h; i++) {
    const color = channels === 3 ? pixels.subarray(3 * i, 3 * i + 3) : table[pixels[i]];
    data.data.set([color[0], color[1], color[2], 255], 4 * i);
  }
  canvas.getContext("2d").putImageData(data, 0, 0);
  return canvas;
}

function ticks(low, high, most, whole) {
  const raw = (high - low) / Math.max(most, 1);
  const power = 10 ** Math.floor(Math.log10(raw));
  let step = [1, 2, 5, 10].find((m) => m * power >= raw * 0.999) * power;
  if (whole) step = Math.max(1, Math.round(step));
  const found = [];
  for (let i = Math.ceil(low / step - 1e-6); i * step <= high + step * 1e-6; i++) found.push(i * step);
  return found;
}

// ---- one panel -----------------------------------------------------------------------------------------

class PanelView {
  constructor(view, cell) {
    this.view = view;
    this.canvas = make("canvas", { role: "img", "data-lm-suppress-shortcuts": "true" });
    cell.append(this.canvas);
    this.picked = 0;
    this.cursor = [14, 14];
    for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel", "keydown", "focus", "blur", "dblclick"])
      this.canvas.addEventListener(type, (event) => this[type](event));
    // Only a touch that lands on a handle or a pad may stop the page from scrolling.
    this.canvas.addEventListener("touchstart", (event) => this.held && event.preventDefault(), { passive: false });
  }

  show(panel) {
    this.panel = panel;
    this.handles = panel.layers.flatMap((layer) => this.handlesOf(layer));
    this.pad = panel.layers.find((layer) => layer.kind === "image" && layer.drag);
    const addable = this.dragControl()?.addable;
    const active = this.handles.length > 0 || this.pad || addable;
    const { words } = this.view.spec;
    const help = this.pad ? words.draw_help : words.drag_help + (addable ? " " + words.add_help : "");
    this.canvas.setAttribute("aria-label", [panel.title || this.view.spec.title, active ? help : ""].join(". "));
    this.canvas.setAttribute("role", active ? "application" : "img");
    active ? this.canvas.setAttribute("tabindex", "0") : this.canvas.removeAttribute("tabindex");
    this.canvas.style.cursor = this.pad ? "crosshair" : "";
    this.draw();
  }

  handlesOf(layer) {
    if (!layer.drag) return [];
    if (layer.kind === "points") return Array.from(layer.x, (_, i) => ({ layer, i, part: 0 }));
    if (layer.kind === "box") return [0, 1, 2].map((part) => ({ layer, i: layer.index, part })); // body and two corners
    return [];
  }

  place(handle) {
    const { layer, i, part } = handle;
    if (layer.kind === "points") return [layer.x[i], layer.y[i]];
    return [[(layer.x0 + layer.x1) / 2, (layer.y0 + layer.y1) / 2], [layer.x0, layer.y0], [layer.x1, layer.y1]][part];
  }

  dragControl() {
    return this.view.spec.controls.find((c) => c.kind === "points" && c.panel === this.panel.name && c.addable);
  }

  // -- geometry

  layout() {
    const { panel, canvas } = this;
    const width = canvas.clientWidth || 300;
    const font = parseFloat(getComputedStyle(this.view.root).fontSize) * 0.88;
    const grid = panel.layers.some((layer) => layer.kind === "grid");
    const frame = panel.axes && !grid;
    const barred = panel.layers.find((layer) => layer.kind === "bars");
    const left = frame ? font * (panel.ylabel ? 4.4 : 2.9) : 4;
    const bottom = frame ? font * (panel.xlabel ? 3.1 : 1.7) : barred ? font * 1.7 : 4;
    const box = { left, top: panel.title ? font * 1.9 : 8, right: width - 10, font, frame };
    box.bottom = box.top + (width - left - 10) * panel.height;
    if (panel.equal) {
      const [dx, dy] = [panel.x[1] - panel.x[0], panel.y[1] - panel.y[0]];
      const unit = Math.min((box.right - box.left) / dx, (box.bottom - box.top) / dy);
      const spare = (box.right - box.left - unit * dx) / 2;
      box.left += spare;
      box.right = box.left + unit * dx;
      box.bottom = box.top + unit * dy;
    }
    box.height = box.bottom + bottom;
    return box;
  }

  sx = (x) => this.box.left + ((x - this.panel.x[0]) / (this.panel.x[1] - this.panel.x[0])) * (this.box.right - this.box.left);
  sy = (y) => this.box.bottom - ((y - this.panel.y[0]) / (this.panel.y[1] - this.panel.y[0])) * (this.box.bottom - this.box.top);
  dataX = (x) => this.panel.x[0] + ((x - this.box.left) / (this.box.right - this.box.left)) * (this.panel.x[1] - this.panel.x[0]);
  dataY = (y) => this.panel.y[0] + ((this.box.bottom - y) / (this.box.bottom - this.box.top)) * (this.panel.y[1] - this.panel.y[0]);

  // -- drawing

  draw() {
    this.box = this.layout();
    const { canvas, box } = this;
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth || 300;
    canvas.style.height = box.height + "px";
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(box.height * ratio);
    const pen = (this.pen = canvas.getContext("2d"));
    pen.scale(ratio, ratio);
    this.text = this.view.theme.color("ink");
    if (this.panel.title) this.write(this.panel.title, box.left, box.font * 1.1, { align: "left", bold: true });
    if (box.frame) this.axes();
    pen.save();
    if (box.frame) {
      pen.beginPath();
      pen.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
      pen.clip();
    }
    const onTop = [];
    for (const layer of this.panel.layers) {
      if (["points", "arrow", "text", "bars"].includes(layer.kind)) onTop.push(layer);
      else this[`draw_${layer.kind}`](layer);
    }
    pen.restore();
    for (const layer of onTop) this[`draw_${layer.kind}`](layer);
    this.legend();
    this.focusMark();
  }

  write(text, x, y, { align = "center", baseline = "middle", color, size = 1, bold = false } = {}) {
    const { pen, box } = this;
    pen.font = `${bold ? 600 : 400} ${box.font * size}px system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif`;
    pen.fillStyle = color || this.text;
    pen.textAlign = align;
    pen.textBaseline = baseline;
    pen.fillText(text, x, y);
  }

  axes() {
    const { pen, box, panel, view } = this;
    const soft = view.theme.color("muted");
    const bars = panel.layers.some((layer) => layer.kind === "bars");
    pen.strokeStyle = soft;
    pen.lineWidth = 1;
    pen.strokeRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    pen.globalAlpha = 0.22;
    const xs = bars ? [] : ticks(...panel.x, (box.right - box.left) / (box.font * 4.5), panel.whole.includes("x"));
    const ys = ticks(...panel.y, (box.bottom - box.top) / (box.font * 2.8), panel.whole.includes("y"));
    for (const x of xs) this.stroke([[this.sx(x), box.top], [this.sx(x), box.bottom]]);
    for (const y of ys) this.stroke([[box.left, this.sy(y)], [box.right, this.sy(y)]]);
    pen.globalAlpha = 1;
    for (const x of xs) this.write(view.number(x), this.sx(x), box.bottom + box.font * 0.95, { color: soft });
    for (const y of ys) this.write(view.number(y), box.left - 6, this.sy(y), { align: "right", color: soft });
    if (panel.xlabel) this.write(panel.xlabel, (box.left + box.right) / 2, box.bottom + box.font * 2.3);
    if (!panel.ylabel) return;
    pen.save();
    pen.translate(box.left - box.font * 3.5, (box.top + box.bottom) / 2);
    pen.rotate(-Math.PI / 2);
    this.write(panel.ylabel, 0, 0);
    pen.restore();
  }

  stroke(points, dash = []) {
    const { pen } = this;
    pen.beginPath();
    pen.setLineDash(dash);
    points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.stroke();
    pen.setLineDash([]);
  }

  draw_line({ x, y, color, width, dash, opacity }) {
    const { pen } = this;
    pen.strokeStyle = this.view.theme.color(color);
    pen.lineWidth = width;
    pen.lineJoin = "round";
    pen.globalAlpha = opacity;
    this.stroke(Array.from(x, (v, i) => [this.sx(v), this.sy(y[i])]), dash ? [width * 3, width * 2.5] : []);
    pen.globalAlpha = 1;
  }

  draw_area({ x, low, high, color, opacity }) {
    const { pen } = this;
    pen.beginPath();
    for (let i = 0; i < x.length; i++) pen.lineTo(this.sx(x[i]), this.sy(high[i]));
    for (let i = x.length - 1; i >= 0; i--) pen.lineTo(this.sx(x[i]), this.sy(low[i]));
    pen.globalAlpha = opacity;
    pen.fillStyle = this.view.theme.color(color);
    pen.fill();
    pen.globalAlpha = 1;
  }

  draw_points({ x, y, classes, color, marker, size, drag }) {
    const { series } = this.view.spec.palette;
    for (let i = 0; i < x.length; i++) {
      const own = classes ? series[classes[i]] : color;
      this.mark(this.sx(x[i]), this.sy(y[i]), classes ? MARKERS[classes[i]] : marker, this.view.theme.color(own), size, drag);
    }
  }

  mark(x, y, marker, color, size, outlined = true) {
    const { pen } = this;
    pen.beginPath();
    if (marker === "triangle") {
      pen.moveTo(x, y - size * 1.2);
      pen.lineTo(x + size * 1.1, y + size * 0.8);
      pen.lineTo(x - size * 1.1, y + size * 0.8);
      pen.closePath();
    } else if (marker === "square") pen.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
    else if (marker === "cross") {
      pen.moveTo(x - size, y - size);
      pen.lineTo(x + size, y + size);
      pen.moveTo(x + size, y - size);
      pen.lineTo(x - size, y + size);
    } else pen.arc(x, y, size, 0, 7);
    pen.lineWidth = marker === "ring" || marker === "cross" ? 3 : 1.5;
    pen.strokeStyle = marker === "ring" || marker === "cross" ? color : this.view.theme.face;
    pen.fillStyle = color;
    if (marker !== "ring" && marker !== "cross") pen.fill();
    if (outlined || marker === "ring" || marker === "cross") pen.stroke();
  }

  draw_heatmap({ z, extent, colormap: name, low, high, contour, opacity }) {
    const [h, w] = z.shape;
    const flipped = new Uint8Array(z.length); // row 0 of z is the lowest, row 0 of a bitmap the highest
    for (let r = 0; r < h; r++) flipped.set(z.subarray(r * w, (r + 1) * w), (h - 1 - r) * w);
    this.picture(bitmap(flipped, [h, w], this.view.theme.map(name)), extent, true, opacity);
    if (contour != null) this.contour(z, h, w, extent, ((contour - low) / (high - low || 1)) * 255);
  }

  picture(canvas, [x0, x1, y0, y1], smooth, opacity = 1) {
    const { pen } = this;
    pen.imageSmoothingEnabled = smooth;
    pen.globalAlpha = opacity;
    pen.drawImage(canvas, this.sx(x0), this.sy(y1), this.sx(x1) - this.sx(x0), this.sy(y0) - this.sy(y1));
    pen.globalAlpha = 1;
  }

  // Marching squares: in every cell of the grid, join the two sides that the level crosses.
  contour(z, h, w, [x0, x1, y0, y1], level) {
    const { pen } = this;
    const px = (c) => this.sx(x0 + ((c + 0.5) / w) * (x1 - x0));
    const py = (r) => this.sy(y0 + ((r + 0.5) / h) * (y1 - y0));
    pen.strokeStyle = this.text;
    pen.lineWidth = 2;
    pen.beginPath();
    for (let r = 0; r + 1 < h; r++)
      for (let c = 0; c + 1 < w; c++) {
        const corners = [[r, c], [r, c + 1], [r + 1, c + 1], [r + 1, c]];
        const cuts = [];
        corners.forEach(([ra, ca], k) => {
          const [rb, cb] = corners[(k + 1) % 4];
          const [a, b] = [z[ra * w + ca] - level, z[rb * w + cb] - level];
          if (a < 0 !== b < 0) cuts.push([px(ca + ((cb - ca) * a) / (a - b)), py(ra + ((rb - ra) * a) / (a - b))]);
        });
        for (let k = 0; k + 1 < cuts.length; k += 2) pen.moveTo(...cuts[k]), pen.lineTo(...cuts[k + 1]);
      }
    pen.stroke();
  }

  draw_image({ pixels, extent, colormap: name }) {
    this.picture(bitmap(pixels, pixels.shape, this.view.theme.map(name)), extent, false);
  }

  draw_grid({ images, captions, columns, highlight, colormap: name }) {
    const { pen, box } = this;
    const [count, h, w, channels = 1] = images.shape;
    const rows = Math.ceil(count / columns);
    const gap = 5;
    const caption = captions.length ? box.font * 1.25 : 0;
    const unit = Math.min((box.right - box.left - gap * (columns - 1)) / columns / w, ((box.bottom - box.top) / rows - gap - caption) / h);
    pen.imageSmoothingEnabled = false;
    for (let i = 0; i < count; i++) {
      const x = box.left + (i % columns) * (unit * w + gap);
      const y = box.top + Math.floor(i / columns) * (unit * h + gap + caption);
      const size = h * w * channels;
      pen.drawImage(bitmap(images.subarray(i * size, (i + 1) * size), [h, w, channels], this.view.theme.map(name)), x, y, unit * w, unit * h);
      pen.strokeStyle = this.view.theme.color(i === highlight ? "orange" : "muted");
      pen.lineWidth = i === highlight ? 3 : 0.5;
      pen.strokeRect(x, y, unit * w, unit * h);
      if (captions[i]) this.write(captions[i], x + (unit * w) / 2, y + unit * h + caption * 0.6, { size: 0.86 });
    }
  }

  draw_arrow({ x0, y0, x1, y1, color, width, label }) {
    const { pen } = this;
    const [ax, ay, bx, by] = [this.sx(x0), this.sy(y0), this.sx(x1), this.sy(y1)];
    const length = Math.hypot(bx - ax, by - ay);
    if (length < 1) return;
    const head = Math.min(4 + width * 3, length);
    const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
    pen.strokeStyle = pen.fillStyle = this.view.theme.color(color);
    pen.lineWidth = width;
    this.stroke([[ax, ay], [bx - ux * head * 0.8, by - uy * head * 0.8]]);
    pen.beginPath();
    pen.moveTo(bx, by);
    pen.lineTo(bx - ux * head - uy * head * 0.5, by - uy * head + ux * head * 0.5);
    pen.lineTo(bx - ux * head + uy * head * 0.5, by - uy * head - ux * head * 0.5);
    pen.fill();
    if (label) this.write(label, bx + ux * this.box.font, by + uy * this.box.font, { color: this.view.theme.color(color), bold: true });
  }

  draw_bars({ values, labels, texts, color, highlight, highlight_color }) {
    const { pen, box } = this;
    const width = (this.sx(1) - this.sx(0)) * 0.72;
    const zero = this.sy(clamp(0, ...this.panel.y));
    values.forEach((value, i) => {
      const top = this.sy(clamp(value, ...this.panel.y));
      const own = this.view.theme.color(i === highlight ? highlight_color : color);
      pen.fillStyle = own;
      pen.fillRect(this.sx(i) - width / 2, Math.min(zero, top), width, Math.abs(zero - top));
      if (labels[i] != null) this.write(labels[i], this.sx(i), box.bottom + box.font * 0.95, { bold: i === highlight });
      if (texts[i]) this.write(texts[i], this.sx(i), Math.min(zero, top) - box.font * 0.7, { size: 0.86, bold: i === highlight });
    });
  }

  draw_box({ x0, y0, x1, y1, color, label, width, fill }) {
    const { pen } = this;
    const [left, top, w, h] = [this.sx(x0), this.sy(y1), this.sx(x1) - this.sx(x0), this.sy(y0) - this.sy(y1)];
    pen.strokeStyle = pen.fillStyle = this.view.theme.color(color);
    pen.lineWidth = width;
    pen.globalAlpha = fill;
    pen.fillRect(left, top, w, h);
    pen.globalAlpha = 1;
    pen.strokeRect(left, top, w, h);
    if (label) this.write(label, left + 4, top + this.box.font * 0.8, { align: "left", color: this.view.theme.color(color), bold: true });
  }

  draw_network({ sizes, edges, labels, maps, highlight }) {
    const { pen, box } = this;
    const most = Math.max(...sizes);
    const radius = clamp((box.bottom - box.top) / most / 2.6, 4, 22);
    const at = (layer, i) => [
      box.left + radius + 4 + (sizes.length < 2 ? 0.5 : layer / (sizes.length - 1)) * (box.right - box.left - 2 * radius - 8),
      box.top + ((i + 0.5) / sizes[layer]) * (box.bottom - box.top),
    ];
    const strongest = Math.max(1e-9, ...edges.flatMap((edge) => Array.from(edge, Math.abs)));
    edges.forEach((edge, layer) =>
      edge.forEach((weight, k) => {
        const [i, j] = [Math.floor(k / sizes[layer + 1]), k % sizes[layer + 1]];
        pen.strokeStyle = this.view.theme.color(weight < 0 ? "orange" : "blue");
        pen.lineWidth = 0.4 + (4 * Math.abs(weight)) / strongest;
        pen.globalAlpha = 0.25 + (0.7 * Math.abs(weight)) / strongest;
        this.stroke([at(layer, i), at(layer + 1, j)]);
      })
    );
    pen.globalAlpha = 1;
    sizes.forEach((size, layer) => {
      for (let i = 0; i < size; i++) this.node(at(layer, i), radius, maps[layer], i, labels[layer]?.[i], highlight && highlight[0] === layer && highlight[1] === i);
    });
  }

  node([x, y], radius, maps, i, label, hit) {
    const { pen } = this;
    pen.fillStyle = this.view.theme.face;
    pen.strokeStyle = this.view.theme.color(hit ? "orange" : "ink");
    pen.lineWidth = hit ? 4 : 1.5;
    if (maps) {
      const [, h, w] = maps.shape;
      pen.drawImage(bitmap(maps.subarray(i * h * w, (i + 1) * h * w), [h, w], this.view.theme.map("diverging")), x - radius, y - radius, 2 * radius, 2 * radius);
      pen.strokeRect(x - radius, y - radius, 2 * radius, 2 * radius);
    } else {
      pen.beginPath();
      pen.arc(x, y, radius, 0, 7);
      pen.fill();
      pen.stroke();
    }
    if (label != null) this.write(label, x, y, { size: clamp(radius / this.box.font, 0.6, 0.95) });
  }

  draw_text({ x, y, text, color, size, align, bold }) {
    this.write(text, this.sx(x), this.sy(y), { align, size, bold, color: this.view.theme.color(color) });
  }

  legend() {
    const named = this.panel.layers.filter((layer) => layer.label && ["line", "points", "area"].includes(layer.kind));
    if (!named.length) return;
    const { pen, box } = this;
    const row = box.font * 1.45;
    pen.font = `${box.font}px system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif`;
    const width = Math.max(...named.map((layer) => pen.measureText(layer.label).width)) + box.font * 2.8;
    const [left, top] = [box.right - width - 6, box.top + 6];
    pen.globalAlpha = 0.85;
    pen.fillStyle = this.view.theme.face;
    pen.fillRect(left, top, width, row * named.length + 4);
    pen.globalAlpha = 1;
    named.forEach((layer, i) => {
      const y = top + 2 + row * (i + 0.5);
      const color = this.view.theme.color(layer.color);
      pen.strokeStyle = pen.fillStyle = color;
      pen.lineWidth = layer.width || 2;
      if (layer.kind === "line") this.stroke([[left + 6, y], [left + box.font * 1.8, y]], layer.dash ? [6, 5] : []);
      else if (layer.kind === "points") this.mark(left + box.font, y, layer.marker, color, 5);
      else pen.fillRect(left + 6, y - box.font * 0.4, box.font * 1.4, box.font * 0.8);
      this.write(layer.label, left + box.font * 2.3, y, { align: "left" });
    });
  }

  focusMark() {
    if (document.activeElement !== this.canvas) return;
    const { pen } = this;
    pen.strokeStyle = this.view.theme.color("purple");
    pen.lineWidth = 3;
    const handle = this.handles[this.picked];
    if (this.pad) {
      const [h, w] = this.pad.pixels.shape;
      const [x0, x1, y0, y1] = this.pad.extent;
      const [dx, dy] = [(x1 - x0) / w, (y1 - y0) / h];
      const [left, top] = [this.sx(x0 + this.cursor[0] * dx), this.sy(y1 - this.cursor[1] * dy)];
      pen.strokeRect(left, top, this.sx(x0 + dx) - this.sx(x0), this.sy(y0) - this.sy(y0 + dy));
    } else if (handle) {
      const [x, y] = this.place(handle);
      pen.beginPath();
      pen.arc(this.sx(x), this.sy(y), 13, 0, 7);
      pen.stroke();
    }
  }

  // -- pointer and keys

  at(event) {
    const frame = this.canvas.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  }

  nearest([x, y]) {
    let best = -1;
    let distance = HIT;
    this.handles.forEach((handle, i) => {
      const [hx, hy] = this.place(handle);
      const gap = Math.hypot(this.sx(hx) - x, this.sy(hy) - y);
      if (gap < distance) [best, distance] = [i, gap];
    });
    return best;
  }

  pointerdown(event) {
    const hit = this.pad ? 0 : this.nearest(this.at(event));
    if (hit < 0) return;
    this.held = this.pad ? "pad" : this.handles[hit];
    this.picked = hit;
    this.canvas.setPointerCapture(event.pointerId);
    this.last = null;
    this.pointermove(event);
  }

  pointermove(event) {
    const [x, y] = this.at(event);
    if (!this.held) {
      if (!this.pad) this.canvas.style.cursor = this.nearest([x, y]) >= 0 ? "grab" : "";
      return;
    }
    if (this.held === "pad") this.paint(this.dataX(x), this.dataY(y), event.buttons === 2 || event.shiftKey);
    else this.move(this.held, this.dataX(x), this.dataY(y));
  }

  pointerup() {
    this.held = this.last = null;
  }

  pointercancel() {
    this.pointerup();
  }

  focus() {
    this.draw();
  }

  blur() {
    this.draw();
  }

  dblclick(event) {
    const [x, y] = this.at(event);
    if (this.nearest([x, y]) < 0) this.add(this.dataX(x), this.dataY(y));
  }

  // The picture follows at once; the kernel's answer then draws what depends on it.
  move(handle, x, y) {
    const { layer, i, part } = handle;
    const control = this.view.control(layer.drag);
    [x, y] = [clamp(x, control.bounds[0], control.bounds[1]), clamp(y, control.bounds[2], control.bounds[3])];
    const value = this.view.state[layer.drag].map((item) => [...item]);
    if (layer.kind === "points") {
      [layer.x[i], layer.y[i]] = [x, y];
      value[i].splice(0, 2, x, y);
    } else {
      const [cx, cy] = this.place(handle);
      const moved = value[i];
      if (part !== 2) (moved[0] += x - cx), (moved[1] += y - cy);
      if (part !== 1) (moved[2] += x - cx), (moved[3] += y - cy);
      [layer.x0, layer.y0, layer.x1, layer.y1] = moved;
    }
    this.draw();
    this.view.say(`${control.label} ${i + 1}: ${this.view.number(x)}; ${this.view.number(y)}`);
    this.view.push({ [layer.drag]: value });
  }

  add(x, y) {
    const control = this.dragControl();
    if (!control || this.view.state[control.name].length >= control.most) return;
    const kind = control.classes.length ? [this.view.newClass[control.name] || 0] : [];
    this.view.push({ [control.name]: [...this.view.state[control.name], [x, y, ...kind]] });
  }

  paint(x, y, erase = false) {
    const { pixels, extent, drag } = this.pad;
    const [h, w] = pixels.shape;
    const to = [((x - extent[0]) / (extent[1] - extent[0])) * w - 0.5, ((extent[3] - y) / (extent[3] - extent[2])) * h - 0.5];
    const from = this.last || to;
    this.last = to;
    const brush = this.view.control(drag).brush;
    for (let r = 0; r < h; r++)
      for (let c = 0; c < w; c++) {
        const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
        const t = clamp(((c - from[0]) * dx + (r - from[1]) * dy) / (dx * dx + dy * dy || 1), 0, 1);
        const gap = Math.hypot(c - from[0] - t * dx, r - from[1] - t * dy);
        const ink = 255 * clamp(brush + 0.5 - gap, 0, 1); // full inside the brush, fading over one pixel
        const i = r * w + c;
        if (ink > 0) pixels[i] = erase ? Math.min(pixels[i], 255 - ink) : Math.max(pixels[i], ink);
      }
    this.draw();
    this.view.push({ [drag]: Array.from(pixels) });
  }

  keydown(event) {
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (this.pad) return this.padKey(event, direction);
    const handle = this.handles[this.picked];
    if (event.key === "Tab") {
      const next = this.picked + (event.shiftKey ? -1 : 1);
      if (next < 0 || next >= this.handles.length) return; // at the ends, Tab leaves the picture
      this.picked = next;
      this.draw();
    } else if (direction && handle) {
      const [x, y] = this.place(handle);
      const unit = event.shiftKey ? 0.1 : 0.02;
      this.move(handle, x + direction[0] * unit * (this.panel.x[1] - this.panel.x[0]), y + direction[1] * unit * (this.panel.y[1] - this.panel.y[0]));
    } else if (event.key === "Enter" && this.dragControl()) {
      this.add((this.panel.x[0] + this.panel.x[1]) / 2, (this.panel.y[0] + this.panel.y[1]) / 2);
    } else if ((event.key === "Delete" || event.key === "Backspace") && handle && this.view.control(handle.layer.drag).addable) {
      const { drag } = handle.layer;
      this.view.push({ [drag]: this.view.state[drag].filter((_, i) => i !== handle.i) });
      this.picked = Math.max(0, this.picked - 1);
    } else return;
    event.preventDefault();
  }

  padKey(event, direction) {
    const [h, w] = this.pad.pixels.shape;
    const [x0, x1, y0, y1] = this.pad.extent;
    if (direction) this.cursor = [clamp(this.cursor[0] + direction[0], 0, w - 1), clamp(this.cursor[1] - direction[1], 0, h - 1)];
    else if (event.key !== " ") return;
    event.preventDefault();
    this.last = null;
    if (event.key === " ") this.paint(x0 + ((this.cursor[0] + 0.5) / w) * (x1 - x0), y1 - ((this.cursor[1] + 0.5) / h) * (y1 - y0), event.shiftKey);
    else this.draw();
  }
}

// ---- controls: native inputs, one function for each kind. Each returns { node, set(value) } ---------------

const CONTROLS = {
  slider(control, view) {
    const { values, unit } = control;
    const show = (i) => view.number(values[i]) + (unit ? " " + unit : "");
    const input = make("input", { type: "range", min: 0, max: values.length - 1, step: 1, "aria-label": control.label });
    const output = make("output");
    const read = () => {
      output.textContent = show(+input.value);
      input.setAttribute("aria-valuetext", output.textContent);
    };
    input.addEventListener("input", () => (read(), view.push({ [control.name]: values[+input.value] })));
    const set = (value) => {
      input.value = values.reduce((best, v, i) => (Math.abs(v - value) < Math.abs(values[best] - value) ? i : best), 0);
      read();
    };
    return { node: labelled(control.label, input, output), set };
  },

  choice(control, view) {
    if (control.options.length > 5) {
      const items = control.options.map(([, label], i) => make("option", { value: i }, label));
      const select = make("select", { "aria-label": control.label, onchange: () => view.push({ [control.name]: control.options[select.value][0] }) }, ...items);
      return { node: labelled(control.label, select), set: (value) => (select.value = control.options.findIndex(([v]) => v === value)) };
    }
    return radios(control.label, control.options, (value) => view.push({ [control.name]: value }));
  },

  toggle(control, view) {
    const input = make("input", { type: "checkbox", onchange: () => view.push({ [control.name]: input.checked }) });
    return { node: make("div", { class: "dlx-control" }, make("label", {}, input, control.label)), set: (value) => (input.checked = value) };
  },

  live(control, view) {
    const button = make("button", { onclick: () => (set(!on), view.push({ [control.name]: on })) });
    let on = false;
    const set = (value) => {
      on = value;
      button.setAttribute("aria-pressed", on);
      button.textContent = (on ? "\u23F8 " : "\u25B6 ") + control.label;
    };
    return { node: make("div", { class: "dlx-control" }, button), set };
  },

  button(control, view) {
    return { node: make("button", { onclick: () => view.push({ [control.name]: null }) }, control.label), set() {} };
  },

  player(control, view) {
    const { words } = view.spec;
    let timer = 0;
    const input = make("input", { type: "range", min: 0, max: control.last, "aria-label": control.label, oninput: () => go(+input.value) });
    const output = make("output");
    const read = () => (output.textContent = input.value);
    const go = (step) => {
      input.value = clamp(step, 0, control.last);
      read();
      view.push({ [control.name]: +input.value });
      if (+input.value === control.last) stop();
    };
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      name(play, "\u25B6", words.play);
    };
    const start = () => {
      if (+input.value === control.last) go(0);
      timer = setInterval(() => (view.root.isConnected ? go(+input.value + 1) : stop()), 1000 / control.fps);
      name(play, "\u23F8", words.pause);
    };
    const name = (button, sign, word) => {
      button.textContent = sign + "\uFE0E";
      button.title = word;
      button.setAttribute("aria-label", word);
    };
    const step = (by, sign, word) => {
      const button = make("button", { onclick: () => (stop(), go(+input.value + by)) });
      name(button, sign, word);
      return button;
    };
    const play = make("button", { onclick: () => (timer ? stop() : start()) });
    name(play, "\u25B6", words.play);
    const node = labelled(control.label, step(-1, "\u23EA", words.back), play, step(1, "\u23E9", words.forward), input, output);
    return { node, set: (value) => ((input.value = value), read()), stop };
  },

  text(control, view) {
    const input = make("input", { type: "text", maxlength: control.max_length, placeholder: control.placeholder, "aria-label": control.label, oninput: () => view.push({ [control.name]: input.value }) });
    return { node: labelled(control.label, input), set: (value) => document.activeElement !== input && (input.value = value) };
  },

  points(control, view) {
    const { words } = view.spec;
    if (!control.addable || control.classes.length < 2) return null;
    const options = control.classes.map((label, i) => [i, label]);
    const choice = radios(words.new_class, options, (value) => (view.newClass[control.name] = value));
    choice.set(0);
    choice.node.append(make("p", { class: "dlx-note" }, words.add_help));
    return { node: choice.node, set() {} };
  },

  pad(control, view) {
    const [h, w] = control.shape;
    const clear = () => view.push({ [control.name]: new Array(h * w).fill(0) });
    return { node: make("button", { onclick: clear }, view.spec.words.clear), set() {} };
  },

  cells(control, view) {
    const grid = make("div", { class: "dlx-grid", role: "group", "aria-label": control.label });
    grid.style.gridTemplateColumns = `repeat(${control.value[0].length}, auto)`;
    const inputs = control.value.map((row, r) =>
      row.map((_, c) => {
        const attributes = { type: "number", min: control.low, max: control.high, step: control.step, "aria-label": `${control.label} ${r + 1}, ${c + 1}` };
        const input = make("input", { ...attributes, oninput: () => input.value !== "" && view.push({ [control.name]: inputs.map((line) => line.map((cell) => +cell.value)) }) });
        grid.append(input);
        return input;
      })
    );
    const set = (value) => value.forEach((row, r) => row.forEach((v, c) => document.activeElement !== inputs[r][c] && (inputs[r][c].value = v)));
    return { node: labelled(control.label, grid), set };
  },
};

function labelled(label, ...children) {
  return make("div", { class: "dlx-control" }, make("span", { class: "dlx-label" }, label), ...children);
}

let groups = 0;

function radios(label, options, choose) {
  const group = `dlx${groups++}`;
  const inputs = options.map(([value]) => make("input", { type: "radio", name: group, onchange: () => choose(value) }));
  const labels = options.map(([, text], i) => make("label", {}, inputs[i], text));
  const node = make("div", { class: "dlx-control", role: "radiogroup", "aria-label": label }, make("span", { class: "dlx-label" }, label), ...labels);
  return { node, set: (value) => inputs.forEach((input, i) => (input.checked = options[i][0] === value)) };
}

// ---- the whole explorer --------------------------------------------------------------------------------

class View {
  // source: { spec, scene, blob, request(message), listen(callback), recording }
  constructor(el, source) {
    Object.assign(this, { source, spec: source.spec, state: { ...source.spec.state }, pending: {}, newClass: {}, panels: [] });
    this.format = new Intl.NumberFormat(this.spec.language, { maximumSignificantDigits: 4 });
    this.build(el);
    this.setTheme();
    this.watch();
    this.show(source.scene, source.blob);
    this.follow(this.state);
    source.listen((message, blob) => this.receive(message, blob));
  }

  number(value) {
    return this.format.format(Math.abs(value) < 1e-12 ? 0 : value).replace("-", "\u2212");
  }

  control(name) {
    return this.spec.controls.find((control) => control.name === name);
  }

  build(el) {
    const { words, title, task } = this.spec;
    const large = make("button", { title: words.large, "aria-label": words.large, "aria-pressed": this.spec.large, onclick: () => this.setLarge() }, "A+");
    this.stage = make("div");
    this.summary = make("div", { class: "dlx-summary", "aria-live": "polite" });
    this.error = make("div", { class: "dlx-error", role: "alert" });
    this.spoken = make("div", { class: "dlx-hidden", "aria-live": "polite" });
    this.panel = make("div", { class: "dlx-controls" });
    this.root = make("section", { class: "dlx", "aria-label": title, "data-explorer": this.spec.name, lang: this.spec.language, "data-lm-suppress-shortcuts": "true" },
      make("style", {}, CSS),
      make("div", { class: "dlx-head" }, make("div", { class: "dlx-title", role: "heading", "aria-level": 3 }, title), make("button", { onclick: () => this.reset() }, words.reset), large),
      make("div", { class: "dlx-task" }, task), this.stage, this.summary, this.error, this.spoken, this.panel);
    this.large = large;
    this.root.classList.toggle("large", this.spec.large);
    this.buildControls();
    if (this.source.recording) this.panel.append(make("p", { class: "dlx-note" }, words.recording));
    el.append(this.root);
  }

  buildControls() {
    this.inputs = {};
    for (const control of this.spec.controls) {
      const input = CONTROLS[control.kind]?.(control, this);
      if (!input) continue;
      this.inputs[control.name] = input;
      input.node.setAttribute("data-control", control.name);
      // JupyterLab takes the arrow keys of a cell's output for itself unless told not to.
      for (const node of [input.node, ...input.node.querySelectorAll("*")]) node.setAttribute("data-lm-suppress-shortcuts", "true");
      this.panel.append(input.node);
    }
  }

  setLarge() {
    const on = this.root.classList.toggle("large");
    this.large.setAttribute("aria-pressed", on);
    this.redraw();
  }

  setTheme() {
    const host = document.querySelector("[data-jp-theme-light],[data-theme]");
    const told = host?.dataset.jpThemeLight ? host.dataset.jpThemeLight === "false" : host?.dataset.theme ? host.dataset.theme === "dark" : null;
    const dark = told ?? matchMedia("(prefers-color-scheme: dark)").matches;
    const colors = this.spec.palette[dark ? "dark" : "light"];
    const tables = {};
    this.theme = { dark, face: dark ? "#161616" : "#ffffff", color: (name) => colors[name], map: (name) => (tables[name] ??= colormap(name, this.theme)) };
    this.root.classList.toggle("dark", dark);
  }

  watch() {
    const again = () => (this.setTheme(), this.redraw());
    const watcher = new MutationObserver(again);
    for (const node of [document.body, document.documentElement]) watcher.observe(node, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-theme"] });
    const media = matchMedia("(prefers-color-scheme: dark)");
    media.addEventListener("change", again);
    let width = 0;
    const sizes = new ResizeObserver(([entry]) => {
      if (entry.contentRect.width !== width) (width = entry.contentRect.width), this.redraw();
    });
    sizes.observe(this.root);
    this.unwatch = () => (watcher.disconnect(), sizes.disconnect(), media.removeEventListener("change", again));
  }

  redraw() {
    for (const panel of this.panels) panel.draw();
  }

  show(tree, blob) {
    const scene = unpack(tree, blob);
    const shape = JSON.stringify(scene.rows.map((row) => row.map((item) => [item.kind, item.width])));
    if (shape !== this.shape) this.arrange(scene.rows);
    this.shape = shape;
    scene.rows.flat().forEach((item, i) => (item.kind === "table" ? this.table(this.cells[i], item) : this.panels.find((p) => p.canvas.parentNode === this.cells[i]).show(item)));
    if (this.summary.textContent !== scene.summary) this.summary.textContent = scene.summary;
  }

  arrange(rows) {
    this.panels = [];
    this.cells = [];
    const lines = rows.map((row) => {
      const cells = row.map((item) => {
        const cell = make("div", { class: "dlx-cell" });
        cell.style.flex = `${item.width} 1 0`;
        if (item.kind === "panel") this.panels.push(new PanelView(this, cell));
        this.cells.push(cell);
        return cell;
      });
      return make("div", { class: "dlx-row" }, ...cells);
    });
    this.stage.replaceChildren(...lines);
  }

  table(cell, { header, rows, title, highlight }) {
    const line = (tag, words, hit) => make("tr", { class: hit && "hit" }, ...words.map((word) => make(tag, tag === "th" ? { scope: "col" } : {}, word)));
    const body = rows.map((row, i) => line("td", row, i === highlight));
    cell.replaceChildren(make("table", {}, ...(title ? [make("caption", {}, title)] : []), make("thead", {}, line("th", header)), make("tbody", {}, ...body)));
  }

  say(text) {
    this.spoken.textContent = text;
  }

  // One request at a time: what changes meanwhile is gathered, and only the latest of each control is sent.
  push(changes) {
    Object.assign(this.pending, changes);
    Object.assign(this.state, changes);
    if (!this.waiting) this.flush();
  }

  flush() {
    const changes = this.pending;
    this.pending = {};
    this.waiting = true;
    this.source.request({ type: "set", changes, seq: (this.seq = (this.seq || 0) + 1) });
    clearTimeout(this.patience);
    this.patience = setTimeout(() => (this.error.textContent = this.spec.words.lost), 6000);
  }

  reset() {
    for (const input of Object.values(this.inputs)) input.stop?.();
    this.pending = {};
    this.waiting = true;
    this.source.request({ type: "set", reset: true, seq: (this.seq = (this.seq || 0) + 1) });
  }

  receive(message, blob) {
    if (message.type === "error") this.error.textContent = message.text;
    else {
      this.error.textContent = "";
      this.follow({ ...message.state, ...this.pending });
      this.show(message.scene, blob);
    }
    if (message.seq == null) return this.drawn();
    this.waiting = false;
    clearTimeout(this.patience);
    if (Object.keys(this.pending).length) this.flush();
  }

  // Live training sends its next frame when this one is on the screen.
  drawn() {
    requestAnimationFrame(() => this.source.request({ type: "drawn" }));
  }

  follow(state) {
    Object.assign(this.state, state);
    for (const [name, input] of Object.entries(this.inputs)) input.set(this.state[name]);
  }

  close() {
    this.unwatch();
    clearTimeout(this.patience);
    for (const input of Object.values(this.inputs)) input.stop?.();
  }
}

// ---- where scenes come from: a kernel, or a recording ------------------------------------------------------

export default {
  render({ model, el }) {
    const source = {
      spec: model.get("_spec"),
      scene: model.get("_scene"),
      blob: bytes(model.get("_blob")),
      request: (message) => model.send(message),
      listen: (callback) => model.on("msg:custom", (source.heard = (message, buffers) => callback(message, buffers.length ? bytes(buffers[0]) : null))),
    };
    const view = new View(el, source);
    return () => (view.close(), model.off("msg:custom", source.heard));
  },
};

async function inflate(text) {
  const packed = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// A recording: { spec, packed }; packed = base64(deflate(4 bytes: length of the JSON, the JSON, the blobs)).
export async function replay(el, { spec, packed }) {
  const data = await inflate(packed);
  const length = new DataView(data.buffer).getUint32(0, true);
  const { states, scenes, frames } = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + length)));
  const blobs = data.slice(4 + length);
  const part = (i) => blobs.subarray(scenes[i].from, scenes[i].to);
  const live = spec.controls.find((control) => control.kind === "live")?.name;
  let state = { ...spec.state };
  let heard;
  let timer = 0;
  let frame = 0;
  const answer = (seq, i) => heard({ type: "scene", seq, state, scene: scenes[i].tree }, part(i));
  const tick = () => {
    frame = Math.min(frame + 1, frames.length - 1);
    if (frame === frames.length - 1) (state = { ...state, [live]: false }), clearInterval(timer);
    answer(null, frames[frame]);
  };
  const request = ({ type, changes = {}, reset, seq }) => {
    if (type !== "set") return;
    const i = reset ? 0 : nearest(spec.controls, states, { ...state, ...changes }, Object.keys(changes));
    if (reset) frame = 0;
    state = { ...states[i].state, ...(live in changes ? { [live]: changes[live] } : {}) };
    clearInterval(timer);
    if (state[live]) timer = setInterval(tick, 66);
    setTimeout(() => answer(seq, state[live] || (live in changes && frame) ? frames[frame] : states[i].scene));
  };
  return new View(el, { spec, scene: scenes[states[0].scene].tree, blob: part(states[0].scene), request, listen: (callback) => (heard = callback), recording: true });
}

// The recorded state that is nearest; what the reader has just moved counts most.
function nearest(controls, states, wanted, moved) {
  const far = (control, a, b) => {
    if (typeof a === "number" && control.kind !== "choice") return Math.abs(a - b) / ((control.high ?? control.last) - (control.low ?? 0));
    return JSON.stringify(a) === JSON.stringify(b) ? 0 : 1;
  };
  const distance = ({ state }) => controls.reduce((sum, c) => sum + (c.kind === "button" ? 0 : far(c, wanted[c.name], state[c.name]) * (moved.includes(c.name) ? 100 : c.kind === "choice" ? 10 : 1)), 0);
  return states.reduce((best, state, i) => {
    const d = distance(state);
    return d < best[1] ? [i, d] : best;
  }, [0, Infinity])[0];
}
