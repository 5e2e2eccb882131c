/* The page: controls above, a row for each feature below, drawn when it comes into view. */
const DATA = JSON.parse(document.getElementById('data').textContent);
/* Slices of fewer examples differ by chance. */
const ENOUGH = 100;
const NOT_FINITE = new Set(['NaN', 'Infinity', '-Infinity']);
const TITLES = {numeric: 'Numeric features', text: 'Categorical features', other: 'Other features'};

function make(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const label = (index) => {
  const dataset = DATA.datasets[index];
  const slice = dataset.slice || 'all examples';
  return DATA.sides.length > 1 ? DATA.sides[dataset.side] + (DATA.datasets.length > DATA.sides.length ? ', ' + slice : '') : DATA.datasets.length > 1 ? slice : DATA.sides[0];
};
const firstOf = (side) => DATA.datasets.findIndex((dataset) => dataset.side === side);

const look = {
  left: 0, right: DATA.sides.length > 1 ? firstOf(1) : -1,
  sort: 'order', reverse: false, search: '', regex: false, types: new Set(), weighted: false,
  log: false, percent: DATA.sides.length > 1, charts: {numeric: 'standard', text: 'top', other: 'lengths'}, open: new Set()};

const chosen = () => look.right < 0 || look.right === look.left ? [look.left] : [look.left, look.right];
const sidesOf = (feature) => chosen().map((index) => ({index, name: label(index), of: weighted(feature.stats[index], look.weighted)}));
const present = (feature) => chosen().map((index) => feature.stats[index]).filter(Boolean);

/* How far apart: of the two that are compared; of one alone, the largest between its slices. */
function distance(feature) {
  const at = chosen();
  if (at.length === 2) {
    const [a, b] = at.map((index) => feature.stats[index]);
    if (!a || !b) return {value: 1, words: 'only on one side', bad: true};
    if (isNumber(a) !== isNumber(b)) return {value: 1, words: 'types differ', bad: true};
    const known = feature.distances[Math.min(...at) + '-' + Math.max(...at)];
    return known === undefined ? {value: -1, words: 'distance not known'} : {value: known, words: 'distance ' + text(known)};
  }
  let largest = {value: -1};
  for (const [pair, value] of Object.entries(feature.distances)) {
    const [a, b] = pair.split('-').map(Number);
    const within = [a, b].every((index) => DATA.datasets[index].side === DATA.datasets[look.left].side && DATA.datasets[index].examples >= ENOUGH);
    if (within && value > largest.value) largest = {value, words: `largest distance between slices ${text(value)}: ${label(a)} and ${label(b)}`};
  }
  return largest;
}

const most = (feature, figure) => Math.max(...present(feature).map(figure));
const SORTS = {
  order: ['feature order', (a, b) => a.index - b.index],
  name: ['name', (a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0],
  uniform: ['non-uniformity', (a, b) => most(b, nonUniformity) - most(a, nonUniformity)],
  gaps: ['amount missing or zero', (a, b) => most(b, lacking) - most(a, lacking)],
  distance: ['distribution distance', (a, b) => distance(b).value - distance(a).value]};

DATA.features.forEach((feature, index) => { feature.index = index; });
const types = [...new Set(DATA.features.flatMap((feature) => feature.stats.filter(Boolean).map((of) => of.type)))];
types.forEach((type) => look.types.add(type));
const hasWeights = DATA.features.some((feature) => feature.stats.some((of) => of && of.weighted));

/* Rows are made once, filled in when they come near the window, and emptied when they leave it. */
const rows = new Map();
const watch = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const row = entry.target;
    if (entry.isIntersecting) fill(row);
    else if (!row.contains(document.activeElement)) empty(row);
  }
}, {rootMargin: '800px 0px'});

function rowOf(feature, kind) {
  const key = kind + ' ' + feature.index;
  let row = rows.get(key);
  if (!row) {
    row = make('article', {tabindex: '0', 'data-feature': feature.name, 'data-kind': kind, 'data-index': feature.index,
      onkeydown: (event) => { if (event.target === row && (event.key === 'Enter' || event.key === ' ')) { event.preventDefault(); toggle(row); } }});
    rows.set(key, row);
    empty(row);
  }
  return row;
}

function empty(row) {
  delete row.dataset.filled;
  row.replaceChildren(make('h3', {}, row.dataset.feature));
}

function fill(row) {
  if (row.dataset.filled) return;
  row.dataset.filled = 'yes';
  const feature = DATA.features[row.dataset.index], kind = row.dataset.kind;
  const all = sidesOf(feature);
  const sides = all.map((side) => side.of && section(side.of) === kind ? side : {...side, of: undefined});
  const draw = (CHARTS[kind][look.charts[kind]] || Object.values(CHARTS[kind])[0])[1];
  const open = look.open.has(row.dataset.kind + feature.index);
  row.replaceChildren(make('div', {class: 'row'},
    make('div', {},
      make('h3', {title: feature.name}, feature.name), about(feature, sides), figures(kind, all, sides),
      make('div', {class: 'more'}, make('button', {type: 'button', 'aria-expanded': String(open), onclick: () => toggle(row)}, open ? 'Fewer figures' : 'All figures'))),
    draw(feature.name, sides, look),
    ...(open ? [everything(kind, sides)] : [])));
}

function refill(row) { delete row.dataset.filled; fill(row); }

function toggle(row) {
  const key = row.dataset.kind + row.dataset.index;
  if (!look.open.delete(key)) look.open.add(key);
  const inside = row !== document.activeElement && row.contains(document.activeElement);
  refill(row);
  if (inside) row.querySelector('button').focus();
}

function about(feature, sides) {
  const words = [[[...new Set(sides.filter((side) => side.of).map((side) => side.of.type.toLowerCase()))].join(' and '), false]];
  const apart = distance(feature);
  if (apart.words) words.push([apart.words, apart.bad || false]);
  const told = new Set();
  sides.filter((side) => side.of).forEach((side) => remarks(side.of).forEach(([remark, bad]) => { if (!told.has(remark)) { told.add(remark); words.push([remark, bad]); } }));
  return make('p', {class: 'about'}, ...words.flatMap(([word, bad], i) => [i ? ' · ' : '', make('span', bad ? {class: 'bad'} : {}, word)]));
}

function figures(kind, all, sides) {
  const grid = make('div', {class: 'figures'});
  sides.forEach((side, i) => {
    grid.append(make('span', {class: 'of'}, make('i', {class: 'chip ' + SIDES[i]}), make('b', {title: side.name}, make('bdi', {}, side.name))));
    if (!side.of) {
      grid.append(make('span', {class: 'absent bad'}, all[i].of ? 'is ' + all[i].of.type.toLowerCase() + ' here' : 'no such feature'));
      return;
    }
    for (const [name, figure, bad] of COLUMNS[kind]) {
      const value = figure(side.of);
      const words = Array.isArray(value) || (typeof value === 'string' && !NOT_FINITE.has(value));
      grid.append(make('span', {class: bad(side.of) ? 'bad' : '', 'data-head': name, title: name + ' ' + (words ? value : text(value))}, words ? String(value) : brief(value)));
    }
  });
  return grid;
}

function everything(kind, sides) {
  const tables = [];
  const table = (caption, head, lines) => make('table', {}, make('caption', {}, caption),
    make('tr', {}, ...head.map((cell) => make('th', {scope: 'col'}, cell))),
    ...lines.map((line) => make('tr', {}, ...line.map((cell) => make('td', {}, cell)))));
  if (kind === 'text') {
    tables.push(table('Most frequent values', ['value', ...sides.flatMap((side) => [side.name, 'share'])],
      topValues(sides, 50).map(([value, counts]) => [value, ...counts.flatMap((count, i) => [text(count), count === undefined ? '–' : percent(count / sides[i].of.values)])])));
  }
  sides.forEach((side) => {
    if (!side.of) return;
    if (kind === 'numeric') {
      tables.push(table('Histogram, ' + side.name, ['from', 'to', 'values', 'share'],
        side.of.standard.map(([low, high, count]) => [text(low), text(high), text(count), percent(count / side.of.values)])));
      tables.push(table('Quantiles, ' + side.name, ['share of values up to', 'value'], [
        ...side.of.quantiles.slice(0, 1).map((bucket) => ['smallest', text(bucket[0])]),
        ...side.of.quantiles.map((bucket, b) => [percent((b + 1) / side.of.quantiles.length), text(bucket[1])])]));
    }
    tables.push(table('Examples, ' + side.name, ['figure', ''], [
      ['with a value', text(side.of.count)], ['without', text(side.of.missing)], ['values in all', text(side.of.values)],
      ['values per example', `${text(side.of.minValues)} to ${text(side.of.maxValues)}`],
      ...Object.entries(side.of.custom).map(([name, value]) => [name.replaceAll('_', ' '), typeof value === 'string' && !NOT_FINITE.has(value) ? value : text(value)])]));
  });
  return make('div', {class: 'all'}, ...tables);
}

/* Controls. */
const select = (name, options, value, change) => make('select', {'aria-label': name, onchange: (event) => { change(event.target.value); update(); }},
  ...options.map(([key, words]) => make('option', {value: key, selected: String(key) === String(value)}, words)));
const check = (words, key) => make('label', {}, make('input', {type: 'checkbox', name: key, checked: look[key], onchange: (event) => { look[key] = event.target.checked; update(); }}), ' ' + words);

const percentages = check('percentages', 'percent');

/* Shares can be compared where counts cannot: they are shown once there is something to compare. */
function compare(side, index) {
  if (side === 'right' && look.right < 0 && index >= 0) {
    look.percent = true;
    percentages.querySelector('input').checked = true;
  }
  look[side] = index;
}

function datasets() {
  const choices = DATA.datasets.map((ignored, index) => [index, label(index)]);
  const shown = (side) => {
    const index = look[side];
    const examples = make('span', {class: 'faint', id: 'examples-' + side});
    const tell = () => { const at = look[side]; examples.textContent = at < 0 ? '' : text(DATA.datasets[at].examples) + ' examples' + (DATA.datasets[at].weighted ? ', weight ' + text(DATA.datasets[at].weighted) : ''); };
    tell();
    const options = side === 'right' ? [[-1, 'nothing'], ...choices] : choices;
    const what = DATA.datasets.length > 1
      ? select(side === 'left' ? 'Dataset' : 'Compared with', options, index, (value) => { compare(side, Number(value)); tell(); })
      : make('b', {}, label(index));
    return make('label', {}, make('i', {class: 'chip ' + side}), what, examples);
  };
  return make('div', {class: 'datasets'}, shown('left'), ...(DATA.datasets.length > 1 ? [shown('right')] : []), theme);
}

const search = make('input', {type: 'search', placeholder: 'Find features ( / )', 'aria-label': 'Find features', oninput: () => { look.search = search.value; update(); },
  onkeydown: (event) => { if (event.key === 'Escape') { search.value = ''; look.search = ''; update(); } }});
const regex = make('button', {type: 'button', 'aria-pressed': 'false', title: 'The search is a regular expression', onclick: () => {
  look.regex = !look.regex; regex.setAttribute('aria-pressed', String(look.regex)); update(); }}, '.*');
const found = make('span', {class: 'faint', role: 'status'});
const theme = make('button', {type: 'button', onclick: () => paint(document.documentElement.dataset.theme !== 'dark')});

function paint(dark) {
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  theme.textContent = dark ? 'Light' : 'Dark';
}

function matches() {
  let test = (name) => name.toLowerCase().includes(look.search.toLowerCase());
  search.removeAttribute('aria-invalid');
  search.title = '';
  if (look.regex && look.search) {
    try {
      const pattern = new RegExp(look.search, 'i');
      test = (name) => pattern.test(name);
    } catch (wrong) {
      search.setAttribute('aria-invalid', 'true');
      search.title = wrong.message;
      test = () => true;
    }
  }
  return (feature) => test(feature.name);
}

const main = make('main', {});
const sections = Object.keys(TITLES).filter((kind) => DATA.features.some((feature) => feature.stats.some((of) => of && section(of) === kind))).map((kind) => {
  const count = make('span', {class: 'faint'});
  const list = make('div', {role: 'feed', 'aria-label': TITLES[kind]});
  const lists = DATA.features.some((feature) => feature.stats.some((of) => of && section(of) === kind && of.maxValues > 1)) || kind === 'other';
  const charts = Object.entries(CHARTS[kind]).filter(([key]) => key !== 'lengths' || lists).map(([key, [words]]) => [key, words]);
  const made = make('section', {'aria-label': TITLES[kind]},
    make('div', {class: 'head'}, make('h2', {}, TITLES[kind]), count,
      ...(charts.length > 1 ? [make('label', {class: 'faint'}, 'chart ', select('Chart of ' + TITLES[kind].toLowerCase(), charts, look.charts[kind], (value) => { look.charts[kind] = value; }))] : [])),
    make('div', {class: 'row'}, make('div', {class: 'columns'}, make('span', {}, 'feature'), ...COLUMNS[kind].map(([name]) => make('span', {}, name)))),
    list);
  made.style.setProperty('--count', COLUMNS[kind].length);
  return {kind, made, list, count};
});

function update() {
  const test = matches();
  const compare = SORTS[look.sort][1];
  const shown = new Set();
  for (const {kind, list, count} of sections) {
    const features = DATA.features.filter((feature) => test(feature)
      && present(feature).some((of) => section(of) === kind && look.types.has(of.type)));
    features.forEach((feature) => shown.add(feature));
    features.sort((a, b) => (look.reverse ? -1 : 1) * compare(a, b) || a.index - b.index);
    const wanted = features.map((feature) => rowOf(feature, kind));
    [...list.children].forEach((row) => watch.unobserve(row));
    list.replaceChildren(...wanted.length ? wanted : [make('p', {class: 'none'}, 'No feature matches.')]);
    wanted.forEach((row) => { if (row.dataset.filled) refill(row); watch.observe(row); });
    count.textContent = text(features.length);
  }
  found.textContent = shown.size === DATA.features.length ? text(shown.size) + ' features' : `${text(shown.size)} of ${text(DATA.features.length)} features`;
}

function step(forward) {
  const all = [...document.querySelectorAll('article')];
  const at = all.indexOf(document.activeElement.closest('article'));
  const next = all[at + (forward ? 1 : -1)] || all[forward ? all.length - 1 : 0];
  if (next) { next.focus(); next.scrollIntoView({block: 'nearest'}); }
}

document.addEventListener('keydown', (event) => {
  if (event.target.closest('input, select') || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') { event.preventDefault(); search.focus(); }
  if (event.key === 'j') step(true);
  if (event.key === 'k') step(false);
});

main.append(...sections.map((of) => of.made));
if (sections.length === 0) main.append(make('p', {class: 'none'}, 'These statistics describe no feature.'));
document.body.append(
  make('header', {}, make('h1', {}, 'Dataset statistics'), datasets()),
  make('div', {class: 'controls'},
    make('label', {}, 'sort by ', select('Sort by', Object.entries(SORTS).map(([key, [words]]) => [key, words]), look.sort, (value) => { look.sort = value; })),
    check('reversed', 'reverse'), make('span', {}, search, ' ', regex), found,
    ...(types.length > 1 ? types.map((type) => make('label', {}, make('input', {type: 'checkbox', name: type, checked: true,
      onchange: (event) => { event.target.checked ? look.types.add(type) : look.types.delete(type); update(); }}), ' ' + type.toLowerCase())) : []),
    check('log scale', 'log'), percentages, ...(hasWeights ? [check('weighted', 'weighted')] : [])),
  main,
  make('footer', {}, make('p', {}, make('kbd', {}, '/'), ' finds features, ', make('kbd', {}, 'j'), ' and ', make('kbd', {}, 'k'), ' go down and up, ', make('kbd', {}, 'Enter'), ' shows all figures of a feature.'),
    make('p', {}, 'In red: a fifth of the examples or more without a value, half of the values or more zero, all values the same, NaN, infinite or not UTF-8, a feature or type that only one dataset has. ',
      'Distance is the Jensen-Shannon divergence of the two distributions: 0 for equal ones, 1 for those that have nothing in common; between slices, those of 100 examples and more count. Where the histograms of two datasets have different bounds, both are drawn on common ones, as if values were spread evenly within a bucket.')));
paint(window.matchMedia('(prefers-color-scheme: dark)').matches);
update();
