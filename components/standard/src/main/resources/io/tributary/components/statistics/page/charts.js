/* Charts as SVG, made element by element: names and values of a dataset never become markup. */
const WIDTH = 450, HEIGHT = 128, LEFT = 52, BOTTOM = 18, TOP = 6;
const SIDES = ['left', 'right'];

function svg(name, attributes, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const tip = (words) => svg('title', {}, words);
const shorter = (words, most) => words.length > most ? words.slice(0, most - 1) + '…' : words;

function canvas(label, sides, ...children) {
  return svg('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT + BOTTOM}`, width: WIDTH, height: HEIGHT + BOTTOM, role: 'img', 'aria-label': label,
    class: sides.length > 1 ? 'two' : 'one'}, ...children);
}

/* From an amount to a height between 0 and 1. */
function heights(amounts, log) {
  const positive = amounts.filter((amount) => amount > 0);
  const most = Math.max(...positive, 0);
  if (most === 0) return {most, middle: 0, of: () => 0};
  if (!log) return {most, middle: most / 2, of: (amount) => amount / most};
  const least = Math.min(...positive) / 2;
  const scale = Math.log(most / least);
  return {most, middle: Math.sqrt(most * least), of: (amount) => amount > 0 ? Math.log(amount / least) / scale : 0};
}

const amount = (count, side, look) => look.percent ? count / Math.max(1e-300, side.of.values) : count;
const said = (value, look) => look.percent ? percent(value) : text(value > 10 ? Math.round(value) : value);

const edges = () => svg('path', {class: 'axis', d: `M${LEFT} ${TOP}V${HEIGHT}H${WIDTH}`});

function amountAxis(scale, look) {
  return [scale.most, scale.middle].flatMap((value) => {
    const y = HEIGHT - (HEIGHT - TOP) * scale.of(value);
    return [svg('line', {x1: LEFT, x2: WIDTH, y1: y, y2: y}), svg('text', {x: LEFT - 5, y: y + 4, 'text-anchor': 'end'}, said(value, look))];
  });
}

function valueAxis(low, high) {
  const mark = (x, anchor, value) => svg('text', {x, y: HEIGHT + 14, 'text-anchor': anchor}, text(value));
  return low === high ? [mark((LEFT + WIDTH) / 2, 'middle', low)]
    : [mark(LEFT, 'start', low), mark((LEFT + WIDTH) / 2, 'middle', low + (high - low) / 2), mark(WIDTH, 'end', high)];
}

const range = (buckets) => [Math.min(...buckets.map((bucket) => bucket[0])), Math.max(...buckets.map((bucket) => bucket[1]))];
const placed = (low, high) => (value) => high === low ? (LEFT + WIDTH) / 2 : LEFT + (value - low) / (high - low) * (WIDTH - LEFT);

function standardChart(name, sides, look) {
  const histograms = aligned(sides.map((side) => side.of ? finite(side.of.standard) : []));
  const all = histograms.flat();
  if (all.length === 0) return nothing(name, sides);
  const [low, high] = range(all);
  const x = placed(low, high);
  const amounts = histograms.map((buckets, i) => buckets.map((bucket) => amount(bucket[2], sides[i], look)));
  const scale = heights(amounts.flat(), look.log);
  const bars = histograms.flatMap((buckets, i) => buckets.map((bucket, b) => {
    const height = (HEIGHT - TOP) * scale.of(amounts[i][b]);
    if (bucket[2] === 0) return '';
    const from = high === low ? LEFT + (WIDTH - LEFT) * 0.4 : x(bucket[0]) + 0.5;
    const width = high === low ? (WIDTH - LEFT) * 0.2 : Math.max(1, x(bucket[1]) - x(bucket[0]) - 1);
    return svg('rect', {class: 'bar ' + SIDES[i], x: from, y: HEIGHT - height, width, height},
      tip(`${sides[i].name}: ${text(bucket[0])} to ${text(bucket[1])}: ${text(bucket[2])} (${percent(bucket[2] / sides[i].of.values)})`));
  }));
  return canvas(`Histogram of ${name}`, sides, edges(), ...amountAxis(scale, look), ...valueAxis(low, high), ...bars.filter((bar) => bar !== ''));
}

function lanes(name, what, sides, histogramOf) {
  const histograms = sides.map((side) => side.of ? finite(histogramOf(side.of)) : []);
  const all = histograms.flat();
  if (all.length === 0) return nothing(name, sides);
  const [low, high] = range(all);
  const x = placed(low, high);
  const thick = 34, gap = 14;
  const drawn = histograms.flatMap((buckets, i) => {
    const y = TOP + 12 + i * (thick + gap);
    const cells = buckets.map((bucket, b) => svg('rect', {class: `bar lane ${SIDES[i]} ${b % 2 ? 'odd' : ''}`, x: x(bucket[0]), y,
      width: Math.max(1, x(bucket[1]) - x(bucket[0])), height: thick},
    tip(`${sides[i].name}: ${percent(b / buckets.length)} to ${percent((b + 1) / buckets.length)} of ${what}: ${text(bucket[0])} to ${text(bucket[1])}`)));
    if (buckets.length % 2 === 0 && buckets.length > 0) {
      const middle = x(buckets[buckets.length / 2][0]);
      cells.push(svg('line', {class: 'mark', x1: middle, x2: middle, y1: y - 3, y2: y + thick + 3}));
    }
    return cells;
  });
  return canvas(`Quantiles of ${name}`, sides, edges(), ...valueAxis(low, high), ...drawn);
}

function topChart(name, sides, look) {
  const most = sides.length > 1 ? 6 : 7;
  const values = topValues(sides, most);
  if (values.length === 0) return nothing(name, sides);
  const from = 150, to = WIDTH - 62, line = (HEIGHT + BOTTOM - 4) / most;
  const amounts = values.map(([, counts]) => counts.map((count, i) => count === undefined ? 0 : amount(count, sides[i], look)));
  const scale = heights(amounts.flat(), look.log);
  const drawn = values.flatMap(([value, counts], v) => {
    const y = v * line + 2;
    const thick = (line - 4) / sides.length;
    return [
      svg('text', {x: from - 6, y: y + line / 2 + 2, 'text-anchor': 'end', class: 'value'}, shorter(value === '' ? '(empty)' : value, 22), tip(value)),
      ...counts.map((count, i) => svg('rect', {class: 'bar ' + SIDES[i], x: from, y: y + i * thick, width: scale.of(amounts[v][i]) * (to - from), height: thick},
        tip(`${sides[i].name}: ${value}: ${count === undefined ? 'not among the top values' : `${text(count)} (${percent(count / sides[i].of.values)})`}`))),
      ...counts.map((count, i) => count === undefined ? '' : svg('text', {class: 'share', x: from + scale.of(amounts[v][i]) * (to - from) + 4,
        y: sides.length === 1 ? y + line / 2 + 2 : y + i * thick + thick / 2 + 3}, said(amounts[v][i], look)))];
  });
  return canvas(`Most frequent values of ${name}`, sides, ...drawn.filter((made) => made !== ''));
}

function rankChart(name, sides, look) {
  const amounts = sides.map((side) => (side.of && side.of.ranks || []).map((count) => amount(count, side, look)));
  const most = Math.max(...amounts.map((list) => list.length));
  if (most === 0) return nothing(name, sides);
  const scale = heights(amounts.flat(), look.log);
  const y = (value) => HEIGHT - (HEIGHT - TOP) * scale.of(value);
  const step = (WIDTH - LEFT) / most;
  const drawn = amounts.flatMap((list, i) => {
    if (list.length === 0) return [];
    const edge = list.map((value, rank) => `${rank ? 'L' : 'M'}${LEFT + rank * step} ${y(value)}H${LEFT + (rank + 1) * step}`).join('');
    return [svg('path', {class: 'area ' + SIDES[i], d: `${edge}V${HEIGHT}H${LEFT}Z`}),
      svg('path', {class: 'edge ' + SIDES[i], d: edge}, tip(`${sides[i].name}: ${text(list.length)} values by falling frequency`))];
  });
  return canvas(`Frequencies of ${name} by rank`, sides, edges(), ...amountAxis(scale, look), ...drawn,
    svg('text', {x: LEFT, y: HEIGHT + 14}, 'rank 1'), svg('text', {x: WIDTH, y: HEIGHT + 14, 'text-anchor': 'end'}, 'rank ' + text(most)));
}

function nothing(name, sides) {
  return canvas(`No values of ${name}`, sides, svg('text', {x: WIDTH / 2, y: HEIGHT / 2, 'text-anchor': 'middle'}, 'nothing to draw'));
}

const CHARTS = {
  numeric: {
    standard: ['Histogram', standardChart],
    quantiles: ['Quantiles', (name, sides) => lanes(name, 'values', sides, (of) => of.quantiles)],
    lengths: ['Values per example', (name, sides) => lanes(name, 'examples', sides, (of) => of.lengths)]},
  text: {
    top: ['Top values', topChart],
    ranks: ['By rank', rankChart],
    lengths: ['Values per example', (name, sides) => lanes(name, 'examples', sides, (of) => of.lengths)]},
  other: {
    lengths: ['Values per example', (name, sides) => lanes(name, 'examples', sides, (of) => of.lengths)]}};
