// Small helpers for elements. Text goes in as text, never as HTML.

/** A new element with attributes (true: present; false or null: absent) and children (elements or texts). */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') Object.entries(value).forEach(([event, act]) => element.addEventListener(event, act));
    else if (value !== false && value !== null) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat());
  return element;
}

/** The element with an id of this page. */
function byId(id) {
  return document.getElementById(id);
}

/** Put children in the place of what an element holds. */
function fill(element, ...children) {
  element.replaceChildren(...children.flat());
  return element;
}

/** A table: a caption, heads, and rows of cells; the first cell of a row heads it. */
function tableOf(caption, heads, rows) {
  const head = make('tr', {}, heads.map((text) => (text ? make('th', { scope: 'col' }, text) : make('td'))));
  const body = rows.map(([first, ...rest]) =>
    make('tr', {}, make('th', { scope: 'row' }, first), rest.map((one) => make('td', {}, one))));
  return make('table', {}, make('caption', { class: 'x-unseen' }, caption), make('thead', {}, head), make('tbody', {}, body));
}

/** A button that looks like a link. */
function linkButton(text, act, label = null) {
  return make('button', { type: 'button', class: 'x-why', 'aria-label': label, on: { click: act } }, text);
}

/** A region that may scroll sideways, and that the keyboard reaches. */
function scrolling(label, ...children) {
  return make('div', { class: 'x-scroll', role: 'region', tabindex: '0', 'aria-label': label }, ...children);
}
