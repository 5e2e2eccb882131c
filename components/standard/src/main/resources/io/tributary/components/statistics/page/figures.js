'use strict';
/* What is known of a feature, and how it is said. Nothing here touches the page. */
const MISSING_IS_BAD = 0.2;
const ZEROS_ARE_BAD = 0.5;

const number = (value) => typeof value === 'string' ? Number(value) : value;

function text(value) {
  const of = number(value);
  if (of === undefined || of === null) return '–';
  if (!Number.isFinite(of)) return Number.isNaN(of) ? 'NaN' : of > 0 ? '∞' : '−∞';
  const size = Math.abs(of);
  if (Number.isInteger(of) && size < 1e15) return of.toLocaleString('en-US');
  if (size >= 1e6 || (size < 1e-3 && size > 0)) return of.toExponential(2).replace('e+', 'e');
  return of.toLocaleString('en-US', {maximumSignificantDigits: size >= 1000 ? 6 : 4});
}

/* As text, in the room that a column has; the whole number is where it is pointed at. */
function brief(value) {
  const of = number(value);
  return Number.isInteger(of) && Math.abs(of) >= 1e8 ? of.toExponential(4).replace('e+', 'e') : text(value);
}

function percent(part) {
  if (!Number.isFinite(part)) return '–';
  if (part > 0 && part < 0.0001) return '<0.01 %';
  if (part < 1 && part >= 0.9995) return '>99.9 %';
  return (part * 100).toLocaleString('en-US', {maximumFractionDigits: part < 0.1 ? 2 : 1}) + ' %';
}

const isNumber = (of) => of.type === 'INT' || of.type === 'FLOAT';
const section = (of) => isNumber(of) ? 'numeric' : of.type === 'STRING' ? 'text' : 'other';

/* Figures with weights in place of those without, where there are any. */
const weighted = (of, wanted) => of && wanted && of.weighted ? {...of, ...of.weighted, plainValues: of.values} : of;

const gaps = (of) => of.missing / (of.count + of.missing);
const zeros = (of) => of.zeros / (of.plainValues || of.values);

/* Part of the examples that have no value, or zero. */
const lacking = (of) => (of.missing + (of.zeros || 0)) / Math.max(1, of.count + of.missing);

/* Columns of a section: label, the figure as a number, as words, or in a list as a value of the data, whether it asks for attention. */
const COMMON = [
  ['count', (of) => of.count, () => false],
  ['missing', (of) => percent(gaps(of)), (of) => gaps(of) >= MISSING_IS_BAD]];
const infinite = (key) => (of) => !Number.isFinite(number(of[key]));
const plain = (key) => (of) => of.values ? of[key] : undefined;
const COLUMNS = {
  numeric: [...COMMON,
    ['mean', plain('mean'), infinite('mean')],
    ['std dev', plain('std'), (of) => of.values > 1 && of.std === 0],
    ['zeros', (of) => percent(zeros(of)), (of) => zeros(of) >= ZEROS_ARE_BAD],
    ['min', plain('min'), infinite('min')],
    ['median', plain('median'), infinite('median')],
    ['max', plain('max'), infinite('max')]],
  text: [...COMMON,
    ['unique', (of) => of.unique, (of) => of.values > 1 && of.unique === 1],
    ['top', (of) => of.top.length ? [of.top[0][0]] : '–', () => false],
    ['freq top', (of) => of.top.length ? of.top[0][1] : undefined, () => false],
    ['avg length', (of) => of.avgLength, () => false]],
  other: [...COMMON,
    ['unique', (of) => of.unique, () => false],
    ['min bytes', (of) => of.minBytes, () => false],
    ['avg bytes', (of) => of.avgLength, () => false],
    ['max bytes', (of) => of.maxBytes, () => false]]};

function remarks(of) {
  const found = [];
  if (of.nan) found.push([text(of.nan) + ' NaN', true]);
  if (of.invalid) found.push([text(of.invalid) + ' not UTF-8', true]);
  if (of.custom.min_time) found.push([of.custom.min_time + ' to ' + of.custom.max_time, false]);
  if (of.maxValues > 1 || of.minValues < of.maxValues) {
    found.push([text(of.minValues) + ' to ' + text(of.maxValues) + ' values per example, ' + text(of.avgValues) + ' on average', false]);
  }
  return found;
}

/* 0: all buckets or values are as frequent; towards 1: nearly all is in one of them. */
function nonUniformity(of) {
  if (!of) return 0;
  const counts = isNumber(of) ? of.standard.map((bucket) => bucket[2]) : of.ranks || [];
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (counts.length < 2 || all === 0) return counts.length === 1 ? 1 : 0;
  const entropy = counts.reduce((sum, count) => count > 0 ? sum - count / all * Math.log(count / all) : sum, 0);
  return 1 - entropy / Math.log(counts.length);
}

const finite = (buckets) => buckets.map((bucket) => bucket.map(number)).filter((bucket) => Number.isFinite(bucket[0]) && Number.isFinite(bucket[1]));

/*
 * Buckets of several histograms on common bounds, so that they can be compared bar by bar: those of the histogram with the widest
 * buckets, continued to both sides as far as the others reach. Within a bucket, values count as spread evenly.
 */
const MOST_BARS = 60;

function aligned(histograms) {
  const wide = (bucket) => bucket[1] - bucket[0];
  const coarsest = histograms.reduce((best, buckets) => Math.max(0, ...buckets.map(wide)) > Math.max(0, ...best.map(wide)) ? buckets : best, []);
  const all = histograms.flat();
  if (coarsest.length === 0 || histograms.filter((buckets) => buckets.length).length < 2) return histograms;
  const low = Math.min(...all.map((bucket) => bucket[0]));
  const high = Math.max(...all.map((bucket) => bucket[1]));
  const start = coarsest[0][0], end = coarsest[coarsest.length - 1][1];
  const width = Math.max((end - start) / coarsest.length, (high - low) / MOST_BARS);
  const bounds = coarsest.map((bucket) => bucket[0]).concat(end);
  while (bounds[0] > low) bounds.unshift(Math.max(low, bounds[0] - width));
  while (bounds[bounds.length - 1] < high) bounds.push(Math.min(high, bounds[bounds.length - 1] + width));
  return histograms.map((buckets) => bounds.slice(1).map((to, i) => {
    const from = bounds[i];
    const within = ([bottom, top, count]) => bottom === top
      ? (from < top || (i === 0 && from === top)) && top <= to ? count : 0
      : count * Math.max(0, Math.min(to, top) - Math.max(from, bottom)) / (top - bottom);
    return [from, to, buckets.reduce((sum, bucket) => sum + within(bucket), 0)];
  }));
}

/* The most frequent values of the sides together, the first side's order first. */
function topValues(sides, most) {
  const counts = sides.map((side) => new Map(side.of ? side.of.top : []));
  const values = new Set();
  const ranked = sides.map((side) => side.of ? side.of.top.slice(0, most).map(([value]) => value) : []);
  const places = Math.max(0, ...ranked.map((list) => list.length));
  for (let place = 0; place < places; place++) ranked.forEach((list) => place < list.length && values.add(list[place]));
  const shares = (value) => Math.max(...counts.map((of, i) => (of.get(value) || 0) / Math.max(1, sides[i].of ? sides[i].of.values : 1)));
  const first = (value) => counts[0].get(value) || 0;
  return [...values].sort((a, b) => shares(b) - shares(a) || first(b) - first(a)).slice(0, most)
    .map((value) => [value, counts.map((of, i) => sides[i].of ? of.get(value) : undefined)]);
}
